/** What can be said of lanes and ranges of time, without a page: which are seen, what overlaps, what collides. */
import { t } from '@vscode/l10n';
import type { LaneDetails, LanesNotification, ShownLane, ShownMarks } from '../../messages/timelineMessages.ts';
import type { MarkKind } from '../../core/timeline/timelineTypes.ts';

/** Milliseconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

/** A lane with what was read of its session so far. */
export interface Lane extends ShownLane {
  details?: LaneDetails;
  marks?: ShownMarks;
  /** By time, of what was read. */
  events?: readonly LaneEvent[];
  /** They were not asked for yet, or the session has changed since. */
  needsDetails: boolean;
  needsMarks: boolean;
}

/** Something in a lane that can be pointed at and opened. */
export interface LaneEvent {
  readonly kind: MarkKind | 'agent' | 'stretch';
  readonly time: number;
  /** The same as `time` where it has no length; `undefined` of a wait without an answer. */
  readonly until: number | undefined;
  readonly label: string;
  /** Where it stands. */
  readonly file: string;
  readonly offset: number | undefined;
  /** Other sessions that prove the same plan. */
  readonly sharedWith: readonly string[];
  /** Of an agent: the line below the lane that it has for itself. */
  readonly line: number;
}

/** A lane, or an event in it. */
export interface Place {
  readonly lane: Lane;
  readonly event: LaneEvent | undefined;
}

/** Lines for agents below a lane; agents beyond them share the last. */
export const agentLines = 4;

/** The lanes of a notification; what was read of sessions that go on being shown stays until it is read anew. */
export function takeLanes(
  known: readonly Lane[],
  { lanes, changed }: Pick<LanesNotification, 'lanes' | 'changed'>,
): readonly Lane[] {
  const byId = new Map(known.map((lane) => [lane.sessionId, lane]));
  const isChanged = new Set(changed);
  return lanes.map((shown) => {
    const lane = byId.get(shown.sessionId);
    if (lane === undefined) return { ...shown, needsDetails: true, needsMarks: true };
    Object.assign(lane, shown);
    if (isChanged.has(shown.sessionId)) lane.needsDetails = lane.needsMarks = true;
    return lane;
  });
}

export function overlaps(one: TimeRange, other: TimeRange): boolean {
  return one.from <= other.until && one.until >= other.from;
}

/** The range from the first entry to the last; `undefined` without lanes. */
export function extentOf(lanes: readonly TimeRange[]): TimeRange | undefined {
  if (lanes.length === 0) return undefined;
  let [from, until] = [Infinity, -Infinity];
  for (const lane of lanes) {
    if (lane.from < from) from = lane.from;
    if (lane.until > until) until = lane.until;
  }
  return { from, until };
}

/** How many of these were at work at once, at most. */
export function mostAtOnce(lanes: readonly TimeRange[]): number {
  const starts = Float64Array.from(lanes, ({ from }) => from).sort();
  const ends = Float64Array.from(lanes, ({ until }) => until).sort();
  let most = 0;
  let ended = 0;
  for (let started = 0; started < starts.length; started++) {
    while ((ends[ended] ?? Infinity) < (starts[started] ?? 0)) ended++;
    most = Math.max(most, started + 1 - ended);
  }
  return most;
}

/** How many were at work in each of `columns` equal parts of the range. */
export function densityOf(lanes: readonly TimeRange[], range: TimeRange, columns: number): readonly number[] {
  const changes = new Array<number>(columns + 1).fill(0);
  const perColumn = (range.until - range.from) / columns;
  const columnOf = (time: number): number =>
    Math.min(columns - 1, Math.max(0, Math.floor((time - range.from) / perColumn)));
  for (const lane of lanes) {
    if (!overlaps(lane, range)) continue;
    const [first, after] = [columnOf(lane.from), columnOf(lane.until) + 1];
    changes[first] = (changes[first] ?? 0) + 1;
    changes[after] = (changes[after] ?? 0) - 1;
  }
  let count = 0;
  return changes.slice(0, columns).map((change) => (count += change));
}

