/** What is said of the sessions that changed one file. Text from logs passes `toSingleLine`. */
import type { Owner } from '../core/answers/ownersOfPath.ts';
import { sumOf, type ChangedFile } from '../core/answers/changedFiles.ts';
import type { SessionId } from '../core/model.ts';
import { formatAge, formatCount, joinParts } from '../core/text/format.ts';
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
  return `Session ${briefId(first.sessionId)}${owners.length > 1 ? ` (${owners.length})` : ''}`;
}

export function ownersAccessibleLabel(owners: readonly Owner[]): string {
  const ids = owners.map(({ sessionId }) => shortId(sessionId));
  return `This file belongs to ${ids.length === 1 ? 'session' : `${ids.length} sessions:`} ${ids.join(', ')}`;
}

/** The hover: each session, and what proves that the file is its. */
export function ownerFacts(owners: readonly Owner[], titleOf: TitleOf, home: string): Fact[] {
  return owners.map(({ sessionId, evidence: [proof] }) => {
    const title = sessionLabel({ title: titleOf(sessionId) });
    const place = proof && `${displayPath(proof.file, home)}${proof.line > 0 ? `, line ${proof.line}` : ''}`;
    return { name: 'Belongs to', value: joinParts(`${title}, ${shortId(sessionId)}`, place && `proved by ${place}`) };
  });
}

/** What a screen reader says for it. */
export function writersAccessibleLabel(sessions: readonly ChangedFile[]): string {
  const ids = sessions.map(({ sessionId }) => shortId(sessionId));
  return `This file was changed by ${ids.length === 1 ? 'session' : `${ids.length} sessions, the last one first:`} ${ids.join(', ')}`;
}

/** ID, lines, number of changes, age, and whether the last one was taken back. */
export function writerDescription(writer: ChangedFile, now: number): string {
  const { sessionId, changes, last } = writer;
  const counts = { added: sumOf(changes, 'added'), removed: sumOf(changes, 'removed') };
  return joinParts(
    shortId(sessionId),
    lineCounts(counts),
    formatCount(changes.length, 'change', 'changes'),
    last.time === undefined ? undefined : formatAge(last.time, now),
    last.takenBack === true ? 'last one taken back' : undefined,
  );
}

/** Whether /rewind took back all that these sessions changed. The file may still have it: a conversation can be taken back alone. */
export function isTakenBack(sessions: readonly ChangedFile[]): boolean {
  const changes = sessions.flatMap((one) => one.changes);
  return changes.length > 0 && changes.every(({ takenBack }) => takenBack === true);
}

/** What proves the last change. */
export function writerProof({ last }: ChangedFile, home: string): string {
  return `Proved by ${changeProof(last.kind, last.evidence, home)}`;
}

/** The hover over what the status bar says: a line for each session. */
export function writerFacts(sessions: readonly ChangedFile[], titleOf: TitleOf, now: number, home: string): Fact[] {
  return sessions.map((writer) => {
    const title = sessionLabel({ title: titleOf(writer.sessionId) });
    return { name: 'Changed by', value: `${title}, ${writerDescription(writer, now)}. ${writerProof(writer, home)}` };
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
  return `Changed by ${sessions.length > 1 ? 'sessions' : 'session'} ${ids} since the last commit`;
}
