import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownersOf } from '../../../src/core/answers/ownersOfPath.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { Home, sessionA, sessionB } from '../../fixtures/homes.ts';

const noTmp = { tmpDirs: [], uid: undefined, taskOutputs: [] };

describe('the owner of a scratch path', () => {
  let home: Home;
  let index: SessionIndex;

  beforeEach(() => {
    home = new Home();
    const processes = { startOf: () => undefined };
    index = new SessionIndex({ roots: [home.root], processes, scratchPatterns: [['tmp', 'agents']] });
  });

  /** Makes the directory, in the working tree of a session. */
  function make(directory: string): void {
    fs.mkdirSync(directory, { recursive: true });
    fs.mkdirSync(home.path('shop', '.git'), { recursive: true });
    home.log(sessionB, [prompt('x', { cwd: home.path('shop') })]);
    index.refresh();
  }

  afterEach(() => home.remove());

  it.each([
    `.erk/scratch/${sessionA}`,
    `.erk/scratch/sessions/${sessionA}`,
    `.erk/scratch/sessions/${sessionA}.restored-2`,
    `tmp/agents/${sessionA}`,
  ])('is the session that names the directory %s', (name) => {
    const directory = home.path('shop', ...name.split('/'));
    make(directory);
    const evidence = [{ kind: 'folder-name', file: directory, line: 0, offset: 0 }];
    for (const file of [directory, path.join(directory, 'notes.md'), path.join(directory, 'a', 'b')]) {
      expect(ownersOf(file, index, noTmp)).toEqual([{ sessionId: sessionA, kind: 'scratch', evidence }]);
    }
  });

  it.each([
    `.erk/other/${sessionA}`,
    `scratch/${sessionA}/notes.md`,
    `.erk/scratch/sessions/${sessionA}x/notes.md`,
    `.erk/scratch/sessions/${sessionA.toUpperCase().replaceAll('1', 'A')}/notes.md`,
    `agents/${sessionA}`,
  ])('is nobody of %s', (name) => {
    make(home.path('shop', ...name.split('/')));
    expect(ownersOf(home.path('shop', ...name.split('/')), index, noTmp)).toEqual([]);
  });
});
