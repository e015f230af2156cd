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
    const text = fc.string({ unit: fc.constantFrom(...'ab/.:19 \\-~\n'), maxLength: 80 });
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

it('a file may be opened below an opened folder alone', () => {
  const folders = ['/work/shop'];
  const may = (path: string) => mayOpen({ path }, folders);
  expect(['src/a.js', '/work/shop/a.js'].map(may)).toEqual([true, true]);
  expect(
    ['/work/shop-checkout/a.js', '/etc/passwd', '../a.js', '/work/shop/../a.js', '~/a.js', 'C:\\a.js'].map(may),
  ).toEqual(Array(6).fill(false));
  expect(mayOpen({ path: 'src/a.js' }, [])).toBe(false);
});