/** The line of each agent, so that those that ran at once lie on different ones. */
export function linesOf(agents: readonly TimeRange[], lines: number): readonly number[] {
  const ends: number[] = [];
  const order = agents.map((_, at) => at).sort((a, b) => (agents[a]?.from ?? 0) - (agents[b]?.from ?? 0));
  const result = new Array<number>(agents.length).fill(lines - 1);
  for (const at of order) {
    const agent = agents[at];
    if (agent === undefined) continue;
    const free = ends.findIndex((end) => end < agent.from);
    const line = Math.min(free < 0 ? ends.length : free, lines - 1);
    ends[line] = Math.max(ends[line] ?? -Infinity, agent.until);
    result[at] = line;
  }
  return result;
}

/** What stands below so many events of a lane; `undefined` where they are all. */
export function noteBelowEvents({ marks, needsMarks }: Pick<Lane, 'marks' | 'needsMarks'>, events: number) {
  if (events === 0 && (needsMarks || marks === undefined)) return t('Reading its log…');
  if (marks?.isPartial === true) return t('A log of it cannot be read: there may be more.');
  return events === 0 ? t('Nothing in this range.') : undefined;
}

/** Marks, agents and stretches of a lane, by time. */
export function eventsOf({ details, marks }: Pick<Lane, 'details' | 'marks'>): readonly LaneEvent[] {
  const agents = details?.agents.filter(({ isInternal }) => !isInternal) ?? [];
  const lines = linesOf(agents, agentLines);
  const shared = new Map(details?.sharedPlans.map(({ slug, sharedWith }) => [slug, sharedWith]));
  const none: readonly string[] = [];
  const events: LaneEvent[] = [
    ...agents.map(({ from, until, label, path: file }, at) => {
      return {
        kind: 'agent',
        time: from,
        until,
        label,
        file,
        offset: undefined,
        sharedWith: none,
        line: lines[at] ?? 0,
      } as const;
    }),
    ...(marks?.active ?? []).map(({ from, until, evidence: { file, offset } }) => {
      return { kind: 'stretch', time: from, until, label: '', file, offset, sharedWith: none, line: 0 } as const;
    }),
    ...(marks?.marks ?? []).map(({ kind, time, until, label, evidence: { file, offset } }) => {
      const sharedWith = (isPlanMark(kind) && shared.get(label)) || none;
      return { kind, time, until: kind === 'wait' ? until : time, label, file, offset, sharedWith, line: 0 };
    }),
  ];
  return events.sort((a, b) => a.time - b.time);
}

function isPlanMark(kind: LaneEvent['kind']): boolean {
  return kind === 'plan-written' || kind === 'plan-approved' || kind === 'plan-received';
}

/** One session wrote, approved or received a plan, and then another one the same plan. */
export interface Collision {
  readonly plan: string;
  readonly first: { readonly sessionId: string; readonly time: number };
  readonly then: { readonly sessionId: string; readonly time: number };
}

/** Collisions between these lanes, as far as their marks are read. */
export function collisionsOf(lanes: readonly Lane[]): readonly Collision[] {
  const byPath = new Map<string, { sessionId: string; time: number; plan: string }[]>();
  for (const { sessionId, details, events } of lanes) {
    for (const { slug, path } of details?.sharedPlans ?? []) {
      for (const { kind, label, time } of events ?? []) {
        if (!isPlanMark(kind) || label !== slug) continue;
        const known = byPath.get(path) ?? [];
        known.push({ sessionId, time, plan: slug });
        byPath.set(path, known);
      }
    }
  }
  return [...byPath.values()].flatMap((marks) => {
    marks.sort((a, b) => a.time - b.time);
    return marks.flatMap((then, at): Collision[] => {
      const first = marks[at - 1];
      return first === undefined || first.sessionId === then.sessionId ? [] : [{ plan: then.plan, first, then }];
    });
  });
}
