/**
 * What a session did when: marks and stretches on a line of time. Times are milliseconds since 1970, from the entries'
 * own `timestamp` alone.
 */
import type { Evidence, LiveState, SessionId } from '../model.ts';

export const markKinds = ['plan-written', 'plan-approved', 'plan-received', 'compaction', 'clear', 'wait'] as const;
/**
 * `plan-written`: the result of a Write or an Edit of one of the session's plans. `plan-approved`: the result of an
 * ExitPlanMode (2.0.60 on). `plan-received`: the prompt that hands an approved plan to a session with a cleared context
 * (2.1.40 on). `wait`: a call that only a person can answer, up to its result. The client logs no other waiting.
 */
export type MarkKind = (typeof markKinds)[number];

export interface TimelineMark {
  readonly kind: MarkKind;
  readonly time: number;
  /** Of a wait: when it was answered; `undefined` where the log has no answer, and for all other kinds. */
  readonly until: number | undefined;
  /** The plan's name, how a compaction was started, what is waited for: one line. */
  readonly label: string;
  readonly evidence: Evidence<MarkKind>;
}

/** A stretch of time in which no two entries lie farther apart than `TimelineMarks.pause`. */
export interface ActiveStretch {
  readonly from: number;
  readonly until: number;
  /** Its first entry. */
  readonly evidence: Evidence<'entry'>;
}

/** What reading its logs tells of a session. */
export interface TimelineMarks {
  /** By time. */
  readonly marks: readonly TimelineMark[];
  readonly active: readonly ActiveStretch[];
  /** Milliseconds without an entry that end a stretch: longer in logs with very many stretches. */
  readonly pause: number;
  /** Older marks that are not kept. */
  readonly leftOut: number;
}

/** A session log to be read for its marks. */
export interface MarkedLog {
  readonly path: string;
  readonly sessionId: SessionId;
  /** Lines up to this one are copies without a mark; 0: none. */
  readonly copiedUpTo: number;
  /** What entries call the session's plans: paths as they are logged. */
  readonly plans: readonly string[];
}

/** An agent of the session, by the times in its own log. */
export interface TimelineAgent {
  readonly agentId: string | undefined;
  /** Its own log; of a sidechain the session's. */
  readonly path: string;
  /** What it is: its description, else its type; one line, may be empty. */
  readonly label: string;
  readonly from: number;
  readonly until: number;
  readonly isInternal: boolean;
  /** The call that started it. */
  readonly spawn: Evidence<'spawn'> | undefined;
}

/** A plan file that the entries of other sessions prove as well. */
export interface SharedPlan {
  /** The plan's name, as in the labels of marks. */
  readonly slug: string;
  readonly path: string;
  readonly sharedWith: readonly SessionId[];
}

/** What the index knows of a session without reading its logs. */
export interface TimelineLane {
  readonly sessionId: SessionId;
  readonly sharedPlans: readonly SharedPlan[];
  readonly agents: readonly TimelineAgent[];
  /** More agents than are listed. */
  readonly agentsLeftOut: number;
  readonly logs: readonly MarkedLog[];
}

/** A session as the index has it: enough to draw its lane. */
export interface ShownLane {
  readonly sessionId: string;
  /** One line. */
  readonly title: string;
  /** Milliseconds since 1970, by the logs. */
  readonly from: number;
  readonly until: number;
  readonly state: LiveState | undefined;
  readonly plans: number;
  readonly agents: number;
}
