/** Texts of the scratch commands. Titles and paths are made safe for one line; the rest is fixed words and figures. */
import * as path from 'node:path';
import { formatAge, formatBytes, formatCount, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type { SessionRow } from '../core/model.ts';
import { displayPath, sessionLabel } from './rowText.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { BinEntry } from '../core/scratch/bin.ts';
import type { ScratchCandidate } from '../core/scratch/candidates.ts';
import {
  keepReasonSentence,
  restoreProblemSentence,
  type KeepReason,
  type RestoreProblem,
} from '../core/scratch/reasons.ts';

export { keepReasonSentence };
export { scratchFileNameProblem } from '../core/scratch/scratchFileName.ts';

/** One line of a list: what it is about, its figures, and where it is or why. */
export interface ScratchLine {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** A modal question and the one button that says yes. */
export interface ScratchQuestion {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
}

export interface TextContext {
  /** `undefined` for sessions of no data root. */
  readonly row: (id: NonNullable<ScratchCandidate['sessionId']>) => SessionRow | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The home directory, shown as `~`. */
  readonly home: string;
}

const unknownSession = 'Unknown session';

/** Directories that a question lists by name. */
const mostListed = 8;

/** A directory that can be moved, with the reason why it is stale. */
export function staleLine(candidate: ScratchCandidate, context: TextContext): ScratchLine {
  return {
    label: labelOf(candidate, context),
    description: joinParts(candidate.sessionId && shortId(candidate.sessionId), figuresOf(candidate, context)),
    detail: joinParts(staleWords(candidate, context), placeOf(candidate)),
  };
}

export function keptLine(candidate: ScratchCandidate, reason: KeepReason, context: TextContext): ScratchLine {
  return {
    label: labelOf(candidate, context),
    description: joinParts(candidate.sessionId && shortId(candidate.sessionId), figuresOf(candidate, context)),
    detail: joinParts(keepReasonSentence(reason).replace(/\.$/, ''), placeOf(candidate)),
  };
}

export function removedLine(entry: BinEntry, context: TextContext): ScratchLine {
  const { sessionId, removedAt, files, bytes, base, toplevel } = entry;
  const age = formatAge(removedAt, context.now);
  const row = context.row(sessionId);
  return {
    label: row ? sessionLabel(row) : unknownSession,
    description: joinParts(
      shortId(sessionId),
      age === 'now' ? 'removed just now' : `removed ${age} ago`,
      bytes === undefined ? undefined : formatBytes(bytes),
      files === undefined ? undefined : filesWord(files),
    ),
    detail: base
      ? placeOf({ ...entry, base })
      : `Was in ${displayPath(toplevel, context.home)}, in a place that this window does not list`,
  };
}

/** Asks whether these go to the bin: how many, how large, how old the oldest, and the way back. `kept` are left out. */
export function moveQuestion(
  chosen: readonly ScratchCandidate[],
  kept: readonly KeepReason[],
  context: TextContext,
): ScratchQuestion {
  const directories = formatCount(chosen.length, 'scratch directory', 'scratch directories');
  const bytes = sum(chosen, (candidate) => candidate.measurement?.bytes);
  const files = sum(chosen, (candidate) => candidate.measurement?.files);
  const oldest = Math.min(...chosen.flatMap(({ measurement }) => measurement?.newest ?? []));
  const age = formatAge(oldest, context.now);
  const lines = chosen.slice(0, mostListed).map((candidate) => {
    return `${placeOf(candidate)} (${figuresOf(candidate, context)})`;
  });
  if (chosen.length > lines.length) lines.push(`and ${chosen.length - lines.length} more`);
  const [oldestIs, them] = chosen.length === 1 ? ['It', 'it'] : ['The oldest', 'them'];
  const changed = age === 'now' ? 'was changed just now' : `was last changed ${age} ago`;
  return {
    message: `Move ${directories} (${filesWord(files)}, ${formatBytes(bytes)}) to the bin?`,
    detail: [
      ...lines,
      '',
      `${oldestIs} ${changed}. Nothing is deleted: “Recently Removed Scratch…” restores ${them}.`,
      ...(chosen.some(({ outputs }) => outputs !== undefined)
        ? ['Task outputs stay on the same disk until the bin is emptied.']
        : []),
      ...keptWords(kept),
    ].join('\n'),
    button: `Move ${formatCount(chosen.length, 'Directory', 'Directories')} to Bin`,
  };
}

/** A second question, for directories with a git repository inside. */
export function repositoryQuestion(count: number): ScratchQuestion {
  const [contains, its] = count === 1 ? ['contains', 'Its'] : ['contain', 'Their'];
  return {
    message: `${formatCount(count, 'directory', 'directories')} of your choice ${contains} a git repository.`,
    detail: `${its} commits may exist nowhere else, and do not come back once the bin is emptied.`,
    button: `Include ${formatCount(count, 'Repository', 'Repositories')}`,
  };
}

/** What was done, in one sentence of fixed words and figures. */
export function moveSummary(moved: readonly BinEntry[], refused: readonly KeepReason[], isCancelled = false): string {
  const bytes = sum(moved, (entry) => entry.bytes);
  const done =
    moved.length === 0
      ? 'No scratch was moved.'
      : `Moved ${formatCount(moved.length, 'scratch directory', 'scratch directories')} (${formatBytes(bytes)}) to the bin.`;
  return [done, ...(isCancelled ? ['The rest was left alone.'] : []), ...keptWords(refused)].join(' ');
}

/** What came back, in one sentence. */
export function restoreSummary(restored: number, renamed: number, problems: readonly RestoreProblem[]): string {
  const sentences = [`Restored ${formatCount(restored, 'scratch directory', 'scratch directories')}.`];
  if (renamed > 0) sentences.push(`${renamed === restored ? 'Beside' : `${renamed} beside`} what has taken the place.`);
  if (problems.length > 0) {
    const reasons = [...new Set(problems)].map(restoreProblemSentence);
    sentences.push(`${problems.length} left in the bin: ${reasons.join(' ')}`);
  }
  return sentences.join(' ');
}

/** Asks whether removed directories may be deleted for good. */
export function emptyQuestion(entries: readonly BinEntry[]): Omit<ScratchQuestion, 'button'> {
  const bytes = sum(entries, (entry) => entry.bytes);
  const directories = formatCount(entries.length, 'removed scratch directory', 'removed scratch directories');
  return {
    message: `Delete ${directories} (${formatBytes(bytes)}) for good?`,
    detail: 'This empties the bin. What is in it cannot be restored afterwards.',
  };
}

function keptWords(reasons: readonly KeepReason[]): string[] {
  if (reasons.length === 0) return [];
  const sentences = [...new Set(reasons)].map(keepReasonSentence);
  return [`${reasons.length} ${reasons.length === 1 ? 'is' : 'are'} kept: ${sentences.join(' ')}`];
}

function labelOf({ sessionId, name }: ScratchCandidate, { row }: TextContext): string {
  if (!sessionId) return toSingleLine(name ?? '') || 'Scratch';
  const session = row(sessionId);
  return session ? sessionLabel(session) : unknownSession;
}

/** From the name of the working tree on, the session's ID cut: whole paths are too long for a dialog. */
function placeOf({
  toplevel,
  base,
  name = '',
  sessionId,
}: Pick<ScratchCandidate, 'toplevel' | 'base' | 'name' | 'sessionId'>): string {
  const last = sessionId ? name.replace(sessionId, `${shortId(sessionId)}…`) : name;
  return displayPath([path.basename(toplevel), ...base, last].filter(Boolean).join('/'), '');
}

function figuresOf({ measurement }: ScratchCandidate, { now }: TextContext): string | undefined {
  if (!measurement || measurement.problem) return undefined;
  const { newest, bytes, files } = measurement;
  return joinParts(formatAge(newest, now), formatBytes(bytes), filesWord(files));
}

function staleWords({ sessionId, measurement }: ScratchCandidate, { row, now }: TextContext): string {
  const activity = sessionId && row(sessionId)?.lastActivity;
  return joinParts(
    measurement?.hasRepository ? 'Contains a git repository' : undefined,
    activity === undefined ? 'No entry of its session is left' : `Session last active ${formatAge(activity, now)} ago`,
  );
}

function filesWord(files: number): string {
  return formatCount(files, 'file', 'files');
}

function sum<T>(all: readonly T[], figure: (one: T) => number | undefined): number {
  return all.reduce((total, one) => total + (figure(one) ?? 0), 0);
}
