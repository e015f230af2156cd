/**
 * What people reported of Claude Code and of tools that read its logs, as cases: a home laid out as the report
 * describes it (contents made up), commands, and what they have to print.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome } from '../../fixtures/indexed.ts';
import { cli } from './cliProcess.ts';

/** A text, lines, bytes, parts one after the other, a link or a folder; of an age. `{home}` and `{claude}` are places. */
type Content =
  | string
  | readonly string[]
  | ({ readonly daysOld?: number } & (
      | { readonly content: Content }
      | { readonly base64: string }
      | { readonly parts: readonly Content[] }
      | { readonly symlink: string }
      | { readonly dir: true }
    ));

interface Report {
  readonly name: string;
  /** The threads that reported it. */
  readonly source: string;
  readonly files: Readonly<Record<string, Content>>;
  readonly commands: readonly {
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly expect: {
      readonly exit?: number;
      readonly json?: unknown;
      readonly lines?: readonly unknown[];
      readonly contains?: readonly string[];
      readonly omits?: readonly string[];
    };
  }[];
}

type Fill = (text: string) => string;

const dayMs = 86_400_000;
const reports = JSON.parse(fs.readFileSync('test/fixtures/publicReports.json', 'utf8')) as readonly Report[];

describe('a public report', () => {
  it.each(reports)('of $name ($source) is answered right', ({ files, commands }) => {
    const home = makeHome();
    const here = home.folder.replaceAll(path.sep, '/');
    const fill: Fill = (text) => text.replaceAll('{claude}', `${here}/.claude`).replaceAll('{home}', here);
    fs.rmSync(home.path('.claude'), { recursive: true });
    layOut(files, home.folder, fill);
    fs.mkdirSync(home.path('tmp'), { recursive: true });
    for (const { args, env = {}, expect: expected } of commands) {
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

function layOut(files: Report['files'], home: string, fill: Fill): void {
  const aged: [file: string, time: Date][] = [];
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(home, fill(name));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === 'object' && 'symlink' in content) fs.symlinkSync(fill(content.symlink), file);
    else if (typeof content === 'object' && 'dir' in content) fs.mkdirSync(file, { recursive: true });
    else fs.writeFileSync(file, bytesOf(content, fill));
    if (typeof content === 'object' && 'daysOld' in content && content.daysOld !== undefined)
      aged.push([file, new Date(Date.now() - content.daysOld * dayMs)]);
  }
  // From the inside out: a change below would make a folder new again.
  for (const [file, time] of aged.sort(([a], [b]) => b.length - a.length)) fs.utimesSync(file, time, time);
}

function bytesOf(content: Content, fill: Fill): Buffer {
  if (typeof content === 'string') return Buffer.from(fill(content));
  if ('base64' in content) return Buffer.from(content.base64, 'base64');
  if ('parts' in content) return Buffer.concat(content.parts.map((part) => bytesOf(part, fill)));
  if ('content' in content) return bytesOf(content.content, fill);
  return Buffer.from((content as readonly string[]).map((line) => `${fill(line)}\n`).join(''));
}

/**
 * Objects by the keys that are expected, lists item by item; instead of a value there may be `{"$has": [items in any
 * order]}`, `{"$hasNot": [item]}`, `{"$length": N}`, `{"$match": pattern}` or `{"$not": value}`.
 */
function matching(expected: unknown, fill: Fill): unknown {
  // A place, as the system writes it.
  if (typeof expected === 'string') return expected.startsWith('{') ? path.normalize(fill(expected)) : fill(expected);
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
