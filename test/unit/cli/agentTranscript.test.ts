import { expect, it } from 'vitest';
import { answer, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { cli } from './cliProcess.ts';

it('the transcript of an agent that went on over /clear is whole, asked for under either session', () => {
  const home = makeHome();
  const last = '0c9e9f4a-6d5b-4b7e-9a64-0d9c3f6d1e11';
  home.log(sessionA, [prompt('Go')]);
  home.log(sessionB, [prompt('Anything new?')]);
  home.agentLog(sessionA, 'a1b2c3d', [
    prompt('Walk'),
    { ...answer('First steps'), uuid: last, timestamp: '2026-01-02T03:00:01.000Z' },
  ]);
  home.agentLog(sessionB, 'a1b2c3d', [
    { ...answer('Last steps'), parentUuid: last, timestamp: '2026-01-02T04:00:00.000Z' },
  ]);
  for (const id of [sessionA, sessionB]) {
    const { code, stdout } = cli(home, ['transcript', '--session-id', id, '--agent', 'a1b2c3d']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/First steps[^]*Last steps/);
  }
});
