import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answer, call, prompt, result } from '../../fixtures/entries.ts';
import { logBytes, sessionA, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cli, cliFile, environmentOf } from './cliProcess.ts';

const isLinux = process.platform === 'linux';
const megabyte = 1_000_000;
const commands = ['agents', 'agent-entries', 'transcript', 'session', 'find-plan-slug'];

/** A home with one session; its log and that of its only agent are one file of this size under two names. */
function homeOf(bytes: number): Home {
  const home = makeHome();
  const agentLog = home.agentLog(sessionA, 'a1b2c3d', []);
  const turn = [
    prompt('Go on', { slug: 'quiet-harbor' }),
    answer('The quick brown fox. '.repeat(400)),
    call('toolu_1', 'Bash', { command: 'ls' }),
    result('toolu_1', { stdout: 'x'.repeat(6000), stderr: '' }),
  ];
  const lines = logBytes(turn, { sessionId: sessionA, cwd: home.path('shop') });
  const log = home.logPath(sessionA);
  fs.writeFileSync(log, Buffer.concat(Array.from({ length: Math.ceil(bytes / lines.length) }, () => lines)));
  fs.rmSync(agentLog);
  fs.linkSync(log, agentLog);
  return home;
}

interface Cost {
  readonly code: number | null;
  readonly stderr: string;
  /** Megabytes of memory at the most, and of bytes read. */
  readonly peak: number;
  readonly read: number;
}

/**
 * Runs the CLI with its output going into `reader`, a command of the shell. Its heap can hold no long log: in a larger
 * one garbage lies longer the busier the machine is, with Node 26 most. What is outside of the heap is left: up to 100
 * MB were seen.
 */
function cost(home: Home, args: readonly string[], reader: string): Cost {
  const file = home.path('cost.json');
  const measure = `process.on("exit",()=>fs.writeFileSync(${JSON.stringify(file)},JSON.stringify([process.resourceUsage().maxRSS/1000,+/rchar: (\\d+)/.exec(fs.readFileSync("/proc/self/io"))[1]/1e6])))`;
  const hook = `data:text/javascript,${encodeURIComponent(`import fs from "node:fs";${measure}`)}`;
  const line = `"$0" --max-old-space-size=48 --import "$1" "$2" ${args.join(' ')} | ${reader}; exit "\${PIPESTATUS[0]}"`;
  const { status, stderr } = spawnSync('bash', ['-c', line, process.execPath, hook, cliFile], {
    env: environmentOf(home),
    encoding: 'utf8',
  });
  const [peak, read] = JSON.parse(fs.readFileSync(file, 'utf8')) as [number, number];
  return { code: status, stderr, peak, read };
}

describe('a long log', skip(!isLinux && 'peak memory and bytes read can be measured on Linux alone'), () => {
  let small: Home;
  let large: Home;
  beforeAll(() => {
    small = homeOf(8 * megabyte);
    large = homeOf(200 * megabyte);
  });

  it.each(commands)('takes %s no more memory than a short one', (command) => {
    const args = [command, '--session-id', sessionA, ...(command === 'find-plan-slug' ? [] : ['--no-cache'])];
    const [before, after] = [small, large].map((home) => cost(home, args, 'cat >/dev/null'));
    expect([before?.code, after?.code]).toEqual([0, 0]);
    expect((after?.peak ?? Infinity) - (before?.peak ?? 0)).toBeLessThan(150);
  });

  // To know the agents of a session, its log is read once.
  it.each([
    // Once through the log for what /rewind took back, then as much as is taken.
    ['transcript', [], 230],
    ['transcript', ['--agent', 'a1b2c3d', '--no-cache'], 420],
    ['agent-entries', ['--no-cache'], 420],
  ])('is not read to its end by %s %s when its reader goes away', (command, more, megabytes) => {
    const { code, stderr, read } = cost(large, [command, '--session-id', sessionA, ...more], 'head -1 >/dev/null');
    expect([0, 141]).toContain(code);
    expect(stderr).toBe('');
    expect(read).toBeLessThan(megabytes);
  });
});

describe('agent-entries', () => {
  it('leaves out what is older than --since says', () => {
    const home = makeHome();
    home.agentLog(sessionA, 'a1b2c3d', [prompt('a'), answer('b'), answer('c')]);
    const since = (time: string) =>
      cli(home, ['agent-entries', sessionA, '--since', time]).stdout.split('\n').filter(Boolean).length;
    expect(['2026-01-02', '2026-01-02T03:00:02Z', '2026-01-02T03:00:03.001Z'].map(since)).toEqual([3, 2, 0]);
  });

  it('says which line is too long to be parsed, and goes on behind it', () => {
    const home = makeHome();
    const log = home.agentLog(sessionA, 'a1b2c3d', [prompt('a')]);
    fs.appendFileSync(
      log,
      Buffer.concat([Buffer.from('{"x":"'), Buffer.alloc(65 * 1024 * 1024, 'x'), Buffer.from('"}\n')]),
    );
    fs.appendFileSync(log, logBytes([answer('b')], { sessionId: sessionA }));
    const { code, stdout, stderr } = cli(home, ['agent-entries', sessionA]);
    expect([code, stdout.trimEnd().split('\n').length]).toEqual([0, 2]);
    expect(stderr).toBe(`session-scope: ${path.normalize(log)}: a line of 65 MB is too long and is left out\n`);
  });
});
