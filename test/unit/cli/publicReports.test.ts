/** What people reported, as cases: each command prints what it has to. */
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome } from '../../fixtures/indexed.ts';
import { layOutReport, reports, type Fill } from '../../fixtures/publicReports.ts';
import { cli } from './cliProcess.ts';

describe('a public report', () => {
  it.each(reports)('of $name ($source) is answered right', (report) => {
    const home = makeHome();
    const fill = layOutReport(report, home);
    for (const { args, env = {}, expect: expected } of report.commands) {
      const filledEnv = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
      const run = cli(home, args.map(fill), { env: { TMPDIR: home.path('tmp'), TZ: 'UTC', ...filledEnv } });
      expect([args, run.code, run.code === 0 ? '' : run.stdout]).toEqual([
        args,
        expected.exit ?? 0,
        expected.exit === undefined ? '' : expect.anything(),
      ]);
      for (const text of expected.contains ?? []) expect(run.stdout).toContain(fill(text));
      for (const text of expected.omits ?? []) expect(run.stdout).not.toContain(fill(text));
      if (expected.json !== undefined) expect(run.json).toEqual(matching(expected.json, fill));
      if (expected.lines !== undefined) {
        const lines = run.stdout.split('\n').filter((line) => line !== '');
        expect(lines.map((line): unknown => JSON.parse(line))).toEqual(matching(expected.lines, fill));
      }
    }
  });
});

/**
 * Objects by the keys that are expected, lists item by item; instead of a value there may be `{"$has": [items in any
 * order]}`, `{"$hasNot": [item]}`, `{"$length": N}`, `{"$match": pattern}` or `{"$not": value}`.
 */
function matching(expected: unknown, fill: Fill): unknown {
  if (typeof expected === 'string') return expected.startsWith('{') ? place(fill(expected)) : fill(expected);
  if (Array.isArray(expected)) return expected.map((one) => matching(one, fill));
  if (expected === null || typeof expected !== 'object') return expected;
  const entries = Object.entries(expected).map(([key, one]) => [key, matching(one, fill)] as const);
  const [key, value] = entries[0] ?? [];
  if (key === '$has') return expect.arrayContaining(value as unknown[]);
  if (key === '$hasNot') return expect.not.arrayContaining(value as unknown[]);
  if (key === '$length') return expect.objectContaining({ length: value });
  if (key === '$match') return expect.stringMatching(new RegExp(value as string, 's'));
  if (key === '$not') return expect.toSatisfy((found) => found !== value);
  return expect.objectContaining(Object.fromEntries(entries));
}

/** A path, as the system writes it, or as a log does, where reports have slashes. */
function place(file: string): unknown {
  if (path.sep === '/') return file;
  return expect.toSatisfy((found) => typeof found === 'string' && path.normalize(found) === path.normalize(file));
}
