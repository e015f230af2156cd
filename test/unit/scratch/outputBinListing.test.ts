/** What is listed of the bins of task outputs. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listOutputBins, restoreOutputs } from '../../../src/core/scratch/outputBin.ts';
import { encodedCwd, makeOutputTree, now, type OutputTree } from '../../fixtures/outputTree.ts';
import { whereRefused } from '../../fixtures/refusedCalls.ts';
import { sessionA, sessionB } from '../../fixtures/scratchTree.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

let tree: OutputTree;
beforeEach(() => {
  tree = makeOutputTree();
});
afterEach(() => {
  tree.sandbox.remove();
});

const list = () => listOutputBins(tree.host);
const old = `20260101T000000Z-${sessionA}-00000003`;
const lostOf = (entry: string) => fs.unlinkSync(path.join(tree.bin, `${entry}.json`));

/** An entry with one output, and what its manifest says beside what all say. */
function forge(entry: string, fields: object): void {
  const shared = { version: 1, sessionId: sessionA, removedAt: 0, mode: 0o700, dev: '1', ino: '2', files: 3, bytes: 4 };
  fs.mkdirSync(path.join(tree.bin, entry), { recursive: true });
  fs.writeFileSync(path.join(tree.bin, entry, 'a1.output'), 'first');
  fs.writeFileSync(path.join(tree.bin, `${entry}.json`), JSON.stringify({ ...shared, ...fields }));
}

describe('the list of removed outputs', () => {
  it('says whose they are, where they were and what there is of them', () => {
    const { entry } = tree.moved();
    expect(list()).toEqual([
      {
        entry,
        toplevel: tree.client,
        binBase: ['.session-scope-bin'],
        sessionId: sessionA,
        base: [encodedCwd, sessionA],
        name: 'tasks',
        path: tree.tasks,
        removedAt: now,
        files: 2,
        bytes: 11,
        isOutputs: true,
      },
    ]);
  });

  it('has the newest first, those of one second by their names, from the folders of both names', () => {
    const second = path.join(path.dirname(tree.client), 'claude/.session-scope-bin');
    const wanted = [
      `20260301T000000Z-${sessionB}-00000001`,
      `20260201T000000Z-${sessionA}-00000004`,
      `20260201T000000Z-${sessionB}-00000002`,
      old,
    ];
    // Some file systems list what was made last first, some by the names, some as they like.
    for (const made of [
      [2, 0, 3, 1],
      [1, 3, 0, 2],
      [3, 2, 1, 0],
    ]) {
      made.forEach((n, turn) => {
        fs.mkdirSync(path.join(turn % 2 ? second : tree.bin, wanted[n] ?? ''), { recursive: true });
      });
      expect(list().map(({ entry }) => entry)).toEqual(wanted);
      for (const bin of [tree.bin, second]) fs.rmSync(bin, { recursive: true });
    }
  });

  it('has nothing where there is no bin, and nothing but folders named as entries', () => {
    expect(list()).toEqual([]);
    tree.moved();
    const { length } = list();
    fs.mkdirSync(path.join(tree.bin, 'notes'));
    fs.writeFileSync(path.join(tree.bin, old), '');
    expect(list()).toHaveLength(length);
  });

  it('has none of a bin that is a link, nor an entry that is', skip(noLinks), () => {
    const { entry } = tree.moved();
    fs.renameSync(path.join(tree.bin, entry), path.join(tree.bin, 'away'));
    fs.symlinkSync(path.join(tree.bin, 'away'), path.join(tree.bin, entry));
    expect(list()).toEqual([]);
    fs.unlinkSync(path.join(tree.bin, entry));
    fs.renameSync(path.join(tree.bin, 'away'), path.join(tree.bin, entry));
    expect(list()).toHaveLength(1);
    fs.renameSync(tree.bin, `${tree.bin}.away`);
    fs.symlinkSync(`${tree.bin}.away`, tree.bin);
    expect(list()).toEqual([]);
  });

  it.each<[string, (entry: string) => void]>([
    ['lost', lostOf],
    ['damaged', (entry) => fs.writeFileSync(path.join(tree.bin, `${entry}.json`), '{')],
  ])('has one whose manifest is %s, with a place that nobody knows', (_, damage) => {
    const { entry } = tree.moved();
    damage(entry);
    const unknown = {
      entry,
      sessionId: sessionA,
      name: 'tasks',
      base: undefined,
      path: undefined,
      files: 2,
      bytes: 11,
    };
    expect(list()).toEqual([expect.objectContaining(unknown)]);
    expect(list().map(restoreOutputs)).toEqual([{ restored: false, reason: 'not-scratch' }]);
    expect(fs.readdirSync(path.join(tree.bin, entry)).sort()).toEqual(['a1.output', 'a2.output']);
  });

  it.each([
    '../../outside',
    `${encodedCwd}/${sessionA}/tasks/..`,
    `../${encodedCwd}/tasks`,
    `${encodedCwd}/../tasks`,
    `${encodedCwd}/${sessionA}/scratchpad`,
    `/${encodedCwd}/tasks`,
    '',
  ])('knows no place of one whose manifest says %j', (place) => {
    forge(old, { path: place });
    expect(list()).toEqual([expect.objectContaining({ base: undefined, path: undefined, files: 1, bytes: 5 })]);
    expect(list().map(restoreOutputs)).toEqual([{ restored: false, reason: 'not-scratch' }]);
  });

  it('knows the place of one from a folder that belongs to no process', () => {
    forge(old, { path: `${encodedCwd}/tasks` });
    expect(list()).toMatchObject([{ base: [encodedCwd], path: path.join(tree.client, encodedCwd, 'tasks') }]);
  });

  it('counts what is there, not what the manifest says', () => {
    const { entry } = tree.moved();
    fs.unlinkSync(path.join(tree.bin, entry, 'a1.output'));
    expect(list()).toMatchObject([{ files: 1, bytes: 6 }]);
  });

  it('has those of other clients and entries where one cannot be read', () => {
    const { entry } = tree.moved();
    const second = path.join(path.dirname(tree.client), 'claude/.session-scope-bin');
    fs.mkdirSync(path.join(second, old), { recursive: true });
    expect(list()).toHaveLength(2);
    let bins = 0;
    // The first folder that is listed is the bin of the one client.
    expect(whereRefused('opendirSync', 'EACCES', list, () => ++bins === 1).map((each) => each.entry)).toEqual([old]);
    // The second is what is in the first's entry.
    let folders = 0;
    const unread = whereRefused('opendirSync', 'EACCES', list, () => ++folders === 2);
    expect(unread.map((each) => [each.entry, each.files, each.bytes])).toEqual([
      [entry, undefined, undefined],
      [old, 0, 0],
    ]);
  });
});

it('what cannot be looked at is not listed, and its place is told', () => {
  const { entry } = tree.moved();
  const unread: string[] = [];
  const told = () => listOutputBins(tree.host, (place) => unread.push(place));
  const isEntry = (place: string) => place.endsWith(entry);
  expect(whereRefused('openSync', 'EACCES', told, isEntry)).toEqual([]);
  expect(whereRefused('opendirSync', 'EACCES', told)).toEqual([]);
  expect(unread).toEqual([path.join(tree.bin, entry), tree.bin]);
  expect(told()).toHaveLength(1);
});
