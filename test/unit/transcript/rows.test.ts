import { describe, expect, it } from 'vitest';
import type { TranscriptItem } from '../../../src/core/transcript/items/items.ts';
import type { TranscriptPage } from '../../../src/core/transcript/page.ts';
import { LogWindow } from '../../../src/webview/logWindow.ts';
import { rowsOf, type Row } from '../../../src/webview/rows.ts';
import { assistant, otherId, readForward, user, writeLog } from '../../fixtures/transcriptLogs.ts';

function rows(records: readonly object[], showRecords = false): readonly Row[] {
  return rowsOf(readForward(writeLog(...records)), { showRecords }).filter((row) => row.kind !== 'day');
}

/** Kinds of the rows; of a call with its result `call+result`, of a group its rows. */
function kinds(shown: readonly Row[]): readonly string[] {
  return shown.map((row) => {
    if (row.kind === 'group') return `group(${kinds(row.rows).join(' ')})`;
    if (row.kind === 'day' || row.kind === 'takenBack') return row.kind;
    return row.item.kind + (row.result ? '+result' : '') + (row.unanswered ? '?' : '');
  });
}

const call = (id: string, more: object = {}): object =>
  assistant([{ type: 'tool_use', id, name: 'Bash', input: {} }], more);
const result = (id: string, more: object = {}): object =>
  user([{ type: 'tool_result', tool_use_id: id, content: 'x' }], more);

describe('rows', () => {
  it('hold a call with its result, in the order of the calls', () => {
    expect(kinds(rows([call('a'), call('b'), result('b'), result('a')]))).toEqual(['call+result', 'call+result']);
    expect(kinds(rows([result('a'), call('a'), result('a'), result('a')]))).toEqual([
      'result',
      'call+result',
      'result',
    ]);
  });

  it('say that a call got no result once the talk went on without it', () => {
    expect(kinds(rows([call('a'), user('next')]))).toEqual(['call?', 'prompt']);
    expect(kinds(rows([call('a'), user('next'), result('a')]))).toEqual(['call+result', 'prompt']);
    expect(kinds(rows([call('a'), user('told', { isSidechain: true })]))).toEqual(['call', 'group(prompt)']);
  });

  it('fold runs of a subagent’s talk', () => {
    const side = { isSidechain: true };
    expect(kinds(rows([user('a'), user('b', side), call('c', side), result('c', side), user('d')]))).toEqual([
      'prompt',
      'group(prompt call+result)',
      'prompt',
    ]);
  });

  it('show records without talk on demand, and those with a mark always', () => {
    const records = [{ type: 'mode' }, user('a'), { type: 'mode', sessionId: otherId }, { type: 'mode' }];
    expect(kinds(rows(records))).toEqual(['prompt', 'details']);
    expect(kinds(rows(records, true))).toEqual(['details', 'prompt', 'details', 'details']);
  });

  it('join a run of records that two pages cut', () => {
    const log = writeLog(user('a'), { type: 'mode' }, { type: 'tag' }, user('b'));
    const pages = readForward(log, undefined, { items: 1000, bytes: 1 });
    expect(pages.map((item) => item.kind)).toEqual(['prompt', 'details', 'details', 'prompt']);
    expect(kinds(rowsOf(pages, { showRecords: true }).filter((row) => row.kind !== 'day'))).toEqual([
      'prompt',
      'details',
      'prompt',
    ]);
  });

  it('say once that a run of entries is another session’s', () => {
    const shown = rows([
      user('a', { sessionId: otherId }),
      user('b', { sessionId: otherId }),
      user('c'),
      user('d', { sessionId: otherId }),
    ]);
    expect(shown.map((row) => row.kind === 'entry' && row.markGoesOn === true)).toEqual([false, true, false, false]);
  });

  it('name the plan where plan mode is entered', () => {
    const enter = assistant([{ type: 'tool_use', id: 'p', name: 'EnterPlanMode', input: {} }]);
    const mode = { type: 'attachment', attachment: { type: 'plan_mode', planFilePath: '/r/plans/a-b.md' } };
    expect(rows([enter, result('p'), mode])).toMatchObject([{ item: { kind: 'call' }, planSlug: 'a-b' }]);
    expect(kinds(rows([mode]))).toEqual(['plan']);
  });

  it('are parted by days', () => {
    const at = (timestamp: string): object => user('x', { timestamp });
    const items = readForward(
      writeLog(at('2026-01-02T12:00:00Z'), at('2026-01-02T12:01:00Z'), at('2026-01-04T12:00:00Z')),
    );
    expect(rowsOf(items, { showRecords: false }).map((row) => row.kind)).toEqual([
      'day',
      'entry',
      'entry',
      'day',
      'entry',
    ]);
  });
});

describe('the window of a log', () => {
  const item = (offset: number): TranscriptItem => ({
    kind: 'command',
    key: `${offset}.0`,
    offset,
    name: '/x',
    args: '',
  });
  const page = (start: number, count: number, atEnd = false): TranscriptPage => ({
    items: Array.from({ length: count }, (_, index) => item(start + index)),
    start,
    end: start + count,
    atEnd,
    incompleteBytes: 0,
    cursor: { offset: start + count, dev: 1, ino: 1, marker: '' },
  });

  it('takes only pages that meet it', () => {
    const window = new LogWindow();
    expect(window.append(page(0, 1))).toBe(false);
    window.replace(page(100, 10));
    expect([window.prepend(page(80, 10)), window.append(page(120, 10))]).toEqual([false, false]);
    expect([window.prepend(page(90, 10)), window.append(page(110, 10, true))]).toEqual([true, true]);
    expect([window.start, window.end, window.atStart, window.atEnd, window.items.length]).toEqual([
      90,
      120,
      false,
      true,
      30,
    ]);
  });

  it('drops what is farthest when it holds too much', () => {
    const window = new LogWindow();
    window.replace(page(8000, 80, true));
    for (let start = 7920; start >= 0; start -= 80) window.prepend(page(start, 80));
    expect(window.items.length).toBeLessThanOrEqual(600);
    expect([window.start, window.end, window.atEnd, window.atStart]).toEqual([0, 560, false, true]);
    for (let start = 560; start < 8080; start += 80) window.append(page(start, 80, start === 8000));
    expect([window.end, window.atEnd, window.atStart]).toEqual([8080, true, false]);
  });

  it('keeps entries that come one by one in one page', () => {
    const window = new LogWindow();
    window.replace(page(0, 1, true));
    for (let start = 1; start < 2000; start++) window.append(page(start, 1, true));
    expect([window.start % 80, window.end, window.cursor?.offset]).toEqual([0, 2000, 2000]);
    expect(window.items.length).toBeGreaterThan(500);
  });
});
