import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TranscriptItem } from '../../../src/core/transcript/items/items.ts';
import { wholeEntry } from '../../../src/core/transcript/entry.ts';
import { MarkdownWriter } from '../../../src/core/transcript/markdown.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { hasSamples, noSamples, samples } from '../../fixtures/samples.ts';
import { own, readBackward, readForward } from '../../fixtures/transcriptLogs.ts';
import { skip } from '../../fixtures/skip.ts';

/** Session logs and agent logs below a folder. */
function logsBelow(from: string): string[] {
  return fs
    .readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl') && path.basename(name) !== 'history.jsonl')
    .map((name) => path.join(from, name));
}

function checkShownWhole(log: string): void {
  const stem = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/.exec(log)?.[1];
  const context = { ownId: stem, agentLog: path.basename(log).includes('agent-') };
  const items = readForward(log, context);
  const keys = talkKeys(items);
  expect(talkKeys(readBackward(log, context))).toEqual(keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(folded(readBackward(log, context))).toBe(folded(items));
  expect(items.filter((item) => /unknown tool/.test(JSON.stringify(item)))).toEqual([]);
  const last = items.at(-1);
  if (last !== undefined) expect(wholeEntry(log, context, last.offset).length).toBeGreaterThan(0);
  structuredClone(items);
  new MarkdownWriter().write(items);
}

/** IDs of the calls and results in logs. */
function callsAndResults(logs: readonly string[]): { calls: Set<string>; results: string[] } {
  const items = logs.flatMap((log) => readForward(log, own));
  const idsOf = (kind: string) =>
    items.flatMap((item) => (item.kind === kind && 'toolUseId' in item ? (item.toolUseId ?? []) : []));
  return { calls: new Set(idsOf('call')), results: idsOf('result') };
}

it.each(recordings)('every log of %s is shown whole, with a call for each result', (recording) => {
  const { roots } = restoreRecording(recording, makeHome().folder);
  const logs = roots.flatMap((root) => logsBelow(path.join(root, 'projects')));
  logs.forEach(checkShownWhole);
  const { calls, results } = callsAndResults(logs);
  expect(results.filter((id) => !calls.has(id))).toEqual([]);
});

describe('logs that other people published', skip(noSamples), () => {
  const logs = hasSamples ? logsBelow(samples) : [];

  it.each(logs.map((log) => [path.relative(samples, log), log] as const))('%s is shown whole', (_name, log) => {
    checkShownWhole(log);
  });

  it('have a call for nearly every result', () => {
    const all = logs.map((log) => callsAndResults([log]));
    const results = all.flatMap((one) => one.results);
    const joined = all.flatMap((one) => one.results.filter((id) => one.calls.has(id)));
    // The rest are results in checkpoint slices whose calls lie in the slice before.
    expect(joined.length / results.length).toBeGreaterThan(0.99);
  });
});

/** Where a run of records without talk is cut depends on the pages, so it has no key to compare. */
function talkKeys(items: readonly TranscriptItem[]): readonly string[] {
  return items.flatMap((item) => (item.kind === 'details' ? [] : [item.key]));
}

function folded(items: readonly TranscriptItem[]): number {
  return items.reduce((sum, item) => sum + (item.kind === 'details' ? item.count : 0), 0);
}
