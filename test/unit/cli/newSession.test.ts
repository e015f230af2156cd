/** What the CLI answers of a session that the live registry names and that no log has. */
import * as fs from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { statFields } from '../../../src/core/disk/processes.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noProc, skip } from '../../fixtures/skip.ts';
import { cli } from './cliProcess.ts';

describe('a live session without a log', skip(noProc), () => {
  let home: Home;
  let file: string;

  beforeEach(() => {
    home = makeHome();
    fs.mkdirSync(home.path('.claude/projects'), { recursive: true });
    const entry = { pid: process.pid, sessionId: sessionB, procStart: statFields(process.pid)?.[19] };
    const more = { cwd: home.path('shop'), status: 'waiting', waitingFor: 'dialog open' };
    file = home.write(`.claude/sessions/${process.pid}.json`, JSON.stringify({ ...entry, ...more }));
  });

  it('is answered with its registry entry, by its whole ID or the start of it', () => {
    for (const id of [sessionB, sessionB.slice(0, 8)]) {
      expect(cli(home, ['session', '--session-id', id])).toMatchObject({
        code: 0,
        json: {
          sessionId: sessionB,
          title: null,
          cwds: [home.path('shop')],
          state: 'waiting',
          waitingFor: 'dialog open',
          processes: [{ pid: process.pid, state: 'waiting', waitingFor: 'dialog open', file }],
          logs: [],
          plans: [],
          agents: [],
          scratch: [],
        },
      });
    }
  });

  it('is listed, and is the same session once its log is there', () => {
    expect(cli(home, ['sessions', '--all']).json).toMatchObject([
      { sessionId: sessionB, title: null, state: 'waiting' },
    ]);
    home.log(sessionB, [prompt('B')]);
    expect(cli(home, ['sessions', '--all']).json).toMatchObject([
      { sessionId: sessionB, title: 'B', state: 'waiting' },
    ]);
  });

  it('has no plan, which is not the same as no session', () => {
    for (const command of ['plan', 'find-plan-slug'])
      expect(cli(home, [command, sessionB])).toMatchObject({ code: 1, json: { error: 'no_plan_found' } });
  });

  it('is none where its process is dead', () => {
    home.write(
      '.claude/sessions/2147483646.json',
      JSON.stringify({ pid: 2147483646, sessionId: sessionA, procStart: '7' }),
    );
    for (const command of ['session', 'plan', 'find-plan-slug'])
      for (const id of [sessionA, sessionA.slice(0, 8)])
        expect(cli(home, [command, id])).toMatchObject({ code: 1, json: { error: 'session_not_found' } });
    expect(cli(home, ['sessions', '--all']).json).toMatchObject([{ sessionId: sessionB }]);
  });
});
