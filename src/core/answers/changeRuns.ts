/**
 * What a session did to a file, cut into runs of changes of which the log holds the texts and between which nothing
 * else happened.
 */
import { changedFiles } from './changedFiles.ts';
import type { FileChanges } from '../files/fileChanges.ts';
import { loggedTexts } from '../files/loggedTexts.ts';
import { pathKey } from '../files/targetPath.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { FileChange, SessionId } from '../model.ts';

/** Where the result of a call stands. */
export interface ChangePlace {
  readonly log: string;
  readonly offset: number;
  readonly toolUseId: string;
}

export interface ChangeRun {
  readonly first: ChangePlace;
  readonly last: ChangePlace;
  /** How many changes it has. */
  readonly changes: number;
  /** `lines`: the log holds the changed lines alone. */
  readonly holds: 'texts' | 'lines';
}

export interface FileRuns {
  readonly path: string;
  /** In the order in which they were made. */
  readonly runs: readonly ChangeRun[];
  /** Changes of which the log holds nothing. */
  readonly withoutText: number;
  /** Changes that come after the most runs that are listed. */
  readonly beyond: number;
}

export interface RunsQuestion {
  readonly agentId?: string | undefined;
  /** As a row of the session's files has it; without it all files. */
  readonly path?: string | undefined;
}

/** Runs of all files together: an editor with more is of no use. */
const mostRuns = 500;

export function changeRuns(known: FileChanges, id: SessionId, { agentId, path }: RunsQuestion): FileRuns[] {
  const { changes, copies } = known.ofSession(id);
  const isAsked = (change: FileChange): boolean =>
    (agentId === undefined || change.agentId === agentId) &&
    (path === undefined || pathKey(change.path) === pathKey(path));
  const own = changedFiles(changes.filter(isAsked), false);
  const found = own.length > 0 || path === undefined ? own : changedFiles(copies.filter(isAsked), false);
  let left = mostRuns;
  return found
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => {
      const runs = runsOf(inOrder(file.changes), left);
      left -= runs.runs.length;
      return { path: file.path, ...runs };
    });
}

/** One side of a run, as the log has it; `undefined` where it does not, or the log is not one of the session's. */
export function loggedSide(
  index: SessionIndex,
  id: SessionId,
  { log, offset, toolUseId }: ChangePlace,
  side: 'before' | 'after',
): string | undefined {
  const { logs = [], agents = [] } = index.sessionLogs(id) ?? {};
  if (![...logs, ...agents].some(({ file }) => file.path === log)) return undefined;
  const texts = loggedTexts({ evidence: { file: log, offset }, toolUseId });
  return texts.before !== undefined && texts.after !== undefined ? texts[side] : linesOfSide(texts.diff, side);
}

/** By the time of the log: agents work at the same time as their session. As they stand where one has no time. */
function inOrder(changes: readonly FileChange[]): readonly FileChange[] {
  if (changes.some(({ time }) => time === undefined)) return changes;
  return [...changes].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
}

function runsOf(changes: readonly FileChange[], most: number): Omit<FileRuns, 'path'> {
  const runs: ChangeRun[] = [];
  let withoutText = 0;
  let beyond = 0;
  let after: string | undefined;
  for (const change of changes) {
    const texts = loggedTexts(change);
    const isWhole = texts.before !== undefined && texts.after !== undefined;
    const goesOn = isWhole && texts.before === after ? runs.at(-1) : undefined;
    after = isWhole ? texts.after : undefined;
    const place = { log: change.evidence.file, offset: change.evidence.offset, toolUseId: change.toolUseId };
    if (goesOn !== undefined) runs[runs.length - 1] = { ...goesOn, last: place, changes: goesOn.changes + 1 };
    else if (!isWhole && !texts.diff) withoutText++;
    else if (runs.length === most) beyond++;
    else runs.push({ first: place, last: place, changes: 1, holds: isWhole ? 'texts' : 'lines' });
  }
  return { runs, withoutText, beyond };
}

/** What a unified diff has of one side; the head of a hunk stands for the lines that it leaves out. */
function linesOfSide(diff: string | undefined, side: 'before' | 'after'): string | undefined {
  if (!diff) return undefined;
  const sign = side === 'before' ? '-' : '+';
  const lines = diff.replace(/\n$/, '').split('\n');
  return lines
    .flatMap((line) => {
      if (line.startsWith('@@')) return `… line ${/-(\d+)/.exec(line)?.[1] ?? '?'} of the file before …`;
      return line.startsWith(sign) || line.startsWith(' ') ? line.slice(1) : [];
    })
    .join('\n');
}
