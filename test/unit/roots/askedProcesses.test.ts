/** Of which processes the start is asked: on Windows and macOS a program tells it, and a hook waits for that. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { callerSession, parseHookInput, type HookInput } from '../../../src/core/roots/callerSession.ts';
import { liveSessions } from '../../../src/core/roots/liveRegistry.ts';
import { hasNoLogAndIsAlone } from '../../../src/core/roots/newSession.ts';
import { sessionsBelow } from '../../../src/core/roots/terminalSessions.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

const own = process.pid;
/** Numbers that no process has. */
const [client, other, third] = [4_194_301, 4_194_302, 4_194_303];

let home: Home;
let asked: number[];
const processes = {
  startOf(pid: number) {
    asked.push(pid);
    return pid === third ? undefined : '7';
  },
};

beforeEach(() => {
  home = makeHome();
  fs.mkdirSync(path.join(home.root, 'projects'), { recursive: true });
  asked = [];
});

function register(pid: number, sessionId: string): void {
  home.write(`.claude/sessions/${pid}.json`, JSON.stringify({ pid, sessionId, procStart: '7' }));
}

function hookInput(more: object = {}): HookInput {
  const input = parseHookInput({ session_id: sessionA, hook_event_name: 'SessionStart', ...more });
  if (typeof input === 'string') throw new Error(input);
  return input;
}

const env = { CLAUDE_PID: String(client) };

describe('a session that starts', () => {
  it('is alone, of its own entry without asking, of another one that is not proved after asking', () => {
    register(client, sessionA);
    expect([hasNoLogAndIsAlone(hookInput(), [home.root], processes), asked]).toEqual([true, []]);
    register(third, sessionB);
    expect([hasNoLogAndIsAlone(hookInput(), [home.root], processes), asked]).toEqual([true, [third]]);
  });

  it('is not alone beside one that is proved, and of a session with a log nothing is asked', () => {
    register(client, sessionA);
    register(other, sessionB);
    expect([hasNoLogAndIsAlone(hookInput(), [home.root], processes), asked]).toEqual([false, [other]]);
    asked = [];
    home.log(sessionA, [prompt('Mine')]);
    expect([hasNoLogAndIsAlone(hookInput(), [home.root], processes), asked]).toEqual([false, []]);
  });
});

describe('the session of a hook', () => {
  const contradicts = (hook: HookInput, more: Record<string, string> = {}): string | undefined =>
    callerSession({ pid: own, env: { ...env, ...more }, hook }, [home.root], processes)?.contradicts;

  it('is that of its client, without asking for one, however many others there are', () => {
    register(client, sessionA);
    register(other, sessionB);
    expect([contradicts(hookInput()), asked]).toEqual([undefined, []]);
  });

  it('is another than that of its client: that one is asked for alone, once nothing else contradicts', () => {
    register(client, sessionC);
    register(other, sessionB);
    expect([contradicts(hookInput()), asked]).toEqual([sessionC, [client]]);
    asked = [];
    expect([contradicts(hookInput(), { SESSION_CONTEXT: `session_id=${sessionB}` }), asked]).toEqual([sessionB, []]);
    expect([contradicts(hookInput({ transcript_path: `/x/${sessionB}.jsonl` })), asked]).toEqual([sessionB, []]);
  });

  it('is not contradicted by a client above the one whose entry names it', () => {
    register(client, sessionA);
    register(own, sessionB);
    expect([contradicts(hookInput()), asked]).toEqual([undefined, []]);
  });
});

it('the session of a process asks for the entries of its own line, nearest first', () => {
  register(other, sessionC);
  register(own, sessionB);
  expect(callerSession({ pid: own, env }, [home.root], processes)?.text).toBe(sessionB);
  register(client, sessionA);
  expect(callerSession({ pid: own, env }, [home.root], processes)?.text).toBe(sessionA);
  expect(asked).toEqual([own, client]);
});

it('live sessions that are looked for by their ID ask for their own entries', () => {
  register(client, sessionA);
  register(other, sessionB);
  expect([...liveSessions([home.root], processes, (id) => id === sessionB).keys()]).toEqual([sessionB]);
  expect(asked).toEqual([other]);
});

it('the sessions of a terminal ask for those that run below it', () => {
  register(client, sessionA);
  register(other, sessionB);
  const tree = (pid: number): number | undefined => (pid === client ? 1 : undefined);
  expect(sessionsBelow(1, [home.root], processes, tree).map(({ sessionId }) => sessionId)).toEqual([sessionA]);
  expect(asked).toEqual([client]);
});
