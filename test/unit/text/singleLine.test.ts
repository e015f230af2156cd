import { expect, it } from 'vitest';
import { toSingleLine, toSingleLinePath } from '../../../src/core/text/singleLine.ts';

it('shows a mark for every character that a terminal or a bidi algorithm obeys, or that is not seen', () => {
  const ranges = [
    [0x00, 0x08],
    [0x0e, 0x1f],
    [0x7f, 0x9f],
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
      (code) => toSingleLinePath(`a${String.fromCodePoint(code)}b`) !== 'a\ufffdb',
    ),
  );
  expect(left).toEqual([]);
});

it('keeps a joiner and a selector behind an emoji, and nothing else of that kind', () => {
  expect(toSingleLine('\u2764\ufe0f \u{1f469}\u200d\u{1f4bb}')).toBe('\u2764\ufe0f \u{1f469}\u200d\u{1f4bb}');
  expect(toSingleLine('\u{1f469}\u202egnp.exe')).toBe('\u{1f469}\ufffdgnp.exe');
  expect(toSingleLine('\u{1f469}\u2066x\u{e0041}')).toBe('\u{1f469}\ufffdx\ufffd');
  expect(toSingleLine('a\ufe0f b\u200dc')).toBe('a\ufffd b\ufffdc');
});

it('is cut at graphemes, with all that were asked for', () => {
  expect(toSingleLine('abcdef', 6)).toBe('abcdef');
  expect(toSingleLine('abcdef', 5)).toBe('abcde…');
  const family = '\u{1f469}\u200d\u{1f4bb}';
  expect(toSingleLine(family.repeat(3), 3)).toBe(family.repeat(3));
  expect(toSingleLine(family.repeat(4), 3)).toBe(`${family.repeat(3)}…`);
  expect(toSingleLine(`${'e\u0301'.repeat(5)}x`, 5)).toBe(`${'e\u0301'.repeat(5)}…`);
});
