/** What people ask of the timeline, and the keys of its chart. */
import { t } from '@vscode/l10n';
import type { ExplainedKeys } from '../keysDialog.ts';

export type TimelineAction =
  | 'nextLane'
  | 'previousLane'
  | 'firstLane'
  | 'lastLane'
  | 'nextEvent'
  | 'previousEvent'
  | 'later'
  | 'earlier'
  | 'zoomIn'
  | 'zoomOut'
  | 'zoomLane'
  | 'hour'
  | 'day'
  | 'week'
  | 'all'
  | 'rangeStart'
  | 'rangeEnd'
  | 'open'
  | 'table'
  | 'clear'
  | 'help';

const keys: Readonly<Record<string, TimelineAction>> = {
  ArrowDown: 'nextLane',
  ArrowUp: 'previousLane',
  Home: 'firstLane',
  End: 'lastLane',
  ArrowRight: 'nextEvent',
  ArrowLeft: 'previousEvent',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  z: 'zoomLane',
  '0': 'all',
  '[': 'rangeStart',
  ']': 'rangeEnd',
  Enter: 'open',
  ' ': 'open',
  t: 'table',
  Escape: 'clear',
  '?': 'help',
};

/** What a key asks for; `undefined` for keys that are not the timeline's. */
export function timelineAction({
  key,
  shiftKey,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>): TimelineAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (shiftKey && key === 'ArrowRight') return 'later';
  if (shiftKey && key === 'ArrowLeft') return 'earlier';
  return keys[key];
}

export const explainedTimelineKeys: ExplainedKeys = [
  [t('↓, ↑, Home, End'), t('next, previous, first, last session')],
  ['→, ←', t('next, previous event of the session')],
  [t('Enter'), t('open the transcript there')],
  ['+, -', t('zoom in, out')],
  [t('Shift+→, Shift+←'), t('later, earlier')],
  ['[, ]', t('let the range begin, end at the event')],
  ['z, 0', t('show the session’s time, all time')],
  ['t', t('show as a table')],
  [t('Ctrl+wheel, drag'), t('zoom, move')],
];
