/** The web view's side of its port to the extension: requests, messages and notifications. */
import { PendingRequests } from '../messages/pendingRequests.ts';
import type { ResponseMessage } from '../messages/requestMessage.ts';
import type { FromView, ToView, ViewNotification, ViewRequest, ViewRequests } from '../messages/webviewMessages.ts';

interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: object): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What is kept while the view is hidden, beside what the extension wants kept. */
export interface ViewState {
  readonly offset?: number;
  readonly atEnd?: boolean;
  readonly showRecords?: boolean;
  readonly wrapsCode?: boolean;
}

export class Host {
  readonly #api = acquireVsCodeApi();
  readonly #requests = new PendingRequests<ViewRequests>((message) => this.#api.postMessage(message));
  readonly #notified: (notification: ViewNotification) => void;
  #keep: object = {};

  constructor(notified: (notification: ViewNotification) => void) {
    this.#notified = notified;
    window.addEventListener('message', (event: MessageEvent<unknown>) => this.#received(event.data));
  }

  /** Rejects with a `RequestError`, whose message is a sentence for people, or with the reason of `signal`. */
  request<Name extends keyof ViewRequests>(
    name: Name,
    options: Parameters<ViewRequests[Name]>[0],
    signal?: AbortSignal,
  ): Promise<ReturnType<ViewRequests[Name]>> {
    return this.#requests.request(name, [options] as Parameters<ViewRequests[Name]>, signal);
  }

  post(message: Exclude<FromView, ViewRequest>): void {
    this.#api.postMessage(message);
  }

  get state(): ViewState {
    const state = this.#api.getState();
    if (!isObject(state)) return {};
    const { offset, atEnd, showRecords, wrapsCode } = state;
    return {
      ...(typeof offset === 'number' ? { offset } : {}),
      ...(typeof atEnd === 'boolean' ? { atEnd } : {}),
      ...(typeof showRecords === 'boolean' ? { showRecords } : {}),
      ...(typeof wrapsCode === 'boolean' ? { wrapsCode } : {}),
    };
  }

  set state(state: ViewState) {
    this.#api.setState({ ...this.#keep, ...state });
  }

  #received(data: unknown): void {
    if (!isToView(data)) return;
    if (isResponse(data)) return this.#requests.receive(data);
    if (data.type === 'opened') {
      this.#keep = data.keep;
      this.#api.setState({ ...this.state, ...this.#keep });
    }
    this.#notified(data);
  }
}

function isResponse(message: ToView): message is ResponseMessage {
  return message.type === 'response' || message.type === 'failure';
}

/** Other scripts of the page may post messages too. */
function isToView(data: unknown): data is ToView {
  if (!isObject(data)) return false;
  switch (data['type']) {
    case 'response':
      return typeof data['id'] === 'number' && 'result' in data;
    case 'failure':
      return typeof data['id'] === 'number' && typeof data['message'] === 'string';
    case 'opened':
      return (
        isObject(data['log']) &&
        isObject(data['keep']) &&
        Array.isArray(data['folders']) &&
        (data['reveal'] === undefined || isPosition(data['reveal']))
      );
    case 'described':
      return isObject(data['log']);
    case 'reveal':
      return isPosition(data['position']);
    case 'changed':
    case 'copied':
      return true;
    default:
      return false;
  }
}

function isPosition(value: unknown): boolean {
  return isObject(value) && typeof value['offset'] === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
