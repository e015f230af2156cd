import { expect, it } from 'vitest';
import { answer, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { cli } from './cliProcess.ts';

it('the transcript of an agent that went on over /clear is whole, asked for under either session', () => {
  const home = makeHome();
  home.log(sessionA, [prompt('Go')]);
  home.log(sessionB, [prompt('Anything new?')]);
  home.agentLog(sessionA, 'a1b2c3d', [
    prompt('Walk'),
    { ...answer('First steps'), timestamp: '2026-01-02T03:00:01.000Z' },
  ]);
  home.agentLog(sessionB, 'a1b2c3d', [{ ...answer('Last steps'), timestamp: '2026-01-02T04:00:00.000Z' }]);
  for (const id of [sessionA, sessionB]) {
    const { code, stdout } = cli(home, ['transcript', '--session-id', id, '--agent', 'a1b2c3d']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/First steps[^]*Last steps/);
  }
});
