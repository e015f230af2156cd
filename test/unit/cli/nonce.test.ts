/** `who --nonce`: the caller by the log that holds its own command. */
import { beforeEach, describe, expect, it } from 'vitest';
import { call, copiedFrom, prompt, result } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { cli } from './cliProcess.ts';

let home: Home;
beforeEach(() => {
  home = makeHome();
  home.repository();
});

const asks = (id: string, nonce = 'a1b2c3d4') =>
  call(id, 'Bash', { command: `cd x && session-scope who --nonce ${nonce}` });
const who = (nonce = 'a1b2c3d4', env = {}) => cli(home, ['who', '--nonce', nonce], { cwd: home.path('shop'), env });

describe('who --nonce', () => {
  it('names the session whose log holds the running command, against a stale environment, with the entry', () => {
    home.log(sessionA, [prompt('A'), asks('toolu_running')]);
    const evidence = { kind: 'tool-call', file: home.logPath(sessionA), line: 2 };
    const answer = { sessionId: sessionA, from: 'nonce', proof: 'nonce', evidence, hasLog: true };
    expect(who('a1b2c3d4', { CLAUDE_CODE_SESSION_ID: sessionB }).json).toMatchObject(answer);
  });

  it('names the agent whose log holds it', () => {
    home.log(sessionA, [prompt('A')]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look'), asks('toolu_running')]);
    expect(who().json).toMatchObject({ sessionId: sessionA, agentId: 'a1b2c3d', proof: 'nonce' });
  });

  it('passes over commands that have ended, copies, and commands that only begin with the same text', () => {
    home.log(sessionA, [prompt('A'), asks('toolu_ended'), result('toolu_ended', {})]);
    home.log(sessionB, [copiedFrom(sessionC, asks('toolu_copied')), prompt('B'), asks('toolu_longer', 'a1b2c3d4e5')]);
    home.log(sessionC, [prompt('a1b2c3d4'), call('toolu_quoted', 'Bash', { command: 'echo a1b2c3d4' })]);
    expect(who().json).toMatchObject({ error: 'no_session' });
  });

  it('takes no one of two that run the same text, and asks the weaker proofs', () => {
    home.log(sessionA, [prompt('A'), asks('toolu_one')]);
    home.log(sessionB, [prompt('B'), asks('toolu_two')]);
    const env = { CLAUDE_CODE_SESSION_ID: sessionB, CLAUDE_CODE_CHILD_SESSION: '1' };
    expect(who('a1b2c3d4', env).json).toMatchObject({ sessionId: sessionB, proof: 'call' });
    expect(who().json).toMatchObject({ error: 'no_session' });
  });

  it.each(['short', 'with space', '../../../x', ''])('refuses %j as a nonce', (text) => {
    expect(who(text)).toMatchObject({ code: 2, json: { error: 'usage' } });
  });

  it('refuses to be asked of another process', () => {
    expect(cli(home, ['who', '--nonce', 'a1b2c3d4', '--pid', '1'])).toMatchObject({ code: 2 });
  });
});
