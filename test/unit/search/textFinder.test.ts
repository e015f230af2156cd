import fc from 'fast-check';
import { expect, it } from 'vitest';
import { needlesOf } from '../../../src/core/search/needles.ts';
import { TextFinder } from '../../../src/core/search/textFinder.ts';

const alphabet = fc.constantFrom(...'abAB 01_"\\\n/é', 'É', 'ß', 'ſ', 'п', 'П', '日', '😀', '\u0007');
const text = fc.string({ unit: alphabet, minLength: 1, maxLength: 12 });

it('no line of JSON that has the text is passed over', () => {
  fc.assert(
    fc.property(
      text,
      fc.string({ unit: alphabet, maxLength: 200 }),
      fc.string({ unit: alphabet }),
      (searched, a, b) => {
        for (const spelled of [searched, searched.toLowerCase(), searched.toUpperCase()]) {
          const isSame = spelled.toLowerCase() === searched.toLowerCase();
          const finder = new TextFinder(needlesOf(searched, 'json'));
          const length = finder.input.write(JSON.stringify({ text: a + spelled + b }));
          finder.begin(length);
          if (isSame) expect(finder.next(0)).toBeDefined();
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('every character that an expression without regard to case takes for another is found by it', () => {
  const units = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((one) =>
    /\p{L}|\p{M}/u.test(one),
  );
  const all = units.join('');
  const missed = units
    .filter((one) => one.toLowerCase() !== one || one.toUpperCase() !== one)
    .flatMap((searched) => {
      const finder = new TextFinder(needlesOf(searched, 'text'));
      return (all.match(new RegExp(searched, 'gi')) ?? []).filter((other) => {
        finder.begin(finder.input.write(other));
        return finder.next(0) === undefined;
      });
    });
  expect(missed).toEqual([]);
});

it('a needle is found at each of its places, those at the ends of the window included, and nowhere else', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'abAB'), minLength: 1, maxLength: 5 }),
      fc.string({ unit: fc.constantFrom(...'abABx'), maxLength: 300 }),
      (searched, haystack) => {
        const finder = new TextFinder(needlesOf(searched, 'text'));
        finder.begin(finder.input.write(haystack));
        const found: number[] = [];
        for (let at = finder.next(0); at !== undefined; at = finder.next(at.start + 1)) found.push(at.start);
        const [lower, sought] = [haystack.toLowerCase(), searched.toLowerCase()];
        expect(found).toEqual([...lower].flatMap((_, at) => (lower.startsWith(sought, at) ? [at] : [])));
      },
    ),
    { numRuns: 500 },
  );
});
