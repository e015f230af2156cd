import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { processTree, treeOfPs } from '../../../src/core/disk/processTree.ts';
import { processTable } from '../../../src/core/disk/processStart.ts';
import { sessionsBelow, terminalOf } from '../../../src/core/roots/terminalSessions.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noPs, skip } from '../../fixtures/skip.ts';

const noTree = process.platform !== 'linux' && 'real process trees are made on Linux alone';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // Its group has ended.
    }
  }
});

/** A shell as a terminal starts it, that runs `script` and prints the process IDs of a test. */
async function terminal(script: string): Promise<{ pid: number; printed: number[] }> {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  started.push(child);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { pid: child.pid ?? 0, printed: chunk.toString().trim().split(/\s+/).map(Number) };
}

const processes = processTable(() => true);

function register(home: Home, pid: number, sessionId: string, more: object = {}): void {
  const procStart = processes.startOf(pid);
  home.write(`.claude/sessions/${pid}.json`, JSON.stringify({ pid, sessionId, procStart, status: 'busy', ...more }));
}

describe('the session of a terminal, in a real process tree', skip(noTree), () => {
  const tree = processTree(true);
  if (tree === undefined) return;
  const below = (home: Home, pid: number): [number, string][] =>
    sessionsBelow(pid, [home.root], processes, tree).map((one) => [one.pid, one.sessionId]);

  it('is the one whose client runs below its shell, not that of the terminal beside it', async () => {
    const home = makeHome();
    const one = await terminal("sh -c 'sleep 60 & echo $!; wait'; true");
    const other = await terminal('sleep 60 & echo $!; wait');
    register(home, one.printed[0] ?? 0, sessionA);
    register(home, other.printed[0] ?? 0, sessionB);
    expect(below(home, one.pid)).toEqual([[one.printed[0], sessionA]]);
    expect(below(home, other.pid)).toEqual([[other.printed[0], sessionB]]);
    const pids = [other.pid, one.pid];
    expect(terminalOf([{ pid: one.printed[0] ?? 0 }], pids, tree)).toBe(one.pid);
    expect(terminalOf([{ pid: other.printed[0] ?? 0 }], pids, tree)).toBe(other.pid);
  });

  it('is the terminal process itself where the client is started without a shell', async () => {
    const home = makeHome();
    const { pid } = await terminal('echo 1; exec sleep 60');
    register(home, pid, sessionA);
    expect(below(home, pid)).toEqual([[pid, sessionA]]);
  });

  it('is not a session that the client of another session started', async () => {
    const home = makeHome();
    const { pid, printed } = await terminal("sh -c 'sleep 60 & echo $$ $!; wait'; true");
    const [outer = 0, inner = 0] = printed;
    register(home, outer, sessionA);
    register(home, inner, sessionB);
    expect(below(home, pid)).toEqual([[outer, sessionA]]);
  });

  it('is each of two that run side by side in one terminal', async () => {
    const home = makeHome();
    const { pid, printed } = await terminal('sleep 60 & a=$!; sleep 60 & echo $a $!; wait');
    const [one = 0, other = 0] = printed;
    register(home, one, sessionA);
    register(home, other, sessionB);
    expect(below(home, pid)).toEqual([
      [one, sessionA],
      [other, sessionB],
    ]);
  });

  it('is none where the entry is of a process that had the number before', async () => {
    const home = makeHome();
    const { pid, printed } = await terminal('sleep 60 & echo $!; wait');
    register(home, printed[0] ?? 0, sessionA, { procStart: '1' });
    expect(below(home, pid)).toEqual([]);
  });

  it('is none for a client that has left its terminal', async () => {
    const home = makeHome();
    const { pid, printed } = await terminal('echo $( (setsid sleep 60 >/dev/null & echo $!) ); sleep 60');
    const left = printed[0] ?? 0;
    register(home, left, sessionA);
    expect(below(home, pid)).toEqual([]);
    expect(terminalOf([{ pid: left }], [pid], tree)).toBeUndefined();
    process.kill(left, 'SIGKILL');
  });
});

describe('the process tree', () => {
  it('is the same by ps, as macOS has it', skip(noTree || noPs), () => {
    const byPs = processTree(true, 'darwin');
    expect(byPs?.(process.pid)).toBe(process.ppid);
    expect(byPs?.(process.ppid)).toBe(processTree(true, 'linux')?.(process.ppid));
  });

  it('is not known where no program may be run, and on Windows', () => {
    expect(processTree(false, 'darwin')).toBeUndefined();
    expect(processTree(true, 'win32')).toBeUndefined();
  });

  it('passes over lines of ps that are none', () => {
    const tree = treeOfPs('    1     0\n   38     1\nrubbish\n  39 38 37\n');
    expect([tree(38), tree(1), tree(39), tree(40)]).toEqual([1, 0, undefined, undefined]);
  });
});
