/** From the changes that logs tell of to the versions of a plan: one text at a time is held. */
import { LogUnreadableError } from '../../log/openLog.ts';
import { applyEdit, type LoggedEdit } from '../../log/planTexts.ts';
import { planTextHash } from '../../log/planTextHash.ts';
import type { Evidence, SessionId } from '../../model.ts';
import {
  FirstLogs,
  planChanges,
  type PlanChange,
  type PlanChangeKind,
  type PlanLog,
  type SoughtPlan,
} from './planChanges.ts';

/** Kinds whose text is that of the file byte by byte; clients may leave out the white space at the end of others. */
const exactKinds: ReadonlySet<PlanChangeKind> = new Set(['written', 'before-edit', 'checkpoint']);
/** Kinds that only say what the file held: who wrote it so is not known from them. */
const observingKinds: ReadonlySet<PlanChangeKind> = new Set([
  'before-edit',
  'checkpoint',
  'plan-file-reference',
  'plan-content',
]);
/** Further proofs of a version that are kept, the newest. */
const mostProofs = 20;

/** A text that the plan had, in the order of the log. */
export interface PlanVersion {
  /** From 1. */
  readonly number: number;
  /** The record that it was first seen in. */
  readonly kind: PlanChangeKind;
  /** Milliseconds since 1970, from the log; `undefined` where that record has no time. */
  readonly time: number | undefined;
  /** The session whose entry it is, or whose agent's; `undefined` where the record only says what the file held. */
  readonly author:
    { readonly sessionId: SessionId; readonly agentId: string | undefined; readonly isAgent: boolean } | undefined;
  /** Only copies of another session's entries tell of it. */
  readonly copied: boolean;
  /**
   * The version before the last one whose text it has again: as /rewind sets plan files back, of which no entry tells.
   */
  readonly restores: number | undefined;
  /** The text is not known: an edit does not apply to the text before. */
  readonly isGap: boolean;
  /** The text is known byte by byte; else white space at its end may be missing. */
  readonly isExact: boolean;
  /** Length of the text in UTF-8; `undefined` of a gap. */
  readonly bytes: number | undefined;
  /** That record, then others that log the same text. */
  readonly evidence: readonly Evidence<PlanChangeKind>[];
}

/** A version with its text; `undefined` of a gap. */
export interface VersionWithText {
  readonly version: PlanVersion;
  readonly text: string | undefined;
}

type MutableVersion = { -readonly [Key in keyof PlanVersion]: PlanVersion[Key] } & {
  evidence: Evidence<PlanChangeKind>[];
};

/** Where the versions of a plan are looked for. */
export interface PlanSources {
  /** The session's logs in the order of their first entries. */
  readonly logs: readonly PlanLog[];
  /** These are read beside them, by the times in their entries. */
  readonly agentLogs: readonly PlanLog[];
  readonly plan: SoughtPlan;
}

