/** The sessions of the view as lanes of the timeline. */
import { newestFirst } from '../core/index/sessionOrder.ts';
import type { SessionRow } from '../core/model.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { ShownLane } from '../core/timeline/timelineTypes.ts';
import { sessionLabel } from './rowText.ts';
import { inScope, isListed, type TreeScope } from './sessionTree.ts';

/** Lanes that are drawn: nobody looks through more, and a page must stay quick. */
const mostLanes = 5000;

export interface TimelineLanes {
  /** Newest first. */
  readonly lanes: readonly ShownLane[];
  /** Older sessions, which are too many to be drawn. */
  readonly leftOut: number;
  /** Sessions without any time in their logs. */
  readonly undated: number;
}

/** The lanes of the sessions that the view lists. */
export function timelineLanes(rows: Iterable<SessionRow>, scope: TreeScope): TimelineLanes {
  const isInScope = inScope(scope);
  const shown = [...rows].filter((row) => isInScope(row) && isListed(row, scope));
  const dated = shown.filter(isDated);
  const lanes = newestFirst(dated, mostLanes).map((row) => shownLane(row as DatedRow));
  return { lanes, leftOut: dated.length - lanes.length, undated: shown.length - dated.length };
}

type DatedRow = SessionRow & { readonly firstActivity: number; readonly lastActivity: number };

/** A session that is live and has written nothing yet has no time in a log. */
function isDated(row: SessionRow): row is DatedRow {
  return row.firstActivity !== undefined && row.lastActivity !== undefined;
}

function shownLane(row: DatedRow): ShownLane {
  const { sessionId, firstActivity, lastActivity, state, plans, agents } = row;
  const title = toSingleLine(sessionLabel(row), 200);
  return { sessionId, title, from: firstActivity, until: lastActivity, state, plans, agents };
}
