/** Scratch directories that no session is known to own. */
import type { SessionId } from '../model.ts';
import { unattributedReasons } from '../text/unattributedReasons.ts';
import { namedScratch, type CandidateOptions } from './candidates.ts';

export interface UnattributedScratch {
  readonly path: string;
  readonly sessionId: SessionId;
  /** One sentence: why it is under no session. */
  readonly reason: string;
}

/** Session directories of the given working trees whose session no data root knows. */
export function unattributedScratch(
  toplevels: readonly string[],
  isKnown: (sessionId: SessionId) => boolean,
  options: CandidateOptions = {},
): UnattributedScratch[] {
  return toplevels
    .flatMap((toplevel) => namedScratch(toplevel, options))
    .filter(({ sessionId }) => !isKnown(sessionId))
    .map((scratch) => ({ ...scratch, reason: unattributedReasons.scratch }));
}
