/**
 * Random and damaged input of every kind that comes from outside, but logs, which have tests of their own. A failure
 * prints its seed and the smallest case; FUZZ_SEED repeats a run, FUZZ_RUNS makes it longer.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { parseHookInput } from '../../../src/core/roots/callerSession.ts';
import { listBin } from '../../../src/core/scratch/bin.ts';
import { parseManifest } from '../../../src/core/scratch/binManifest.ts';
import { restoreFromBin } from '../../../src/core/scratch/restoreFromBin.ts';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import { parseJson } from '../../../src/core/text/parseJson.ts';
import { planMode, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { mutated } from '../../fixtures/mutations.ts';
import { makeSandbox, snapshot } from '../../fixtures/scratchTree.ts';
import { Seeded } from '../../fixtures/seeded.ts';
import { cliFile, environmentOf } from '../cli/cliProcess.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const runs = Number(process.env.FUZZ_RUNS ?? 300);
const timeout = Math.max(60_000, 100 * runs);
console.log(`FUZZ_SEED=${seed}`);
fc.configureGlobal({ seed, numRuns: runs });

/** A text with one to three mutations. */
const damaged = (text: string): fc.Arbitrary<Buffer> =>
  fc.nat().map((one) => mutated(Buffer.from(text), Buffer.from(text), new Seeded(one)));

const hookInput = JSON.stringify({
  session_id: sessionA,
  transcript_path: `/home/u/.claude/projects/-shop/${sessionA}.jsonl`,
  cwd: '/home/u/shop',
  hook_event_name: 'PostToolUse',
  agent_id: 'a1b2c3d',
});

describe('the input of a hook', () => {
  it('names a session by a whole ID or none, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          damaged(hookInput).map((bytes) => parseJson(bytes)),
        ),
        (json) => {
          const input = parseHookInput(json);
          if (typeof input === 'object') expect(JSON.stringify(json).toLowerCase()).toContain(idIn(input));
        },
      ),
    );
  });

  function idIn(input: object): string {
    const id = Object.values(input).find((value) => parseSessionId(value) !== undefined) as string | undefined;
    return id ?? expect.unreachable('an input without a session');
  }
});

describe('the manifest of a removed directory', () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '',
    '.erk',
    'scratch',
    'sessions',
    sessionA,
    sessionB,
    '.git',
    'src',
    '~',
    '\0',
    'outside',
  );
  const place = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('/'));
  const manifest = (location: string): string =>
    JSON.stringify({
      version: 1,
      sessionId: sessionA,
      path: location,
      removedAt: 0,
      mode: 0o700,
      dev: '1',
      ino: '1',
      files: 1,
      bytes: 1,
    });

  it('is one, or none', () => {
    const bytes = damaged(manifest(`.erk/scratch/sessions/${sessionA}`));
    fc.assert(
      fc.property(bytes, (some) => {
        const parsed = parseManifest(some);
        if (parsed !== undefined) expect(parseSessionId(parsed.sessionId)).toBe(parsed.sessionId);
      }),
    );
  });

  it('gives a directory back to a place of the session’s scratch alone, and nothing outside changes', () => {
    const sandbox = makeSandbox();
    try {
      const bin = path.join(sandbox.repository, '.erk/.session-scope-bin');
      const entry = `20260101T000000Z-${sessionA}-00000000`;
      const outside = snapshot(sandbox.outside);
      const erk = path.join(sandbox.repository, '.erk/scratch');
      let restored = 0;
      fc.assert(
        fc.property(fc.oneof(place, fc.constantFrom('/', sandbox.outside, `.erk/scratch/${sessionA}`)), (location) => {
          fs.rmSync(path.join(sandbox.repository, '.erk'), { recursive: true, force: true });
          fs.mkdirSync(path.join(bin, entry), { recursive: true });
          fs.writeFileSync(path.join(bin, `${entry}.json`), manifest(location));
          for (const found of listBin([sandbox.repository])) {
            const result = restoreFromBin(found);
            if (!result.restored) continue;
            restored++;
            expect(path.dirname(result.path).startsWith(erk)).toBe(true);
          }
          expect(fs.readdirSync(sandbox.repository).sort()).toEqual(['.erk', '.git']);
          expect(snapshot(sandbox.outside)).toEqual(outside);
        }),
        { numRuns: Math.min(runs, 200) },
      );
      expect(restored).toBeGreaterThan(0);
    } finally {
      sandbox.remove();
    }
  });
});

