import type { TimelineMarks } from './timelineTypes.ts';

/** The marks of several logs of one session as one. */
export function joinMarks(found: readonly TimelineMarks[]): TimelineMarks {
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  return {
    marks: found.flatMap(({ marks }) => marks).sort((a, b) => a.time - b.time),
    active: found.flatMap(({ active }) => active).sort((a, b) => a.from - b.from),
    pause: Math.max(0, ...found.map(({ pause }) => pause)),
    leftOut: found.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}
