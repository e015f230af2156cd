/** The timeline's side of its port to the extension. */
import { PendingRequests } from '../../messages/pendingRequests.ts';
import type {
  FromTimeline,
  LanesNotification,
  TimelineRequest,
  TimelineRequests,
  ToTimeline,
} from '../../messages/timelineMessages.ts';
import type { Lane, LaneEvent, TimeRange } from './lanes.ts';

interface VsCodeApi {
  postMessage(message: FromTimeline): void;
  getState(): unknown;
  setState(state: object): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What is kept while the page is hidden. */
export interface KeptState {
  readonly range?: TimeRange;
  readonly asTable?: boolean;
}

export class TimelinePort {
  readonly #api = acquireVsCodeApi();
  readonly #requests = new PendingRequests<TimelineRequests>((message) => this.#api.postMessage(message));

  constructor(lanes: (notification: LanesNotification) => void) {
    window.addEventListener('message', ({ data }: MessageEvent<ToTimeline | undefined>) => {
      if (data?.type === 'lanes') lanes(data);
      else if (data?.type === 'response' || data?.type === 'failure') this.#requests.receive(data);
    });
  }

  /** Rejects with a `RequestError`, or with the reason of `signal`. */
  request<Name extends keyof TimelineRequests>(
    name: Name,
    options: Parameters<TimelineRequests[Name]>[0],
    signal?: AbortSignal,
  ): Promise<ReturnType<TimelineRequests[Name]>> {
    return this.#requests.request(name, [options] as Parameters<TimelineRequests[Name]>, signal);
  }

  post(message: Exclude<FromTimeline, TimelineRequest>): void {
    this.#api.postMessage(message);
  }

  /** Opens the transcript, where an event is given at its entry. */
  open({ sessionId }: Lane, event?: LaneEvent): void {
    const { file, offset } = event ?? {};
    this.post({
      type: 'open',
      sessionId,
      ...(file !== undefined && { file }),
      ...(offset !== undefined && { offset }),
    });
  }

  get state(): KeptState {
    const { range, asTable } = (this.#api.getState() ?? {}) as KeptState;
    return {
      ...(typeof range?.from === 'number' && typeof range.until === 'number' && range.from < range.until && { range }),
      ...(typeof asTable === 'boolean' && { asTable }),
    };
  }

  set state(state: KeptState) {
    this.#api.setState(state);
  }
}
