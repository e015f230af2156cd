/**
 * Who made each Bash and MCP call of the recordings: what the logs and the live registry prove of it, held against the
 * session that the client named in the request whose answer held the call.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { callerOfNonce, callerOfToolCall, type ToolCaller } from '../../../src/core/answers/callerOfToolCall.ts';
import { statFields } from '../../../src/core/disk/processes.ts';
import { processTable } from '../../../src/core/disk/processStart.ts';
import { callerSession } from '../../../src/core/roots/callerSession.ts';
import { recordings, restoreRecording, type RecordedSession, type RestoredHome } from '../../fixtures/recordings.ts';
import { sessionB } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { noProc, skip } from '../../fixtures/skip.ts';

const scenarios = /-(?:hooks|nested|deep|teams|workflow|dirs|ids|split)$/;
const nonce = 'nonce-of-this-call';

interface Call {
  readonly id: string;
  readonly name: string;
  /** When the client got it. */
  readonly t: string;
  readonly sessionId: string;
  /** Agents that may have made it; none where the session did. */
  readonly agents: ReadonlySet<string>;
}

function callsOf(sessions: RestoredHome['sessions']): Call[] {
  return Object.entries(sessions).flatMap(([sessionId, { calls = [], agents = [] }]) =>
    calls
      .filter(({ name }) => name === 'Bash' || name.startsWith('mcp__'))
      .map(({ id, name, t, by }) => ({ id, name, t, sessionId, agents: agentsNamed(by, agents) })),
  );
}

/** Where no header named the agent (teams, worktrees), it is one of those that the session has a log of. */
function agentsNamed(by: string, agents: NonNullable<RecordedSession['agents']>): ReadonlySet<string> {
  if (by === 'main') return new Set();
  const logged = agents.filter(({ logs }) => logs !== undefined);
  const named = logged.filter(({ rule }) => rule !== undefined && by.startsWith(rule));
  return new Set((named.length > 0 ? named : logged).map(({ id }) => id));
}

type Named = Pick<ToolCaller, 'agentId'> & { readonly sessionId: string };

function verdict(found: Named | undefined, call: Call, sessions: RestoredHome['sessions']): string {
  if (found === undefined) return 'unknown';
  const { sessionId, agentId } = found;
  const isAgent = agentId === undefined ? call.agents.size === 0 : call.agents.has(agentId);
  // An agent that runs on over /clear is of the session that the log is of, which the request may precede.
  const hasMoved = sessions[sessionId]?.agents?.some(({ id, logs }) => id === agentId && logs !== undefined);
  const isRight = isAgent && (sessionId === call.sessionId || hasMoved === true);
  return isRight ? 'right' : `wrong: ${JSON.stringify({ found, call })}`;
}

/** Of a proof that names no agent. */
function verdictOfSession(found: string | undefined, call: Call, sessions: RestoredHome['sessions']): string {
  if (found === undefined) return 'unknown';
  if (call.agents.size === 0) return verdict({ sessionId: found, agentId: undefined }, call, sessions);
  const isRight = [...call.agents].some(
    (agentId) => verdict({ sessionId: found, agentId }, call, sessions) === 'right',
  );
  return isRight ? 'session right, agent not named' : `wrong: ${JSON.stringify({ found, call })}`;
}

/**
 * Changes the log that holds a call to what it was when the call ran, with a nonce in its command; returns what undoes
 * it.
 */
function whileRunning(log: string, id: string): () => void {
  const whole = fs.readFileSync(log, 'utf8');
  const lines = whole.split('\n');
  const at = lines.findIndex((line) => line.includes(`"id":"${id}"`));
  const line = lines[at]?.replace('"command":"', `"command":"session-scope who --nonce ${nonce}; `) ?? '';
  fs.writeFileSync(log, `${[...lines.slice(0, at), line].join('\n')}\n`);
  return () => fs.writeFileSync(log, whole);
}

const processes: ChildProcess[] = [];
afterAll(() => {
  for (const { pid } of processes) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
});

