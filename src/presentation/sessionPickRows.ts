/** Which sessions a picker lists, in which order. */
import { newestFirst } from '../core/index/sessionOrder.ts';
import type { SessionRow } from '../core/model.ts';
import { sessionMatcher } from './sessionFilter.ts';

/** The newest `max` sessions, which VS Code matches itself, loosely; of older ones those that contain the exact words. */
export function pickedRows(rows: readonly SessionRow[], text: string, max: number): readonly SessionRow[] {
  const ordered = newestFirst(rows, rows.length);
  if (ordered.length <= max || text.trim() === '') return ordered.slice(0, max);
  const matches = sessionMatcher({ text, facets: [] });
  return [...ordered.slice(0, max), ...ordered.slice(max).filter(matches).slice(0, max)];
}
