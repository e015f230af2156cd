/** `touched`: which sessions changed a file, or what lies in a folder; or all changed files of the checkout. */
import * as path from 'node:path';
import { changedFiles, newestFirst, type ChangedFile } from '../../core/answers/changedFiles.ts';
import { dirtyFiles, groupOf, uncommitted, type DirtyFile, type DirtyGroup } from '../../core/answers/dirtyFiles.ts';
import { changedPaths } from '../../core/disk/git.ts';
import { toplevelOf } from '../../core/disk/repositories.ts';
import type { FileChanges } from '../../core/files/fileChanges.ts';
import type { SessionId } from '../../core/model.ts';
import { formatCount } from '../../core/text/format.ts';
import { shortId } from '../../core/text/ids.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import { isCliError, type CliError } from '../answers.ts';
import { changedFileJson, changedFileLine, type ChangedFileJson } from '../changedFileJson.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { firstOf, limitOf, restLine, type Rest } from '../firstAnswer.ts';
import { mayLack, mayLackAll, missingRoots, unlistedRoots, type MayLack } from '../unreadRoots.ts';

interface TouchedAnswer extends Rest, MayLack {
  readonly paths: readonly string[];
  readonly files: readonly ChangedFileJson[];
  /** Entries that are copies of another session's changes. */
  readonly copies: number;
}

interface DirtyJson {
  readonly path: string;
  readonly group: DirtyGroup;
  readonly sessions: readonly Pick<
    ChangedFileJson,
    'sessionId' | 'changes' | 'added' | 'removed' | 'time' | 'evidence'
  >[];
}

interface DirtyAnswer extends Rest, MayLack {
  readonly toplevel: string;
  /** The session that asks; `null` where nothing names one. */
  readonly sessionId: SessionId | undefined;
  readonly counts: Readonly<Record<DirtyGroup, number>>;
  readonly dirty: readonly DirtyJson[];
}

export const command: Command<TouchedAnswer | DirtyAnswer> = {
  help: [
    'touched PATH… [--since-commit] [--limit N] | touched --dirty [--cwd DIR] [--session-id ID] [--limit N]',
    '  Lists the sessions and agents that changed a file, or what lies in a folder, by the results of their calls: when',
    '  by the log, and the line that proves it. Bash commands, people and programs prove nothing.',
    '  --since-commit   only what was changed after the last commit of each file',
    '  --dirty          the changed files of the checkout at DIR: of this session, of others, of several, without proof',
    '  --limit N        at most N rows; default: as many as a first answer has room for',
  ],
  options: { limit: { type: 'string' }, dirty: { type: 'boolean' }, 'since-commit': { type: 'boolean' } },
  positional: 'arguments',
  run(context) {
    const limit = limitOf(context);
    if (isCliError(limit)) return limit;
    const named = context.input.positionals;
    const isDirty = context.flag('dirty');
    if (isDirty ? named.length > 0 : named.length === 0 || named.includes(''))
      return { error: 'usage', message: 'touched takes paths, or --dirty alone.' };
    const missing = missingRoots(context) ?? unlistedRoots(context, context.openIndex());
    if (missing !== undefined) return missing;
    return isDirty ? dirtyAnswer(context, limit) : touchedAnswer(context, named, limit);
  },
  text(answer) {
    if ('dirty' in answer) return dirtyText(answer);
    const lines = [...answer.files.map(changedFileLine), ...restLine(answer)];
    return lines.join('\n') || 'No log proves that a session changed this.';
  },
};

function touchedAnswer(
  context: CliContext,
  named: readonly string[],
  limit: number | undefined,
): TouchedAnswer | CliError {
  const known = context.fileChanges();
  const paths = named.map((one) => (/^[A-Za-z]:[\\/]/.test(one) ? one : path.resolve(one)));
  const { changes, copies, unreadable } = known.touching(paths);
  const found = changedFiles(changes, true);
  const { files, undecided } = context.flag('since-commit') ? uncommitted(found) : { files: found, undecided: [] };
  const all = newestFirst(files);
  const lack = whatIsUnread(context, unreadable, undecided);
  const unknown = nothingCertain('Which sessions changed this', all, lack, undecided);
  if (unknown !== undefined) return unknown;
  const { first, ...rest } = firstOf(all, limit, changedFileJson);
  return { paths, files: withTakenBack(known, first), copies: copies.length, ...rest, ...lack };
}