/** The versions of a plan, in log order. A log that cannot be read is passed to `unreadable`, and the others count. */
export function* planVersions(
  sources: PlanSources,
  unreadable: (log: string) => void,
): Generator<VersionWithText, void> {
  const numbers = new Map<string, number>();
  let current: MutableVersion | undefined;
  let text: string | undefined;

  const begin = (
    { change, file }: FoundChange,
    kind: PlanChangeKind,
    isExact: boolean,
    now: string | undefined,
  ): void => {
    const number = (current?.number ?? 0) + 1;
    const hash = now === undefined ? undefined : planTextHash(now);
    const known = hash === undefined ? undefined : numbers.get(hash);
    if (hash !== undefined) numbers.set(hash, number);
    current = {
      number,
      kind,
      time: change.time,
      author: authorOf(change, kind),
      copied: change.isCopied,
      restores: known,
      isGap: now === undefined,
      isExact: isExact && now !== undefined,
      bytes: now === undefined ? undefined : Buffer.byteLength(now),
      evidence: [proofOf(change, file, kind)],
    };
    text = now;
  };
  const prove = ({ change, file }: FoundChange, kind: PlanChangeKind): void => {
    if (current === undefined) return;
    if (!change.isCopied) current.copied = false;
    // The first one made the version; of the others the newest are kept.
    if (current.evidence.length > mostProofs) current.evidence.splice(1, 1);
    current.evidence.push(proofOf(change, file, kind));
  };
  const done = (): VersionWithText[] => (current === undefined ? [] : [{ version: current, text }]);

  function* see(found: FoundChange, kind: PlanChangeKind, now: string): Generator<VersionWithText, void> {
    const isExact = exactKinds.has(kind);
    if (current !== undefined && text !== undefined && isSame(text, now, current.isExact && isExact)) {
      prove(found, kind);
      if (!isExact || current.isExact) return;
      [text, current.isExact, current.bytes] = [now, true, Buffer.byteLength(now)];
      return;
    }
    yield* done();
    begin(found, kind, isExact, now);
  }
  function* edit(found: FoundChange, logged: LoggedEdit): Generator<VersionWithText, void> {
    if (logged.before !== undefined) yield* see(found, 'before-edit', logged.before);
    const before = text;
    const wasExact = current?.isExact ?? before === undefined;
    const now = before === undefined ? createdBy(logged) : applyEdit(before, logged);
    if (now !== undefined && now === before) return prove(found, 'edited');
    yield* done();
    begin(found, 'edited', wasExact, now);
  }

  for (const found of inOrder(sources, unreadable)) {
    const { kind, text: said } = found.change;
    yield* typeof said === 'string' ? see(found, kind, said) : edit(found, said);
  }
  yield* done();
}

/** An Edit of a file that is empty or not there yet. */
function createdBy({ edits: [first, ...others] }: LoggedEdit): string | undefined {
  return first?.oldText === '' && others.length === 0 ? first.newText : undefined;
}

function isSame(a: string, b: string, exactly: boolean): boolean {
  return a === b || (!exactly && a.trimEnd() === b.trimEnd());
}

function authorOf({ sessionId, agent }: PlanChange, kind: PlanChangeKind): PlanVersion['author'] {
  if (sessionId === undefined || observingKinds.has(kind)) return undefined;
  return { sessionId, agentId: agent?.id, isAgent: agent !== undefined };
}

function proofOf({ line, offset }: PlanChange, file: string, kind: PlanChangeKind): Evidence<PlanChangeKind> {
  return { kind, file, line, offset };
}

interface FoundChange {
  readonly change: PlanChange;
  readonly file: string;
}

/** The session's logs one after the other; those of agents come in between by the times of their entries. */
function* inOrder(
  { logs, agentLogs, plan }: PlanSources,
  unreadable: (log: string) => void,
): Generator<FoundChange, void> {
  const firstLogs = new FirstLogs();
  const streams = [logs, ...agentLogs.map((log) => [log])].map((some) => changesOf(some, plan, firstLogs, unreadable));
  const heads = streams.map((stream) => stream.next().value ?? undefined);
  try {
    for (;;) {
      let first = -1;
      heads.forEach((head, at) => {
        if (head !== undefined && (first === -1 || isEarlier(head, heads[first]))) first = at;
      });
      const head = heads[first];
      if (head === undefined) return;
      yield head;
      heads[first] = streams[first]?.next().value ?? undefined;
    }
  } finally {
    for (const stream of streams) stream.return();
  }
}

/** Without a time the order of the streams counts. */
function isEarlier(a: FoundChange, b: FoundChange | undefined): boolean {
  return (a.change.time ?? -Infinity) < (b?.change.time ?? -Infinity);
}

function* changesOf(
  logs: readonly PlanLog[],
  plan: SoughtPlan,
  firstLogs: FirstLogs,
  unreadable: (log: string) => void,
): Generator<FoundChange, void> {
  for (const log of logs) {
    try {
      for (const change of planChanges(log, plan, firstLogs)) yield { change, file: log.path };
    } catch (error) {
      if (!(error instanceof LogUnreadableError)) throw error;
      unreadable(log.path);
    }
  }
}
