/** Which sessions a picker lists, in which order. */
import { newestFirst } from '../core/index/sessionOrder.ts';
import type { SessionRow } from '../core/model.ts';
import { sessionMatcher } from './sessionFilter.ts';

/**
 * At most `max` of the sessions that contain all the words of `text`, in their rows or in what `moreOf` gives, or are
 * in the state that it names: those that are `near` first, each part newest first. The first one is the best match.
 */
export function pickedRows(
  rows: readonly SessionRow[],
  text: string,
  max: number,
  near: (row: SessionRow) => boolean,
  moreOf: (row: SessionRow) => readonly string[] = () => [],
): SessionRow[] {
  const mentions = sessionMatcher({ text, facets: [] }, moreOf);
  const state = text.trim().toLowerCase();
  const matches = state === '' ? rows : rows.filter((row) => row.state === state || mentions(row));
  const nearest = newestFirst(matches.filter(near), max);
  const others = matches.filter((row) => !near(row));
  return [...nearest, ...newestFirst(others, max - nearest.length)];
}
