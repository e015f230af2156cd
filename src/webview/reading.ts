/** Reads the log page by page into the window: on demand on both sides, and on as it grows. */
import type { TranscriptPage } from '../core/transcript/page.ts';
import type { EntryPosition, ViewRequests } from '../messages/webviewMessages.ts';
import { RequestError } from '../messages/pendingRequests.ts';
import { LogWindow } from './logWindow.ts';

export type Direction = 'older' | 'newer';

/** Of whom pages are asked. */
export interface PageSource {
  request<Name extends 'page' | 'follow'>(
    name: Name,
    options: Parameters<ViewRequests[Name]>[0],
  ): Promise<ReturnType<ViewRequests[Name]>>;
}

export interface ReadingView {
  /** The window holds something else than before. */
  changed(): void;
  busy(busy: boolean): void;
  /** Whether the reader sees the end of what is shown. */
  isAtEnd(): boolean;
  /** The log is another one than before: it was read anew from its end. */
  replaced(): void;
  /** What the last question came to: a sentence for people when it failed. */
  notice(sentence: string | undefined): void;
}

export class Reading {
  readonly window = new LogWindow();
  readonly #host: PageSource;
  readonly #view: ReadingView;
  /** Answers to questions asked before the window was replaced are no longer wanted. */
  #generation = 0;
  #loading = false;
  /** What was to be shown last could not be read. */
  #hasFailed = false;
  #following = false;
  #changedMeanwhile = false;
  #newBelow = false;

  constructor(host: PageSource, view: ReadingView) {
    this.#host = host;
    this.#view = view;
  }

  /** Something was written that the reader has not seen. */
  get newBelow(): boolean {
    return this.#newBelow;
  }

  /** The reader is at the end of the log. */
  seen(): void {
    this.#newBelow = false;
  }

  /** `false` when it failed or another question took its place. */
  async end(): Promise<boolean> {
    const done = await this.#replace(async () => [await this.#host.request('page', { toward: 'older' })]);
    if (done) this.#newBelow = false;
    return done;
  }

  start(): Promise<boolean> {
    return this.#replace(async () => [await this.#host.request('page', { toward: 'newer', offset: 0 })]);
  }

  /** The page from this offset on and the one before it. */
  around(offset: number): Promise<boolean> {
    return this.#replace(async () => {
      const after = await this.#host.request('page', { toward: 'newer', offset });
      return [await this.#host.request('page', { toward: 'older', offset: after.start }), after];
    });
  }

  holds({ offset }: EntryPosition): boolean {
    return !this.window.isEmpty && offset >= this.window.start && offset < this.window.end;
  }

  /** The next page on one side; `false` when there is none, or one is being read. */
  async more(toward: Direction): Promise<boolean> {
    const { window } = this;
    const older = toward === 'older';
    if (this.#loading || window.isEmpty || (older ? window.atStart : window.atEnd)) return false;
    const generation = this.#generation;
    this.#busy(true);
    const page = await this.try(() =>
      this.#host.request('page', { toward, offset: older ? window.start : window.end }),
    );
    if (generation !== this.#generation) return false;
    this.#busy(false);
    const taken = page !== undefined && (older ? window.prepend(page) : window.append(page));
    if (taken) this.#view.changed();
    return taken;
  }

  /** Takes in what was appended since; called whenever the log has changed. */
  async follow(): Promise<void> {
    const { isEmpty, atEnd } = this.window;
    if (this.#following || (isEmpty && this.#loading)) {
      this.#changedMeanwhile = true;
      return;
    }
    if (isEmpty) {
      if (this.#hasFailed) await this.end();
      return;
    }
    if (!atEnd) {
      this.#newBelow = true;
      return this.#view.changed();
    }
    this.#following = true;
    const generation = this.#generation;
    for (let goesOn = true; goesOn;) {
      const { cursor } = this.window;
      const more = cursor && (await this.try(() => this.#host.request('follow', { cursor })));
      goesOn = more !== undefined && generation === this.#generation && (await this.#followed(more));
    }
    this.#following = false;
    await this.#followMissed();
  }

  /** Runs what asks the extension; a failure is shown, and what was shown stays. */
  async try<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await ask();
      this.#view.notice(undefined);
      return result;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#view.notice(error.message);
      return undefined;
    }
  }

  /** Whether there is more to take in for a reader who is at the end. */
  async #followed(more: TranscriptPage | 'replaced'): Promise<boolean> {
    if (more === 'replaced') {
      if (await this.end()) this.#view.replaced();
      return false;
    }
    const seen = this.#view.isAtEnd();
    if (more.end > more.start && !seen) this.#newBelow = true;
    // Taking it in would push out what is being read.
    if (!seen && this.window.isFull) this.window.leaveEnd();
    else this.window.append(more);
    this.#view.changed();
    return seen && !more.atEnd && more.end > more.start;
  }

  async #replace(ask: () => Promise<readonly TranscriptPage[]>): Promise<boolean> {
    const generation = ++this.#generation;
    this.#busy(true);
    const pages = await this.try(ask);
    if (generation !== this.#generation) return false;
    this.#busy(false);
    this.#hasFailed = pages === undefined;
    if (pages === undefined) return false;
    this.window.replace(...pages);
    this.#view.changed();
    await this.#followMissed();
    return true;
  }

  /** Takes in what changed while something else was read. */
  async #followMissed(): Promise<void> {
    if (!this.#changedMeanwhile || this.#following) return;
    this.#changedMeanwhile = false;
    await this.follow();
  }

  #busy(busy: boolean): void {
    this.#loading = busy;
    this.#view.busy(busy);
  }
}
