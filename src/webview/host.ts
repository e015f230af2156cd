/** The way to the extension: questions with answers, things to do, news. */
import type { Ask, AskName, Asks, FromView, ToView } from '../core/transcript/messages.ts';

interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: object): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension could not answer; the message is a sentence for people. */
export class HostError extends Error {}

export type News = Exclude<ToView, { type: 'answer' | 'failure' }>;

/** What is kept while the view is hidden, beside what the extension wants kept. */
export interface ViewState {
  readonly offset?: number;
  readonly atEnd?: boolean;
  readonly showRecords?: boolean;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: HostError) => void;
}

export class Host {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, Waiting>();
  readonly #news: (news: News) => void;
  #lastId = 0;
  #keep: object = {};

  constructor(news: (news: News) => void) {
    this.#news = news;
    window.addEventListener('message', (event: MessageEvent<unknown>) => this.#received(event.data));
  }

  /** Rejects with `HostError` alone. */
  ask<Name extends AskName>(name: Name, ask: Asks[Name]['ask']): Promise<Asks[Name]['answer']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#api.postMessage({ type: 'ask', id, ask: { name, ...ask } as Ask });
    });
  }

  tell(message: Exclude<FromView, { type: 'ask' }>): void {
    this.#api.postMessage(message);
  }

  get state(): ViewState {
    const state = this.#api.getState();
    if (!isObject(state)) return {};
    const { offset, atEnd, showRecords } = state;
    return {
      ...(typeof offset === 'number' ? { offset } : {}),
      ...(typeof atEnd === 'boolean' ? { atEnd } : {}),
      ...(typeof showRecords === 'boolean' ? { showRecords } : {}),
    };
  }

  set state(state: ViewState) {
    this.#api.setState({ ...this.#keep, ...state });
  }

  #received(data: unknown): void {
    if (!isToView(data)) return;
    switch (data.type) {
      case 'answer':
        this.#take(data.id)?.resolve(data.answer);
        break;
      case 'failure':
        this.#take(data.id)?.reject(new HostError(data.message));
        break;
      case 'opened':
        this.#keep = data.keep;
        this.#api.setState({ ...this.state, ...this.#keep });
        this.#news(data);
        break;
      default:
        this.#news(data);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}

/** Other scripts of the page may post messages too. */
function isToView(data: unknown): data is ToView {
  if (!isObject(data)) return false;
  switch (data['type']) {
    case 'answer':
      return typeof data['id'] === 'number' && 'answer' in data;
    case 'failure':
      return typeof data['id'] === 'number' && typeof data['message'] === 'string';
    case 'opened':
      return (
        isObject(data['log']) && isObject(data['keep']) && (data['reveal'] === undefined || isPlace(data['reveal']))
      );
    case 'described':
      return isObject(data['log']);
    case 'reveal':
      return isPlace(data['place']);
    case 'changed':
    case 'copied':
      return true;
    default:
      return false;
  }
}

function isPlace(value: unknown): boolean {
  return isObject(value) && typeof value['offset'] === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
