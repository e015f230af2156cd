/** The plans of one session, resolved against the disk: only their files are read. */
import { readSmallFile } from '../disk/openRegularFile.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { planTextHash } from '../log/planTextHash.ts';
import type { Plan, PlanState, SessionId } from '../model.ts';
import type { ProvenPlan } from '../plans/planProofs.ts';
import { plansOfSession } from '../plans/sessionPlans.ts';

/** A plan file beyond this size is not compared with the log. */
const largestPlan = 4 * 1024 * 1024;

/** In log order of their last proof; none for a session that the index does not have. */
export function plansOf(index: SessionIndex, id: SessionId): Plan[] {
  const proven = plansOfSession(index.sessionLogs(id)?.logs ?? [], index.directories);
  return proven.map((plan) => resolvePlan(plan, id, index.ownersOfPlan(plan.path)));
}

/** Adds what only the file and the other sessions can say. */
function resolvePlan(plan: ProvenPlan, id: SessionId, owners: Iterable<SessionId>): Plan {
  const { loggedText, earlierTexts, ...proven } = plan;
  const { state, text } = read(plan.path, plan.state);
  const differs = text === undefined || loggedText === undefined ? undefined : text !== loggedText;
  const isEarlier = differs === true && text !== undefined && earlierTexts.includes(text);
  return { ...proven, state, differs, isEarlier, sharedWith: [...owners].filter((owner) => owner !== id).sort() };
}

/** The hash of what the file holds now. */
function read(file: string, state: PlanState): { state: PlanState; text: string | undefined } {
  if (state !== 'found') return { state, text: undefined };
  const bytes = readSmallFile(file, largestPlan);
  if (bytes === undefined) return { state: 'unreadable', text: undefined };
  return { state, text: planTextHash(bytes.toString('utf8')) };
}
