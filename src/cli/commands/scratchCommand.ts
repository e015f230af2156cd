/** What the three scratch commands share: their context, and errors of the CLI's closed set. */
import type { SessionId } from '../../core/model.ts';
import { worktreesOf, type RepositoryCache } from '../../core/repositories.ts';
import type { ScratchRoot } from '../../core/scratch/scratchLayout.ts';

export type ScratchErrorCode =
  | 'ambiguous_session_id'
  | 'invalid_session_id'
  | 'no_session'
  | 'not_found'
  | 'refused'
  | 'session_not_found'
  | 'unreadable'
  | 'usage';

export interface ScratchError {
  readonly error: ScratchErrorCode;
  /** One sentence for people. */
  readonly message: string;
  /** For `refused`: which rule refused. */
  readonly reason?: string;
  readonly [detail: string]: unknown;
}

export interface ScratchCommandContext {
  /** `--cwd`, or the working directory; never empty. */
  readonly cwds: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Roots beyond erk's own. */
  readonly patterns?: readonly ScratchRoot[];
  /** The session that `--session-id` or the environment names; a whole ID need not be known to any data root. */
  readonly sessionId: () => SessionId | ScratchError;
  readonly isLive: (sessionId: SessionId) => boolean;
  readonly lastActivity: (sessionId: SessionId) => number | undefined;
  /** Asks the person a yes-or-no question; absent without a terminal. */
  readonly confirm?: (question: string) => boolean;
}

/** All working trees of the repositories that the given folders lie in. */
export function worktreesOfAll(cwds: readonly string[]): string[] {
  const cache: RepositoryCache = new Map();
  return [...new Set(cwds.flatMap((cwd) => worktreesOf(cwd, cache)))];
}
