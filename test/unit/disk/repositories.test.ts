import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  headOf,
  repositoryOf,
  toplevelOf,
  worktreesOf,
  type RepositoryCache,
} from '../../../src/core/disk/repositories.ts';
import { skip } from '../../fixtures/skip.ts';

let base: string;

beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-repositories-')));
});

afterEach(() => {
  fs.rmSync(base, { recursive: true, force: true });
});

const at = (...parts: string[]) => path.join(base, ...parts);

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...identity, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function hasGit(): boolean {
  try {
    return git('/', '--version') !== '';
  } catch {
    return false;
  }
}

/** A main worktree and one linked worktree, laid out as git 2.x writes them. */
function repositoryWithWorktree(): void {
  write(at('main/.git/HEAD'), 'ref: refs/heads/main\n');
  write(at('main/.git/worktrees/feature/commondir'), '../..\n');
  write(at('main/.git/worktrees/feature/gitdir'), `${at('feature/.git')}\n`);
  write(at('feature/.git'), `gitdir: ${at('main/.git/worktrees/feature')}\n`);
}

describe('the toplevel of a folder', () => {
  it('is the nearest parent with a .git folder', () => {
    fs.mkdirSync(at('repo/.git'), { recursive: true });
    fs.mkdirSync(at('repo/src/deep'), { recursive: true });
    expect(toplevelOf(at('repo/src/deep'))).toBe(at('repo'));
    expect(toplevelOf(at('repo'))).toBe(at('repo'));
  });

  it('is undefined outside of a repository, for a relative path and for what is no path', () => {
    expect(toplevelOf(at('nowhere'))).toBeUndefined();
    expect(toplevelOf('src')).toBeUndefined();
    expect(toplevelOf('')).toBeUndefined();
    expect(toplevelOf(`${base}\0/repo`)).toBeUndefined();
    expect(toplevelOf(`/${'a/'.repeat(5000)}`)).toBeUndefined();
  });

  it('of a folder that is gone is found from the parents that are left', () => {
    fs.mkdirSync(at('repo/.git'), { recursive: true });
    expect(toplevelOf(at('repo/removed/with/all/below'))).toBe(at('repo'));
  });

  it('is the real path when the folder is reached by a link, as git prints it', () => {
    fs.mkdirSync(at('repo/.git'), { recursive: true });
    fs.mkdirSync(at('repo/src'));
    fs.symlinkSync(at('repo/src'), at('link'));
    expect(toplevelOf(at('link'))).toBe(at('repo'));
  });

  it('ignores a .git that is a pipe', () => {
    fs.mkdirSync(at('repo/inner'), { recursive: true });
    fs.mkdirSync(at('repo/.git'));
    execFileSync('mkfifo', [at('repo/inner/.git')]);
    expect(toplevelOf(at('repo/inner'))).toBe(at('repo'));
  });
});

describe('what is checked out', () => {
  it('is the branch of the working tree that the folder lies in', () => {
    repositoryWithWorktree();
    write(at('main/.git/worktrees/feature/HEAD'), 'ref: refs/heads/fix/search\n');
    fs.mkdirSync(at('feature/src'));
    expect(headOf(at('main'))).toEqual({ file: at('main/.git/HEAD'), branch: 'main' });
    expect(headOf(at('feature/src'))).toEqual({
      file: at('main/.git/worktrees/feature/HEAD'),
      branch: 'fix/search',
    });
    expect(headOf(base)).toBeUndefined();
  });

  it('is no branch for a commit, a missing or linked HEAD, and refs in another form', () => {
    fs.mkdirSync(at('repo/.git'), { recursive: true });
    const branch = () => headOf(at('repo'))?.branch;
    expect(branch()).toBeUndefined();
    for (const text of [
      '0123456789abcdef0123456789abcdef01234567\n',
      'ref: refs/heads/.invalid\n',
      'ref: refs/tags/a\n',
      '',
    ]) {
      write(at('repo/.git/HEAD'), text);
      expect(branch()).toBeUndefined();
    }
    fs.rmSync(at('repo/.git/HEAD'));
    write(at('elsewhere'), 'ref: refs/heads/secret\n');
    fs.symlinkSync(at('elsewhere'), at('repo/.git/HEAD'));
    expect(branch()).toBeUndefined();
  });
});

