import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryImage, runRecords, wholeEntry } from '../../../src/core/transcript/entry.ts';
import type { TranscriptItem } from '../../../src/core/transcript/items/items.ts';
import { follow, pageAfter, pageBefore } from '../../../src/core/transcript/pager.ts';
import { countStep, findUuid, searchStep } from '../../../src/core/transcript/search.ts';
import {
  appendLog,
  assistant,
  own,
  ownId,
  readBackward,
  readForward,
  user,
  writeLog,
} from '../../fixtures/transcriptLogs.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64');

function prompts(items: readonly TranscriptItem[]): readonly string[] {
  return items.flatMap((item) => (item.kind === 'prompt' ? [item.text.text] : []));
}

describe('pages', () => {
  const log = writeLog(...Array.from({ length: 1000 }, (_, index) => user(`prompt ${index}`, { uuid: `u${index}` })));

  it('start at the end of the log and meet without a gap', () => {
    const last = pageBefore(log, own);
    expect(prompts(last.items).at(-1)).toBe('prompt 999');
    expect(last).toMatchObject({ atEnd: true, incompleteBytes: 0, end: fs.statSync(log).size });
    expect(prompts(last.items)).toHaveLength(80);
    expect(prompts(pageBefore(log, own, last.start).items).at(-1)).toBe('prompt 919');
    expect(prompts(pageAfter(log, own, last.start).items)).toEqual(prompts(last.items));
  });

  it('give every entry once in both directions', () => {
    const all = Array.from({ length: 1000 }, (_, index) => `prompt ${index}`);
    expect(prompts(readForward(log))).toEqual(all);
    expect(prompts(readBackward(log))).toEqual(all);
  });

  it('end at their budget of bytes, with at least one line', () => {
    const page = pageBefore(log, own, undefined, { items: 80, bytes: 1 });
    expect(prompts(page.items)).toEqual(['prompt 999']);
  });

  it('fold records without talk into one row for each run', () => {
    const mixed = writeLog({ type: 'mode' }, { type: 'mode' }, { type: 'new-in-3.0' }, user('hello'), { type: 'mode' });
    const items = readForward(mixed);
    expect(items.map((item) => item.kind)).toEqual(['details', 'prompt', 'details']);
    expect(items[0]).toMatchObject({
      count: 3,
      labels: [
        ['mode', 2],
        ['new in 3.0', 1],
      ],
      offset: 0,
    });
    const run = items[0]?.kind === 'details' ? items[0] : undefined;
    expect(runRecords(mixed, own, 0, run?.end ?? 0).map((item) => item.kind === 'record' && item.label)).toEqual([
      'mode',
      'mode',
      'new in 3.0',
    ]);
  });
});

describe('a last line without newline', () => {
  it('counts when it is a whole record, and only once', () => {
    const log = writeLog(user('one'), Buffer.from(JSON.stringify(user('two'))));
    const page = pageBefore(log, own);
    expect(prompts(page.items)).toEqual(['one', 'two']);
    appendLog(log, Buffer.from('\n'), user('three'));
    const more = follow(log, own, page.cursor);
    expect(more !== 'replaced' && prompts(more.items)).toEqual(['three']);
  });

  it('is held back while it is half a record, also within a character', () => {
    const line = Buffer.from(`${JSON.stringify(user('EURO-€-END'))}\n`);
    const half = line.indexOf(0xe2) + 1;
    const log = writeLog(user('one'), line.subarray(0, half));
    const page = pageBefore(log, own);
    expect(prompts(page.items)).toEqual(['one']);
    expect(page).toMatchObject({ incompleteBytes: half, atEnd: true });
    appendLog(log, line.subarray(half));
    const more = follow(log, own, page.cursor);
    expect(more !== 'replaced' && prompts(more.items)).toEqual(['EURO-€-END']);
  });
});

describe('following', () => {
  it('gives what was appended', () => {
    const log = writeLog(user('one'));
    const first = pageBefore(log, own);
    const nothing = follow(log, own, first.cursor);
    expect(nothing !== 'replaced' && nothing.items).toEqual([]);
    appendLog(log, user('two'), user('three'));
    const more = follow(log, own, first.cursor);
    expect(more !== 'replaced' && prompts(more.items)).toEqual(['two', 'three']);
  });

  it('notices a shorter log, a regrown one and another file in its place', () => {
    const log = writeLog(user('one'), user('two'));
    const { cursor } = pageBefore(log, own);
    const whole = fs.readFileSync(log);
    fs.writeFileSync(log, whole.subarray(0, 10));
    expect(follow(log, own, cursor)).toBe('replaced');
    fs.writeFileSync(log, Buffer.concat([whole.subarray(0, -20), Buffer.alloc(400, 0x20)]));
    expect(follow(log, own, cursor)).toBe('replaced');
    fs.writeFileSync(`${log}.new`, whole);
    fs.renameSync(`${log}.new`, log);
    expect(follow(log, own, cursor)).toBe('replaced');
  });
});