describe('the settings of a project', () => {
  const part = fc.constantFrom('..', '.', '', 'plans', '.claude', '/', '\\', '~', '\0', 'secret', 'C:', '%2e%2e');
  const directory = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));

  it('name a plans directory of the project or none, and nothing outside of it is looked at', () => {
    const home = makeHome();
    home.repository();
    home.write('secret/quiet-plan.md', '# CANARY');
    home.log(sessionA, [
      prompt('A', { slug: 'quiet-plan', cwd: home.path('shop') }),
      planMode(home.path('secret/quiet-plan.md'), true),
    ]);
    const text = fc.oneof(
      directory.map((named) => Buffer.from(JSON.stringify({ plansDirectory: named }))),
      damaged('{"plansDirectory":"../secret","permissions":{"allow":[]}}'),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify({ plansDirectory: value }))),
    );
    const project = home.path('shop');
    fc.assert(
      fc.property(text, (settings) => {
        home.write('shop/.claude/settings.json', settings);
        const index = indexOf(home);
        const { plans } = detailsOf(index, sessionA);
        const outside = plans.filter((plan) => plan.path.includes(`${path.sep}secret${path.sep}`));
        expect(new Set(outside.map(({ state }) => state))).toEqual(new Set(['not-looked-at']));
        expect(JSON.stringify(plans)).not.toContain('CANARY');
        const listed = [...index.directories.listed].filter((one) => !one.startsWith(home.root));
        expect(listed.filter((one) => !one.startsWith(project + path.sep))).toEqual([]);
        index.close();
      }),
      { numRuns: Math.min(runs, 200) },
    );
  });
});

it('a damaged cache changes no answer', () => {
  const home = makeHome();
  home.plan('calm-painting-otter');
  home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter', gitBranch: 'main' })]);
  home.log(sessionB, [prompt('B')], { cwd: 'other' });
  home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
  const cold = indexOf(home);
  const file = indexCacheFile(home.path('cache'), cold.host);
  writeIndexCache(file, cold)?.logs.close();
  const whole = fs.readFileSync(file);
  const rows = [...cold.rows.values()];
  fc.assert(
    fc.property(fc.nat(), (one) => {
      fs.writeFileSync(file, mutated(whole, whole, new Seeded(one)));
      const index = new SessionIndex(cold.host);
      const stored = readIndexCache(file, cold.host);
      if (stored !== undefined) index.restore(stored);
      index.refresh();
      expect([...index.rows.values()].sort(byId)).toEqual([...rows].sort(byId));
      index.close();
    }),
    { numRuns: Math.min(runs, 200) },
  );
});

function byId(a: { sessionId: string }, b: { sessionId: string }): number {
  return a.sessionId < b.sessionId ? -1 : 1;
}

it(
  'the MCP server answers a good request after any number of bad ones, and prints lines of JSON alone',
  { timeout },
  async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A \u001b[31m\u202e CANARY')]);
    const request = (id: number, method: string, params: object): string =>
      JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const client = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    const calls = ['whoami', 'plan', 'siblings', 'find'].map((name, at) => {
      const args = name === 'find' ? { name: 'A' } : { session_id: sessionA };
      return request(100 + at, 'tools/call', { name, arguments: args, _meta: { 'claudecode/toolUseId': 'toolu_1' } });
    });
    const random = new Seeded(seed);
    const bad = Array.from({ length: runs }, () => {
      const line = Buffer.from(random.pick(calls as [string, ...string[]]));
      return mutated(line, line, random)
        .toString('latin1')
        .replaceAll(/[\r\n]/g, ' ');
    });
    const server = spawn(process.execPath, [cliFile, 'mcp'], {
      cwd: home.folder,
      env: environmentOf(home),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let output = '';
    const answered = new Promise<void>((resolve) => {
      server.stdout.on('data', (piece: Buffer) => {
        output += piece.toString('utf8');
        if (output.includes('"id":9999')) resolve();
      });
    });
    const exited = once(server, 'exit');
    server.stdin.on('error', () => undefined);
    const hello = [request(1, 'initialize', client), '{"jsonrpc":"2.0","method":"notifications/initialized"}'];
    server.stdin.write([...hello, ...bad, request(9999, 'tools/list', {}), ''].join('\n'));
    await Promise.race([answered, exited]);
    server.stdin.end();
    await exited;
    expect(output, `FUZZ_SEED=${seed}`).toContain('"id":9999');
    for (const line of output.trimEnd().split('\n')) {
      expect(() => JSON.parse(line) as unknown).not.toThrow();
      expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
    }
  },
);
