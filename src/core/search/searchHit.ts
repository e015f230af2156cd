/** What a search finds: plain data, one hit an entry of a log or a line of a file. */
import type { Evidence, SessionId } from '../model.ts';
import type { TranscriptItem } from '../transcript/items/items.ts';
import type { Snippet } from './snippet.ts';

/** What kind of file it stands in. */
export type HitSource = 'log' | 'agent-log' | 'plan' | 'scratch';

/** What of a log says it, in the words of the transcript; `line`: of a plan or of scratch. */
export type HitKind = TranscriptItem['kind'] | 'line';

export interface SearchHit {
  /** The session that the entry proves; `undefined` where nothing does. */
  readonly sessionId: SessionId | undefined;
  readonly source: HitSource;
  /** The agent in whose log it stands. */
  readonly agentId: string | undefined;
  /** The line that says it. */
  readonly evidence: Evidence<HitKind>;
  /** The transcript's key of the entry. */
  readonly key: string | undefined;
  /** Milliseconds since 1970, by the log. */
  readonly time: number | undefined;
  readonly snippet: Snippet;
  /** It stands in the log of another session than the one that it names. */
  readonly foreign: boolean;
  /** A copy of an entry of a session whose log is gone. */
  readonly copied: boolean;
  /** Of a plan: the other sessions that prove it. */
  readonly sharedWith: readonly SessionId[];
}