function withTakenBack(known: FileChanges, files: readonly ChangedFile[]): ChangedFileJson[] {
  const last = known.withTakenBack(files.map((file) => file.last));
  return files.map((file, at) => changedFileJson({ ...file, last: last[at] ?? file.last }));
}

function dirtyAnswer(context: CliContext, limit: number | undefined): DirtyAnswer | CliError {
  const [cwd = '.'] = context.cwds;
  const toplevel = toplevelOf(path.resolve(cwd));
  if (toplevel === undefined) return { error: 'not_found', message: 'This folder is in no git repository.' };
  const paths = changedPaths(toplevel);
  if (paths === undefined) return { error: 'unreadable', message: 'git does not say what is changed here.' };
  const caller = context.sessionId();
  if (isCliError(caller) && caller.error !== 'no_session') return caller;
  const sessionId = isCliError(caller) ? undefined : caller;
  const { files: all, undecided, unreadable } = dirtyFiles(context.fileChanges(), toplevel, paths);
  const lack = whatIsUnread(context, unreadable, undecided);
  const unknown =
    undecided.length > 0 ? nothingCertain('Whose the changed files are', all, lack, undecided) : undefined;
  if (unknown !== undefined) return unknown;
  const counts = { thisSession: 0, otherSessions: 0, severalSessions: 0, noProof: 0 };
  for (const file of all) counts[groupOf(file, sessionId)]++;
  const jsonOf = (file: DirtyFile): DirtyJson => dirtyJson(file, groupOf(file, sessionId));
  const { first, ...rest } = firstOf(all, limit, jsonOf);
  return { toplevel, sessionId, counts, dirty: first.map(jsonOf), ...rest, ...lack };
}

function dirtyJson({ path: file, sessions }: DirtyFile, group: DirtyGroup): DirtyJson {
  return {
    path: file,
    group,
    sessions: sessions.map((one) => {
      const { sessionId, changes, added, removed, time, evidence } = changedFileJson(one);
      return { sessionId, changes, added, removed, time, evidence };
    }),
  };
}

const groupWords: Readonly<Record<DirtyGroup, string>> = {
  thisSession: 'this session',
  otherSessions: 'another session',
  severalSessions: 'several sessions',
  noProof: 'no proof',
};

function dirtyText({ dirty, ...rest }: DirtyAnswer): string {
  const lines = dirty.map(({ path: file, group, sessions }) => {
    const ids = sessions.map(({ sessionId }) => shortId(sessionId)).join(', ');
    return `${toSingleLinePath(file, 400)}  ${groupWords[group]}${ids === '' ? '' : `: ${ids}`}`;
  });
  return [...lines, ...restLine(rest)].join('\n') || 'Nothing is changed here.';
}

/**
 * `unreadable`: logs that were to be read for this question; `undecided`: files of which git does not say what is
 * committed.
 */
function whatIsUnread(context: CliContext, unreadable: readonly string[], undecided: readonly string[]): MayLack {
  const places = context.unreadPlaces().map((place) => place.path);
  // Of the others it was said already.
  const [first, ...more] = unreadable.filter((log) => !places.includes(log));
  if (first !== undefined) {
    const count = formatCount(more.length + 1, 'log', 'logs');
    context.input.warn(`This may not be all: ${count} could not be read, the first one is ${first}.`);
  }
  if (undecided.length > 0) {
    const count = formatCount(undecided.length, 'file', 'files');
    context.input.warn(`git does not say when ${count} were committed last, the first one is ${undecided[0]}.`);
  }
  return mayLack(places, unreadable, undecided);
}

/** The error where nothing is listed, which may not be so: in words of its own where git alone does not answer. */
function nothingCertain(
  what: string,
  listed: readonly unknown[],
  lack: MayLack,
  undecided: readonly string[],
): CliError | undefined {
  const unknown = mayLackAll(what, listed, lack);
  const [file] = undecided;
  if (unknown === undefined || file === undefined || lack.unread?.[0] !== file) return unknown;
  return { ...unknown, message: `${what} cannot be told: git does not say when ${file} was committed last.` };
}
