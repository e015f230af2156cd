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
  expect(toSingleLine('\u{1f469}\u200d\u{1f4bb} x')).toBe('\u{1f469}\u200d\u{1f4bb} x');
  expect(toSingleLine('a\u200d \u{1f469}')).toBe('a\ufffd \u{1f469}');
});

it('is cut at graphemes, with all that were asked for', () => {
  expect(toSingleLine('abcdef', 6)).toBe('abcdef');
  expect(toSingleLine('abcdef', 5)).toBe('abcde…');
  const family = '\u{1f469}\u200d\u{1f4bb}';
  expect(toSingleLine(family.repeat(3), 3)).toBe(family.repeat(3));
  expect(toSingleLine(family.repeat(4), 3)).toBe(`${family.repeat(3)}…`);
  expect(toSingleLine('abce\u0301x', 4)).toBe('abce\u0301…');
  expect(toSingleLine(`${'e\u0301'.repeat(5)}x`, 5)).toBe(`${'e\u0301'.repeat(5)}…`);
});

it('drops what a terminal obeys as a whole, and leaves its marks in a path', () => {
  const sequences = [
    '\u001b[31;1m',
    '\u009b2J',
    '\u001b[?25h',
    '\u001b]8;;https://example.org\u0007',
    '\u001b]52;c;aGk=\u001b\\',
    '\u009d0;title\u009c',
    '\u001bP1$q\u001b\\',
    '\u001b(B',
    '\u001bc',
  ];
  expect(sequences.map((sequence) => toSingleLine(`a${sequence}b`))).toEqual(sequences.map(() => 'ab'));
  expect(toSingleLinePath('a\u001b[31mb')).toBe('a\ufffd[31mb');
});

it('makes one blank of white space of every kind, and none of that at the ends', () => {
  expect(toSingleLine(' \n a \t\r\n\v\f\u2028\u2029 b  ')).toBe('a b');
  expect(toSingleLine('aVb')).toBe('aVb');
  expect(toSingleLinePath('\t/a  b\n')).toBe('/a b');
});

it('is empty where nothing would be seen', () => {
  for (const text of ['', ' \n', '\u00ad\u3164', '\u2800\u2800', '\u180e']) expect(toSingleLine(text)).toBe('');
  expect(toSingleLine('\u00adx')).toBe('\u00adx');
});

it('keeps a joiner behind an emoji with a selector, and takes a selector for none', () => {
  expect(toSingleLine('\u{1f441}\ufe0f\u200d\u{1f5e8}')).toBe('\u{1f441}\ufe0f\u200d\u{1f5e8}');
  expect(toSingleLine('\ufe0f\u200dx')).toBe('\ufffd\ufffdx');
  expect(toSingleLine('\u{1f469}x\u200d')).toBe('\u{1f469}x\ufffd');
});

it('looks at sixteen characters for each grapheme that it may show, and at none behind', () => {
  expect(toSingleLine(`${'\u001b[0m'.repeat(4)}ab`, 1)).toBe('');
  expect(toSingleLinePath('x'.repeat(40), 2)).toBe('xx…');
  expect(toSingleLinePath('\n'.repeat(32) + 'x', 2)).toBe('');
  expect(toSingleLinePath('\n'.repeat(31) + 'x', 2)).toBe('x');
});

it('ends in an ellipsis without a blank before it, whatever stands at its start', () => {
  expect(toSingleLine('ab cd', 3)).toBe('ab…');
  expect(toSingleLine('\u00e9b cd', 3)).toBe('\u00e9b…');
  expect(toSingleLine('\u00adab cd', 4)).toBe('\u00adab…');
});
