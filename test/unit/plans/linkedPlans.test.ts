/**
 * A `plans` folder that is a link, as programs make it that keep a user's settings together: both spellings are one
 * plan.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ownersOf } from '../../../src/core/answers/ownersOfPath.ts';
import { planPathsAt } from '../../../src/core/answers/planAtPath.ts';
import { resolveName } from '../../../src/core/answers/resolveName.ts';
import { planMode, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { killLiveClients, liveClient } from '../../fixtures/liveClients.ts';
import { whereReplaced } from '../../fixtures/refusedCalls.ts';
import { noLinks, noProc, skip } from '../../fixtures/skip.ts';
import { cli } from '../cli/cliProcess.ts';

afterAll(killLiveClients);

let home: Home;
/** The plan as the data root names it, and where it really is. */
let linked: string;
let real: string;

beforeEach(() => {
  home = makeHome();
  real = home.write('dotfiles/claude-plans/calm-otter.md', '# Calm\n');
  fs.symlinkSync(path.dirname(real), home.path('.claude/plans'));
  linked = home.planPath('calm-otter');
});

describe('a plan in a plans folder that is a link', skip(noLinks), () => {
  it.each(['written', 'named by the client'])('is one plan by either spelling in the log: %s', (how) => {
    const entry = (file: string) => (how === 'written' ? written(file, '# Calm\n') : planMode(file, true));
    home.log(sessionA, [entry(linked)]);
    home.log(sessionB, [entry(real)]);
    const index = indexOf(home);
    for (const id of [sessionA, sessionB])
      expect(detailsOf(index, id).plans.map((plan) => [plan.path, plan.state])).toEqual([[linked, 'found']]);
    expect([...index.ownersOfPlan(linked)].sort()).toEqual([sessionA, sessionB]);
  });

  it('is known to owner and resolve by either spelling', () => {
    home.log(sessionA, [planMode(linked, true)]);
    const index = indexOf(home);
    const host = { tmpDirs: [], uid: undefined, taskOutputs: [] };
    for (const file of [linked, real]) {
      expect([file, ownersOf(file, index, host).map((one) => [one.sessionId, one.kind])]).toEqual([
        file,
        [[sessionA, 'plan']],
      ]);
      const { kind, sessions } = resolveName(file, index);
      expect([file, kind, sessions.map((row) => row.sessionId)]).toEqual([file, 'plan', [sessionA]]);
    }
  });

  it('that is gone is known by either spelling, too', () => {
    home.log(sessionA, [planMode(linked, true)]);
    fs.rmSync(real);
    expect(resolveName(real, indexOf(home)).kind).toBe('plan');
  });

  it('is known to the hook by either spelling', skip(noProc), () => {
    home.log(sessionA, [planMode(linked, true)]);
    home.log(sessionB, [prompt('B')]);
    liveClient(home, sessionA);
    const write = (file: string) => ({
      session_id: sessionB,
      hook_event_name: 'PreToolUse',
      tool_name: 'Write',
      tool_input: { file_path: file, content: '' },
    });
    const [byLink, byPlace] = [linked, real].map((file) => cli(home, ['hook'], { input: JSON.stringify(write(file)) }));
    expect(byLink?.stdout).toContain(sessionA);
    expect(byPlace?.stdout).toBe(byLink?.stdout);
  });

  it('is not one of that name elsewhere', () => {
    const other = home.write('elsewhere/calm-otter.md', '# Calm\n');
    home.log(sessionA, [planMode(linked, true)]);
    fs.symlinkSync(real, home.path('dotfiles/planted.md'));
    const index = indexOf(home);
    for (const file of [other, home.path('dotfiles/planted.md'), real.replace(/\.md$/, '')])
      expect(planPathsAt(index, file)).toEqual([]);
  });
});

describe('a plans folder that is no link', () => {
  beforeEach(() => {
    home = makeHome();
    linked = home.plan('calm-otter');
    home.log(sessionA, [planMode(linked, true), written(home.path('shop/docs/notes.md'), 'Notes')]);
  });

  it('costs no question to the disk where a plan, or another file, is asked for', () => {
    const index = indexOf(home);
    const ask = () => [linked, home.path('shop/docs/notes.md')].map((file) => planPathsAt(index, file));
    const asked: unknown[] = [];
    const counted =
      (original: (...all: unknown[]) => unknown) =>
      (...all: unknown[]) => {
        asked.push(all[0]);
        return original(...all);
      };
    expect(whereReplaced('lstatSync', counted, ask)).toEqual([[linked], []]);
    expect(asked).toEqual([]);
  });

  it('is looked at once, not at each refresh', () => {
    const looks: string[] = [];
    const counted = (original: (...all: unknown[]) => unknown) =>
      Object.assign(
        (...all: unknown[]) => {
          looks.push(String(all[0]));
          return original(...all);
        },
        { native: fs.realpathSync.native },
      );
    whereReplaced('realpathSync', counted, () => {
      const index = indexOf(home);
      for (let more = 0; more < 5; more++) {
        home.append(sessionA, [written(home.path('shop/docs/notes.md'), `Notes ${more}`)]);
        expect([...index.refresh().changed]).toEqual([sessionA]);
      }
    });
    expect(looks.filter((place) => place === home.path('.claude/plans'))).toHaveLength(1);
  });
});
