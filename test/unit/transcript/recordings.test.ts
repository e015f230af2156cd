import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TranscriptItem } from '../../../src/core/transcript/items/items.ts';
import { wholeEntry } from '../../../src/core/transcript/entry.ts';
import { MarkdownWriter } from '../../../src/core/transcript/markdown.ts';
import { folder, own, readBackward, readForward } from '../../fixtures/transcriptLogs.ts';
import { hasShared, sharedLogs } from './sharedFolder.ts';

describe.skipIf(!hasShared)('logs of real clients', () => {
  const logs = hasShared ? sharedLogs(folder) : [];

  it.each(logs.map((log) => [path.relative('..', log), log] as const))('%s is shown whole', (_name, log) => {
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
  });

  it('have a call for nearly every result', () => {
    let results = 0;
    let joined = 0;
    for (const log of logs) {
      const items = readForward(log, own);
      const calls = new Set(items.map((item) => (item.kind === 'call' ? item.toolUseId : undefined)));
      for (const item of items) {
        if (item.kind !== 'result' || item.toolUseId === undefined) continue;
        results++;
        if (calls.has(item.toolUseId)) joined++;
      }
    }
    expect(results).toBeGreaterThan(2000);
    // The rest are results in checkpoint slices whose calls lie in the slice before.
    expect(joined / results).toBeGreaterThan(0.99);
  });
});

/** Where a run of records without talk is cut depends on the pages, so it has no key to compare. */
function talkKeys(items: readonly TranscriptItem[]): readonly string[] {
  return items.flatMap((item) => (item.kind === 'details' ? [] : [item.key]));
}

function folded(items: readonly TranscriptItem[]): number {
  return items.reduce((sum, item) => sum + (item.kind === 'details' ? item.count : 0), 0);
}
