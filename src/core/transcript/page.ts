/** A page of a transcript, and what can be looked for: types that cross into the web view. */
import type { TranscriptItem } from './items/items.ts';

export interface TranscriptPage {
  readonly items: readonly TranscriptItem[];
  /** Offset of its first line; 0 at the start of the log. */
  readonly start: number;
  /** Offset after its last line. */
  readonly end: number;
  /** Whether nothing follows `end` but bytes that are no whole record yet. */
  readonly atEnd: boolean;
  /** Those bytes. */
  readonly incompleteBytes: number;
  /** Knows the log again when it has grown; see `follow` in pager.ts. */
  readonly cursor: LogCursor;
}

/** The place up to which a log was read, and how to know that it is still the same log. */
export interface LogCursor {
  readonly offset: number;
  readonly dev: number;
  readonly ino: number;
  /** The bytes before the offset, base64. */
  readonly marker: string;
}

export type SearchGoal =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'prompt' } | { readonly kind: 'error' };

/** The lines of a log that start at `start` or later and before `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}
