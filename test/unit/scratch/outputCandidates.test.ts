/** Which outputs of background tasks can be cleaned, how they are measured, and why they are kept. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectory } from '../../../src/core/disk/directoryHandle.ts';
import type { SessionId } from '../../../src/core/model.ts';
import type { Measurement } from '../../../src/core/scratch/measure.ts';
import { keepOutputs, measureOutputs, outputCandidate } from '../../../src/core/scratch/outputCandidates.ts';
import type { StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { encodedCwd, makeOutputTree, now, rule, type OutputTree } from '../../fixtures/outputTree.ts';
import { whereRefused } from '../../fixtures/refusedCalls.ts';
import { day, sessionA, sessionB } from '../../fixtures/scratchTree.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

const hour = 3_600_000;
const id = sessionA as SessionId;
let tree: OutputTree;
beforeEach(() => {
  tree = makeOutputTree();
});
afterEach(() => {
  tree.sandbox.remove();
});

const candidate = (folder: string, ...names: string[]) => outputCandidate(id, folder, names, tree.host);

function measured(...names: string[]): Measurement {
  const folder = openDirectory(tree.tasks);
  if (typeof folder === 'string') throw new Error(folder);
  try {
    return measureOutputs(folder, names);
  } finally {
    folder.close();
  }
}

describe('a candidate', () => {
  it('names its place from the folder of the client, and only what was asked for', () => {
    expect(candidate(tree.tasks, 'a2.output')).toEqual({
      path: tree.tasks,
      toplevel: tree.client,
      base: [encodedCwd, sessionA],
      name: 'tasks',
      sessionId: sessionA,
      measurement: measured('a2.output'),
      problem: undefined,
      outputs: ['a2.output'],
    });
  });

  it('has a real place where the folder is spelled through a link to the temporary one', skip(noLinks), () => {
    const link = path.join(tree.sandbox.base, 'link');
    fs.symlinkSync(path.dirname(tree.client), link);
    const spelled = path.join(link, path.relative(path.dirname(tree.client), tree.tasks));
    const host = { ...tree.host, tmpDirs: [link] };
    expect(outputCandidate(id, spelled, ['a1.output'], host)?.path).toBe(tree.tasks);
  });

  it('leaves out names that are none of an output, and outputs that are gone, links or folders', skip(noLinks), () => {
    tree.write('notes.txt', 'notes');
    fs.writeFileSync(path.join(path.dirname(tree.tasks), 'up.output'), '');
    fs.mkdirSync(path.join(tree.tasks, 'folder.output'));
    fs.symlinkSync(path.join(tree.tasks, 'a1.output'), path.join(tree.tasks, 'link.output'));
    const names = ['notes.txt', '../up.output', 'gone.output', 'folder.output', 'link.output', 'a1.output'];
    expect(candidate(tree.tasks, ...names)?.outputs).toEqual(['a1.output']);
  });

  it('is none without a file, or where the folder is gone, is a file, or is none of outputs by its place', () => {
    expect(candidate(tree.tasks)).toBeUndefined();
    expect(candidate(tree.tasks, 'gone.output')).toBeUndefined();
    expect(candidate(path.dirname(tree.tasks), 'a1.output')).toBeUndefined();
    expect(candidate(path.join(tree.sandbox.base, 'shop/tasks'), 'a1.output')).toBeUndefined();
    fs.renameSync(tree.tasks, `${tree.tasks}.away`);
    expect(candidate(tree.tasks, 'a1.output')).toBeUndefined();
    fs.writeFileSync(tree.tasks, '');
    expect(candidate(tree.tasks, 'a1.output')).toBeUndefined();
  });

  it('is none where the file system does not say what an output is', () => {
    const act = () => candidate(tree.tasks, 'a1.output');
    expect(whereRefused('lstatSync', 'EIO', act, (place) => place.endsWith('.output'))).toBeUndefined();
  });
});

describe('the figures of outputs', () => {
  it('are those of the named files alone', () => {
    tree.write('a2.output', 'second', 3 * day);
    tree.write('b1.output', 'of another', day);
    const { dev, ino } = fs.statSync(tree.tasks, { bigint: true });
    expect(measured('a2.output', 'a1.output')).toEqual({
      problem: undefined,
      files: 2,
      bytes: 11,
      newest: now - 3 * day,
      hasRepository: false,
      dev: String(dev),
      ino: String(ino),
      mode: 0o700,
      fingerprint: expect.stringMatching(/^a2\.output(?::\d+){6},a1\.output(?::\d+){6}$/) as string,
    });
  });

  it('say that something changes where one is gone, and count the rest', () => {
    expect(measured('gone.output', 'a1.output')).toMatchObject({ problem: 'changing', files: 1, bytes: 5 });
  });

  it('say so where one is no file', () => {
    fs.mkdirSync(path.join(tree.tasks, 'folder.output'));
    expect(measured('folder.output', 'a1.output')).toMatchObject({ problem: 'changing', files: 2 });
  });
});

describe('outputs are kept', () => {
  const reason = (change: Partial<StaleRule>, folder = tree.tasks) => {
    const found = candidate(folder, 'a1.output');
    if (found === undefined) throw new Error('no candidate');
    return keepOutputs(found, { ...rule, ...change });
  };

  it.each([
    ['modified a moment after now', -1000, 'in-the-future'],
    ['modified now', 0, 'fresh'],
    ['modified an hour ago', hour, 'fresh'],
    ['modified more than an hour ago', hour + 1000, undefined],
  ])('%s: %s ms ago is %s', (_, age, expected) => {
    tree.write('a1.output', 'first', age);
    expect(reason({})).toBe(expected);
  });

  it('by the age of the rule, which may be longer than the hour', () => {
    expect(reason({ maxAgeMs: 50 * day })).toBe('fresh');
    expect(reason({ maxAgeMs: 30 * day })).toBeUndefined();
  });

  it('while the session in their path runs, or that cannot be told', () => {
    const found = outputCandidate(sessionB as SessionId, tree.tasks, ['a1.output'], tree.host);
    if (found === undefined) throw new Error('no candidate');
    expect(keepOutputs(found, { ...rule, isLive: (each) => each === sessionA })).toBe('live-session');
    expect(keepOutputs(found, { ...rule, isLive: (each) => each === sessionA && 'unknown' })).toBe('activity-unknown');
    expect(keepOutputs(found, { ...rule, isLive: () => false })).toBeUndefined();
  });

  it('for their own session alone where their path has none', () => {
    const folder = path.join(tree.client, encodedCwd, 'tasks');
    fs.renameSync(tree.tasks, folder);
    const asked: unknown[] = [];
    const isLive = (each: unknown) => asked.push(each) === 0;
    expect(reason({ isLive }, folder)).toBeUndefined();
    expect(asked).toEqual([sessionA]);
  });

  it('where they were not measured or have a problem', () => {
    const found = tree.shown();
    expect(keepOutputs({ ...found, measurement: undefined }, rule)).toBe('not-a-session-id');
    expect(keepOutputs({ ...found, problem: 'changing' }, rule)).toBe('changing');
  });
});
