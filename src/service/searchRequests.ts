/** Full text, asked for bit by bit: who stops asking has stopped the search. Plain data only. */
import type { SearchHit } from '../core/search/sessionSearch.ts';
import type { Remote } from '../messages/requestMessage.ts';

export type { SearchHit };

export interface SearchBatch {
  /** What asks for more. */
  readonly search: number;
  readonly hits: readonly SearchHit[];
  readonly isDone: boolean;
  /** Sessions looked through, and sessions there are. */
  readonly done: number;
  readonly total: number;
  /** Files that could not be read. */
  readonly unreadable: number;
}

export interface SearchRequests {
  /** Starts a search for a text, and ends the one before; gives what it found in its first moment. */
  searchText(text: string): SearchBatch;
  /** What it found next; `undefined` when it was ended. */
  searchOn(search: number): SearchBatch | undefined;
  endSearch(search: number): void;
}

export type SearchService = Remote<SearchRequests>;
