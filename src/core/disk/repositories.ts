/** Git repositories and their worktrees, read from the small files git keeps: git itself is never started. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * A working tree and the repository it belongs to; worktrees of one repository share `commonDir`. Absolute real paths.
 */
export interface Repository {
  /** The folder that holds `.git`: what `git rev-parse --show-toplevel` prints. */
  readonly toplevel: string;
  /** What `git rev-parse --git-common-dir` names, where the files prove it; otherwise the toplevel's own `.git`. */
  readonly commonDir: string;
}

/** Answers already found, by folder. Make one for each refresh or command, since folders come and go. */
export type RepositoryCache = Map<string, Repository | undefined>;

/** A `.git`, `commondir` or `gitdir` file holds one path. */
const maxLinkBytes = 8192;
const maxWorktrees = 1000;
/** PATH_MAX of Linux. */
const maxPathLength = 4096;

/** Toplevel of the repository that `dir` lies in; `undefined` outside of any. See `repositoryOf`. */
export function toplevelOf(dir: string, cache?: RepositoryCache): string | undefined {
  return repositoryOf(dir, cache)?.toplevel;
}

/**
 * The repository that `dir` lies in; `undefined` when there is none or `dir` is not a local absolute path.
 *
 * A folder that is gone (a session outlives its working directory) is looked up from its nearest parent that is left. A
 * `.git` file, or one that is a link, leads to another repository's worktrees only when that repository names this
 * working tree in return, so that a hostile checkout cannot pass for a worktree of a repository it does not belong to.
 * It may also lead to a store that is not called `.git` and lies beside no working tree: nothing there names the
 * working tree, and the store is taken for its own, as git does.
 */
export function repositoryOf(dir: string, cache: RepositoryCache = new Map()): Repository | undefined {
  if (cache.has(dir)) return cache.get(dir);
  const above = isLocalPath(dir) && !lstat(path.resolve(dir)) ? parentOf(path.resolve(dir)) : undefined;
  if (above !== undefined) {
    // What is gone lies where its parent does, and many that are gone have one parent.
    const ofParent = repositoryOf(above, cache);
    cache.set(dir, ofParent);
    return ofParent;
  }
  const passed = [dir];
  let found: Repository | undefined;
  for (let at = isLocalPath(dir) ? realLocation(dir) : undefined; at !== undefined; at = parentOf(at)) {
    if (at !== dir && cache.has(at)) {
      found = cache.get(at);
      break;
    }
    passed.push(at);
    found = repositoryAt(at);
    if (found) break;
  }
  for (const folder of passed) cache.set(folder, found);
  return found;
}

/**
 * Toplevels of all worktrees of the repository that `dir` lies in, the main one first, then in the order of git's names
 * for them. Worktrees whose folder was removed without `git worktree prune` are included: sessions may still name them.
 * Empty outside of any repository. At most 1,000.
 */
export function worktreesOf(dir: string, cache: RepositoryCache = new Map()): string[] {
  const repository = repositoryOf(dir, cache);
  if (!repository) return [];
  const { commonDir, toplevel } = repository;
  const main = mainWorktreeOf(repository);
  const toplevels = new Set(main === undefined ? [] : [main]);
  if (lstat(commonDir)?.isDirectory()) {
    for (const name of folderNames(path.join(commonDir, 'worktrees'))) {
      const linked = linkedToplevel(path.join(commonDir, 'worktrees', name), commonDir);
      if (linked !== undefined) toplevels.add(linked);
    }
  }
  toplevels.add(toplevel);
  return [...toplevels];
}

/**
 * The main working tree of a repository: the folder in which a store called `.git` lies. `undefined` of any other
 * store: it is that of a bare repository or a submodule, or was set apart, and does not say where its working tree is.
 * Looks at no disk.
 */
export function mainWorktreeOf({ commonDir }: Repository): string | undefined {
  return path.basename(commonDir) === '.git' ? path.dirname(commonDir) : undefined;
}

function repositoryAt(folder: string): Repository | undefined {
  const git = path.join(folder, '.git');
  const stat = lstat(git);
  if (stat?.isDirectory()) return { toplevel: folder, commonDir: git };
  if (!stat?.isFile() && !stat?.isSymbolicLink()) return undefined;
  return { toplevel: folder, commonDir: linkedCommonDir(git, stat.isSymbolicLink()) ?? git };
}

export interface Head {
  /** Absolute path of the checkout's `HEAD` file. */
  readonly file: string;
  /** The branch that is checked out; `undefined` when none is. Hostile. */
  readonly branch: string | undefined;
}

/** What is checked out in the working tree that `dir` lies in; `undefined` outside of any. */
export function headOf(dir: string, cache?: RepositoryCache): Head | undefined {
  const repository = repositoryOf(dir, cache);
  if (!repository) return undefined;
  const git = path.join(repository.toplevel, '.git');
  const isLinked = repository.commonDir !== git;
  const gitDir = isLinked ? gitDirOf(git, lstat(git)?.isSymbolicLink() === true) : git;
  if (gitDir === undefined) return undefined;
  const file = path.join(gitDir, 'HEAD');
  const branch = /^ref: refs\/heads\/(\S+)\s*$/.exec(readLink(file) ?? '')?.[1];
  // The name that git writes where it keeps its refs in another form.
  return { file, branch: branch === '.invalid' ? undefined : branch };
}

