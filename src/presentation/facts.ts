/** What hovers say, line by line. */
import type { SessionDetails, SessionId } from '../core/model.ts';

/** One line of a hover. `name` is a fixed word, `value` raw text that the caller must escape. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface FactSource {
  readonly details: SessionDetails | undefined;
  /** Of the session: its first prompt, and its last one where that is another. */
  readonly prompts?: readonly string[];
  /** Title of another session; `undefined` where there is none. */
  readonly titleOf: (id: SessionId) => string | undefined;
  readonly formatTime: (time: number) => string;
  /** The home directory, shown as `~`. */
  readonly home: string;
}
