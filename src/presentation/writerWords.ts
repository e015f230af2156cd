/** What is said of the sessions that changed one file. Text from logs passes `toSingleLine`. */
import { t } from '@vscode/l10n';
import type { Owner } from '../core/answers/ownersOfPath.ts';
import { sumOf, type ChangedFile } from '../core/answers/changedFiles.ts';
import type { SessionId } from '../core/model.ts';
import { formatAge, formatPlural, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type { Fact } from './facts.ts';
import { briefId, changeProof, lineCounts } from './fileRowText.ts';
import { displayPath, sessionLabel } from './rowText.ts';

type TitleOf = (id: SessionId) => string | undefined;

/** `4f0c… (2)`: the session that changed it last, and how many did; `undefined` when none is proved to have. */
export function writersStatus(sessions: readonly ChangedFile[]): string | undefined {
  const [first] = sessions;
  if (first === undefined) return undefined;
  return sessions.length > 1 ? `${briefId(first.sessionId)} (${sessions.length})` : briefId(first.sessionId);
}

/** `Session 4f0c… (2)`: whose a plan, a scratch file or a log is; `undefined` when it is no session's. */
export function ownersStatus(owners: readonly Owner[]): string | undefined {
  const [first] = owners;
  if (first === undefined) return undefined;
  const session = t('Session {0}', briefId(first.sessionId));
  return owners.length > 1 ? `${session} (${owners.length})` : session;
}

export function ownersAccessibleLabel(owners: readonly Owner[]): string {
  const ids = owners.map(({ sessionId }) => shortId(sessionId)).join(', ');
  return owners.length === 1
    ? t('This file belongs to session {0}', ids)
    : t('This file belongs to {0} sessions: {1}', owners.length, ids);
}

/** The hover: each session, and what proves that the file is its. */
export function ownerFacts(owners: readonly Owner[], titleOf: TitleOf, home: string): Fact[] {
  return owners.map(({ sessionId, evidence: [proof] }) => {
    const title = sessionLabel({ title: titleOf(sessionId) });
    return {
      name: t('Belongs to'),
      value: joinParts(`${title}, ${shortId(sessionId)}`, proof && provedBy(proof, home)),
    };
  });
}

function provedBy({ file, line }: Owner['evidence'][number], home: string): string {
  const place = displayPath(file, home);
  return line > 0 ? t('proved by {0}, line {1}', place, line) : t('proved by {0}', place);
}

/** What a screen reader says for it. */
export function writersAccessibleLabel(sessions: readonly ChangedFile[]): string {
  const ids = sessions.map(({ sessionId }) => shortId(sessionId)).join(', ');
  return sessions.length === 1
    ? t('This file was changed by session {0}', ids)
    : t('This file was changed by {0} sessions, the last one first: {1}', sessions.length, ids);
}

/** ID, lines, number of changes, age, and whether the last one was taken back. */
export function writerDescription(writer: ChangedFile, now: number): string {
  const { sessionId, changes, last } = writer;
  const counts = { added: sumOf(changes, 'added'), removed: sumOf(changes, 'removed') };
  return joinParts(
    shortId(sessionId),
    lineCounts(counts),
    formatPlural(changes.length, t('1 change'), t('{0} changes')),
    last.time === undefined ? undefined : formatAge(last.time, now),
    last.takenBack === true ? t('last one taken back') : undefined,
  );
}

/** Whether /rewind took back all these changes. The file may still have them: a talk can be taken back without them. */
export function isTakenBack(sessions: readonly ChangedFile[]): boolean {
  const changes = sessions.flatMap((one) => one.changes);
  return changes.length > 0 && changes.every(({ takenBack }) => takenBack === true);
}

/** What proves the last change. */
export function writerProof({ last }: ChangedFile, home: string): string {
  return t('Proved by {0}', changeProof(last.kind, last.evidence, home));
}

/** The hover over what the status bar says: a line for each session. */
export function writerFacts(sessions: readonly ChangedFile[], titleOf: TitleOf, now: number, home: string): Fact[] {
  return sessions.map((writer) => {
    const title = sessionLabel({ title: titleOf(writer.sessionId) });
    return {
      name: t('Changed by'),
      value: `${title}, ${writerDescription(writer, now)}. ${writerProof(writer, home)}`,
    };
  });
}

/** Two characters: the start of the one session's ID, or how many there are. */
export function writersBadge(sessions: readonly ChangedFile[]): string | undefined {
  const [first, second] = sessions;
  if (first === undefined) return undefined;
  if (second === undefined) return first.sessionId.slice(0, 2);
  return sessions.length > 9 ? '9+' : `${sessions.length}×`;
}

export function writersTooltip(sessions: readonly ChangedFile[]): string {
  const ids = sessions.map(({ sessionId }) => shortId(sessionId)).join(', ');
  return sessions.length > 1
    ? t('Changed by sessions {0} since the last commit', ids)
    : t('Changed by session {0} since the last commit', ids);
}
