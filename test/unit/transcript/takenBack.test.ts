import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../../../src/core/transcript/document.ts';
import type { Stretch } from '../../../src/core/transcript/page.ts';
import { TakenBackLogs, takenBackIn } from '../../../src/core/transcript/takenBack.ts';
import { rowsOf } from '../../../src/webview/rows.ts';
import { restoreRecording } from '../../fixtures/recordings.ts';
import {
  appendLog,
  assistant,
  folder,
  own,
  ownId,
  readForward,
  user,
  writeLog,
} from '../../fixtures/transcriptLogs.ts';

/** A prompt `uuid` that goes on from `parentUuid`; its text is its uuid. */
const prompt = (uuid: string, parentUuid: string | null, more: object = {}): object =>
  user(`prompt ${uuid}`, { uuid, parentUuid, ...more });
const answer = (uuid: string, parentUuid: string, more: object = {}): object =>
  assistant([{ type: 'text', text: `answer ${uuid}` }], { uuid, parentUuid, ...more });
const call = (uuid: string, parentUuid: string, id: string): object =>
  assistant([{ type: 'tool_use', id, name: 'Bash', input: {} }], { uuid, parentUuid });
const result = (uuid: string, parentUuid: string, id: string): object =>
  user([{ type: 'tool_result', tool_use_id: id, content: 'x' }], { uuid, parentUuid });
const attachment = (uuid: string, parentUuid: string, type = 'total_tokens_reminder'): object => {
  return { type: 'attachment', uuid, parentUuid, sessionId: ownId, attachment: { type } };
};
const note = (type: string, more: object = {}): object => ({ type, sessionId: ownId, ...more });
const checkpoints = (messageId: string, ...names: readonly string[]): object => {
  const trackedFileBackups = Object.fromEntries(names.map((name) => [name, { version: 1 }]));
  return { type: 'file-history-snapshot', messageId, snapshot: { messageId, trackedFileBackups } };
};
const changed = (trackingPath: string): object => ({ type: 'file-history-delta', trackingPath });

const start = [prompt('p1', null), answer('a1', 'p1')];
const taken = [prompt('p2', 'a1'), answer('a2', 'p2')];
const again = [prompt('p3', 'a1'), answer('a3', 'p3')];

