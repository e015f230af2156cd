import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/core/text/escapeMarkdown.ts';

const eager = new MarkdownIt({ html: true, linkify: true, breaks: false });

function shown(markdown: string): { tags: string[]; text: string } {
  const html = eager.renderInline(markdown);
  const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
  return {
    tags: html.match(/<[^>]*>/g) ?? [],
    text: html.replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? ''),
  };
}

const hostile = [
  'see https://evil.example/x and www.evil.example, mail a@b.example',
  '[run](command:workbench.action.quit) <https://auto.example> ![i](https://i.example/x.png)',
  '<img src=x onerror=alert(1)> <b>bold</b> &lt;i&gt; &#104;ttps://x.example',
  '`code` **b** __c__ ~~d~~ | a | $(trash) \\[x](y)',
];

it('shows hostile text as it stands, without a link, an image or an element', () => {
  expect(hostile.map((text) => eager.renderInline(text)).every((html) => html.includes('<'))).toBe(true);
  for (const text of hostile) expect(shown(escapeMarkdown(text))).toEqual({ tags: [], text });
});

it('shows any printable text as it stands', () => {
  const line = fc
    .string({ unit: fc.constantFrom(...hostile.join('').split(''), 'é', '日', '😀') })
    .map((text) => text.trim());
  fc.assert(
    fc.property(line, (text) => {
      expect(shown(escapeMarkdown(text))).toEqual({ tags: [], text });
    }),
    { seed: 20261122, numRuns: 2000 },
  );
});
