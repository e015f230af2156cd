import { describe, expect, it } from 'vitest';
import { statFields } from '../../../src/core/disk/processes.ts';
import { processTable } from '../../../src/core/disk/processStart.ts';
import { callerSession, parseHookInput, type HookInput } from '../../../src/core/roots/callerSession.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noProc, skip } from '../../fixtures/skip.ts';

const processes = processTable(() => false);

/** Registers a process that really runs. */
function register(home: Home, pid: number, sessionId: string): string {
  const entry = { pid, sessionId, procStart: statFields(pid)?.[19], status: 'idle' };
  return home.write(`.claude/sessions/${pid}.json`, JSON.stringify(entry));
}

describe('the session of a calling process', skip(noProc), () => {
  const callOf = (home: Home, env: Record<string, string>, pid = process.pid) =>
    callerSession({ pid, env }, [home.root], processes);

  it('an environment that was set for this call beats the registry', () => {
    const home = makeHome();
    register(home, process.pid, sessionB);
    const env = { CLAUDE_CODE_SESSION_ID: sessionA, CLAUDE_CODE_CHILD_SESSION: '1' };
    expect(callOf(home, env)).toEqual({ text: sessionA, from: 'CLAUDE_CODE_SESSION_ID', proof: 'call' });
  });

  it('the registry beats an environment of the start of a process, and the contradiction is kept', () => {
    const home = makeHome();
    const file = register(home, process.pid, sessionB);
    const registered = { text: sessionB, from: 'registry', proof: 'registry', file };
    expect(callOf(home, { CLAUDE_CODE_SESSION_ID: sessionA })).toEqual({ ...registered, contradicts: sessionA });
    expect(callOf(home, { SESSION_CONTEXT: `session_id=${sessionA}` })).toEqual({
      ...registered,
      contradicts: sessionA,
    });
    expect(callOf(home, { CLAUDE_CODE_SESSION_ID: sessionB.toUpperCase() })).toEqual(registered);
    expect(callOf(home, {})).toEqual(registered);
  });

  it('the entry of CLAUDE_PID beats that of a nearer parent', () => {
    const home = makeHome();
    register(home, process.pid, sessionA);
    register(home, process.ppid, sessionB);
    expect(callOf(home, { CLAUDE_PID: String(process.ppid) })?.text).toBe(sessionB);
    expect(callOf(home, { CLAUDE_PID: 'x' })?.text).toBe(sessionA);
    expect(callOf(home, {})?.text).toBe(sessionA);
  });

  it('an environment of the start of a process counts where the registry is silent', () => {
    const home = makeHome();
    const named = { text: sessionA, from: 'CLAUDE_CODE_SESSION_ID', proof: 'process' };
    expect(callOf(home, { CLAUDE_CODE_SESSION_ID: sessionA })).toEqual(named);
    expect(callOf(home, {})).toBeUndefined();
  });

  it('a registry entry whose process started at another time proves nothing', () => {
    const home = makeHome();
    home.write(
      `.claude/sessions/${process.pid}.json`,
      JSON.stringify({ pid: process.pid, sessionId: sessionB, procStart: '1', status: 'idle' }),
    );
    expect(callOf(home, {})).toBeUndefined();
  });

  it("a hook's input beats all others, and says which agent it runs for", () => {
    const home = makeHome();
    const env = { CLAUDE_CODE_SESSION_ID: sessionA, CLAUDE_CODE_CHILD_SESSION: '1' };
    const hook = hookInput({
      session_id: sessionA,
      hook_event_name: 'PreToolUse',
      agent_id: 'a1b2',
      agent_type: 'Plan',
    });
    const proved = { text: sessionA, from: 'hook', proof: 'hook', agentId: 'a1b2', agentType: 'Plan' };
    const asked = (more: Record<string, string>) =>
      callerSession({ pid: process.pid, env: more, hook }, [home.root], processes);
    expect(asked(env)).toEqual(proved);
    expect(asked({ SESSION_CONTEXT: `session_id=${sessionB}` })).toEqual({ ...proved, contradicts: sessionB });
    register(home, process.pid, sessionC);
    expect(asked(env)).toEqual({ ...proved, contradicts: sessionC });
    register(home, process.pid, sessionA);
    expect(asked(env)).toEqual(proved);
  });

  it('a hook of the start of a fork names the parent (to 2.1.181): an environment of this call beats it', () => {
    const hook = hookInput({ session_id: sessionA, hook_event_name: 'SessionStart', source: 'resume' });
    const ofCall = { CLAUDE_CODE_SESSION_ID: sessionB, CLAUDE_CODE_CHILD_SESSION: '1' };
    const asked = (env: Record<string, string>) => callerSession({ pid: process.pid, env, hook }, [], processes);
    expect(asked(ofCall)).toEqual({
      text: sessionB,
      from: 'CLAUDE_CODE_SESSION_ID',
      proof: 'call',
      contradicts: sessionA,
    });
    const ofStart = { CLAUDE_CODE_SESSION_ID: sessionB };
    expect(asked(ofStart)).toEqual({ text: sessionA, from: 'hook', proof: 'hook', contradicts: sessionB });
  });
});

function hookInput(json: object): HookInput {
  const input = parseHookInput(json);
  if (typeof input === 'string') throw new Error(input);
  return input;
}

describe("a hook's input", () => {
  const event = { session_id: sessionA, hook_event_name: 'Stop' };

  it('names the session, and the one that its transcript is named after', () => {
    const other = { ...event, transcript_path: `C:\\Users\\dev\\.claude\\projects\\x\\${sessionB}.jsonl` };
    expect(parseHookInput(other)).toMatchObject({ sessionId: sessionA, transcriptOf: sessionB });
    expect(callerSession({ pid: 1, env: {}, hook: hookInput(other) }, [], processes)?.contradicts).toBe(sessionB);
    const posix = { ...event, session_id: sessionA.toUpperCase(), transcript_path: `/home/dev/x/${sessionA}.jsonl` };
    expect(parseHookInput(posix)).toMatchObject({ sessionId: sessionA, transcriptOf: sessionA });
    expect(parseHookInput({ ...event, transcript_path: '/home/dev/../../etc/passwd' })).toMatchObject({
      transcriptOf: undefined,
    });
  });

  it.each(
    [undefined, null, 'text', 7, [], [event], {}, { hook_event_name: 'Stop' }, { session_id: sessionA }].map(json),
  )('is not %s', (_text, input) => expect(parseHookInput(input)).toBe('no-hook'));

  it.each(['', '../../etc/passwd', sessionA.slice(0, 8), `${sessionA}\n`, `${sessionA}.jsonl`].map(json))(
    'with the session ID %s is invalid',
    (_text, id) => expect(parseHookInput({ ...event, session_id: id })).toBe('invalid-session-id'),
  );

  it('names an agent by an ID alone that may be part of a path', () => {
    for (const agentId of ['../x', 'a b', '', 'a'.repeat(129), 7, null, undefined])
      expect(parseHookInput({ ...event, agent_id: agentId, agent_type: 'Plan' })).toMatchObject({
        agentId: undefined,
        agentType: undefined,
      });
    expect(parseHookInput({ ...event, agent_id: 'aScout-1', agent_type: 'x'.repeat(999) })).toMatchObject({
      agentId: 'aScout-1',
      agentType: 'x'.repeat(200),
    });
  });
});

function json<T>(value: T): [string, T] {
  return [JSON.stringify(value), value];
}
