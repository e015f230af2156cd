import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { documentOf, markdownPages } from '../../../src/core/transcript/document.ts';
import { codeSpan, fence, MarkdownWriter } from '../../../src/core/transcript/markdown.ts';
import { assistant, own, ownId, readForward, user, writeLog } from '../../fixtures/transcriptLogs.ts';

// The reader that trusts most: HTML alive, bare addresses made links.
const reader = new MarkdownIt({ html: true, linkify: true });

/** Kinds of all tokens that a reader makes of the Markdown. */
function tokens(markdown: string): ReadonlySet<string> {
  return new Set(
    reader.parse(markdown, {}).flatMap((token) => [token.type, ...(token.children ?? []).map((child) => child.type)]),
  );
}

const alive = ['html_block', 'html_inline', 'link_open', 'image'];

const hostile = [
  '[Open](command:workbench.action.quit)',
  '![x](https://example.invalid/x.png)',
  '<img src=x onerror=alert(1)><script>alert(2)</script>',
  '<https://example.invalid> https://example.invalid',
  '[ref]\n\n[ref]: command:x',
  '```\n[out](command:x)\n```\n[out](command:x)',
  '````\n<b>\n`````\n<b>',
  '~~~\n<b>',
  '` ``[x](command:x)`` `',
  '    ```\n   ```\n> ```\n- ```\n[x](command:x)',
];

describe('a transcript as Markdown', () => {
  it('reads like a transcript', () => {
    const log = writeLog(
      user('Add a `cart`'),
      assistant([
        { type: 'text', text: 'I will **look** first.' },
        { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls src', description: 'List' } },
      ]),
      user([{ type: 'tool_result', tool_use_id: 't1', content: 'cart.js', is_error: true }]),
      { type: 'mode', mode: 'normal' },
    );
    const title = { title: 'Add a [cart]', sessionId: ownId, path: '/r/projects/x/1.jsonl' };
    expect(documentOf(log, own, title, 100_000).text).toBe(
      [
        '# Transcript: `Add a [cart]`',
        '',
        `- Session \`${ownId}\``,
        '- Log `/r/projects/x/1.jsonl`',
        '',
        '## 2026-01-02',
        '',
        '### Prompt · 03:04:05',
        '',
        '```markdown',
        'Add a `cart`',
        '```',
        '',
        '### Answer · 03:04:06',
        '',
        '```markdown',
        'I will **look** first.',
        '```',
        '',
        '**`Bash`** `ls src` · `List` · 03:04:06',
        '',
        '```bash',
        'ls src',
        '```',
        '',
        'Error of **`Bash`** `ls src` · 03:04:05',
        '',
        '```',
        'cart.js',
        '```',
        '',
        '',
      ].join('\n'),
    );
  });

  it('names a call’s result also pages later', () => {
    const filler = Array.from({ length: 300 }, (_, index) => user(`${index}`));
    const log = writeLog(
      assistant([{ type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'sleep 9' } }]),
      ...filler,
      user([{ type: 'tool_result', tool_use_id: 't1', content: 'done' }]),
    );
    expect([...markdownPages(log, own)].join('')).toContain('Result of **`Bash`** `sleep 9`');
  });

  it('gives a stretch of a log, and the last part with what lies before it', () => {
    const log = writeLog(...Array.from({ length: 500 }, (_, index) => user(`prompt number ${index}`)));
    const items = readForward(log);
    const [from, to] = [items[100]?.offset, items[102]?.offset];
    expect([...markdownPages(log, own, from, to)].join('').match(/number \d+/g)).toEqual(['number 100', 'number 101']);
    const { text: last, bytesBefore } = documentOf(log, own, { title: 't', sessionId: undefined, path: log }, 8_000);
    expect(last).toMatch(/\(\d+ KB of the log lie before this\.\)/);
    expect(items.slice(1).map(({ offset }) => offset)).toContain(bytesBefore);
    expect(last).toContain('prompt number 499');
    expect(last).not.toContain('prompt number 100\n');
  });

  it('holds nothing that is alive, whatever the log says and wherever it says it', () => {
    for (const text of hostile) {
      const log = writeLog(
        user(text, { sessionId: text, uuid: text }),
        user(`<command-name>${text}</command-name><command-args>${text}</command-args>`),
        user('x', { forkedFrom: { sessionId: text } }),
        user([{ type: 'tool_result', tool_use_id: text, content: text }], {
          toolUseResult: { agentId: text, filePath: text },
        }),
        assistant([
          { type: 'text', text },
          { type: 'thinking', thinking: text },
          {
            type: 'tool_use',
            id: text,
            name: text,
            input: { [text]: text, file_path: text, [`${text}2`]: { [text]: text } },
          },
          { type: 'tool_use', id: 'a', name: 'TodoWrite', input: { todos: [{ content: text, status: text }] } },
          { type: 'tool_use', id: 'b', name: 'Edit', input: { file_path: text, old_string: text, new_string: '' } },
          { type: 'tool_use', id: 'c', name: 'Bash', input: { command: text, description: text } },
        ]),
        { type: 'system', subtype: 'api_error', error: { formatted: text } },
        { type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: text } },
        {
          type: 'attachment',
          attachment: { type: 'plan_file_reference', planFilePath: `/plans/${text}.md`, planContent: text },
        },
        { type: 'attachment', attachment: { type: 'file', filename: text, content: { file: { content: text } } } },
        { type: 'pr-link', prNumber: 1, prRepository: text },
        { type: text },
        text,
      );
      const markdown = documentOf(log, own, { title: text, sessionId: ownId, path: `/x/${text}` }, 1e6).text;
      const found = tokens(markdown);
      expect(
        alive.filter((kind) => found.has(kind)),
        text,
      ).toEqual([]);
    }
  });

  it('keeps any text within its span or fence', () => {
    const text = fc.string({
      unit: fc.constantFrom('`', '~', '\n', ' ', 'a', '[', ']', '(', ')', '<', '>', ':', '-', '#'),
    });
    fc.assert(
      fc.property(text, (value) => {
        const fenced = reader.parse(`${fence({ text: value })}after`, {});
        expect(fenced.map((token) => token.type)).toEqual(['fence', 'paragraph_open', 'inline', 'paragraph_close']);
        const line = value.replaceAll('\n', ' ').trim();
        const span = reader.parseInline(`x ${codeSpan(line)} y`, {})[0]?.children ?? [];
        expect(span.map((token) => token.type)).toEqual(['text', 'code_inline', 'text']);
        expect(span[1]?.content.trim()).toBe(line);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it('says nothing of records without talk, unless they carry a mark', () => {
    const writer = new MarkdownWriter();
    const items = readForward(
      writeLog({ type: 'mode' }, { type: 'mode', sessionId: '22222222-2222-4222-8222-222222222222' }),
    );
    expect(writer.write(items)).toBe('1 record without talk · of session `22222222-2222-4222-8222-222222222222`\n\n');
  });
});
