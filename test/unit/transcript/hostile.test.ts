import * as fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeEntry } from '../../../src/core/transcript/entry.ts';
import { itemTexts } from '../../../src/core/transcript/itemText.ts';
import type { TranscriptItem } from '../../../src/core/transcript/items/items.ts';
import { boundedJson } from '../../../src/core/transcript/items/boundedJson.ts';
import { parseHead, parseTail } from '../../../src/core/transcript/jsonPrefix.ts';
import { MarkdownWriter } from '../../../src/core/transcript/markdown.ts';
import { badInputs, bytesOf, goodA, goodB, type ByteNotation } from '../../fixtures/badInputs.ts';
import { assistant, own, ownId, readBackward, readForward, user, writeLog } from '../../fixtures/transcriptLogs.ts';

const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/u;

function textsOf(items: readonly TranscriptItem[]): string {
  return items.flatMap(itemTexts).join('\n');
}

/** Nothing invisible in any text of an item, whatever field it is in. */
function expectVisible(value: unknown): void {
  if (typeof value === 'string') expect(hidden.exec(value)?.[0]).toBeUndefined();
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(expectVisible);
}

describe('a record with anything in its fields', () => {
  const anything = fc.anything({ maxDepth: 3, withBigInt: false, withNullPrototype: false });
  const blocks = fc.record(
    {
      type: fc.constantFrom('text', 'thinking', 'tool_use', 'tool_result', 'image', 'other'),
      text: anything,
      thinking: anything,
      name: fc.oneof(
        fc.constantFrom('Bash', 'Edit', 'MultiEdit', 'Task', 'TodoWrite', 'ExitPlanMode', 'AskUserQuestion', 'Read'),
        anything,
      ),
      input: fc.oneof(
        fc.record(
          {
            todos: anything,
            edits: anything,
            questions: anything,
            file_path: anything,
            old_string: anything,
            plan: anything,
          },
          { requiredKeys: [] },
        ),
        anything,
      ),
      content: fc.oneof(
        fc.string(),
        fc.array(fc.record({ type: fc.constantFrom('text', 'image', 'x'), text: anything, source: anything })),
        anything,
      ),
      source: anything,
      is_error: anything,
      tool_use_id: anything,
    },
    { requiredKeys: ['type'] },
  );
  const record = fc.record(
    {
      type: fc.oneof(
        fc.constantFrom('user', 'assistant', 'system', 'attachment', 'progress', 'pr-link', 'summary'),
        anything,
      ),
      subtype: fc.oneof(
        fc.constantFrom('compact_boundary', 'api_error', 'stop_hook_summary', 'local_command', 'informational'),
        anything,
      ),
      message: fc.oneof(fc.record({ content: fc.oneof(fc.array(blocks), anything), model: anything }), anything),
      attachment: fc.oneof(
        fc.record(
          {
            type: fc.constantFrom(
              'plan_mode',
              'plan_file_reference',
              'queued_command',
              'file',
              'hook_blocking_error',
              'x',
            ),
            planFilePath: anything,
            planContent: anything,
            prompt: anything,
            content: anything,
            blockingError: anything,
          },
          { requiredKeys: ['type'] },
        ),
        anything,
      ),
      toolUseResult: anything,
      compactMetadata: anything,
      error: anything,
      content: anything,
      data: anything,
      hookErrors: anything,
      uuid: anything,
      timestamp: anything,
      sessionId: anything,
      cwd: anything,
      slug: anything,
      forkedFrom: anything,
      isMeta: anything,
    },
    { requiredKeys: [] },
  );

  it('is shown without a throw, visibly, the same in both directions, and as inert Markdown', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), (records) => {
        const log = writeLog(...records);
        const items = readForward(log);
        expect(items.length).toBeGreaterThan(0);
        expect(readBackward(log)).toEqual(items);
        expectVisible(items);
        expectVisible(wholeEntry(log, own, 0));
        expectVisible(new MarkdownWriter().write(items));
        structuredClone(items);
        fs.rmSync(log);
      }),
      { seed: 20_261_122, numRuns: 400 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('deep nesting', () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const line = (levels: number): string =>
    `{"type":"user","sessionId":"${ownId}","message":{"role":"user","content":${deep(levels)}}}`;
  const input = (levels: number): string =>
    `{"type":"assistant","message":{"content":[{"type":"tool_use","name":"New","input":{"x":${deep(levels)}}}]}}`;

  it('of 100,000 levels overflows nothing', () => {
    const log = writeLog(user('before'), line(100_000), input(100_000), user('after'));
    const items = readForward(log);
    expect(textsOf(items)).toContain('before');
    expect(textsOf(items)).toContain('after');
    structuredClone(items);
    for (const { offset } of items) structuredClone(wholeEntry(log, own, offset));
    new MarkdownWriter().write(items);
  });

  it('is cut in JSON at a depth and a length', () => {
    expect(boundedJson({ a: [1, { b: [] }] }, 1000, 2)).toBe('{\n  "a": [\n    1,\n    {…}\n  ]\n}');
    expect(boundedJson({ a: 'x'.repeat(5000), b: 1 }, 100).length).toBeLessThan(200);
    expect(
      boundedJson(
        Array.from({ length: 100_000 }, () => 1),
        50,
      ).length,
    ).toBeLessThan(100);
    expect(JSON.parse(boundedJson({ __proto__: null, toString: 'x', n: null }, 1000))).toEqual({
      toString: 'x',
      n: null,
    });
  });
});

describe('a record cut anywhere', () => {
  const record = {
    type: 'user',
    message: { content: [{ t: 'a "quoted" \\ text\nü€😀', n: [1, 2.5, -3e4, true, null] }, { u: {} }] },
    z: '1',
  };
  const text = JSON.stringify(record);

  it('gives what stands before the cut', () => {
    for (let end = 1; end <= text.length; end++)
      expect(parseHead(text.slice(0, end)), text.slice(0, end)).toBeDefined();
    expect(parseHead(text)).toEqual(record);
    expect(parseHead('{"type":"user","message":{"content":"abc\\u00')).toEqual({
      type: 'user',
      message: { content: 'abc' },
    });
    expect(parseHead('[1,2')).toBeUndefined();
    expect(parseHead('x')).toBeUndefined();
  });

  it('gives the whole outermost fields at its end', () => {
    expect(parseTail('…\\"a,b\\"","x":{"y":[1,"{"]},"uuid":"u","list":[{"a":1},2],"n":3}')).toEqual({
      x: { y: [1, '{'] },
      uuid: 'u',
      list: [{ a: 1 }, 2],
      n: 3,
    });
    expect(parseTail('…","uuid":"inner"}},"uuid":"u"}')).toEqual({ uuid: 'u' });
    expect(parseTail('no end of a record')).toBeUndefined();
  });
});

interface WantedOfLine {
  readonly entries_added?: number;
  readonly must_show?: readonly string[];
  readonly must_not_show?: readonly string[];
  readonly foreign?: number;
}

describe('the catalogue of bad lines', () => {
  it.each(badInputs('log-line'))('%s leaves its neighbours whole', (_name, { input, expect: wanted }) => {
    const newline = Buffer.from('\n');
    const log = writeLog(
      Buffer.concat([
        Buffer.from(goodA),
        newline,
        bytesOf(input as ByteNotation),
        newline,
        Buffer.from(goodB),
        newline,
      ]),
    );
    const items = readForward(log);
    const all = textsOf(items);
    expect(all).toContain('GOOD-A');
    expect(all).toContain('GOOD-B');
    const { must_show: shown, must_not_show: hidden, entries_added: added, foreign } = wanted as WantedOfLine;
    for (const text of shown ?? []) expect(all).toContain(text);
    for (const text of hidden ?? []) expect(all).not.toContain(text);
    if (added !== undefined) expect(items.filter((item) => item.kind !== 'skipped')).toHaveLength(2 + added);
    if (foreign !== undefined) expect(items.filter((item) => item.foreign !== undefined)).toHaveLength(foreign);
    expectVisible(items);
    expectVisible(new MarkdownWriter().write(items));
    expect(readBackward(log)).toEqual(items);
  });
});

describe('assistant text of ten megabytes on one line', () => {
  it('costs a page no more than its cut', () => {
    const log = writeLog(assistant([{ type: 'text', text: '<img src=x onerror=alert(1)> '.repeat(350_000) }]));
    const items = readForward(log);
    expect(items[0]).toMatchObject({ kind: 'answer', oversized: fs.statSync(log).size - 1 });
    expect(JSON.stringify(items).length).toBeLessThan(30_000);
  });
});
