/** What one session log says about its session. Plain data, small: it is kept for every log and goes into the cache. */
import type { PlanEvidenceKind, SessionId } from '../model.ts';
import type { DamageReason } from './repair.ts';
import type { EndFact, SpawnFact } from './spawnFacts.ts';

export interface LinePosition {
  /** 1-based. */
  line: number;
  /** Byte offset of the line. */
  offset: number;
}

export interface SlugFact {
  slug: string;
  /** The newest entry that names it. */
  last: LinePosition;
}

/** Newest proof of one kind for one plan file. */
export interface PlanFact {
  kind: Exclude<PlanEvidenceKind, 'slug'>;
  /** The path as logged, or a bare slug where the log names no path. Never opened as it stands. */
  loggedPath: string;
  slug: string;
  position: LinePosition;
  /** `planTextHash` of the whole text that this record logs; `undefined` when it holds none. */
  text: string | undefined;
  /** The same of earlier records of this kind for this file, the newest last. */
  earlier?: readonly string[];
  /** Plan mode named the file (`planExists: false`), and nothing says that it was ever written. */
  onlyAnnounced: boolean;
}

export interface SidechainFact {
  position: LinePosition;
  prompt: string | undefined;
}

/** A name or path that an entry gives. Hostile. */
export interface NamedFact {
  name: string;
  position: LinePosition;
}

/** A summary names its conversation by the last entry of it, which may lie in another log. */
export interface SummaryFact {
  text: string;
  leafUuid: string;
  /** Whether that entry was found in this log. */
  isOwn: boolean;
}

export interface DamageFact extends LinePosition {
  reason: DamageReason;
}

export interface SessionLogFacts {
  ownId: SessionId;
  entries: number;
  foreignEntries: number;
  copiedEntries: number;
  sidechainEntries: number;
  badLines: number;
  repairedLines: number;
  /** Where the first lines that were skipped stand, at most 20. */
  damage: DamageFact[];
  /** Milliseconds since 1970, of own entries. */
  firstActivity: number | undefined;
  lastActivity: number | undefined;
  slugs: SlugFact[];
  cwds: string[];
  branch: string | undefined;
  /** What ran the client: `cli`, `sdk-cli`; in order of first appearance. Hostile. */
  entrypoints: string[];
  /** IDs that it has elsewhere: of Remote Control, of the cloud. Hostile. */
  remoteIds: string[];
  customTitle: string | undefined;
  aiTitle: string | undefined;
  summary: string | undefined;
  /** Summaries whose conversation is not known yet to be this one, in log order. */
  summaries: SummaryFact[];
  prompt: string | undefined;
  /** The first slash command that a person typed. */
  command: string | undefined;
  plans: PlanFact[];
  /** The same of copied entries without a mark: they count where the session has no plan of its own. */
  copiedPlans: PlanFact[];
  spawns: SpawnFact[];
  /** Ends of agents whose calls are not in this log. */
  ends: EndFact[];
  sidechains: SidechainFact[];
  /**
   * What the client names as its scratch: `scratchpadDirectory`, `outputFile`, `backgroundTaskId`; each where it was
   * first.
   */
  scratchpads: NamedFact[];
  outputFiles: NamedFact[];
  taskIds: NamedFact[];
  /** Session IDs that foreign entries name, with the first of them. */
  foreign: { sessionId: SessionId; position: LinePosition }[];
  /**
   * `copiedUpTo`: the copied entries have no mark, but the UUIDs of that session's; the last one stands on this line.
   */
  forkedFrom: { sessionId: SessionId; position: LinePosition; copiedUpTo?: number } | undefined;
  /** Numbers of the first UUIDs in the log, to find logs that share some. */
  firstUuids: number[];
  implementsPlanOf: { sessionId: SessionId; position: LinePosition } | undefined;
  /** The session that the process of the session's own entries began with, where that is another. */
  processOf: { sessionId: SessionId; position: LinePosition } | undefined;
  /** Working directory of copied entries, for a branch that has no entry of its own yet. */
  copiedCwd: string | undefined;
  /** Lines of own and copied entries that speak of files, as `addFileLine` keeps them. */
  fileLines: number[];
  /** Facts that were more than is kept: what is left out. */
  leftOut: number;
}

export function emptySessionLogFacts(ownId: SessionId): SessionLogFacts {
  return {
    ownId,
    entries: 0,
    foreignEntries: 0,
    copiedEntries: 0,
    sidechainEntries: 0,
    badLines: 0,
    repairedLines: 0,
    damage: [],
    firstActivity: undefined,
    lastActivity: undefined,
    slugs: [],
    cwds: [],
    branch: undefined,
    entrypoints: [],
    remoteIds: [],
    customTitle: undefined,
    aiTitle: undefined,
    summary: undefined,
    summaries: [],
    prompt: undefined,
    command: undefined,
    plans: [],
    copiedPlans: [],
    spawns: [],
    ends: [],
    sidechains: [],
    scratchpads: [],
    outputFiles: [],
    taskIds: [],
    foreign: [],
    forkedFrom: undefined,
    firstUuids: [],
    implementsPlanOf: undefined,
    processOf: undefined,
    copiedCwd: undefined,
    fileLines: [],
    leftOut: 0,
  };
}
