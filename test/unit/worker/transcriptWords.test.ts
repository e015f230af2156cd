/** The built thread that reads logs, with translations as the extension hands them over. */
import * as esbuild from 'esbuild';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import { TranscriptReader } from '../../../src/service/transcriptReader.ts';
import { assistant, folder, own, ownId, user, writeLog } from '../../fixtures/transcriptLogs.ts';

const script = path.join(folder, 'worker.cjs');
beforeAll(async () => {
  await esbuild.build({
    entryPoints: ['src/worker/transcriptWorker.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: script,
    logLevel: 'error',
  });
});

const translations = {
  Interrupted: 'Unterbrochen',
  '{0} lines': '{0} Zeilen',
  '{0} of {1} done': '{0} von {1} erledigt',
  'approval of a plan': 'Genehmigung eines Plans',
};
const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const readers = new Set<TranscriptReader>();
afterAll(() => readers.forEach((reader) => reader.dispose()));

function reader(words?: Readonly<Record<string, string>>): TranscriptReader {
  const made = new TranscriptReader(script, log, words);
  made.use();
  readers.add(made);
  return made;
}

const file = writeLog(
  user('Write it'),
  assistant([{ type: 'tool_use', id: 't1', name: 'Write', input: { file_path: '/w/a.txt', content: 'a\nb\n' } }]),
  assistant([
    { type: 'tool_use', id: 't2', name: 'TodoWrite', input: { todos: [{ content: 'x', status: 'pending' }] } },
  ]),
  assistant([{ type: 'tool_use', id: 't3', name: 'ExitPlanMode', input: { plan: '# P' } }]),
  user('[Request interrupted by user]'),
);
const title = { title: 'Words', sessionId: ownId, path: file };

describe('a transcript read with translations', () => {
  it('has its own words in the other language, and those of the log as they are', async () => {
    const { items } = await reader(translations).request('pageBefore', file, own);
    expect(items).toMatchObject([
      { kind: 'prompt', text: { text: 'Write it' } },
      { tool: 'Write', summary: '/w/a.txt', note: '2 Zeilen' },
      { tool: 'TodoWrite', summary: '0 von 1 erledigt' },
      { tool: 'ExitPlanMode', summary: 'P' },
      { kind: 'note', text: 'Unterbrochen' },
    ]);
  });

  it('has what its timeline waits for in the other language', async () => {
    const marked = { path: file, sessionId: ownId as SessionId, copiedUpTo: 0, plans: [] };
    const { marks } = await reader(translations).request('timelineMarks', marked);
    expect(marks.map(({ kind, label }) => [kind, label])).toEqual([['wait', 'Genehmigung eines Plans']]);
  });

  it('is copied and opened as Markdown in English, and goes on in the other language', async () => {
    const translated = reader(translations);
    const english = reader();
    const document = await translated.request('documentOf', file, own, title, 10_000);
    expect(document).toEqual(await english.request('documentOf', file, own, title, 10_000));
    expect(document.text).toContain('`Interrupted`');
    const stretches = [{ start: 0, end: 100_000 }];
    const copy = await translated.request('copyOf', file, own, stretches);
    expect(copy).toEqual(await english.request('copyOf', file, own, stretches));
    expect(copy.text).toContain('`2 lines`');
    const { items } = await translated.request('pageBefore', file, own);
    expect(items.at(-1)).toMatchObject({ text: 'Unterbrochen' });
  });
});

it('a question that comes when nothing is shown any more starts no thread', async () => {
  const late = new TranscriptReader(script, log);
  readers.add(late);
  const use = late.use();
  expect(await late.request('lineNumber', file, own, 0)).toBe(1);
  use.dispose();
  await expect(late.request('lineNumber', file, own, 0)).rejects.toMatchObject({ failure: 'unreadable' });
});