describe('worktrees', () => {
  it('share the common directory of the main one and list each other', () => {
    repositoryWithWorktree();
    expect(repositoryOf(at('feature'))).toEqual({ toplevel: at('feature'), commonDir: at('main/.git') });
    expect(worktreesOf(at('main'))).toEqual([at('main'), at('feature')]);
    expect(worktreesOf(at('feature'))).toEqual([at('main'), at('feature')]);
  });

  it('are listed when their folder was removed without pruning', () => {
    repositoryWithWorktree();
    fs.rmSync(at('feature'), { recursive: true });
    expect(worktreesOf(at('main'))).toEqual([at('main'), at('feature')]);
  });

  it('are not claimed by a repository that names folders of others', () => {
    repositoryWithWorktree();
    fs.mkdirSync(at('private/.git'), { recursive: true });
    fs.mkdirSync(at('documents'));
    write(at('main/.git/worktrees/a/gitdir'), `${at('private/.git')}\n`);
    write(at('main/.git/worktrees/b/gitdir'), `${at('documents/.git')}\n`);
    write(at('main/.git/worktrees/c/gitdir'), `${at('documents')}\n`);
    expect(worktreesOf(at('main'))).toEqual([at('main'), at('feature')]);
  });

  it('do not include a checkout whose .git file names a repository that does not name it back', () => {
    repositoryWithWorktree();
    write(at('evil/.git'), `gitdir: ${at('main/.git/worktrees/feature')}\n`);
    write(at('worse/.git'), `gitdir: ${at('main/.git')}\n`);
    write(at('own/.git'), 'gitdir: ./fake\n');
    write(at('own/fake/commondir'), `${at('main/.git')}\n`);
    write(at('own/fake/gitdir'), `${at('own/.git')}\n`);
    for (const name of ['evil', 'worse', 'own']) {
      expect(repositoryOf(at(name))).toEqual({ toplevel: at(name), commonDir: at(name, '.git') });
      expect(worktreesOf(at(name))).toEqual([at(name)]);
    }
  });

  it('are read from relative links as well', () => {
    repositoryWithWorktree();
    write(at('feature/.git'), 'gitdir: ../main/.git/worktrees/feature\n');
    write(at('main/.git/worktrees/feature/gitdir'), '../../../../feature/.git\n');
    expect(worktreesOf(at('feature'))).toEqual([at('main'), at('feature')]);
  });

  it('of a store that the main one reaches by a link are the same repository', () => {
    repositoryWithWorktree();
    fs.mkdirSync(at('shop'));
    fs.renameSync(at('main/.git'), at('shop.git'));
    fs.symlinkSync(at('shop.git'), at('shop/.git'));
    write(at('shop.git/worktrees/feature/HEAD'), 'ref: refs/heads/fix\n');
    write(at('feature/.git'), `gitdir: ${at('shop.git/worktrees/feature')}\n`);
    for (const folder of ['shop', 'feature'])
      expect(repositoryOf(at(folder))).toEqual({ toplevel: at(folder), commonDir: at('shop.git') });
    expect(worktreesOf(at('shop'))).toEqual([at('feature'), at('shop')]);
    expect(headOf(at('shop'))).toEqual({ file: at('shop.git/HEAD'), branch: 'main' });
    expect(headOf(at('feature'))?.branch).toBe('fix');
  });

  it('whose .git is a link to what their repository keeps of them are proved by it', () => {
    repositoryWithWorktree();
    fs.rmSync(at('feature/.git'));
    fs.symlinkSync('../main/.git/worktrees/feature', at('feature/.git'));
    fs.mkdirSync(at('evil'));
    fs.symlinkSync('../main/.git/worktrees/feature', at('evil/.git'));
    expect(worktreesOf(at('feature'))).toEqual([at('main'), at('feature')]);
    expect(worktreesOf(at('main'))).toEqual([at('main'), at('feature')]);
    expect(repositoryOf(at('evil'))).toEqual({ toplevel: at('evil'), commonDir: at('evil/.git') });
  });

  it.each(['../nowhere.git', '.git', '../file'])('are none behind a .git that is a link to %s', (target) => {
    write(at('file'), 'gitdir: ../main/.git\n');
    fs.mkdirSync(at('linked'));
    fs.symlinkSync(target, at('linked/.git'));
    expect(repositoryOf(at('linked'))).toEqual({ toplevel: at('linked'), commonDir: at('linked/.git') });
  });

  it('are none behind a .git that is a link to that of another working tree', () => {
    repositoryWithWorktree();
    fs.mkdirSync(at('linked'));
    fs.symlinkSync(at('main/.git'), at('linked/.git'));
    expect(worktreesOf(at('linked'))).toEqual([at('linked')]);
  });
});

