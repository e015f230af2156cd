/** Which sessions a picker lists, in which order. */
import { newestFirst } from '../core/index/sessionOrder.ts';
import type { SessionRow } from '../core/model.ts';
import { sessionMatcher, type MoreText } from './sessionFilter.ts';

export interface PickedRows {
  readonly near: readonly SessionRow[];
  readonly others: readonly SessionRow[];
}

/**
 * At most `max` of the sessions that the words of `text` mean: those that are near first, each part newest first. The
 * first one is the best match.
 */
export function pickedRows(
  rows: Iterable<SessionRow>,
  text: string,
  max: number,
  isNear: (row: SessionRow) => boolean,
  moreText?: MoreText,
): PickedRows {
  const matches = sessionMatcher({ text, facets: [] }, moreText);
  const near: SessionRow[] = [];
  const others: SessionRow[] = [];
  for (const row of rows) if (matches(row)) (isNear(row) ? near : others).push(row);
  const nearest = newestFirst(near, max);
  return { near: nearest, others: newestFirst(others, max - nearest.length) };
}

/** The first prompt with a word that is not in `shown`: why a session is listed. `undefined`: `shown` has all words. */
export function promptMeant(words: readonly string[], shown: string, prompts: readonly string[]): string | undefined {
  const rest = words.filter((word) => !shown.includes(word));
  return rest.length === 0
    ? undefined
    : prompts.find((prompt) => rest.some((word) => prompt.toLowerCase().includes(word)));
}
