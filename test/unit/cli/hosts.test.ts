/** `--host NAME`, on the built CLI, by the real ssh and sshd on the loopback interface. */
import * as fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answers as contract, error as errorShape } from '../../../src/contract/answers.ts';
import { prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { restoreRecording } from '../../fixtures/recordings.ts';
import { freePort, noSshHosts, SshHosts } from '../../fixtures/sshHosts.ts';
import { skip } from '../../fixtures/skip.ts';
import { cli, cliFile, type CliRun } from './cliProcess.ts';

type Row = Readonly<Record<string, unknown>>;

describe('hosts', { timeout: 60_000, ...skip(noSshHosts) }, () => {
  let hosts: SshHosts;
  const here = makeHome();
  const home: Record<'a' | 'b' | 'c', Home> = { a: makeHome(), b: makeHome(), c: makeHome() };
  const ask = (...args: readonly string[]): CliRun => cli(here, args, { env: { PATH: hosts.path } });
  const onHost = (of: Home, ...args: readonly string[]): CliRun => cli(of, args);

  beforeAll(async () => {
    hosts = new SshHosts();
    home.a.log(sessionA, [prompt('Plan the cart'), written(home.a.planPath('calm-otter'), '# Cart\n')]);
    home.a.plan('calm-otter', '# Cart\n');
    home.b.log(sessionA, [prompt('A copy of it')]);
    home.b.log(sessionB, [prompt('On b')]);
    restoreRecording('2.1.330-tui', home.c.folder);
    const real = `exec "${process.execPath}" "${cliFile}" "$@"`;
    for (const name of ['a', 'b', 'c'] as const) await hosts.start(name, home[name].folder, real);
    await hosts.start('bad-json', here.folder, 'echo "{]"');
    await hosts.start('banner', here.folder, 'echo Welcome; echo "[]"');
    await hosts.start('no-rows', here.folder, `echo '[{"sessionId":"../../etc"}]'`);
    const escapes = '{"error":"not_found","message":"\\u001b]0;x\\u0007\\u202egone","host":"a"}';
    await hosts.start('escapes', here.folder, `printf '%s' '${escapes}'; printf '\\033[2J' >&2; exit 1`);
    const claims = `[{"sessionId":"${sessionC}","host":"a","alsoOn":["a"],"title":"\\u001b[2Jx"}]`;
    await hosts.start('liar', here.folder, `printf '%s' '${claims}'`);
    await hosts.start('endless', here.folder, 'exec yes "[[[[[[[["');
    await hosts.start('deep', here.folder, `head -c 1000000 /dev/zero | tr '\\0' '['`);
    await hosts.start('no-time', here.folder, `echo '{"error":"not_found","time":1e99}'; exit 1`);
    await hosts.start('slow', here.folder, 'exec sleep 30');
    await hosts.start('older', here.folder, 'echo "{\\"error\\":\\"usage\\"}"; exit 2');
    await hosts.start('without', here.folder, '');
    hosts.name('down', await freePort());
  });
  afterAll(() => hosts.stop());

  it('answer as they do themselves, byte for byte but for the host', () => {
    const { code, stdout } = ask('sessions', '--all', '--host', 'c');
    expect(code).toBe(0);
    expect(stdout.replaceAll(',"host":"c"}', '}')).toBe(onHost(home.c, 'sessions', '--all').stdout);
    const ids = (JSON.parse(stdout) as { sessionId: string }[]).map(({ sessionId }) => sessionId);
    expect(ids.length).toBeGreaterThan(3);
    for (const id of ids) {
      for (const command of ['session', 'plan']) {
        const remote = ask(command, id, '--host', 'c');
        const own = onHost(home.c, command, id);
        const isError = own.code !== 0;
        expect([remote.code, ...(isError ? [] : [remote.stdout.replace(/,"host":"c"\}\n$/, '}\n')])]).toEqual([
          own.code,
          ...(isError ? [] : [own.stdout]),
        ]);
        if (isError) expect(remote.json).toMatchObject({ error: (own.json as Row).error, host: 'c' });
      }
    }
    const [id = ''] = ids;
    expect(ask('transcript', id, '--host', 'c').stdout).toBe(onHost(home.c, 'transcript', id).stdout);
  });

  it('list those that are open there, where these are asked for', () => {
    expect(ask('sessions', '--live', '--host', 'a')).toMatchObject({ code: 0, json: [] });
  });

  it('are listed one after the other; a session on two of them is told on both, and not merged', () => {
    const { code, json } = ask('sessions', '--host', 'a', '--host', 'b');
    expect(code).toBe(0);
    const rows = (json as Row[]).map(({ host, sessionId, title, alsoOn }) => [host, sessionId, title, alsoOn]);
    expect(rows.slice(0, 1)).toEqual([['a', sessionA, 'Plan the cart', ['b']]]);
    expect(rows.slice(1).sort()).toEqual([
      ['b', sessionA, 'A copy of it', ['a']],
      ['b', sessionB, 'On b', undefined],
    ]);
    contract.sessions.parse(json);
  });

  it('take the options of a command that say something on another machine', () => {
    expect(ask('plan', '11111111', '--content', '--slug', 'calm-otter', '--host', 'a').json).toMatchObject({
      sessionId: sessionA,
      content: '# Cart\n',
      host: 'a',
    });
    expect(ask('sessions', '--limit', '1', '--host', 'b').json).toHaveLength(1);
    expect(ask('plan', sessionC, '--host', 'a')).toMatchObject({
      code: 1,
      json: { error: 'session_not_found', host: 'a' },
    });
  });

  it.each([
    ['down', 'unreachable'],
    ['unknown.invalid', 'unreachable'],
    ['slow', 'timed-out'],
    ['older', 'older'],
    ['without', 'not-installed'],
    ['bad-json', 'not-an-answer'],
    ['banner', 'not-an-answer'],
    ['no-rows', 'not-an-answer'],
    ['deep', 'not-an-answer'],
    ['no-time', 'not-an-answer'],
    ['endless', 'too-large'],
  ])('of which one is %s are answered without it, and that is said', (name, reason) => {
    const { code, json, stderr } = ask('sessions', '--host', 'a', '--host', name, '--host-timeout', '6');
    const [row, problem, ...more] = json as Row[];
    expect([code, row?.title, problem, more]).toEqual([
      1,
      'Plan the cart',
      { error: 'unreadable', message: expect.stringContaining(name) as string, host: name, reason },
      [],
    ]);
    expect(stderr).toContain(`session-scope: ${name} `);
    errorShape.parse(problem);
    const single = ask('session', sessionA, '--host', name, '--host-timeout', '6');
    expect([single.code, (single.json as Row).host]).toEqual([1, name]);
  });

  it('that send what a terminal obeys, or speak for others, do neither', () => {
    const bad = ask('session', sessionA, '--host', 'escapes');
    expect(bad.json).toEqual({ error: 'not_found', message: expect.any(String) as string, host: 'escapes' });
    const lies = ask('sessions', '--host', 'liar');
    expect(lies.json).toMatchObject([{ sessionId: sessionC, host: 'liar' }]);
    expect(lies.json).not.toHaveProperty([0, 'alsoOn']);
    for (const { stdout, stderr } of [bad, lies])
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(ask('transcript', sessionA, '--host', 'endless', '--host-timeout', '6').stdout.length).toBeLessThan(1000);
  });

  it.each([
    ['-oProxyCommand=touch x'],
    ['a b'],
    ['a;touch x'],
    ['$(touch x)'],
    ['a@b'],
    ['../a'],
    [''],
    ['x'.repeat(300)],
  ])('named %j are not asked', (name) => {
    expect(ask('sessions', `--host=${name}`)).toMatchObject({ code: 2, json: { error: 'usage' } });
    expect(fs.readdirSync(here.folder)).toEqual(['.claude']);
  });

  it.each([
    [['plan', sessionA, '--slug', 'a;touch x', '--host', 'a'], 2],
    [['sessions', '--host', 'a', '--claude-dir', '/x'], 2],
    [['sessions', '--host', 'a', '--host-timeout', '0'], 2],
    [['plan', sessionA, '--host', 'a', '--host', 'b'], 2],
    [['plan', 'x;touch x', '--host', 'a'], 1],
    [['plan', '--host', 'a'], 1],
    [['who', '--host', 'a'], 2],
  ] as const)('are not asked %j', (args, code) => {
    expect(ask(...args).code).toBe(code);
    expect(fs.readdirSync(here.folder)).toEqual(['.claude']);
  });
});