/** A process that lives and has a child, as a client that runs a Bash command. */
async function client(): Promise<{ readonly pid: number; readonly child: number }> {
  const shell = spawn('sh', ['-c', 'sleep 1000 & echo $!; wait'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  processes.push(shell);
  const child = await new Promise<number>((resolve) =>
    shell.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))),
  );
  return { pid: shell.pid ?? 0, child };
}

/**
 * The session that the registry named at a time: that of the first prompt after the client was started or changed its
 * session.
 */
function registeredAt(t: string, { commands, order }: RestoredHome): string | undefined {
  const changes = commands.filter(({ argv, typed }) => argv !== undefined || /^\/(?:clear|branch)\b/.test(typed ?? ''));
  const since = changes.findLast((one) => one.t <= t)?.t ?? '';
  return order.find((one) => one.t >= since)?.session;
}

/** Writes the entry that a client of 2.1.181 on has in the registry while it answers. */
function register(root: string, pid: number, sessionId: string): void {
  const folder = path.join(root, 'sessions');
  fs.mkdirSync(folder, { recursive: true });
  const entry = {
    pid,
    sessionId,
    procStart: statFields(pid)?.[19],
    kind: 'interactive',
    entrypoint: 'cli',
    status: 'busy',
  };
  fs.writeFileSync(path.join(folder, `${pid}.json`), JSON.stringify(entry));
}

it('the logs name who made a call, by its ID and by a nonce in its command, and never another', () => {
  const counts: Record<string, Record<string, number>> = { id: {}, nonce: {} };
  const count = (proof: string, is: string): void => {
    const of = (counts[proof] ??= {});
    of[is] = (of[is] ?? 0) + 1;
  };
  for (const name of recordings.filter((one) => scenarios.test(one))) {
    const home = makeHome();
    const { roots, sessions } = restoreRecording(name, home.folder);
    const index = indexOf(home, { roots });
    for (const call of callsOf(sessions)) {
      const found = callerOfToolCall(call.id, index);
      count('id', verdict(found, call, sessions));
      if (call.name !== 'Bash' || found === undefined) continue;
      const undo = whileRunning(found.evidence.file, call.id);
      count('nonce', verdict(callerOfNonce(nonce, index), call, sessions));
      undo();
    }
  }
  console.log('Bash and MCP calls by the logs:', JSON.stringify(counts));
  expect(counts).toEqual({ id: { right: 119 }, nonce: { right: 111 } });
});

it(
  'the live registry names the session of a call beside a neighbour, never the agent, and never another session',
  skip(noProc),
  async () => {
    const table = processTable(() => false);
    const [own, neighbour] = [await client(), await client()];
    const counts: Record<string, Record<string, number>> = {};
    for (const name of recordings.filter((one) => scenarios.test(one))) {
      const restored = restoreRecording(name, makeHome().folder);
      const { roots, sessions } = restored;
      for (const call of callsOf(sessions)) {
        const sessionId = registeredAt(call.t, restored);
        const [root] = roots;
        if (root === undefined || sessionId === undefined) throw new Error(`${name}: who is registered at ${call.t}?`);
        register(root, own.pid, sessionId);
        const other = Object.keys(sessions).find((id) => id !== sessionId) ?? sessionB;
        register(root, neighbour.pid, other);
        const callers = {
          parent: { pid: own.child, env: {} },
          CLAUDE_PID: { pid: process.pid, env: { CLAUDE_PID: String(own.pid) } },
          'parent, against a stale environment': { pid: own.child, env: { CLAUDE_CODE_SESSION_ID: other } },
          neither: { pid: process.pid, env: {} },
        };
        for (const [proof, caller] of Object.entries(callers)) {
          const found = callerSession(caller, roots, table);
          const is = verdictOfSession(found?.text, call, sessions);
          const of = (counts[proof] ??= {});
          of[is] = (of[is] ?? 0) + 1;
        }
      }
    }
    console.log('Bash and MCP calls by the live registry:', JSON.stringify(counts));
    const all = { right: 34, 'session right, agent not named': 85 };
    expect(counts).toEqual({
      parent: all,
      CLAUDE_PID: all,
      'parent, against a stale environment': all,
      neither: { unknown: 119 },
    });
  },
);
