import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/cli/args.ts';

const options = {
  cwd: { type: 'string', multiple: true },
  limit: { type: 'string' },
  json: { type: 'boolean' },
  'no-cache': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const words = [
  ...[
    '--cwd',
    '--cwd=',
    '--cwd=/a',
    '--cwd=a=b',
    '--cwd=-x',
    '--limit',
    '--limit=5',
    '--json',
    '--json=',
    '--no-cache',
  ],
  ...[
    '--help',
    '-h',
    '-hv',
    '-v',
    '-hx',
    '-x',
    '-',
    '--',
    '---',
    '--=',
    '--=a',
    '--j',
    '--__proto__',
    '--constructor=1',
  ],
  ...['', 'a', '/tmp/a b', '5', '-5', 'a=b', '\u00e9'],
];

describe('arguments', () => {
  it('are read as parseArgs reads them: the same values, words and refusals', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 6 })), { maxLength: 7 }),
        (args) => {
          const parsed = parseArguments(args, options);
          let expected: unknown;
          try {
            const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
            expected = { values: { ...values }, positionals };
          } catch {
            expect(parsed).toEqual(expect.any(String));
            return;
          }
          expect(typeof parsed === 'string' ? parsed : { ...parsed, values: { ...parsed.values } }).toEqual(expected);
        },
      ),
      { numRuns: 5000, seed: 20260222 },
    );
  });

  it.each([
    [['--colour'], 'There is no option --colour; --help lists them.'],
    [['--colour=red'], 'There is no option --colour; --help lists them.'],
    [['-hx'], 'There is no option -x; --help lists them.'],
    [['--limit'], '--limit takes a value.'],
    [['--limit', '--json'], '--limit takes a value.'],
    [['--json=yes'], '--json takes no value.'],
  ])('%j: %s', (args, sentence) => {
    expect(parseArguments(args, options)).toBe(sentence);
  });
});
