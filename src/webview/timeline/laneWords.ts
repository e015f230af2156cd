/** What lanes and their events say to people. */
import { formatCount, formatDuration, joinParts } from '../../core/text/format.ts';
import { markWords } from '../../core/timeline/markWords.ts';
import type { ShownLane } from '../../messages/timelineMessages.ts';
import type { Lane, LaneEvent, TimeRange } from './lanes.ts';

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

export const momentWords = (time: number): string => moment.format(time);

/** From when to when; the day is said once where it is the same. */
export function rangeWords({ from, until }: TimeRange): string {
  if (from === until) return momentWords(from);
  if (day.format(from) !== day.format(until)) return `${momentWords(from)} – ${momentWords(until)}`;
  return `${day.format(from)}, ${clock.format(from)} – ${clock.format(until)}`;
}

function eventName({ kind, label }: LaneEvent): string {
  if (kind === 'agent') return label === '' ? 'Agent' : `Agent: ${label}`;
  if (kind === 'stretch') return 'At work';
  if (label === '') return markWords[kind];
  return kind === 'wait' ? `${markWords[kind]} ${label}` : `${markWords[kind]}: ${label}`;
}

export function eventWords(event: LaneEvent, titleOf: (sessionId: string) => string): string {
  const { time, until, sharedWith } = event;
  const end = until === undefined ? 'no answer in the log' : until > time ? formatDuration(until - time) : undefined;
  const others = sharedWith.length === 0 ? undefined : `the same plan as ${sharedWith.map(titleOf).join(', ')}`;
  return joinParts(eventName(event), `${day.format(time)}, ${clock.format(time)}`, end, others);
}

/** The second line of a lane's name. */
export function laneNote({ sessionId, state, agents, details }: Lane): string {
  const shared = new Set(details?.sharedPlans.flatMap(({ sharedWith }) => sharedWith)).size;
  return joinParts(
    stateWords(state),
    shared === 0 ? undefined : `plan shared with ${formatCount(shared, 'session', 'sessions')}`,
    agents === 0 ? undefined : formatCount(agents, 'agent', 'agents'),
    sessionId.slice(0, 8),
  );
}

export function stateWords(state: ShownLane['state']): string | undefined {
  return state === undefined
    ? undefined
    : ({ busy: 'busy', idle: 'idle', running: 'live', waiting: 'waiting' } as const)[state];
}
