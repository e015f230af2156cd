/**
 * Who made each Bash and MCP call of the recordings: what the logs prove of it, held against the session that the client
 * named in the request whose answer held the call.
 */
import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { callerOfNonce, callerOfToolCall, type ToolCaller } from '../../../src/core/answers/callerOfToolCall.ts';
import { recordings, restoreRecording, type RecordedSession, type RestoredHome } from '../../fixtures/recordings.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

const scenarios = /-(?:hooks|nested|deep|teams|workflow|dirs|ids|split)$/;
const nonce = 'nonce-of-this-call';

interface Call {
  readonly id: string;
  readonly name: string;
  readonly sessionId: string;
  /** Agents that may have made it; none where the session did. */
  readonly agents: ReadonlySet<string>;
}

function callsOf(sessions: RestoredHome['sessions']): Call[] {
  return Object.entries(sessions).flatMap(([sessionId, { calls = [], agents = [] }]) =>
    calls
      .filter(({ name }) => name === 'Bash' || name.startsWith('mcp__'))
      .map(({ id, name, by }) => ({ id, name, sessionId, agents: agentsNamed(by, agents) })),
  );
}

/** Where no header named the agent (teams, worktrees), it is one of those that the session has a log of. */
function agentsNamed(by: string, agents: NonNullable<RecordedSession['agents']>): ReadonlySet<string> {
  if (by === 'main') return new Set();
  const logged = agents.filter(({ logs }) => logs !== undefined);
  const named = logged.filter(({ rule }) => rule !== undefined && by.startsWith(rule));
  return new Set((named.length > 0 ? named : logged).map(({ id }) => id));
}

function verdict(found: ToolCaller | undefined, call: Call, sessions: RestoredHome['sessions']): string {
  if (found === undefined) return 'unknown';
  const { sessionId, agentId } = found;
  const isAgent = agentId === undefined ? call.agents.size === 0 : call.agents.has(agentId);
  // An agent that runs on over /clear is of the session that the log is of, which the request may precede.
  const hasMoved = sessions[sessionId]?.agents?.some(({ id, logs }) => id === agentId && logs !== undefined);
  const isRight = isAgent && (sessionId === call.sessionId || hasMoved === true);
  return isRight ? 'right' : `wrong: ${JSON.stringify({ found, call })}`;
}

/** Changes the log that holds a call to what it was when the call ran, with a nonce in its command; returns what undoes it. */
function whileRunning(log: string, id: string): () => void {
  const whole = fs.readFileSync(log, 'utf8');
  const lines = whole.split('\n');
  const at = lines.findIndex((line) => line.includes(`"id":"${id}"`));
  const line = lines[at]?.replace('"command":"', `"command":"session-scope who --nonce ${nonce}; `) ?? '';
  fs.writeFileSync(log, `${[...lines.slice(0, at), line].join('\n')}\n`);
  return () => fs.writeFileSync(log, whole);
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
  expect(counts).toEqual({ id: { right: 119 }, nonce: { right: 111 } });
});
