/**
 * What git says of a checkout: the one program that is run, with these arguments alone. Not for folders that are not
 * trusted: git obeys the configuration of the repository (filters), and refuses only where another user owns it.
 */
import type * as childProcess from 'node:child_process';
import * as path from 'node:path';
import { lateModule } from './lateModule.ts';

/** What must not run or be written because somebody looks. */
const quiet = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const largestOutput = 64 * 1024 * 1024;
const longestWait = 60_000;

/** Absolute paths of what is changed or not tracked below `toplevel`; `undefined` when git is not there or refuses. */
export function changedPaths(toplevel: string): string[] | undefined {
  const args = ['status', '--porcelain=v2', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=all'];
  const output = git(toplevel, args);
  return output
    ?.split('\0')
    .flatMap((entry) => pathOf(entry) ?? [])
    .map((relative) => path.join(toplevel, relative));
}

/**
 * When a file was committed last, in milliseconds since 1970; -Infinity when it never was. `undefined` when git does
 * not say: it is not there, refuses (another user's repository), or the repository is broken.
 */
export function lastCommitOf(toplevel: string, file: string): number | undefined {
  const relative = path.relative(toplevel, file).split(path.sep).join('/');
  const output = git(toplevel, ['log', '-1', '--no-show-signature', '--format=%ct', '--', `:(literal)${relative}`]);
  if (output === undefined) return hasNoCommit(toplevel) ? -Infinity : undefined;
  return output.trim() === '' ? -Infinity : Number(output) * 1000;
}

/** A new repository has no log, and its branch is a name alone. A branch that is broken is no name to git either. */
function hasNoCommit(toplevel: string): boolean {
  const isBranch = run(toplevel, ['symbolic-ref', '-q', 'HEAD']).status === 0;
  return isBranch && run(toplevel, ['rev-parse', '--verify', '-q', 'HEAD']).status === 1;
}

function git(cwd: string, args: readonly string[]): string | undefined {
  const { status, stdout } = run(cwd, args);
  return status === 0 ? stdout : undefined;
}

/** `status` is `null` where git did not run or did not end. */
function run(cwd: string, args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name)));
  // Loaded where git is run: that takes half as long as Node's own start.
  const { spawnSync } = lateModule<typeof childProcess>('node:child_process');
  return spawnSync('git', [...quiet, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: largestOutput,
    timeout: longestWait,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
}

/** The path of an entry: behind eight fields of a changed one, ten of an unmerged one, one of what is not tracked. */
function pathOf(entry: string): string | undefined {
  const fields = { '1': 8, u: 10, '?': 1 }[entry[0] ?? ''];
  if (fields === undefined) return undefined;
  let at = 0;
  for (let field = 0; field < fields; field++) at = entry.indexOf(' ', at) + 1;
  return entry.slice(at);
}
