/** Which scratch directories are stale: a choice without an effect, so that a preview and an act cannot disagree. */
import type { SessionId } from '../model.ts';
import type { ScratchCandidate } from './candidates.ts';
import type { KeepReason } from './reasons.ts';

export interface StaleRule {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Stale is what is older than this; `any` for a directory that a person picked. */
  readonly maxAgeMs: number | 'any';
  /** Whether the live registry proves that a process runs this session; `unknown`: it cannot tell. */
  readonly isLive: (sessionId: SessionId) => boolean | 'unknown';
  /**
   * Newest time stamp of the session's own entries; `undefined` when all was looked at and no data root knows the
   * session, `unknown` when something that may hold its entries was not read.
   */
  readonly lastActivity: (sessionId: SessionId) => number | 'unknown' | undefined;
}

export interface OfferedScratch {
  readonly candidate: ScratchCandidate;
  /**
   * A repository is inside: it moves only after a confirmation of its own, as with `git clean`.
   */
  readonly needsExtraConfirmation: boolean;
}

export interface KeptScratch {
  readonly candidate: ScratchCandidate;
  readonly reason: KeepReason;
}

export interface StaleSelection {
  readonly offered: readonly OfferedScratch[];
  readonly kept: readonly KeptScratch[];
}

/** `reasonOf`: why one is kept, by the rule. */
export function selectStale(
  candidates: readonly ScratchCandidate[],
  rule: StaleRule,
  reasonOf: typeof keepReason = keepReason,
): StaleSelection {
  const offered: OfferedScratch[] = [];
  const kept: KeptScratch[] = [];
  for (const candidate of candidates) {
    const reason = reasonOf(candidate, rule);
    if (reason) kept.push({ candidate, reason });
    else offered.push({ candidate, needsExtraConfirmation: candidate.measurement?.hasRepository === true });
  }
  return { offered, kept };
}

/** Why a candidate is kept; `undefined` when it may go. */
export function keepReason(
  { problem, sessionId, measurement }: ScratchCandidate,
  rule: StaleRule,
): KeepReason | undefined {
  if (problem) return problem;
  if (!sessionId || !measurement) return 'not-a-session-id';
  const isLive = rule.isLive(sessionId);
  if (isLive !== false) return isLive === 'unknown' ? 'activity-unknown' : 'live-session';
  if (rule.maxAgeMs === 'any') return undefined;
  if (measurement.newest > rule.now) return 'in-the-future';
  if (!isOlder(measurement.newest, rule.now, rule.maxAgeMs)) return 'fresh';
  const activity = rule.lastActivity(sessionId);
  if (activity === 'unknown') return 'activity-unknown';
  return activity === undefined || isOlder(activity, rule.now, rule.maxAgeMs) ? undefined : 'recent-log';
}

/** Written so that no comparison with NaN ever makes anything old. */
function isOlder(time: number, now: number, maxAgeMs: number): boolean {
  return now - time > maxAgeMs && maxAgeMs >= 0;
}
