/** Requests of a search: one search at a time, in slices between which the thread answers other requests. */
import { SessionSearch, type SearchHit } from '../core/search/sessionSearch.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import type { Handlers } from '../messages/requestMessage.ts';
import type { SearchBatch, SearchRequests } from '../service/searchRequests.ts';

/** Milliseconds of work a request. */
const slice = 30;
/** Hits of one answer. */
const batch = 200;

interface RunningSearch {
  readonly number: number;
  readonly search: SessionSearch;
  readonly hits: Generator<SearchHit | undefined, void>;
}

export function searchHandlers(index: () => SessionIndex): Handlers<SearchRequests> {
  let running: RunningSearch | undefined;
  let last = 0;
  const end = (): void => {
    running?.hits.return();
    running = undefined;
  };
  const goOn = ({ number, search, hits }: RunningSearch): SearchBatch => {
    const found: SearchHit[] = [];
    const until = performance.now() + slice;
    let isDone = false;
    while (!isDone && found.length < batch && performance.now() < until) {
      const step = hits.next();
      if (step.done) isDone = true;
      else if (step.value !== undefined) found.push(step.value);
    }
    if (isDone) end();
    const { done, total, unreadable } = search;
    return { search: number, hits: found, isDone, done, total, unreadable: unreadable.length };
  };
  return {
    searchText(text) {
      end();
      const search = new SessionSearch(index(), text);
      running = { number: ++last, search, hits: search.hits() };
      return goOn(running);
    },
    searchOn: (number) => (running?.number === number ? goOn(running) : undefined),
    endSearch(number) {
      if (running?.number === number) end();
    },
  };
}
