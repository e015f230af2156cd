import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { blame } from '../../../src/core/answers/blame.ts';
import { FileChanges } from '../../../src/core/files/fileChanges.ts';
import { call, copiedFrom, prompt, result, type Entry } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

/** The answer for a file as `start: from-to call, …`; `?` where nothing proves who wrote the lines. */
function blamed(home: Home, file: string): string | undefined {
  const found = blame(file, new FileChanges(indexOf(home)));
  const lines = found?.lines.map(({ from, to, change }) => {
    return `${from}-${to} ${change === undefined ? '?' : change.toolUseId}`;
  });
  return found && `${found.start}: ${lines?.join(', ')}`;
}

function homeWith(text: string): { home: Home; file: string } {
  const home = makeHome();
  return { home, file: home.write('w/a.ts', text) };
}

const create = (id: string, filePath: string, content: string, more: Entry = {}) =>
  result(id, { type: 'create', filePath, content, structuredPatch: [], originalFile: null }, more);
const edit = (id: string, filePath: string, [originalFile, oldString, newString]: readonly string[], more = {}) =>
  result(id, { filePath, originalFile, oldString, newString, replaceAll: false, structuredPatch: [] }, more);

it('gives each line to the call that wrote it last, across two sessions and an agent', () => {
  const { home, file } = homeWith('1\nB2\nA3\nagent\n');
  home.log(sessionA, [
    prompt('Go'),
    create('t1', file, '1\n2\n3\n'),
    edit('t3', file, ['1\nB2\n3\nagent\n', '3', 'A3']),
  ]);
  home.log(sessionB, [prompt('Go'), edit('t2', file, ['1\n2\n3\nagent\n', '2', 'B2'])]);
  home.agentLog(sessionB, 'a1b2c3d', [edit('t4', file, ['1\n2\n3\n', '3\n', '3\nagent\n'])]);
  expect(blamed(home, file)).toBe('created: 1-1 t1, 2-2 t2, 3-3 t3, 4-4 t4');
});

it('leaves what a logged text had before the first call without proof', () => {
  const { home, file } = homeWith('1\nnew\n3\n');
  home.log(sessionA, [prompt('Go'), edit('t1', file, ['1\n2\n3\n', '2', 'new'])]);
  expect(blamed(home, file)).toBe('text-before: 1-1 ?, 2-2 t1, 3-3 ?');
});

it('compares a file with CRLF and a byte order mark with what the log has', () => {
  const { home, file } = homeWith('\ufeff1\r\nnew\r\n3\r\n');
  home.log(sessionA, [prompt('Go'), edit('t1', file, ['1\n2\n3\n', '2', 'new'])]);
  expect(blamed(home, file)).toBe('text-before: 1-1 ?, 2-2 t1, 3-3 ?');
});

it('gives a last line to the call that ended it with a line feed, or took that away', () => {
  const { home, file } = homeWith('1\n2');
  home.log(sessionA, [prompt('Go'), create('t1', file, '1\n2\n'), edit('t2', file, ['1\n2\n', '2\n', '2'])]);
  expect(blamed(home, file)).toBe('created: 1-1 t1, 2-2 t2');
});

it('gives the lines between two places of a replacement of all to whoever wrote them', () => {
  const { home, file } = homeWith('y\nbetween\ny\n');
  const all = { filePath: file, originalFile: 'x\nbetween\nx\n', oldString: 'x', newString: 'y', replaceAll: true };
  home.log(sessionA, [prompt('Go'), create('t1', file, 'x\nbetween\nx\n'), result('t2', all)]);
  expect(blamed(home, file)).toBe('created: 1-1 t2, 2-2 t1, 3-3 t2');
});

it('proves nothing of a file that somebody changed since', () => {
  const { home, file } = homeWith('1\nby hand\n');
  home.log(sessionA, [prompt('Go'), create('t1', file, '1\n')]);
  expect(blamed(home, file)).toBe('changed-since: 1-2 ?');
});

