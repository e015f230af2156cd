import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { call, planMode, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cliFile, environmentOf } from './cliProcess.ts';

const hasPython = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0;

/** Runs the rest of its arguments on a terminal of its own, and prints what they print there. */
const onTerminal = `
import os, pty, sys
status = pty.spawn(sys.argv[1:], lambda fd: os.read(fd, 65536))
sys.exit(os.waitstatus_to_exitcode(status))
`;

let home: Home;

beforeAll(() => {
  home = makeHome();
  home.repository();
  const hostile =
    '\u001b[31mRED\u001b[2J\u0007 \u001b]8;;file:///etc/passwd\u001b\\click \u202egnp.exe \u009b2K\r\nsecond line \ud800';
  home.plan('calm-painting-otter');
  home.log(sessionA, [
    prompt(hostile, { slug: 'calm-painting-otter', gitBranch: hostile, cwd: home.path('shop') }),
    planMode(home.planPath('calm-painting-otter'), true),
    prompt('x', { cwd: `${home.path('shop')}/${hostile}` }),
    written(`${home.path('shop')}/${hostile}`, hostile),
    call('toolu_1', 'Task', { subagent_type: hostile, description: hostile, prompt: 'Look' }),
    { type: 'progress', parentToolUseID: 'toolu_1', data: { type: 'agent_progress', agentId: 'a1b2c3d' } },
  ]);
  home.agentLog(sessionA, 'a1b2c3d', [prompt(hostile)]);
  home.log(sessionB, [prompt('Quiet one')]);
});

function terminal(...args: string[]): { code: number | null; lines: string[]; text: string } {
  const run = spawnSync('python3', ['-c', onTerminal, process.execPath, cliFile, ...args], {
    cwd: home.path('shop'),
    env: environmentOf(home, { TERM: 'xterm-256color' }),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The terminal itself makes CR LF of a newline.
  const text = run.stdout.replaceAll('\r\n', '\n');
  return { code: run.status, text, lines: text.trimEnd().split('\n') };
}

describe('on a terminal', skip(!hasPython && 'no python3 to make a terminal with'), () => {
  it.each([...Object.keys(commands).filter((name) => name !== 'watch'), 'session --json'])(
    '%s prints no character that the terminal obeys',
    async (call) => {
      const [name = '', ...more] = call.split(' ');
      const positional = (await commands[name]?.())?.command.positional;
      const words = { 'session-id': [sessionA], argument: ['.'], arguments: ['.'], none: [] }[positional ?? 'none'];
      const { text } = terminal(name, ...words, ...more);
      expect(text.length).toBeGreaterThan(10);
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
    },
  );

  it('answers are text for people', () => {
    expect(terminal('find-plan-slug', sessionA)).toMatchObject({ code: 0, lines: ['calm-painting-otter'] });
    const plan = terminal('plan', sessionA).lines;
    expect(plan[0]).toBe('calm-painting-otter · in force');
    expect(plan[1]).toBe(`    ${home.planPath('calm-painting-otter')}`);
    expect(plan.slice(2)).toEqual([
      `    plan-mode  ${home.logPath(sessionA)}:2`,
      `    slug  ${home.logPath(sessionA)}:1`,
    ]);
    const rows = terminal('sessions').lines;
    expect(rows).toHaveLength(2);
    expect(rows.find((row) => row.startsWith('22222222'))).toMatch(/^22222222 {2}\S.* {2}Quiet one$/);
  });

  it('an error is one sentence, and --json makes it JSON', () => {
    expect(terminal('plan', sessionB)).toMatchObject({ code: 1, lines: ['session-scope: This session has no plan.'] });
    expect(terminal('plan', sessionB, '--json').lines[0]).toBe('{"error":"no_plan_found"}');
    const { code, text } = terminal('session', '\u001b[2J\u001b]0;pwn\u0007');
    expect([code, /[\u0000-\u0009\u000b-\u001f]/.test(text)]).toEqual([1, false]);
  });
});
