import type { MarkKind } from './timelineTypes.ts';

/** What a mark says to people. */
export const markWords: Readonly<Record<MarkKind, string>> = {
  'plan-written': 'Plan written',
  'plan-approved': 'Plan approved',
  'plan-received': 'Plan to implement',
  compaction: 'Compacted',
  clear: 'Cleared',
  wait: 'Waited for',
};
