import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDirectory } from '../../../src/core/disk/directoryHandle.ts';
import type { SessionId } from '../../../src/core/model.ts';
import type { ScratchCandidate } from '../../../src/core/scratch/candidates.ts';
import { keepOutputs, measureOutputs, outputCandidate } from '../../../src/core/scratch/outputCandidates.ts';
import type { StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { whereRefused } from '../../fixtures/refusedCalls.ts';
import { noHandles, noLinks, skip } from '../../fixtures/skip.ts';

const uid = process.getuid?.();
const now = Date.UTC(2026, 10, 22, 16, 15);
const hour = 3_600_000;
let home: Home;
let client: string;
let tasks: string;

beforeEach(() => {
  home = makeHome();
  client = home.path('tmp', uid === undefined ? 'claude' : `claude-${uid}`);
  tasks = path.join(client, '-shop', sessionA, 'tasks');
  fs.mkdirSync(tasks, { recursive: true });
  output('a1', 'first', now - 3 * hour);
  output('a2', 'second one', now - 2 * hour);
});

function output(name: string, text: string, time: number): void {
  const file = path.join(tasks, `${name}.output`);
  fs.writeFileSync(file, text);
  fs.utimesSync(file, time / 1000, time / 1000);
}

const at = (folder: string, outputs: readonly string[]) =>
  outputCandidate(sessionB, folder, outputs, { tmpDirs: [home.path('tmp')], uid });

describe('outputs of a session as something to clean', () => {
  it('are those files of the folder, with their place, size and newest time', () => {
    const stat = fs.lstatSync(tasks, { bigint: true });
    const { measurement, ...candidate } = at(tasks, ['a2.output', 'a1.output']) as ScratchCandidate;
    expect(candidate).toEqual({
      path: tasks,
      toplevel: client,
      base: ['-shop', sessionA],
      name: 'tasks',
      sessionId: sessionB,
      problem: undefined,
      outputs: ['a2.output', 'a1.output'],
    });
    expect(measurement).toEqual({
      problem: undefined,
      files: 2,
      bytes: 15,
      newest: now - 2 * hour,
      hasRepository: false,
      dev: String(stat.dev),
      ino: String(stat.ino),
      mode: 0o700,
      fingerprint: expect.stringMatching(/^a2\.output:.*,a1\.output:/) as string,
    });
  });

  it('leave out folders, what is gone and other names', () => {
    fs.mkdirSync(path.join(tasks, 'd.output'));
    fs.writeFileSync(path.join(tasks, 'notes.md'), '');
    const named = ['a1.output', 'd.output', 'gone.output', 'notes.md'];
    expect(at(tasks, named)?.outputs).toEqual(['a1.output']);
    expect(at(tasks, named.slice(1))).toBeUndefined();
    expect(at(tasks, [])).toBeUndefined();
  });

  it('leave out links', skip(noLinks), () => {
    fs.symlinkSync(path.join(tasks, 'a1.output'), path.join(tasks, 'link.output'));
    expect(at(tasks, ['link.output', 'a2.output'])?.outputs).toEqual(['a2.output']);
  });

  it('are none elsewhere than in a folder of outputs, nor in one that is gone or is a file', () => {
    expect(at(path.dirname(tasks), ['a1.output'])).toBeUndefined();
    fs.renameSync(tasks, `${tasks}.away`);
    expect(at(tasks, ['a1.output'])).toBeUndefined();
    fs.writeFileSync(tasks, '');
    expect(at(tasks, ['a1.output'])).toBeUndefined();
  });

  it('are none where the file system does not say, and no folder is left open', skip(noHandles), () => {
    const open = () => fs.readdirSync('/proc/self/fd').length;
    const before = open();
    const isFirst = (place: string) => place.endsWith('a1.output');
    expect(whereRefused('lstatSync', 'EIO', () => at(tasks, ['a1.output']), isFirst)).toBeUndefined();
    expect(at(tasks, ['a1.output'])).toBeDefined();
    expect(open()).toBe(before);
  });
});

describe('the measure of outputs', () => {
  it('says that they change where one is gone or is no file by now', () => {
    const folder = openDirectory(tasks);
    if (typeof folder === 'string') throw new Error(folder);
    fs.mkdirSync(path.join(tasks, 'd.output'));
    expect(measureOutputs(folder, ['a1.output', 'gone.output'])).toMatchObject({
      problem: 'changing',
      files: 1,
      bytes: 5,
      newest: now - 3 * hour,
    });
    expect(measureOutputs(folder, ['d.output'])).toMatchObject({ problem: 'changing', files: 1 });
    expect(measureOutputs(folder, ['a2.output', 'a1.output']).newest).toBe(now - 2 * hour);
    expect(measureOutputs(folder, ['a1.output', 'a2.output']).newest).toBe(now - 2 * hour);
    folder.close();
  });
});

describe('outputs are kept', () => {
  const rule: StaleRule = { now, maxAgeMs: 'any', isLive: () => false, lastActivity: () => undefined };
  const shown = () => at(tasks, ['a1.output', 'a2.output']) as ScratchCandidate;
  const live = (id: SessionId, answer: true | 'unknown') => ({
    ...rule,
    isLive: (asked: SessionId) => (asked === id ? answer : false),
  });
  const aged = (newest: number) => {
    const candidate = shown();
    return keepOutputs(
      { ...candidate, measurement: candidate.measurement && { ...candidate.measurement, newest } },
      rule,
    );
  };

  it('by a problem, and where nothing was measured', () => {
    expect(keepOutputs({ ...shown(), problem: 'changing' }, rule)).toBe('changing');
    expect(keepOutputs({ ...shown(), measurement: undefined }, rule)).toBe('not-a-session-id');
  });

  it('while their session runs, or the one that the folder is of, or that cannot be told', () => {
    expect(keepOutputs(shown(), live(sessionB, true))).toBe('live-session');
    expect(keepOutputs(shown(), live(sessionA, true))).toBe('live-session');
    expect(keepOutputs(shown(), live(sessionA, 'unknown'))).toBe('activity-unknown');
    expect(keepOutputs(shown(), rule)).toBeUndefined();
  });

  it('in a folder of no process not, whatever runs beside', () => {
    const older = { ...shown(), base: ['-shop'] };
    expect(keepOutputs(older, live(sessionA, true))).toBeUndefined();
  });

  it('until an hour has gone by, and where their time has not come yet', () => {
    expect(aged(now - hour - 1)).toBeUndefined();
    expect(aged(now - hour)).toBe('fresh');
    expect(aged(now)).toBe('fresh');
    expect(aged(now + 1)).toBe('in-the-future');
  });
});
