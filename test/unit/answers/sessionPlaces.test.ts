import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sessionPlaces } from '../../../src/core/answers/sessionPlaces.ts';
import type { IndexHost } from '../../../src/core/index/indexTypes.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

const line = { type: 'user', message: { role: 'user', content: 'Hello' } };

/** As a client that is started in this home sees it. */
function placesOf(
  home: Home,
  env: NodeJS.ProcessEnv = { CLAUDE_CONFIG_DIR: home.root },
  host: Partial<IndexHost> = {},
) {
  return sessionPlaces(indexOf(home, host), sessionA, env);
}

describe('where a session is resumed', () => {
  it('is the folder that its log’s project directory is named after, not where it went later', () => {
    const home = makeHome();
    fs.mkdirSync(home.path('shop', 'src'), { recursive: true });
    home.log(sessionA, [line, { ...line, cwd: home.path('shop', 'src') }]);
    expect(placesOf(home)).toEqual({
      resumeFolder: home.path('shop'),
      resumeFolderExists: true,
      configDir: undefined,
      folders: [home.path('shop'), home.path('shop', 'src')],
      processes: [],
      mayBeLive: false,
    });
  });

  it('is the folder that it moved to, of two that both have a log of it', () => {
    const home = makeHome();
    for (const cwd of ['shop', 'worktree']) fs.mkdirSync(home.path(cwd));
    home.log(sessionA, [line]);
    home.log(sessionA, [line], { cwd: 'worktree' });
    expect(placesOf(home)?.resumeFolder).toBe(home.path('worktree'));
  });

  it('is told, and that it is gone, where the folder was removed', () => {
    const home = makeHome();
    home.log(sessionA, [line]);
    expect(placesOf(home)).toMatchObject({
      resumeFolder: home.path('shop'),
      resumeFolderExists: false,
      folders: [],
    });
  });

  it('is not known where no entry names the folder of its log', () => {
    const home = makeHome();
    fs.mkdirSync(home.path('other'));
    home.log(sessionA, [{ ...line, cwd: home.path('other') }]);
    expect(placesOf(home)).toMatchObject({ resumeFolder: undefined, folders: [home.path('other')] });
  });

  it('names the data root for a client that would look in another', () => {
    const home = makeHome();
    home.log(sessionA, [line]);
    expect(placesOf(home, {})?.configDir).toBe(home.root);
    expect(placesOf(home, { CLAUDE_CONFIG_DIR: home.path('elsewhere') })?.configDir).toBe(home.root);
  });

  it('is nowhere for a session without a log', () => {
    const home = makeHome();
    home.log(sessionB, [line]);
    expect(placesOf(home)).toBeUndefined();
  });
});

describe('the folders of a session', () => {
  it('are the toplevels of its working trees, that of its live process first', () => {
    const home = makeHome();
    home.repository('shop');
    home.repository('worktree');
    fs.mkdirSync(home.path('shop', 'src'));
    fs.mkdirSync(home.path('worktree', 'src'));
    home.log(sessionA, [line, { ...line, cwd: home.path('shop', 'src') }]);
    const entry = { pid: 38, sessionId: sessionA, procStart: '1', cwd: home.path('worktree', 'src') };
    home.write('.claude/sessions/38.json', JSON.stringify(entry));
    const places = placesOf(home, undefined, { processes: { startOf: (pid) => (pid === 38 ? '1' : undefined) } });
    expect(places?.folders).toEqual([home.path('worktree'), home.path('shop')]);
    expect(places?.processes.map(({ pid }) => pid)).toEqual([38]);
  });

  it.each(['relative/folder', '//server/share', 'a\0b'])('leave out what is no folder of this machine: %j', (cwd) => {
    const home = makeHome();
    fs.mkdirSync(home.path('shop'));
    home.log(sessionA, [line, { ...line, cwd }]);
    expect(placesOf(home)?.folders).toEqual([home.path('shop')]);
  });

  it('may be open in a client that no proof can be had of', () => {
    const home = makeHome();
    home.log(sessionA, [line]);
    home.write(`.claude/sessions/${process.pid}.json`, JSON.stringify({ pid: process.pid, sessionId: sessionA }));
    expect(placesOf(home)).toMatchObject({ processes: [], mayBeLive: true });
  });
});
