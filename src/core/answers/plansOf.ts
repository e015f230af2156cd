/** The plans of one session, resolved against the disk: only their files are read. */
import { readSmallFile } from '../disk/openRegularFile.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { planTextHash } from '../log/planTextHash.ts';
import { planTextIn } from '../log/planTexts.ts';
import { recordAt } from '../log/recordAt.ts';
import type { OwnPlan, Plan, PlanOwner, PlanState, SessionId } from '../model.ts';
import { timeOf } from '../text/isoTime.ts';
import type { ProvenPlan } from '../plans/planProofs.ts';
import { planTitle, titleOfPlan } from '../plans/planTitle.ts';
import { plansOfSession } from '../plans/sessionPlans.ts';

/** A plan file beyond this size is not compared with the log. */
export const largestPlan = 4 * 1024 * 1024;

/** In log order of their last proof; none for a session that the index does not have. */
export function plansOf(index: SessionIndex, id: SessionId): OwnPlan[] {
  const proven = plansOfSession(index.sessionLogs(id)?.logs ?? [], index.directories);
  return proven.map((plan) => resolvePlan(plan, id, index.ownersOfPlan(plan.path)));
}

/** The same with their owners. Reads one line of a log of each owner of a shared plan. */
export function plansWithOwners(index: SessionIndex, id: SessionId): Plan[] {
  return plansOf(index, id).map((plan) => {
    return { ...plan, owners: plan.sharedWith.length > 0 ? planOwners(index, plan.path) : [] };
  });
}

/** All sessions that prove a plan file, by ID. Reads one line of a log of each. */
export function planOwners(index: SessionIndex, file: string): PlanOwner[] {
  return planProofs(index, file).map(({ sessionId, plan }): PlanOwner => {
    const { evidence, copied } = plan;
    return { sessionId, evidence, copied, lastWritten: lastWritten(plan) };
  });
}

/** What the logs of each session that proves a plan file say of it, by the session's ID. */
export function planProofs(index: SessionIndex, file: string): { sessionId: SessionId; plan: ProvenPlan }[] {
  return [...index.ownersOfPlan(file)].sort().flatMap((sessionId) => {
    const logs = index.sessionLogs(sessionId)?.logs ?? [];
    const plan = plansOfSession(logs, index.directories).find(({ path }) => path === file);
    return plan === undefined ? [] : [{ sessionId, plan }];
  });
}

/**
 * Copies of another session's entries say nothing of who wrote, nor does an approval: it logs what the file held, and
 * its `planWasEdited` (2.1.200) stands beside plans that nobody edited.
 */
function lastWritten({ copied, evidence }: ProvenPlan): PlanOwner['lastWritten'] {
  const written = copied ? undefined : evidence.find(({ kind }) => kind === 'plan-written');
  return written && { time: timeOf(recordAt(written.file, written.offset)?.timestamp), evidence: written };
}

/** Adds what only the file and the other sessions can say. */
function resolvePlan(plan: ProvenPlan, id: SessionId, owners: Iterable<SessionId>): OwnPlan {
  const { loggedText, loggedAt, loggedNames, earlierTexts, slug, ...proven } = plan;
  const { state, text, title = state === 'missing' ? loggedTitle(loggedAt) : undefined } = read(plan.path, plan.state);
  const differs = text === undefined || loggedText === undefined ? undefined : text !== loggedText;
  const isEarlier = differs === true && text !== undefined && earlierTexts.includes(text);
  const sharedWith = [...owners].filter((owner) => owner !== id).sort();
  return { slug, title, ...proven, state, differs, isEarlier, sharedWith };
}

interface PlanFile {
  readonly state: PlanState;
  /** The hash of what the file holds now. */
  readonly text?: string;
  readonly title?: string | undefined;
}

function read(file: string, state: PlanState): PlanFile {
  if (state !== 'found') return { state };
  const bytes = readSmallFile(file, largestPlan);
  if (bytes === undefined) return { state: 'unreadable' };
  return { state, text: planTextHash(bytes.toString('utf8')), title: titleOfPlan(bytes) };
}

/** The title of a text that a log has; of that log one line is read. */
function loggedTitle(place: ProvenPlan['loggedAt']): string | undefined {
  const record = place && recordAt(place.file, place.offset);
  const text = record && planTextIn(record);
  return text === undefined ? undefined : planTitle(text);
}
