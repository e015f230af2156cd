/** What the server is given by whoever starts it. */
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import type { SessionRow } from '../core/model.ts';

export interface McpHost {
  readonly version: string;
  readonly roots: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the client has started the server. */
  readonly cwd: string;
  /** All sessions, as the disk has them now. */
  index(): SessionIndex;
  /** Whether a session belongs to the repository at `cwd`. */
  belongs(): (row: SessionRow) => boolean;
}
