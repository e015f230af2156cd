import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutText, toVisibleText } from '../../../src/core/text/visibleText.ts';

it('keeps lines, tabs, emoji and joined scripts', () => {
  const text = 'a\tb\nc 👩‍👩‍👧 ❤️ 1️⃣ 🇩🇪 می‌خواهم क्‍ष 日本語';
  expect(toVisibleText(text)).toBe(text);
});

it('shows a picture for each C0 character but TAB and LF, and one for DEL', () => {
  const others = [0, 8, 0x0b, 0x0c, 0x0e, 0x1b, 0x1f].map((code) => String.fromCharCode(code)).join('');
  expect(toVisibleText(others)).toBe('\u2400\u2408\u240b\u240c\u240e\u241b\u241f');
  expect(toVisibleText('\u007f')).toBe('\u2421');
  expect(toVisibleText('a\tb\nc')).toBe('a\tb\nc');
});

it('shows a mark for every other character that is not seen or turns the text', () => {
  const ranges = [
    [0x80, 0x84],
    [0x86, 0x9f],
    [0x061c, 0x061c],
    [0x200b, 0x200f],
    [0x202a, 0x202e],
    [0x2060, 0x206f],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xd800, 0xdfff],
    [0xe0000, 0xe0fff],
  ] as const;
  const left = ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, n) => first + n).filter(
      (code) => toVisibleText(`a${String.fromCodePoint(code)}b`) !== 'a\ufffdb',
    ),
  );
  expect(left).toEqual([]);
});

it('makes one LF of every end of a line', () => {
  expect(toVisibleText('a\r\nb\rc\u2028d\u2029e\u0085f\n\ng')).toBe('a\nb\nc\nd\ne\nf\n\ng');
});

it('drops colours of a terminal, and no other sequence', () => {
  expect(toVisibleText('\u001b[1;31mred\u001b[0m \u001b[38:5:1mx\u001b[m')).toBe('red x');
  expect(toVisibleText('\u001b[2Jx\u001b[31')).toBe('\u241b[2Jx\u241b[31');
});

it('keeps a selector behind an emoji, a flag, a skin tone and a key', () => {
  for (const text of ['\u2764\ufe0f', '\u{1f1e9}\ufe0f', '\u{1f3fd}\ufe0f', '1\ufe0f\u20e3', '#\ufe0f', '*\ufe0f'])
    expect(toVisibleText(text)).toBe(text);
  expect(toVisibleText('a\ufe0f')).toBe('a\ufffd');
  expect(toVisibleText('\u{1f469}a\ufe0f')).toBe('\u{1f469}a\ufffd');
  expect(toVisibleText('1a\ufe0f')).toBe('1a\ufffd');
});

it('keeps joiners behind an emoji and in scripts that spell with them', () => {
  const kept = [
    '\u{1f469}\u200d\u{1f4bb}',
    '\u{1f441}\ufe0f\u200d\u{1f5e8}',
    '\u0915\u094d\u200d\u0937',
    '\u0645\u200c',
  ];
  for (const text of kept) expect(toVisibleText(text)).toBe(text);
  expect(toVisibleText('a\u200db')).toBe('a\ufffdb');
  expect(toVisibleText('a\u200cb')).toBe('a\ufffdb');
  expect(toVisibleText('\u{1f469}\u200c')).toBe('\u{1f469}\ufffd');
  expect(toVisibleText('\u{1f469}\u202e')).toBe('\u{1f469}\ufffd');
  expect(toVisibleText('\u0645a\u200d \u0645b\u200c')).toBe('\u0645a\ufffd \u0645b\ufffd');
  expect(toVisibleText('\u{1f469}1\ufe0f\u200d')).toBe('\u{1f469}1\ufe0f\ufffd');
});

it('is cut where more than a fifth is left, and says how much', () => {
  expect(cutText('x'.repeat(12), 10)).toEqual({ text: 'x'.repeat(12) });
  expect(cutText('x'.repeat(13), 10)).toEqual({ text: 'x'.repeat(10), more: 3 });
  expect(cutText('\u0007'.repeat(13), 10)).toEqual({ text: '\u2407'.repeat(10), more: 3 });
  expect(cutText('\u0007', 10)).toEqual({ text: '\u2407' });
});

it('is never cut within a character', () => {
  expect(cutText(`${'x'.repeat(9)}\u{1f469}${'y'.repeat(9)}`, 10)).toEqual({ text: 'x'.repeat(9), more: 11 });
  expect(cutText(`${'x'.repeat(8)}\u{1f469}${'y'.repeat(9)}`, 10)).toEqual({
    text: `${'x'.repeat(8)}\u{1f469}`,
    more: 9,
  });
});

it('shows nothing that is not seen, of any text', () => {
  const hidden =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/u;
  const text = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(text, (value) => {
      expect(hidden.exec(toVisibleText(value))?.[0]).toBeUndefined();
    }),
    { seed: 99, numRuns: 3000 },
  );
});
