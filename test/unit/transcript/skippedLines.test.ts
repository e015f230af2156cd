/** A line that the index counts as skipped is shown as skipped, and no other one is. */
import * as fs from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Home } from '../../fixtures/homes.ts';
import { answer, planMode, prompt, written } from '../../fixtures/entries.ts';
import { logBytes, sessionA } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { mutated } from '../../fixtures/mutations.ts';
import { Seeded } from '../../fixtures/seeded.ts';
import { readForward } from '../../fixtures/transcriptLogs.ts';
import { logIdentity } from '../../../src/core/transcript/logIdentity.ts';

const kinds = [
  prompt('A "prompt" with \\ and 日本', { slug: 'calm-painting-otter' }),
  answer('An answer', { usage: { a: 1.5e-7, b: [true, false, null, -12] } }),
  written('/home/dev/.claude/plans/calm-painting-otter.md', '# Plan\n'),
  planMode('/home/dev/.claude/plans/calm-painting-otter.md', true),
] as const;

function bothCounts(home: Home): { counted: number | undefined; shown: number } {
  const file = home.logPath(sessionA);
  const items = readForward(file, logIdentity(file, sessionA));
  return {
    counted: indexOf(home).logs.get(file)?.facts.badLines,
    shown: items.filter((item) => item.kind === 'skipped').length,
  };
}

it('on mutated logs, the last line included', () => {
  const home = makeHome();
  home.log(sessionA, []);
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = new Seeded(seed);
      const line = (): Buffer => logBytes([random.pick(kinds)], { sessionId: sessionA, cwd: '/shop' }).subarray(0, -1);
      const lines = Array.from({ length: 1 + random.below(30) }, () =>
        random.below(3) === 0 ? line() : mutated(line(), line(), random),
      );
      const end = random.below(2) === 0 ? '\n' : '';
      const bytes = Buffer.concat(lines.flatMap((each, i) => [each, Buffer.from(i < lines.length - 1 ? '\n' : end)]));
      fs.writeFileSync(home.logPath(sessionA), bytes);
      const { counted, shown } = bothCounts(home);
      expect(shown).toBe(counted);
    }),
    { numRuns: 400, seed: 20260106 },
  );
});

it.each([
  ['a trailing comma', (pad: string) => `{"type":"user","pad":"${pad}",}`],
  ['an escape that there is not', (pad: string) => `{"type":"user","pad":"${pad}\\u00zz"}`],
  ['a list closed by a brace', (pad: string) => `{"type":"user","pad":"${pad}","a":[1}}`],
  ['a half record with another behind it', (pad: string) => `{"type":"user","pad":"${pad}{"type":"user"}`],
  ['NUL bytes alone', (pad: string) => pad.replaceAll('x', '\0')],
])('on a line of 3 MB, and on a short one, with %s', (_what, lineWith) => {
  for (const length of [10, 3_000_000]) {
    const home = makeHome();
    home.log(sessionA, [prompt('Before'), lineWith('x'.repeat(length)), prompt('Behind')]);
    expect(bothCounts(home)).toEqual({ counted: 1, shown: 1 });
  }
});

it('on a line of 65 MiB that is no JSON', () => {
  const home = makeHome();
  const file = home.log(sessionA, [prompt('Before')]);
  fs.truncateSync(file, fs.statSync(file).size + 65 * 1024 * 1024);
  fs.appendFileSync(file, logBytes(['', prompt('Behind')], { sessionId: sessionA, cwd: '/shop' }));
  expect(bothCounts(home)).toEqual({ counted: 1, shown: 1 });
  expect(indexOf(home).logs.get(file)?.facts.entries).toBe(2);
});

it('keeps a record that NUL bytes follow, with a newline behind them or at the end of the log', () => {
  const home = makeHome();
  const file = home.log(sessionA, [prompt('First')]);
  const [, second = ''] = logBytes([prompt('1'), prompt('Second')], { sessionId: sessionA, cwd: '/shop' })
    .toString()
    .split('\n');
  fs.appendFileSync(file, `${second}${'\0'.repeat(9000)}\n${second}${'\0'.repeat(9000)}`);
  expect(indexOf(home).logs.get(file)?.facts).toMatchObject({ entries: 3, badLines: 0, repairedLines: 2 });
  const shown = readForward(file, logIdentity(file, sessionA)).filter(({ kind }) => kind === 'prompt');
  expect(shown).toHaveLength(3);
});
