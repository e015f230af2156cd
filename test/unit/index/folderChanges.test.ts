import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { asNobody, asRoot } from '../../fixtures/rights.ts';

const folderTime = 1_700_000_000;

let home: Home;
let index: SessionIndex;

beforeEach(() => {
  home = makeHome();
  home.plan('calm-painting-otter');
  home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
  home.log(sessionB, [prompt('B')]);
  home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
  fs.mkdirSync(path.join(home.projectDirectory(), sessionB));
  fs.utimesSync(home.projectDirectory(), folderTime, folderTime);
  index = indexOf(home);
});

afterEach(() => index.close());

/** All that an index answers. */
function answersOf(asked: SessionIndex): unknown {
  const rows = [...asked.rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const folders = asked.folders.map((folder) => folder.path);
  return { rows: rows.map(([id, row]) => [row, detailsOf(asked, id)]), folders, passedOver: asked.passedOver };
}

function expectAnswersOfColdIndex(): void {
  const cold = indexOf(home, index.host);
  expect(answersOf(index)).toEqual(answersOf(cold));
  cold.close();
}

/** A new index that starts from the cache of the one before. */
function restart(): void {
  const { host } = index;
  const file = indexCacheFile(home.path('cache'), host);
  writeIndexCache(file, index)?.logs.close();
  index.close();
  index = new SessionIndex(host);
  index.restore(readIndexCache(file, host) ?? expect.unreachable());
}

/** A name of the same length: the folder keeps its size. */
function renameLog(): void {
  fs.renameSync(home.logPath(sessionB), home.logPath(sessionC));
}

describe.each(['in the same index', 'after a start from the cache'])('a folder that changed %s', (when) => {
  const beforeChange = (): void => {
    if (when !== 'in the same index') restart();
  };

  it.each<[string, () => void]>([
    ['a renamed log', renameLog],
    [
      'a renamed log and its old time',
      () => {
        renameLog();
        fs.utimesSync(home.projectDirectory(), folderTime, folderTime);
      },
    ],
    [
      'another folder in its place',
      () => {
        fs.renameSync(home.projectDirectory(), home.path('before'));
        home.log(sessionC, [prompt('C')]);
      },
    ],
    [
      'a folder of as many logs in its place',
      () => {
        fs.cpSync(home.projectDirectory(), home.path('copy'), { recursive: true, preserveTimestamps: true });
        renameLog();
        fs.renameSync(home.projectDirectory(), home.path('before'));
        fs.renameSync(home.path('copy'), home.projectDirectory());
      },
    ],
    ['agent logs of a session that had none', () => home.agentLog(sessionB, 'b1b2c3d', [prompt('Look')])],
    ['agent logs of a new session', () => home.agentLog(sessionC, 'c1b2c3d', [prompt('Look')])],
    [
      'a workflow below its agent logs',
      () => {
        const folder = path.join(home.projectDirectory(), sessionA, 'subagents/workflows/wf_1');
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'agent-d1b2c3d.jsonl'), '');
      },
    ],
    ['no agent logs any more', () => fs.rmSync(path.join(home.projectDirectory(), sessionA), { recursive: true })],
    [
      'a link in place of a log',
      () => {
        fs.renameSync(home.logPath(sessionB), home.path('log'));
        fs.symlinkSync(home.path('log'), home.logPath(sessionB));
      },
    ],
    ['a log with a name that no log has', () => fs.writeFileSync(path.join(home.projectDirectory(), 'a.jsonl'), '')],
    ['one plan less', () => fs.rmSync(home.planPath('calm-painting-otter'))],
    [
      'a plan that came back',
      () => {
        fs.rmSync(home.planPath('calm-painting-otter'));
        index.refresh();
        home.plan('calm-painting-otter');
      },
    ],
    ['no plans folder any more', () => fs.rmSync(home.path('.claude/plans'), { recursive: true })],
  ])('to have %s gives the answers of a cold index', (_name, change) => {
    index.refresh();
    beforeChange();
    change();
    index.refresh();
    expectAnswersOfColdIndex();
  });

  it('while it could not be listed gives the answers of a cold index once it can', () => {
    asNobody(() => {
      home = makeHome();
      home.log(sessionA, [prompt('A')]);
      index.close();
      index = indexOf(home);
      const project = home.projectDirectory();
      fs.chmodSync(project, 0);
      index.refresh();
      expect(index.passedOver).toEqual([{ path: project, reason: 'unreadable' }]);
      expect([...index.rows.keys()]).toEqual([sessionA]);
      beforeChange();
      asRoot(() => fs.writeFileSync(home.logPath(sessionB), fs.readFileSync(home.logPath(sessionA))));
      fs.chmodSync(project, 0o755);
      index.refresh();
      expectAnswersOfColdIndex();
    });
  });
});