describe('a line of several megabytes', () => {
  const text = 'A'.repeat(3 * 1024 * 1024);
  const log = writeLog(
    user('before'),
    user(text, { uuid: 'long', slug: 'x' }),
    // Newer clients write the message first and the fields after it.
    {
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: text }] },
      type: 'user',
      uuid: 'late',
      sessionId: ownId,
      timestamp: '2026-01-02T03:04:07.000Z',
    },
    user('after'),
  );
  const items = readForward(log);

  it('is shown by its two ends, with its marks', () => {
    expect(items.map((item) => item.kind)).toEqual(['prompt', 'prompt', 'result', 'prompt']);
    expect(items[1]).toMatchObject({ uuid: 'long', time: 1767323045000, oversized: expect.any(Number) as number });
    expect(items[2]).toMatchObject({ uuid: 'late', toolUseId: 't1', time: 1767323047000 });
    expect(JSON.stringify(items).length).toBeLessThan(60_000);
  });

  it('is had whole on demand, up to a limit', () => {
    const entry = wholeEntry(log, own, items[1]?.offset ?? 0)[0];
    const text = entry?.kind === 'prompt' ? entry.text : undefined;
    expect([text?.text.length, text?.more]).toEqual([1_000_000, 2_145_728]);
  });

  it('with half a record before it on the line is repaired, not misread', () => {
    const stub = '{"type":"user","uuid":"stub","sessionId":"1111","message":{"content":"';
    const glued = writeLog(stub + text + JSON.stringify(user('behind the stub', { uuid: 'g' })));
    expect(readForward(glued)).toMatchObject([
      { kind: 'skipped' },
      { kind: 'prompt', uuid: 'g', repaired: true, text: { text: 'behind the stub' } },
    ]);
  });
});

describe('images', () => {
  const block = (data: string, mime = 'image/png'): object => ({
    type: 'image',
    source: { type: 'base64', media_type: mime, data },
  });
  const log = writeLog(
    user([{ type: 'text', text: 'look' }, block(png), block('PHN2Zz4=', 'image/svg+xml'), block('PHN2Zz4=')]),
    user([{ type: 'tool_result', tool_use_id: 't', content: [block(png)] }]),
  );
  const [prompt, result] = readForward(log);

  it('are named by kind and size, without their bytes', () => {
    expect(prompt).toMatchObject({
      kind: 'prompt',
      images: [{ index: 0, mime: 'image/png', bytes: 18 }, { index: 2 }],
    });
    expect(JSON.stringify(prompt)).not.toContain(png);
  });

  it('are read on demand when they are what they say', () => {
    expect(entryImage(log, own, 0, prompt?.key ?? '', 0)).toEqual({ mime: 'image/png', base64: png });
    expect(entryImage(log, own, 0, prompt?.key ?? '', 1)).toBeUndefined();
    expect(entryImage(log, own, 0, prompt?.key ?? '', 2)).toBeUndefined();
    expect(entryImage(log, own, 0, prompt?.key ?? '', 9)).toBeUndefined();
    expect(entryImage(log, own, result?.offset ?? 0, result?.key ?? '', 0)).toEqual({ mime: 'image/png', base64: png });
    expect(entryImage(log, own, 5, prompt?.key ?? '', 0)).toBeUndefined();
  });
});

describe('searching', () => {
  const log = writeLog(
    user('first Needle', { uuid: 'one' }),
    assistant([{ type: 'text', text: 'an answer' }]),
    user([{ type: 'tool_result', tool_use_id: 't', is_error: true, content: 'broken "quoted" needle' }]),
    { type: 'mode', mode: 'needle' },
    user('last'),
  );
  const find = (text: string, from: number, toward: 'older' | 'newer'): string | undefined =>
    searchStep(log, own, { kind: 'text', text }, from, toward).found?.key;
  const offsets = readForward(log).map((item) => item.offset);

  it('finds text without case, in both directions, in talk alone', () => {
    expect(find('NEEDLE', Infinity, 'older')).toBe(`${offsets[2]}.0`);
    expect(find('needle', offsets[2] ?? 0, 'older')).toBe('0.0');
    expect(find('needle', 0, 'newer')).toBe('0.0');
    expect(find('"quoted"', 0, 'newer')).toBe(`${offsets[2]}.0`);
    expect(find('nowhere', 0, 'newer')).toBeUndefined();
  });

  it('finds prompts, errors and the line of a record', () => {
    expect(searchStep(log, own, { kind: 'prompt' }, offsets[4] ?? 0, 'older').found?.offset).toBe(0);
    expect(searchStep(log, own, { kind: 'error' }, 0, 'newer').found?.offset).toBe(offsets[2]);
    expect(findUuid(log, own, 'one')).toBe(0);
    expect(findUuid(log, own, 'needle')).toBeUndefined();
  });

  it('finds and counts what stands in the middle of a line that a page reads by its ends', () => {
    const filler = 'lorem ipsum '.repeat(60_000);
    const content = `${filler}needle${filler}`;
    const long = writeLog(user('first'), user([{ type: 'tool_result', tool_use_id: 't', content }]), user('last'));
    const [, middle] = readForward(long).map((item) => item.offset);
    for (const [from, toward] of [
      [0, 'newer'],
      [Infinity, 'older'],
    ] as const)
      expect(searchStep(long, own, { kind: 'text', text: 'Needle' }, from, toward).found?.offset).toBe(middle);
    expect(countStep(long, own, 'needle', 0).entries).toEqual(['call t']);
  });

  it('goes on where a stretch ended', () => {
    const filler = 'x'.repeat(900_000);
    const long = writeLog(user('needle'), ...Array.from({ length: 40 }, () => user(filler)));
    let step = searchStep(long, own, { kind: 'text', text: 'needle' }, Infinity, 'older');
    let steps = 1;
    for (; step.next !== undefined; steps++) {
      step = searchStep(long, own, { kind: 'text', text: 'needle' }, step.next, 'older');
    }
    expect([step.found?.offset, steps]).toEqual([0, 3]);
  });
});