/** What a `.git` file names, or a `.git` that is a link leads to. */
function gitDirOf(gitFile: string, isLink: boolean): string | undefined {
  if (isLink) {
    const target = linkTarget(gitFile);
    return target === undefined ? undefined : realLocation(target);
  }
  const target = /^gitdir: *(.+?)\s*$/s.exec(readLink(gitFile) ?? '')?.[1];
  return target === undefined ? undefined : resolveLocal(path.dirname(gitFile), target);
}

/**
 * Where a `.git` file or link leads: of a linked worktree, a submodule, or a repository set apart with
 * `--separate-git-dir`. One that is called `.git` itself belongs to the folder that it lies in.
 */
function linkedCommonDir(gitFile: string, isLink: boolean): string | undefined {
  const gitDir = gitDirOf(gitFile, isLink);
  if (gitDir === undefined || !lstat(gitDir)?.isDirectory()) return undefined;
  const common = readLink(path.join(gitDir, 'commondir'));
  if (common === undefined) return path.basename(gitDir) === '.git' ? undefined : realLocation(gitDir);
  const commonDir = resolveLocal(gitDir, common.trim());
  if (commonDir === undefined || !isSameFile(path.join(commonDir, 'worktrees'), path.dirname(gitDir))) return undefined;
  const back = resolveLocal(gitDir, readLink(path.join(gitDir, 'gitdir'))?.trim() ?? '');
  return back !== undefined && isSameFile(back, gitFile) ? realLocation(commonDir) : undefined;
}

/** Toplevel that an entry of `worktrees/` names, unless what stands there belongs to something else. */
function linkedToplevel(gitDir: string, commonDir: string): string | undefined {
  const gitFile = resolveLocal(gitDir, readLink(path.join(gitDir, 'gitdir'))?.trim() ?? '');
  if (gitFile === undefined || path.basename(gitFile) !== '.git') return undefined;
  const toplevel = realLocation(path.dirname(gitFile));
  if (toplevel === undefined) return undefined;
  if (!lstat(toplevel)) return toplevel;
  return repositoryAt(toplevel)?.commonDir === commonDir ? toplevel : undefined;
}

function linkTarget(link: string): string | undefined {
  try {
    return resolveLocal(path.dirname(link), fs.readlinkSync(link));
  } catch {
    return undefined;
  }
}

function resolveLocal(from: string, target: string): string | undefined {
  if (target === '' || /[\0\n\r]/.test(target)) return undefined;
  const resolved = path.resolve(from, target);
  return isLocalPath(resolved) || path.parse(resolved).root === path.parse(from).root ? resolved : undefined;
}

/**
 * Whether `dir` is absolute and asking for it stays on this machine: on Windows, looking at `\\server\share` hands the
 * user's credentials to that server, and the name may be from a log. WSL's own shares are local.
 */
export function isLocalPath(dir: string): boolean {
  if (!path.isAbsolute(dir) || dir.length > maxPathLength || dir.includes('\0')) return false;
  const { root } = path.parse(dir);
  return root === '/' || /^[a-z]:[\\/]$/i.test(root) || /^[\\/]{2}wsl(?:\$|\.localhost)[\\/]/i.test(root);
}

/** The real path of `dir`; of its nearest existing parent, with the rest appended, when it is gone. */
export function realLocation(dir: string): string | undefined {
  const missing: string[] = [];
  for (let at: string | undefined = path.resolve(dir); at !== undefined; at = parentOf(at)) {
    const real = lstat(at) && realpath(at);
    if (real !== undefined) return path.join(real, ...missing.reverse());
    missing.push(path.basename(at));
  }
  return undefined;
}

/** Elsewhere the system's own answer differs from Node's: by the case of letters, by drives that stand for others. */
const realpathSync = process.platform === 'linux' ? fs.realpathSync.native : fs.realpathSync;

function realpath(existing: string): string | undefined {
  try {
    return realpathSync(existing);
  } catch {
    return undefined;
  }
}

function parentOf(dir: string): string | undefined {
  const parent = path.dirname(dir);
  return parent === dir ? undefined : parent;
}

function isSameFile(a: string, b: string): boolean {
  const [left, right] = [lstat(a), lstat(b)];
  return left !== undefined && right !== undefined && left.ino === right.ino && left.dev === right.dev;
}

function lstat(file: string): fs.BigIntStats | undefined {
  try {
    return fs.lstatSync(file, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function folderNames(folder: string): string[] {
  const names: string[] = [];
  let dir: fs.Dir | undefined;
  try {
    dir = fs.opendirSync(folder);
    for (let entry = dir.readSync(); entry && names.length < maxWorktrees; entry = dir.readSync()) {
      if (entry.isDirectory()) names.push(entry.name);
    }
  } catch {
    // Most repositories have no linked worktree, and an unreadable one shows none.
  } finally {
    dir?.closeSync();
  }
  return names.sort();
}

/** Text of a regular file of at most `maxLinkBytes`, never through a link and never waiting for a pipe. */
function readLink(file: string): string | undefined {
  let fd: number | undefined;
  try {
    fd = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0));
    const stat = fs.fstatSync(fd);
    if (!stat.isFile() || stat.size > maxLinkBytes) return undefined;
    const bytes = Buffer.alloc(maxLinkBytes);
    return bytes.toString('utf8', 0, fs.readSync(fd, bytes, 0, maxLinkBytes, 0));
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}
