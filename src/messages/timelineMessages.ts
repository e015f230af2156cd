/** What the timeline's web view and the extension post to each other. Types alone: both sides import this file. */
import type { SharedPlan, ShownLane, TimelineAgent, TimelineMarks } from '../core/timeline/timelineTypes.ts';
import type { CancelMessage, RequestMessage, ResponseMessage } from './requestMessage.ts';

export type { ShownLane };

/** What the index has of a session beside its row. */
export interface LaneDetails {
  readonly sessionId: string;
  readonly sharedPlans: readonly SharedPlan[];
  readonly agents: readonly TimelineAgent[];
  readonly agentsLeftOut: number;
}

export interface ShownMarks extends TimelineMarks {
  /** Some log could not be read: there may be more. */
  readonly isPartial: boolean;
}

/** What the web view requests of the extension. Each takes one object, so that it can be checked by name. */
export interface TimelineRequests {
  details(options: { sessionIds: readonly string[] }): readonly LaneDetails[];
  /** Reads the session's logs; `null`: it is gone, or nobody waits any longer. */
  marks(options: { sessionId: string }): ShownMarks | null;
}

export type TimelineRequest = RequestMessage<TimelineRequests>;

export type FromTimeline =
  | TimelineRequest
  | CancelMessage
  /** The script runs and listens. */
  | { readonly type: 'ready' }
  /** A transcript: of the session, or of one of the logs that were posted, at an entry. */
  | { readonly type: 'open'; readonly sessionId: string; readonly file?: string; readonly offset?: number };

export type ToTimeline = ResponseMessage | LanesNotification;

export interface LanesNotification {
  readonly type: 'lanes';
  /** Newest first. */
  readonly lanes: readonly ShownLane[];
  /** Older sessions, which are too many to be drawn. */
  readonly leftOut: number;
  /** Sessions without any time in their logs. */
  readonly undated: number;
  /** Which sessions these are, in words. */
  readonly scope: string;
  /** Sessions whose details and marks may have changed. */
  readonly changed: readonly string[];
}
