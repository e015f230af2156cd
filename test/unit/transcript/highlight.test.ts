import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../../src/webview/highlight.ts';

const languages = [
  'bash',
  'c',
  'css',
  'go',
  'html',
  'java',
  'javascript',
  'json',
  'jsx',
  'python',
  'rust',
  'sh',
  'tsx',
  'yml',
];

describe('the tokens of code', () => {
  it('have what they are', () => {
    const tokens = tokensOf("const total = 'a'; // sum", 'javascript');
    expect(tokens?.filter(({ scope }) => scope !== undefined)).toEqual([
      { text: 'const', scope: 'keyword' },
      { text: "'a'", scope: 'string' },
      { text: '// sum', scope: 'comment' },
    ]);
  });

  it.each(languages)('of %s are the text, whatever it is', (language) => {
    const text = fc.string({ unit: fc.constantFrom(...'<>&"\'`\\/*#{}()[];:=-+ \n\tabc019'), maxLength: 300 });
    fc.assert(
      fc.property(text, (code) => {
        expect(
          tokensOf(code, language)
            ?.map((token) => token.text)
            .join(''),
        ).toBe(code);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('are none of a language that is not common', () => {
    expect(tokensOf('x', 'brainfuck')).toBeUndefined();
    expect(tokensOf('x', 'constructor')).toBeUndefined();
  });
});