it('ends where somebody changed the file between two calls', () => {
  const { home, file } = homeWith('1\nby hand\nnew\n');
  home.log(sessionA, [
    prompt('Go'),
    create('t1', file, '1\nold\n'),
    edit('t2', file, ['1\nby hand\nold\n', 'old', 'new']),
  ]);
  expect(blamed(home, file)).toBe('text-before: 1-2 ?, 3-3 t2');
});

it('passes over an edit that /rewind took back', () => {
  const { home, file } = homeWith('1\nkept\n');
  const answer = (uuid: string, parentUuid: string) => ({ ...call(uuid, 'Read', {}), uuid, parentUuid });
  home.log(sessionA, [
    prompt('One', { uuid: 'p1', parentUuid: null }),
    answer('a0', 'p1'),
    create('t1', file, '1\n', { uuid: 'a1', parentUuid: 'a0' }),
    prompt('Two', { uuid: 'p2', parentUuid: 'a1' }),
    answer('a2', 'p2'),
    edit('t2', file, ['1\n', '1\n', '1\ntaken back\n'], { uuid: 'r2', parentUuid: 'a2' }),
    prompt('Three', { uuid: 'p3', parentUuid: 'a1' }),
    answer('a3', 'p3'),
    edit('t3', file, ['1\n', '1\n', '1\nkept\n'], { uuid: 'r3', parentUuid: 'a3' }),
  ]);
  expect(blamed(home, file)).toBe('created: 1-1 t1, 2-2 t3');
});

it('ends where a text came back that no call wrote', () => {
  const { home, file } = homeWith('1\nnew\n');
  home.log(sessionA, [
    prompt('Go'),
    create('t1', file, '1\n'),
    edit('t2', file, ['1\n', '1\n', '1\nlost\n']),
    edit('t3', file, ['1\n', '1\n', '1\nnew\n']),
  ]);
  expect(blamed(home, file)).toBe('restored: 1-1 ?, 2-2 t3');
});

it('gives nothing to either of two sessions that wrote the same', () => {
  const { home, file } = homeWith('1\n');
  home.log(sessionA, [prompt('Go'), create('t1', file, '1\n')]);
  home.log(sessionB, [prompt('Go'), create('t2', file, '1\n')]);
  expect(blamed(home, file)).toBe('several-calls: 1-1 ?');
});

it('gives a call that a branch copied to its own session', () => {
  const { home, file } = homeWith('1\n');
  home.log(sessionA, [prompt('Go'), create('t1', file, '1\n')]);
  home.log(sessionB, [copiedFrom(sessionA, prompt('Go')), copiedFrom(sessionA, create('t1', file, '1\n'))]);
  expect(blamed(home, file)).toBe('created: 1-1 t1');
});

it('ends where the log does not hold the text before', () => {
  const { home, file } = homeWith('1\n2\n');
  const update = { type: 'update', filePath: file, content: '1\n', structuredPatch: [] };
  home.log(sessionA, [prompt('Go'), result('t1', update), edit('t2', file, ['1\n', '1\n', '1\n2\n'])]);
  expect(blamed(home, file)).toBe('no-text-before: 1-1 ?, 2-2 t2');
});

it('says nothing of what is no text, and of a file that is gone', () => {
  const { home, file } = homeWith('1\0\n');
  home.log(sessionA, [prompt('Go'), create('t1', file, '1\n')]);
  expect(blamed(home, file)).toBeUndefined();
  fs.rmSync(file);
  expect(blamed(home, file)).toBeUndefined();
});

it('names the logs that could not be read, which may have calls that left the same text', () => {
  const { home, file } = homeWith('1\n');
  home.log(sessionA, [prompt('Go'), create('t1', file, '1\n')]);
  const other = home.log(sessionB, [prompt('Go'), create('t2', file, '1\n')]);
  const index = indexOf(home);
  expect(blame(file, new FileChanges(index))).toMatchObject({ start: 'several-calls', unreadable: [] });
  // It is another one by now than the index has read.
  home.log(sessionB, [prompt('Stop'), create('t2', file, '1\n')]);
  expect(blame(file, new FileChanges(index))).toMatchObject({ start: 'created', unreadable: [other] });
});
