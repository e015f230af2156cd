/** What lanes and their events say to people. */
import { t } from '@vscode/l10n';
import { formatDuration, formatNumber, joinParts } from '../../core/text/format.ts';
import { markWords } from '../../core/timeline/markWords.ts';
import type { ShownLane } from '../../messages/timelineMessages.ts';
import type { LaneList } from './laneList.ts';
import { overlaps, type Lane, type LaneEvent, type Place, type TimeRange } from './lanes.ts';
import { locale } from '../localization.ts';

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });

export const momentWords = (time: number): string => moment.format(time);

/** From when to when; the day is said once where it is the same. */
export function rangeWords({ from, until }: TimeRange): string {
  if (from === until) return momentWords(from);
  if (day.format(from) !== day.format(until)) return `${momentWords(from)} – ${momentWords(until)}`;
  return `${day.format(from)}, ${clock.format(from)} – ${clock.format(until)}`;
}

function eventName({ kind, label }: LaneEvent): string {
  if (kind === 'agent') return label === '' ? t('Agent') : t('Agent: {0}', label);
  if (kind === 'stretch') return t('At work');
  if (label === '') return markWords[kind];
  return kind === 'wait' ? t('Waited for {0}', label) : `${markWords[kind]}: ${label}`;
}

export function eventWords(event: LaneEvent, titleOf: (sessionId: string) => string): string {
  const { time, until, sharedWith } = event;
  const end = until === undefined ? t('no answer in the log') : until > time ? formatDuration(until - time) : undefined;
  const others = sharedWith.length === 0 ? undefined : t('the same plan as {0}', sharedWith.map(titleOf).join(', '));
  return joinParts(eventName(event), `${day.format(time)}, ${clock.format(time)}`, end, others);
}

/** A line each; the first one is the title of the lane. */
export function placeWords({ lane, event }: Place, { all, titleOf }: LaneList): readonly string[] {
  if (event !== undefined) return [lane.title, eventWords(event, titleOf)];
  const others = all.filter((other) => other !== lane && overlaps(other, lane)).length;
  const shared = lane.details?.sharedPlans.map(({ slug, sharedWith }) =>
    t('Plan {0} is shared with {1}', slug, sharedWith.map(titleOf).join(', ')),
  );
  return [
    lane.title,
    rangeWords(lane),
    joinParts(laneNote(lane), othersWords(others)),
    ...(shared ?? []),
    ...(lane.marks?.isPartial === true ? [t('A log of it cannot be read: there may be more.')] : []),
  ];
}

/** The second line of a lane's name. */
export function laneNote({ sessionId, state, agents, details }: Lane): string {
  const shared = new Set(details?.sharedPlans.flatMap(({ sharedWith }) => sharedWith)).size;
  return joinParts(
    stateWords(state),
    shared === 0 ? undefined : sharedPlanWords(shared),
    agents === 0 ? undefined : agents === 1 ? t('1 agent') : t('{0} agents', formatNumber(agents)),
    sessionId.slice(0, 8),
  );
}

function sharedPlanWords(sessions: number): string {
  return sessions === 1 ? t('plan shared with 1 session') : t('plan shared with {0} sessions', formatNumber(sessions));
}

export function sessionCount(sessions: number): string {
  return sessions === 1 ? t('1 session') : t('{0} sessions', formatNumber(sessions));
}

export function stateWords(state: ShownLane['state']): string | undefined {
  return state === undefined
    ? undefined
    : ({ busy: t('busy'), idle: t('idle'), running: t('live'), waiting: t('waiting') } as const)[state];
}

/** Of sessions beyond the most that are shown; `undefined` where there are none. */
export function leftOutWords(sessions: number): string | undefined {
  if (sessions === 0) return undefined;
  return sessions === 1 ? t('1 older one left out') : t('{0} older ones left out', formatNumber(sessions));
}

/** Of sessions that have no place on the timeline; `undefined` where there are none. */
export function undatedWords(sessions: number): string | undefined {
  if (sessions === 0) return undefined;
  return sessions === 1
    ? t('1 one without a time in the log')
    : t('{0} ones without a time in the log', formatNumber(sessions));
}

/** Of other sessions in the time of one; `undefined` where there are none. */
function othersWords(sessions: number): string | undefined {
  if (sessions === 0) return undefined;
  return sessions === 1 ? t('1 other in that time') : t('{0} others in that time', formatNumber(sessions));
}
