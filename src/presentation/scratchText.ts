/** Texts of the scratch commands. Titles and paths are made safe for one line; the rest is fixed words and figures. */
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import { formatAge, formatBytes, formatPlural, isJustNow, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type { SessionRow } from '../core/model.ts';
import { displayPath, sessionLabel } from './rowText.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { BinEntry } from '../core/scratch/bin.ts';
import type { ScratchCandidate } from '../core/scratch/candidates.ts';
import {
  keepReasonSentence,
  restoreProblemSentence,
  staysInBin,
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

const unknownSession = t('Unknown session');

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
    detail: joinParts(keepReasonSentence(reason).replace(/[.。]$/, ''), placeOf(candidate)),
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
      isJustNow(removedAt, context.now) ? t('removed just now') : t('removed {0} ago', age),
      bytes === undefined ? undefined : formatBytes(bytes),
      files === undefined ? undefined : filesWord(files),
    ),
    detail: base
      ? placeOf({ ...entry, base })
      : t('Was in {0}, in a place that this window does not list', displayPath(toplevel, context.home)),
  };
}

/** Asks whether these go to the bin: how many, how large, how old the oldest, and the way back. `kept` are left out. */
export function moveQuestion(
  chosen: readonly ScratchCandidate[],
  kept: readonly KeepReason[],
  context: TextContext,
): ScratchQuestion {
  const directories = directoriesWord(chosen.length);
  const bytes = sum(chosen, (candidate) => candidate.measurement?.bytes);
  const files = sum(chosen, (candidate) => candidate.measurement?.files);
  const oldest = Math.min(...chosen.flatMap(({ measurement }) => measurement?.newest ?? []));
  const age = formatAge(oldest, context.now);
  const lines = chosen.slice(0, mostListed).map((candidate) => {
    return `${placeOf(candidate)} (${figuresOf(candidate, context)})`;
  });
  if (chosen.length > lines.length) lines.push(t('and {0} more', chosen.length - lines.length));
  return {
    message: t('Move {0} ({1}, {2}) to the bin?', directories, filesWord(files), formatBytes(bytes)),
    detail: [
      ...lines,
      '',
      `${changedWords(chosen.length, isJustNow(oldest, context.now) ? undefined : age)} ${wayBack(chosen.length)}`,
      ...(chosen.some(({ outputs }) => outputs !== undefined)
        ? [t('Task outputs stay on the same disk until the bin is emptied.')]
        : []),
      ...keptWords(kept),
    ].join('\n'),
    button: formatPlural(chosen.length, t('Move 1 Directory to Bin'), t('Move {0} Directories to Bin')),
  };
}

/** When the oldest of some directories was changed; `age` where that is not right now. */
function changedWords(count: number, age: string | undefined): string {
  if (age === undefined) return count === 1 ? t('It was changed just now.') : t('The oldest was changed just now.');
  return count === 1 ? t('It was last changed {0} ago.', age) : t('The oldest was last changed {0} ago.', age);
}

function wayBack(count: number): string {
  return count === 1
    ? t('Nothing is deleted: “Recently Removed Scratch…” restores it.')
    : t('Nothing is deleted: “Recently Removed Scratch…” restores them.');
}

/** A second question, for directories with a git repository inside. */
export function repositoryQuestion(count: number): ScratchQuestion {
  return {
    message: formatPlural(
      count,
      t('1 directory of your choice contains a git repository.'),
      t('{0} directories of your choice contain a git repository.'),
    ),
    detail:
      count === 1
        ? t('Its commits may exist nowhere else, and do not come back once the bin is emptied.')
        : t('Their commits may exist nowhere else, and do not come back once the bin is emptied.'),
    button: formatPlural(count, t('Include 1 Repository'), t('Include {0} Repositories')),
  };
}

/** What was done, in one sentence of fixed words and figures. */
export function moveSummary(moved: readonly BinEntry[], refused: readonly KeepReason[], isCancelled = false): string {
  const bytes = sum(moved, (entry) => entry.bytes);
  const done =
    moved.length === 0
      ? t('No scratch was moved.')
      : t('Moved {0} ({1}) to the bin.', directoriesWord(moved.length), formatBytes(bytes));
  return [done, ...(isCancelled ? [t('The rest was left alone.')] : []), ...keptWords(refused)].join(' ');
}

/** An entry of which some files came back. */
export interface PartlyRestored {
  readonly files: number;
  readonly left: number;
  readonly reason: RestoreProblem;
}

