import { describe, expect, it } from 'vitest';
import { statFields } from '../../../src/core/disk/processes.ts';
import { processTable } from '../../../src/core/disk/processStart.ts';
import { callerSession } from '../../../src/core/roots/callerSession.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

const processes = processTable(() => false);

/** Registers a process that really runs. */
function register(home: Home, pid: number, sessionId: string): string {
  const entry = { pid, sessionId, procStart: statFields(pid)?.[19], status: 'idle' };
  return home.write(`.claude/sessions/${pid}.json`, JSON.stringify(entry));
}

describe.skipIf(process.platform !== 'linux')('the session of a calling process', () => {
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
});
