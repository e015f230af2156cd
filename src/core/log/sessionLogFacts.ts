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
  first: LinePosition;
  last: LinePosition;
}

/** Newest proof of one kind for one plan file. */
export interface PlanFact {
  kind: Exclude<PlanEvidenceKind, 'slug'>;
  /** The path as logged, or a bare slug where the log names no path. Never opened as it stands. */
  loggedPath: string;
  slug: string;
  place: LinePosition;
  /** `planTextHash` of the whole text that this record logs; `undefined` when it holds none. */
  text: string | undefined;
  /** Plan mode named the file (`planExists: false`), and nothing says that it was ever written. */
  onlyAnnounced: boolean;
}

export interface SidechainFact {
  place: LinePosition;
  prompt: string | undefined;
}

/** A name or path that an entry gives. Hostile. */
export interface NamedFact {
  name: string;
  place: LinePosition;
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
  customTitle: string | undefined;
  aiTitle: string | undefined;
  summary: string | undefined;
  prompt: string | undefined;
  plans: PlanFact[];
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
  foreign: { sessionId: SessionId; place: LinePosition }[];
  forkedFrom: { sessionId: SessionId; place: LinePosition } | undefined;
  implementsPlanOf: { sessionId: SessionId; place: LinePosition } | undefined;
  /** Working directory of copied entries, for a branch that has no entry of its own yet. */
  copiedCwd: string | undefined;
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
    customTitle: undefined,
    aiTitle: undefined,
    summary: undefined,
    prompt: undefined,
    plans: [],
    spawns: [],
    ends: [],
    sidechains: [],
    scratchpads: [],
    outputFiles: [],
    taskIds: [],
    foreign: [],
    forkedFrom: undefined,
    implementsPlanOf: undefined,
    copiedCwd: undefined,
  };
}