export interface RestoreOutcome {
  /** Entries that came back whole. */
  readonly restored: number;
  /** Entries, also of those in part, that stand beside what has taken their place. */
  readonly beside: number;
  /** Why others did not come back. */
  readonly problems: readonly RestoreProblem[];
  readonly parts: readonly PartlyRestored[];
}

/** What came back, what did so in part, what stays in the bin and what is in it no more. */
export function restoreSummary({ restored, beside, problems, parts }: RestoreOutcome): string {
  const sentences =
    restored === 0 && parts.length > 0
      ? []
      : restored === 0
        ? [t('No scratch was restored.')]
        : [formatPlural(restored, t('Restored 1 scratch directory.'), t('Restored {0} scratch directories.'))];
  if (parts.length > 0) {
    const files = filesWord(sum(parts, (part) => part.files));
    const left = filesWord(sum(parts, (part) => part.left));
    const why = reasonsOf(parts.map(({ reason }) => reason));
    sentences.push(t('{0} restored in part ({1} back, {2} left in the bin): {3}', parts.length, files, left, why));
  }
  if (beside > 0)
    sentences.push(
      beside === restored + parts.length
        ? t('Beside what has taken the place.')
        : t('{0} beside what has taken the place.', beside),
    );
  const staying = problems.filter(staysInBin);
  const gone = problems.filter((problem) => !staysInBin(problem));
  if (staying.length > 0) sentences.push(t('{0} left in the bin: {1}', staying.length, reasonsOf(staying)));
  if (gone.length > 0) sentences.push(t('{0} not restored: {1}', gone.length, reasonsOf(gone)));
  return sentences.join(' ');
}

function reasonsOf(problems: readonly RestoreProblem[]): string {
  return [...new Set(problems)].map(restoreProblemSentence).join(' ');
}

/** Asks whether removed directories may be deleted for good. */
export function emptyQuestion(entries: readonly BinEntry[]): Omit<ScratchQuestion, 'button'> {
  const bytes = sum(entries, (entry) => entry.bytes);
  const directories = formatPlural(
    entries.length,
    t('1 removed scratch directory'),
    t('{0} removed scratch directories'),
  );
  return {
    message: t('Delete {0} ({1}) for good?', directories, formatBytes(bytes)),
    detail: t('This empties the bin. What is in it cannot be restored afterwards.'),
  };
}

/**
 * What was deleted for good, how many were not or only in part, and how many places of the bin could not be looked at.
 */
export function emptySummary(deleted: readonly BinEntry[], incomplete: number, unread: number): string {
  const directories = formatPlural(deleted.length, t('1 directory'), t('{0} directories'));
  // The manifest of one may be lost, and with it the figure.
  const isKnown = deleted.every(({ bytes }) => bytes !== undefined);
  const size = formatBytes(sum(deleted, (entry) => entry.bytes));
  const done = isKnown ? t('Deleted {0} ({1}).', directories, size) : t('Deleted {0}.', directories);
  if (incomplete + unread === 0) return done;
  const sentences = [deleted.length === 0 ? t('Nothing was deleted completely.') : done];
  if (incomplete > 0)
    sentences.push(
      formatPlural(
        incomplete,
        t('1 could not be deleted, or not all of it: the log says why.'),
        t('{0} could not be deleted, or not all of them: the log says why.'),
      ),
    );
  if (unread > 0) sentences.push(t('A part of the bin cannot be read: the log says where.'));
  return sentences.join(' ');
}

function keptWords(reasons: readonly KeepReason[]): string[] {
  if (reasons.length === 0) return [];
  const sentences = [...new Set(reasons)].map(keepReasonSentence);
  const why = sentences.join(' ');
  return [reasons.length === 1 ? t('1 is kept: {0}', why) : t('{0} are kept: {1}', reasons.length, why)];
}

function labelOf({ sessionId, name }: ScratchCandidate, { row }: TextContext): string {
  if (!sessionId) return toSingleLine(name ?? '') || t('Scratch');
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
    measurement?.hasRepository ? t('Contains a git repository') : undefined,
    activity === undefined
      ? t('No entry of its session is left')
      : t('Session last active {0} ago', formatAge(activity, now)),
  );
}

function filesWord(files: number): string {
  return formatPlural(files, t('1 file'), t('{0} files'));
}

function directoriesWord(count: number): string {
  return formatPlural(count, t('1 scratch directory'), t('{0} scratch directories'));
}

function sum<T>(all: readonly T[], figure: (one: T) => number | undefined): number {
  return all.reduce((total, one) => total + (figure(one) ?? 0), 0);
}
