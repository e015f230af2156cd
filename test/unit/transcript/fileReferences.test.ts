import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOf, mayOpen, piecesOf } from '../../../src/webview/fileReferences.ts';

const filesIn = (text: string) =>
  piecesOf(text).flatMap(({ file }) => (file === undefined ? [] : [`${file.path} ${file.line}`]));

describe('a file that an answer names', () => {
  it('is found with its line', () => {
    expect(filesIn('See src/cart.js:12 and (lib/a-b/c.test.ts:3:7), then /work/shop/x.py:1.')).toEqual([
      'src/cart.js 12',
      'lib/a-b/c.test.ts 3',
      '/work/shop/x.py 1',
    ]);
    expect(filesIn('C:\\work\\a.ts:4')).toEqual(['C:\\work\\a.ts 4']);
  });

  it('is none in times, addresses, versions and words', () => {
    for (const text of [
      'at 12:30',
      'https://example.com/a.js:12',
      'v1.2:3',
      'e.g. this',
      'src/cart.js',
      'a.js:12/b',
      '',
    ])
      expect(filesIn(text)).toEqual([]);
  });

  it('in inline code needs a folder or a line', () => {
    expect(fileOf('src/cart.js')).toEqual({ path: 'src/cart.js' });
    expect(fileOf('cart.js:12')).toEqual({ path: 'cart.js', line: 12 });
    for (const text of ['cart.js', 'npm test', 'a b/c.js', 'src/', 'https://a.b/c.js', 'rm -rf /x.y'])
      expect(fileOf(text)).toBeUndefined();
  });

  it('leaves the text as it is, whatever it is', () => {
    const unit = fc.constantFrom(...'ab/.:19 \\-~\n()', 'https://');
    const text = fc.string({ unit, maxLength: 80 });
    fc.assert(
      fc.property(text, (value) => {
        expect(
          piecesOf(value)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(value);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe('an address that an answer names', () => {
  const addressesIn = (text: string) => piecesOf(text).flatMap(({ url }) => url ?? []);

  it('is found without the punctuation around it, beside files', () => {
    expect(
      addressesIn('See https://example.com/a_b?c=1&d=2#e. Or (http://localhost:8080/x), "https://a.example/y"!'),
    ).toEqual(['https://example.com/a_b?c=1&d=2#e', 'http://localhost:8080/x', 'https://a.example/y']);
    expect(addressesIn('(see https://en.example/wiki/A_(b))')).toEqual(['https://en.example/wiki/A_(b)']);
    expect(addressesIn('（https://ja.example/日本）。“https://a.example”…')).toEqual([
      'https://ja.example/日本',
      'https://a.example',
    ]);
    const text = 'src/a.js:1 is at https://example.com/a.js:12, like b.js:2';
    expect([filesIn(text), addressesIn(text)]).toEqual([['src/a.js 1', 'b.js 2'], ['https://example.com/a.js:12']]);
  });

  it('is none without a host, of another scheme, within a word, or too long to be read', () => {
    for (const text of [
      'https://',
      'https://...',
      'xhttps://a.example',
      'command:x',
      'file:///etc/passwd',
      'javascript:1',
    ])
      expect(addressesIn(text)).toEqual([]);
    expect(addressesIn(`https://a.example/${'('.repeat(100_000)}${')'.repeat(100_000)}`)).toEqual([]);
  });
});

it('a file may be opened below an opened folder alone', () => {
  const folders = ['/work/shop'];
  const may = (path: string) => mayOpen({ path }, folders);
  expect(['src/a.js', '/work/shop/a.js'].map(may)).toEqual([true, true]);
  expect(
    ['/work/shop-checkout/a.js', '/etc/passwd', '../a.js', '/work/shop/../a.js', '~/a.js', 'C:\\a.js'].map(may),
  ).toEqual(Array(6).fill(false));
  expect(mayOpen({ path: 'src/a.js' }, [])).toBe(false);
});

it('a file below an opened folder of Windows may be opened however the two are spelled', () => {
  // VS Code writes the letter of a drive small, clients write it large.
  const may = (path: string) => mayOpen({ path }, ['c:\\work\\shop']);
  expect(['C:\\work\\shop\\a.js', 'c:\\Work\\Shop\\src\\a.js'].map(may)).toEqual([true, true]);
  expect(['C:\\work\\shop-checkout\\a.js', 'D:\\work\\shop\\a.js', '/work/shop/a.js'].map(may)).toEqual(
    Array(3).fill(false),
  );
});
