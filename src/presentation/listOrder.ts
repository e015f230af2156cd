/** The order of sessions in the side bar: those that wait for a person, then those that are open, each newest first. */
import { byActivity, newestFirst } from '../core/index/sessionOrder.ts';
import type { SessionRow } from '../core/model.ts';

type Ranked = Pick<SessionRow, 'state'>;

/** 0: waits for a person. 1: open in a terminal; busy or not, so that rows do not move with each turn. 2: any other. */
export function listRank({ state }: Ranked): 0 | 1 | 2 {
  if (state === undefined) return 2;
  return state === 'waiting' ? 0 : 1;
}

export function byListOrder(a: SessionRow, b: SessionRow): number {
  return listRank(a) - listRank(b) || byActivity(a, b);
}

/** The first `count` of these rows in that order. */
export function firstInList(rows: readonly SessionRow[], count: number): SessionRow[] {
  const first = rows.filter((row) => listRank(row) < 2).sort(byListOrder);
  const rest = first.length === 0 ? rows : rows.filter((row) => listRank(row) === 2);
  return [...first.slice(0, count), ...newestFirst(rest, Math.max(0, count - first.length))];
}