describe('a damaged .git file', () => {
  it.each([
    ['empty', ''],
    ['other text', 'hello\n'],
    ['a missing target', 'gitdir: /nonexistent/x\n'],
    ['two lines', 'gitdir: a\nb\n'],
    ['a NUL', 'gitdir: a\0b\n'],
    ['more than a path', `gitdir: ${'a'.repeat(20_000)}\n`],
  ])('of %s leaves the folder a repository of its own', (_, text) => {
    write(at('repo/.git'), text);
    expect(repositoryOf(at('repo'))).toEqual({ toplevel: at('repo'), commonDir: at('repo/.git') });
  });
});

it('keeps answers in the cache that it is given, and nowhere else', () => {
  fs.mkdirSync(at('repo/.git'), { recursive: true });
  const cache: RepositoryCache = new Map();
  expect(toplevelOf(at('repo/a'), cache)).toBe(at('repo'));
  fs.rmSync(at('repo/.git'), { recursive: true });
  expect(toplevelOf(at('repo/a'), cache)).toBe(at('repo'));
  expect(toplevelOf(at('repo/b'), cache)).toBe(at('repo'));
  expect(toplevelOf(at('repo/a'))).toBeUndefined();
});

describe('what git itself lays out', skip(!hasGit() && 'no git'), () => {
  it('is read as git reads it: worktrees, a submodule, a separate git directory', () => {
    fs.mkdirSync(at('main'));
    git(at('main'), 'init', '-q');
    git(at('main'), 'commit', '-q', '--allow-empty', '-m', 'x');
    git(at('main'), 'worktree', 'add', '-q', '-b', 'one', at('wt one'));
    git(at('main'), 'worktree', 'add', '-q', at('main/.worktrees/two'));
    git(base, 'init', '-q', '--separate-git-dir', at('store'), at('apart'));
    git(at('main'), 'submodule', 'add', '-q', at('main'), 'sub');
    fs.mkdirSync(at('main/src'));
    git(base, 'init', '-q', 'moved');
    fs.renameSync(at('moved/.git'), at('moved.git'));
    fs.symlinkSync('../moved.git', at('moved/.git'));
    git(at('moved'), 'commit', '-q', '--allow-empty', '-m', 'x');
    git(at('moved'), 'worktree', 'add', '-q', at('beside'));
    expect(worktreesOf(at('moved'))).toEqual([at('beside'), at('moved')]);
    expect(repositoryOf(at('moved'))?.commonDir).toBe(at('moved.git'));
    expect(repositoryOf(at('beside'))?.commonDir).toBe(at('moved.git'));
    for (const folder of ['main', 'main/src', 'wt one', 'main/.worktrees/two', 'apart', 'main/sub']) {
      expect(repositoryOf(at(folder))).toEqual({
        toplevel: git(at(folder), 'rev-parse', '--show-toplevel'),
        commonDir: path.resolve(at(folder), git(at(folder), 'rev-parse', '--git-common-dir')),
      });
    }
    const listed = git(at('main'), 'worktree', 'list', '--porcelain').match(/(?<=^worktree ).*/gm);
    expect(new Set(worktreesOf(at('wt one')))).toEqual(new Set(listed));
    expect(worktreesOf(at('main/sub'))).toEqual([at('main/sub')]);
  });
});
