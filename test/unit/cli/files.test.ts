/** files, touched and collisions, on the built CLI. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { statFields } from '../../../src/core/disk/processes.ts';
import { call, prompt, result } from '../../fixtures/entries.ts';
import { sessionA, sessionB, timeOfLine, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noLinks, noProc, skip } from '../../fixtures/skip.ts';
import { cli } from './cliProcess.ts';

const processes: ChildProcess[] = [];
afterAll(() => {
  for (const one of processes) one.kill('SIGKILL');
});

let calls = 0;
const wrote = (filePath: string) =>
  result(`toolu_${++calls}`, { type: 'create', filePath, content: 'x\n', structuredPatch: [], originalFile: null });

function git(home: Home, ...args: readonly string[]): void {
  gitIn(home, 'shop', ...args);
}

function gitIn(home: Home, folder: string, ...args: readonly string[]): void {
  const date = '2026-01-02T03:00:02Z';
  const env = { PATH: process.env.PATH, HOME: home.folder, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
  const identity = ['-c', 'user.name=n', '-c', 'user.email=e@example.org'];
  execFileSync('git', [...identity, ...args], { cwd: home.path(folder), env, stdio: 'ignore' });
}

/** What git takes for no repository at all, and the product for one. */
function emptyRepository(home: Home): object {
  fs.rmSync(home.path('shop/.git'), { recursive: true });
  fs.mkdirSync(home.path('shop/.git'));
  return {};
}

const isRoot = process.geteuid?.() === 0;

describe('files', () => {
  it('gives a first answer of less than 2 KB, and says how to ask for the rest', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go'), ...Array.from({ length: 40 }, (_, at) => wrote(`/w/${at}.ts`))]);
    const first = cli(home, ['files', sessionA]);
    expect(first.stdout.length).toBeLessThan(2048);
    const { files, more, next } = first.json as { files: unknown[]; more: number; next: string };
    expect([files.length + more, next]).toEqual([40, '--limit 40']);
    expect(cli(home, ['files', sessionA, ...next.split(' ')]).json).toMatchObject({ more: 0, next: null });
  });

  it('--diff: a file that was made, as a patch', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go'), wrote('/w/a.ts')]);
    expect(cli(home, ['files', sessionA, '--diff']).json).toMatchObject({
      files: [{ added: 1, removed: 0, diffs: [{ diff: '--- /dev/null\n+++ b/w/a.ts\n@@ -0,0 +1,1 @@\n+x\n' }] }],
    });
  });
});

