/** Sessions of other machines as the extension takes them, by the real ssh and sshd on the loopback interface. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostSessions, hostText, mostHostSessions } from '../../../src/core/hosts/hostSessions.ts';
import { prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { freePort, noSshHosts, SshHosts } from '../../fixtures/sshHosts.ts';
import { skip } from '../../fixtures/skip.ts';
import { cli, cliFile } from '../cli/cliProcess.ts';

describe('sessions of another machine', { timeout: 60_000, ...skip(noSshHosts) }, () => {
  let hosts: SshHosts;
  const home = makeHome();
  const path = process.env.PATH;
  const title = 'Plan the \u001b[2Jcart\u202e';

  beforeAll(async () => {
    hosts = new SshHosts();
    process.env.PATH = hosts.path;
    home.log(sessionA, [
      prompt(title, { gitBranch: 'cart', timestamp: '2026-11-20T10:00:00.000Z' }),
      written(home.planPath('calm-otter'), '# Cart\n\u001b]0;x\u0007\u202e\n', {
        timestamp: '2026-11-20T10:05:00.000Z',
      }),
    ]);
    home.plan('calm-otter', '# Cart\n\u001b]0;x\u0007\u202e\n');
    home.log(sessionB, [prompt('Another', { timestamp: '2026-11-19T10:00:00.000Z' })]);
    const say = (json: unknown) => `cat <<'END'\n${JSON.stringify(json)}\nEND`;
    await hosts.start('real', home.folder, `exec "${process.execPath}" "${cliFile}" "$@"`);
    await hosts.start(
      'odd',
      home.folder,
      say([{ sessionId: sessionA, title: 'x'.repeat(9000), state: 'on fire', lastActivity: 'x 5' }]),
    );
    const idOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
    await hosts.start('many', home.folder, say(Array.from({ length: 5000 }, (_, at) => ({ sessionId: idOf(at) }))));
    await hosts.start('twice', home.folder, say([{ sessionId: sessionA }, { sessionId: sessionA.toUpperCase() }]));
    await hosts.start('wrong-type', home.folder, say([{ sessionId: sessionA, title: { toString: 1 } }]));
    await hosts.start('no-id', home.folder, say([{ sessionId: '../../etc' }]));
    await hosts.start('bad-json', home.folder, 'echo "{]"');
    await hosts.start(
      'refusing',
      home.folder,
      `printf '%s' '{"error":"not_found","message":"\\u001b[2JNo data there."}'; exit 1`,
    );
    await hosts.start('large', home.folder, 'head -c 100000000 /dev/zero');
    await hosts.start('older', home.folder, 'exit 2');
    await hosts.start('without', home.folder, '');
    hosts.name('down', await freePort());
  });
  afterAll(() => {
    process.env.PATH = path;
    hosts.stop();
  });

  it('are those that it lists itself, cut to what a row needs', async () => {
    const own = cli(home, ['sessions', '--all']).json as { sessionId: string }[];
    const rows = await hostSessions('real');
    expect(rows).toEqual([
      {
        sessionId: sessionA,
        title: 'Plan the cart\ufffd',
        cwd: expect.any(String) as string,
        branch: 'cart',
        state: undefined,
        lastActivity: Date.UTC(2026, 10, 20, 10, 5),
        hasPlan: true,
      },
      expect.objectContaining({ sessionId: sessionB, title: 'Another', hasPlan: false, branch: undefined }),
    ]);
    expect(own.map(({ sessionId }) => sessionId)).toEqual([sessionA, sessionB]);
  });

  it('have their plan and their transcript as texts in which all is seen', async () => {
    expect(await hostText('real', sessionA, 'plan')).toBe('# Cart\n\u241b]0;x\u2407\ufffd\n');
    const transcript = await hostText('real', sessionA, 'transcript');
    expect(transcript).toContain('Plan the ');
    expect(transcript).not.toMatch(/[\u001b\u202e]/);
    expect(await hostText('real', sessionB, 'plan')).toMatchObject({ problem: 'refused' });
  });

  it('that say what no session says are cut, or are none', async () => {
    expect(await hostSessions('odd')).toEqual([
      {
        sessionId: sessionA,
        title: `${'x'.repeat(200)}\u2026`,
        cwd: undefined,
        branch: undefined,
        state: undefined,
        lastActivity: undefined,
        hasPlan: false,
      },
    ]);
    expect(await hostSessions('many')).toHaveLength(mostHostSessions);
    expect(await hostSessions('twice')).toMatchObject([{ sessionId: sessionA }]);
  });

  it.each([
    ['wrong-type', 'not-an-answer', ''],
    ['no-id', 'not-an-answer', ''],
    ['bad-json', 'not-an-answer', ''],
    ['refusing', 'refused', 'No data there.'],
    ['large', 'too-large', ''],
    ['older', 'older', ''],
    ['without', 'not-installed', expect.any(String)],
    ['down', 'unreachable', expect.any(String)],
    ['-oProxyCommand=touch x', 'unreachable', ''],
  ])('are not there where the machine is %s, and that is said', async (name, problem, said: unknown) => {
    expect(await hostSessions(name)).toEqual({ problem, said });
  });
});
