/** `--hook`: the session is that of the hook's input on standard input. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cli, cliFile, environmentOf } from './cliProcess.ts';

let home: Home;

beforeAll(() => {
  home = makeHome();
  home.repository();
  home.plan('calm-painting-otter');
  home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
  home.log(sessionB, [prompt('B')]);
});

/** As a client gives it to a hook of a subagent's tool call (2.1.332). */
const input = {
  session_id: sessionA,
  transcript_path: '/home/dev/.claude/projects/-home-dev-shop/x.jsonl',
  cwd: '/home/dev/shop',
  permission_mode: 'default',
  agent_id: 'ad0c5abeb1a36c5f5',
  agent_type: 'general-purpose',
  hook_event_name: 'PreToolUse',
  tool_name: 'Bash',
  tool_input: { command: 'ls' },
  tool_use_id: 'toolu_1',
};
const asHook = (args: readonly string[], text: string | Buffer = JSON.stringify(input), env = {}) =>
  cli(home, [...args, '--hook'], { input: text, env });

describe('a command in a hook', () => {
  it('who names the session and the agent of the input, and what else names another session', () => {
    const answer = { sessionId: sessionA, from: 'hook', proof: 'hook', hasLog: true };
    const agent = { agentId: 'ad0c5abeb1a36c5f5', agentType: 'general-purpose' };
    expect(asHook(['who'])).toMatchObject({ code: 0, json: { ...answer, ...agent }, stderr: '' });
    const stale = { CLAUDE_CODE_SESSION_ID: sessionB };
    expect(asHook(['who'], undefined, stale).json).toEqual({ ...answer, ...agent, contradicts: sessionB });
    const { agent_id: _id, ...main } = input;
    expect(asHook(['who'], JSON.stringify(main)).json).toEqual(answer);
  });

  it('every command about one session takes the one of the input', () => {
    for (const command of ['session', 'agents', 'agent-entries', 'transcript', 'scratch-dir']) {
      const named = cli(home, [command, sessionA], { cwd: home.path('shop') });
      const { stdout, code } = cli(home, [command, '--hook'], {
        input: JSON.stringify(input),
        cwd: home.path('shop'),
        env: { CLAUDE_CODE_SESSION_ID: sessionB },
      });
      expect([code, stdout]).toEqual([0, named.stdout]);
    }
    expect(asHook(['find-plan-slug']).json).toBe('calm-painting-otter');
    expect(asHook(['plan']).json).toMatchObject({ sessionId: sessionA });
  });

  it('says on stderr that the environment names another session', () => {
    const { stderr, json } = asHook(['find-plan-slug'], undefined, { CLAUDE_CODE_SESSION_ID: sessionB });
    expect(json).toBe('calm-painting-otter');
    expect(stderr).toBe(`session-scope: ${sessionB} is named too, but the input of the hook says ${sessionA}.\n`);
  });

  it.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['no JSON', 'session_id'],
    ['half of one', JSON.stringify(input).slice(0, -1)],
    ['a list', JSON.stringify([input])],
    ['bytes', Buffer.from([0xff, 0xfe, 0])],
    ['another JSON', JSON.stringify({ session_id: sessionA })],
    ['a very deep one', '['.repeat(200_000)],
  ])('with %s on standard input is the error no_session, and takes no weaker proof', (_what, text) => {
    const { code, json } = asHook(['find-plan-slug'], text, { CLAUDE_CODE_SESSION_ID: sessionA });
    expect([code, json]).toMatchObject([1, { error: 'no_session' }]);
  });

  it('with an ID that is no UUID is the error invalid_session_id', () => {
    const text = JSON.stringify({ ...input, session_id: '../../etc/passwd' });
    expect(asHook(['session'], text)).toMatchObject({ code: 1, json: { error: 'invalid_session_id' } });
  });

  it('is a wrong call beside another session, and for commands about all sessions', () => {
    for (const args of [
      ['plan', sessionA],
      ['plan', '--session-id', sessionA],
      ['who', '--pid', '1'],
    ])
      expect(asHook(args)).toMatchObject({ code: 2, json: { error: 'usage' } });
    for (const command of ['sessions', 'clean-scratch', 'restore-scratch', 'owner', 'watch', 'index'])
      expect(asHook([command])).toMatchObject({ code: 2, json: { error: 'usage' } });
  });
});

describe('an input that stays open', () => {
  /** Runs a command on a pipe that is never closed. */
  const onOpenPipe = async (args: string[], text: string): Promise<[number, string]> => {
    const child = spawn(process.execPath, [cliFile, ...args], {
      cwd: home.folder,
      env: environmentOf(home, { CLAUDE_CODE_SESSION_ID: sessionB }),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdin.write(text);
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return [code, out];
  };

  it('is not read without --hook', async () => {
    expect(await onOpenPipe(['who'], '')).toMatchObject([0, expect.stringContaining(sessionB)]);
  });

  it('ends for hook where the JSON does', async () => {
    const started = JSON.stringify({ ...input, hook_event_name: 'SessionStart', source: 'startup' });
    expect(await onOpenPipe(['hook'], started)).toMatchObject([0, expect.stringContaining(sessionA)]);
    expect(await onOpenPipe(['hook'], `${started}\n`)).toMatchObject([0, expect.stringContaining(sessionA)]);
  });

  it('ends for --hook when it says nothing more', async () => {
    const [said, silent] = await Promise.all([
      onOpenPipe(['who', '--hook'], JSON.stringify(input)),
      onOpenPipe(['who', '--hook'], ''),
    ]);
    expect(said).toMatchObject([0, expect.stringContaining(sessionA)]);
    expect(silent).toMatchObject([1, expect.stringContaining('no_session')]);
  }, 20_000);

  it(
    'a file, a folder and a closed one are no pipes, and answered',
    skip(process.platform === 'win32' && 'asks by sh'),
    () => {
      const run = (redirect: string) =>
        spawnSync('sh', ['-c', `"${process.execPath}" "${cliFile}" who --hook ${redirect}`], {
          env: environmentOf(home),
          encoding: 'utf8',
          timeout: 20_000,
        }).stdout;
      home.write('input.json', JSON.stringify(input));
      expect(run(`< "${home.path('input.json')}"`)).toContain(sessionA);
      expect(run(`< "${home.folder}"`)).toContain('no_session');
      expect(run('<&-')).toContain('no_session');
    },
  );
});