describe('touched', () => {
  it('names each session and agent; nobody where only Bash wrote', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go'), wrote('/w/a.ts'), call('t', 'Bash', { command: 'echo > /w/b.ts' })]);
    home.agentLog(sessionB, 'a1b2c3d', [wrote('/w/a.ts')]);
    home.log(sessionB, [prompt('Go')]);
    const { files } = cli(home, ['touched', '/w/a.ts']).json as { files: { sessionId: string; agentId: string }[] };
    expect(files.map(({ sessionId, agentId }) => [sessionId, agentId]).sort()).toEqual([
      [sessionA, null],
      [sessionB, 'a1b2c3d'],
    ]);
    expect(cli(home, ['touched', '/w/b.ts'])).toMatchObject({ code: 0, json: { files: [] } });
    expect(cli(home, ['touched']).code).toBe(2);
    expect(cli(home, ['touched', '--dirty', '/w']).code).toBe(2);
  });

  it('--dirty cuts the changed files of the checkout by the changes since the last commit of each', () => {
    const home = makeHome();
    const shop = (name: string) => home.path('shop', name);
    for (const name of ['mine.ts', 'old.ts', 'clean.ts']) home.write(`shop/${name}`, 'committed\n');
    git(home, 'init', '-q');
    git(home, 'add', '.');
    home.log(sessionA, [
      wrote(shop('old.ts')),
      prompt('Go'),
      prompt('Go'),
      wrote(shop('mine.ts')),
      wrote(shop('both.ts')),
    ]);
    home.log(sessionB, [prompt('Go'), wrote(shop('both.ts')), wrote(shop('theirs .ts'))]);
    git(home, 'commit', '-qm', 'x');
    for (const name of ['mine.ts', 'old.ts', 'both.ts', 'theirs .ts', 'bash.ts']) home.write(`shop/${name}`, 'dirty\n');
    const dirty = cli(home, ['touched', '--dirty', '--session-id', sessionA, '--limit', '9'], { cwd: shop('') });
    const { dirty: rows, counts } = dirty.json as { dirty: { path: string; group: string }[]; counts: unknown };
    expect(Object.fromEntries(rows.map(({ path, group }) => [path.slice(shop('').length + 1), group]))).toEqual({
      'bash.ts': 'noProof',
      'both.ts': 'severalSessions',
      'mine.ts': 'thisSession',
      'old.ts': 'noProof',
      'theirs .ts': 'otherSessions',
    });
    expect(counts).toEqual({ thisSession: 1, otherSessions: 1, severalSessions: 1, noProof: 2 });
    const since = cli(home, ['touched', shop('old.ts'), shop('mine.ts'), '--since-commit']).json;
    expect(since).toMatchObject({ files: [{ path: shop('mine.ts') }], more: 0 });
  });

  describe('--since-commit', () => {
    /** A repository with one file that a session changed before the commit, and another that it changed after. */
    function changedIn(home: Home, folder: string): { committed: string; later: string } {
      const [committed, later] = [home.path(folder, 'committed.ts'), home.path(folder, 'later.ts')];
      for (const name of ['committed.ts', 'later.ts']) home.write(`${folder}/${name}`, 'x\n');
      gitIn(home, folder, 'init', '-q');
      gitIn(home, folder, 'add', '.');
      gitIn(home, folder, 'commit', '-qm', 'x');
      return { committed, later };
    }
    const touched = (home: Home, files: readonly string[], more: object = {}) =>
      cli(home, ['touched', ...files, '--since-commit'], more);
    const pathsIn = (json: unknown) => (json as { files?: { path: string }[] }).files?.map((file) => file.path);

    it('where one repository is broken, has the files of the others and names the rest', () => {
      const home = makeHome();
      const [shop, site] = [changedIn(home, 'shop'), changedIn(home, 'site')];
      const loose = home.path('loose.ts');
      const all = [shop.committed, shop.later, site.committed, site.later, loose];
      home.log(sessionA, [wrote(shop.committed), wrote(site.committed), prompt('Go'), prompt('Go')]);
      home.log(sessionB, [prompt('Go'), prompt('Go'), wrote(shop.later), wrote(site.later), wrote(loose)]);
      const ofAll = pathsIn(touched(home, all).json);
      expect(ofAll?.sort()).toEqual([loose, shop.later, site.later]);
      fs.rmSync(home.path('site', '.git', 'objects'), { recursive: true });
      const { code, json, stderr } = touched(home, all);
      expect([code, pathsIn(json)?.sort()]).toEqual([0, [loose, shop.later]]);
      expect(stderr).toContain('2 files');
      expect(stderr).toMatch(/site/);
      const none = touched(home, [site.committed, site.later]);
      expect(none).toMatchObject({ code: 1, json: { error: 'unreadable', paths: [site.committed, site.later] } });
    });

    it('of a file that a log names through a link is the same as by its own path', skip(noLinks), () => {
      const home = makeHome();
      const { committed, later } = changedIn(home, 'shop');
      fs.symlinkSync(home.path('shop'), home.path('link'));
      const [linked, linkedLater] = [committed, later].map((file) => home.path('link', path.basename(file)));
      home.log(sessionA, [wrote(linked ?? ''), prompt('Go')]);
      home.log(sessionB, [prompt('Go'), prompt('Go'), wrote(linkedLater ?? '')]);
      expect(touched(home, [committed]).json).toMatchObject({ files: [] });
      expect(pathsIn(touched(home, [committed, later]).json)).toEqual([linkedLater]);
    });

    it.each([
      ['there is no git', (home: Home) => ({ env: { PATH: home.path('nowhere') } })],
      [
        'the branch is damaged',
        (home: Home) => {
          for (const name of fs.readdirSync(home.path('shop/.git/refs/heads')))
            fs.writeFileSync(home.path('shop/.git/refs/heads', name), 'damaged\n');
          return {};
        },
      ],
      ['the folder of the repository is empty', emptyRepository],
    ])('where %s, says of a committed file that this cannot be told', (_why, harm) => {
      const home = makeHome();
      const { committed } = changedIn(home, 'shop');
      home.log(sessionA, [wrote(committed)]);
      expect(touched(home, [committed]).json).toMatchObject({ files: [] });
      const message = `Which sessions changed this cannot be told: git does not say when ${committed} was committed last.`;
      expect(touched(home, [committed], harm(home)).json).toMatchObject({
        error: 'unreadable',
        message,
        paths: [committed],
      });
    });

    it(
      'where another user owns the repository, says of a committed file that this cannot be told',
      skip(!isRoot && 'only root gives files away'),
      () => {
        const home = makeHome();
        const { committed } = changedIn(home, 'shop');
        home.log(sessionA, [wrote(committed)]);
        execFileSync('chown', ['-R', '1234', home.path('shop')]);
        expect(touched(home, [committed]).json).toMatchObject({ error: 'unreadable', paths: [committed] });
      },
    );

    it('in a repository without a commit has all changes, agents apart from their sessions', () => {
      const home = makeHome();
      home.write('shop/a.ts', 'x\n');
      git(home, 'init', '-q');
      home.log(sessionA, [prompt('Go'), wrote(home.path('shop/a.ts'))]);
      home.agentLog(sessionA, 'a1b2c3d', [wrote(home.path('shop/a.ts'))]);
      const agents = () =>
        (touched(home, [home.path('shop/a.ts')]).json as { files: { agentId: string | null }[] }).files
          .map(({ agentId }) => agentId)
          .sort();
      expect(agents()).toEqual(['a1b2c3d', null]);
      home.write('shop/b.ts', 'x\n');
      git(home, 'add', 'b.ts');
      git(home, 'commit', '-qm', 'x');
      expect(agents()).toEqual(['a1b2c3d', null]);
    });
  });

  it('--dirty where the branch is damaged leaves out and names what may be committed', () => {
    const home = makeHome();
    const [mine, nobodys] = [home.write('shop/mine.ts', 'x\n'), home.path('shop/nobodys.ts')];
    git(home, 'init', '-q');
    git(home, 'add', '.');
    git(home, 'commit', '-qm', 'x');
    home.log(sessionA, [prompt('Go'), wrote(mine)]);
    for (const name of fs.readdirSync(home.path('shop/.git/refs/heads')))
      fs.writeFileSync(home.path('shop/.git/refs/heads', name), 'damaged\n');
    const dirty = () => cli(home, ['touched', '--dirty'], { cwd: home.path('shop') });
    expect(dirty().json).toMatchObject({ error: 'unreadable', paths: [mine] });
    fs.writeFileSync(nobodys, 'x\n');
    const { json, stderr } = dirty();
    expect(json).toMatchObject({ dirty: [{ path: nobodys, group: 'noProof' }], counts: { noProof: 1 } });
    expect(stderr).toContain('1 file');
    expect(stderr).toContain(mine);
  });

  it('--dirty runs nothing that the repository or the environment names', () => {
    const home = makeHome();
    home.write('shop/a.ts', 'x');
    home.log(sessionA, [prompt('Go')]);
    git(home, 'init', '-q');
    const trap = home.write('trap.sh', `#!/bin/sh\ntouch ${home.path('sprung')}\n`);
    fs.chmodSync(trap, 0o755);
    git(home, 'config', 'core.fsmonitor', trap);
    git(home, 'config', 'core.hooksPath', home.folder);
    const env = { GIT_DIR: home.path('elsewhere'), GIT_TRACE: home.path('traced') };
    expect(cli(home, ['touched', '--dirty', '--cwd', home.path('shop')], { env })).toMatchObject({
      code: 0,
      json: { counts: { noProof: 1 } },
    });
    expect([fs.existsSync(home.path('sprung')), fs.existsSync(home.path('traced'))]).toEqual([false, false]);
    expect(cli(home, ['touched', '--dirty', '--cwd', home.folder]).json).toMatchObject({ error: 'not_found' });
  });
});

describe('collisions', skip(noProc), () => {
  const live = (home: Home, sessionId: string, startedAt: number): void => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)'], { stdio: 'ignore' });
    processes.push(child);
    const pid = child.pid ?? 0;
    const entry = { pid, sessionId, procStart: statFields(pid)?.[19], startedAt };
    home.write(`.claude/sessions/${pid}.json`, JSON.stringify(entry));
  };

  it('names the files that two live sessions changed since their processes started, with exit code 1', () => {
    const home = makeHome();
    home.log(sessionA, [wrote('/w/old.ts'), prompt('Go'), wrote('/w/a.ts'), wrote('/w/mine.ts')]);
    home.log(sessionB, [prompt('Go'), wrote('/w/a.ts'), wrote('/w/old.ts')]);
    expect(cli(home, ['collisions'])).toMatchObject({ code: 0, json: { collisions: [] } });
    live(home, sessionA, timeOfLine(2));
    live(home, sessionB, timeOfLine(1));
    const { code, json } = cli(home, ['collisions']);
    expect(code).toBe(1);
    expect(json).toMatchObject({ collisions: [{ path: '/w/a.ts', sessions: [{}, {}] }], more: 0 });
  });
});