/** UUIDs of the entries in each stretch. */
function uuids(file: string, stretches: readonly Stretch[] = takenBackIn(file, own)): readonly string[] {
  const text = fs.readFileSync(file);
  return stretches.map(({ start: from, end }) =>
    (text.toString('utf8', from, end).match(/"uuid":"[^"]+"/g) ?? []).map((uuid) => uuid.slice(8, -1)).join(' '),
  );
}

const found = (...records: readonly object[]): readonly string[] => uuids(writeLog(...records));

describe('turns that /rewind took back', () => {
  it('are those between a prompt and a later one that goes on from the same entry', () => {
    expect(found(...start, ...taken)).toEqual([]);
    expect(found(...start, ...taken, ...again)).toEqual(['p2 a2']);
    expect(found(...start, ...taken, prompt('p4', 'a2'), answer('a4', 'p4'), ...again)).toEqual(['p2 a2 p4 a4']);
  });

  it('are told one by one when the same prompt was taken back twice, and within one another', () => {
    const third = [prompt('p5', 'a1'), answer('a5', 'p5')];
    expect(found(...start, ...taken, ...again, ...third)).toEqual(['p2 a2', 'p3 a3']);
    const inner = [prompt('p4', 'a2'), answer('a4', 'p4'), prompt('p6', 'a2'), answer('a6', 'p6')];
    expect(found(...start, ...taken, ...inner, ...again)).toEqual(['p2 a2 p4 a4 p6 a6', 'p4 a4']);
  });

  it('go with all that hangs off them: parallel results, attachments, notices, a compaction', () => {
    const parallel = [
      call('c1', 'p2', 't1'),
      call('c2', 'c1', 't2'),
      result('r1', 'c1', 't1'),
      result('r2', 'c2', 't2'),
    ];
    const compaction = [
      { type: 'system', subtype: 'compact_boundary', uuid: 'b', parentUuid: null, logicalParentUuid: 'r2' },
      prompt('s', 'b', { isCompactSummary: true }),
      answer('a2', 's'),
    ];
    const records = [...start, prompt('p2', 'a1'), ...parallel, attachment('n', 'r2'), ...compaction, ...again];
    expect(found(...records)).toEqual(['p2 c1 c2 r1 r2 n b s a2']);
  });

  it('are not what forks for another reason: parallel calls, sidechains, attachments, unanswered prompts, notifications', () => {
    const parallel = [
      call('c1', 'p1', 't1'),
      call('c2', 'c1', 't2'),
      result('r1', 'c1', 't1'),
      result('r2', 'c2', 't2'),
    ];
    expect(found(prompt('p1', null), ...parallel, answer('a1', 'r2'))).toEqual([]);
    const side = { isSidechain: true };
    expect(found(...start, prompt('p2', 'a1', side), answer('a2', 'p2', side), ...again)).toEqual([]);
    expect(found(...start, attachment('q', 'a1', 'queued_command'), answer('a2', 'q'), ...again)).toEqual([]);
    // The client takes an unanswered prompt back itself when it is interrupted.
    expect(found(...start, prompt('p2', 'a1'), ...again)).toEqual([]);
    const told = user('<task-notification>done</task-notification>', { uuid: 'n', parentUuid: 'a1' });
    expect(found(...start, told, answer('a2', 'n'), ...again)).toEqual([]);
    expect(found(prompt('p1', null), answer('a1', 'p1'), prompt('p2', null), answer('a2', 'p2'))).toEqual([]);
  });

  it('are not a second terminal’s, which goes on, tells where it stands, or is opened and left beside', () => {
    expect(found(...start, ...taken, ...again, prompt('p4', 'a2'), answer('a4', 'p4'))).toEqual([]);
    expect(found(...start, prompt('p2', 'a1'), answer('x', 'a1'), answer('a2', 'p2'), ...again)).toEqual([]);
    expect(found(...start, ...taken, ...again, note('last-prompt', { leafUuid: 'a2' }))).toEqual([]);
    expect(found(...start, note('mode'), ...taken, ...again)).toEqual([]);
    expect(found(...start, ...taken, note('last-prompt', { leafUuid: 'a2' }), note('mode'), ...again)).toEqual([]);
  });

  it('are proved in spite of that by checkpoints of the later prompt that name a file which only they changed', () => {
    const records = [...start, note('mode'), ...taken, changed('two.txt')];
    expect(found(...records, checkpoints('p3', 'two.txt'), ...again)).toEqual(['p2 a2']);
    expect(found(...records, ...again, checkpoints('p3', 'two.txt'))).toEqual(['p2 a2']);
    expect(found(...records, ...again, checkpoints('p3', 'one.txt'))).toEqual([]);
    expect(found(...start, changed('two.txt'), note('mode'), ...taken, ...again, checkpoints('p3', 'two.txt'))).toEqual(
      [],
    );
  });

  it('count in spite of bookkeeping that the client writes anew as the log grows', () => {
    const anew = [note('last-prompt', { leafUuid: 'p2' }), note('custom-title'), note('mode')];
    expect(found(...start, prompt('p2', 'a1'), ...anew, answer('a2', 'p2'), ...again)).toEqual(['p2 a2']);
  });

  it('are none in the log of an agent', () => {
    expect(takenBackIn(writeLog(...start, ...taken, ...again), { ownId, agentLog: true })).toEqual([]);
  });

  it('are told as the log grows, step by step, and anew when it was replaced', () => {
    const logs = new TakenBackLogs();
    const file = writeLog(...start, ...taken);
    expect(logs.of(file, own)).toEqual([]);
    appendLog(file, ...again);
    expect(uuids(file, logs.of(file, own))).toEqual(['p2 a2']);
    fs.writeFileSync(
      file,
      fs.readFileSync(writeLog(...start, ...taken, prompt('p3', 'a2'), answer('a3', 'p3'), prompt('p4', 'a3'))),
    );
    expect(logs.of(file, own)).toEqual([]);
  });

  it('are found across more than is read in one step', () => {
    const long = { padding: 'x'.repeat(900_000) };
    const file = writeLog(...start, ...Array.from({ length: 40 }, () => note('progress', long)), ...taken, ...again);
    const logs = new TakenBackLogs();
    expect(logs.readOn(file, own).more).toBe(true);
    expect(uuids(file, logs.of(file, own))).toEqual(['p2 a2']);
  });

  it.each([
    ['2.1.181-ids', '9124219e-d18d-4b89-bd25-82c6309baa10', [[62, 72]]],
    ['2.1.240-live', 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb', [[77, 87]]],
    // Two terminals, and a /rewind that was given up.
    ['2.1.240-ids', '6fdb010e-4f20-4ac9-a0bb-cfdeed228ea5', []],
  ])('are the lines that a real client took back, and none of its second terminal (%s)', (recording, id, lines) => {
    const home = path.join(folder, recording);
    restoreRecording(recording, home);
    const log = findLog(home, `${id}.jsonl`);
    const text = fs.readFileSync(log);
    const line = (offset: number): number => text.subarray(0, offset).toString('latin1').split('\n').length;
    const stretches = takenBackIn(log, { ownId: id, agentLog: false });
    expect(stretches.map(({ start: from, end }) => [line(from), line(end)])).toEqual(lines);
  });
});

function findLog(home: string, name: string): string {
  const found = fs
    .readdirSync(home, { recursive: true, encoding: 'utf8' })
    .find((file) => path.basename(file) === name);
  return path.join(home, found ?? '');
}

describe('a transcript with turns that /rewind took back', () => {
  const records = [...start, ...taken, ...again];

  it('has a line above them, and marks each, also on a page that begins among them', () => {
    const file = writeLog(...records);
    const items = readForward(file);
    const takenBack = takenBackIn(file, own);
    const shown = (from: number): readonly string[] =>
      rowsOf(items.slice(from), { showRecords: false, takenBack })
        .filter((row) => row.kind !== 'day')
        .map((row) =>
          row.kind === 'entry' ? `${row.item.uuid ?? ''}${row.takenBack === true ? ' taken back' : ''}` : row.kind,
        );
    expect(shown(0)).toEqual(['p1', 'a1', 'takenBack', 'p2 taken back', 'a2 taken back', 'p3', 'a3']);
    expect(shown(3)).toEqual(['takenBack', 'a2 taken back', 'p3', 'a3']);
  });

  it('says as Markdown where they begin and end', () => {
    const file = writeLog(...records);
    const { text } = documentOf(file, own, { title: 't', sessionId: undefined, path: file }, 100_000);
    expect(text.match(/prompt p\d|answer a\d|\*\*[^*]*\*\*/g)).toEqual([
      ...['prompt p1', 'answer a1', '**Taken back by /rewind**', 'prompt p2', 'answer a2'],
      ...['**End of what /rewind took back**', 'prompt p3', 'answer a3'],
    ]);
  });
});
