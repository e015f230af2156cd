/** Reads what the logs of a session tell for the timeline, step by step, in the thread that reads transcripts. */
import { joinMarks } from '../core/timeline/joinMarks.ts';
import type { TimelineLane, TimelineMarks } from '../core/timeline/timelineTypes.ts';
import { TranscriptUnreadableError, type TranscriptReader } from './transcriptReader.ts';

export type { TimelineLane } from '../core/timeline/timelineTypes.ts';

export interface LaneMarks extends TimelineMarks {
  /** Some log could not be read: there may be more. */
  readonly isPartial: boolean;
}

/** `undefined` as soon as `isWanted` says that nobody waits for them any more; between two steps it is asked again. */
export async function readMarks(
  reader: TranscriptReader,
  { logs }: TimelineLane,
  isWanted: () => boolean,
): Promise<LaneMarks | undefined> {
  const found: TimelineMarks[] = [];
  let isPartial = false;
  for (const log of logs) {
    for (let more = true; more;) {
      if (!isWanted()) return undefined;
      try {
        const { more: goesOn, ...marks } = await reader.request('timelineMarks', log);
        if (!goesOn) found.push(marks);
        more = goesOn;
      } catch (error) {
        if (!(error instanceof TranscriptUnreadableError)) throw error;
        isPartial = true;
        more = false;
      }
    }
  }
  return { ...joinMarks(found), isPartial };
}
