/** The stretch of the log that is in memory: pages that meet, dropped at the far side when there are too many. */
import type { TranscriptItem } from '../core/transcript/items/items.ts';
import type { LogCursor, TranscriptPage } from '../core/transcript/page.ts';

/** Beyond this the page farthest from where one reads goes. */
const mostItems = 600;
/** A page that followed entries go into until it has this many. */
const pageItems = 80;

export class LogWindow {
  #pages: readonly TranscriptPage[] = [];

  get items(): readonly TranscriptItem[] {
    return this.#pages.flatMap((page) => page.items);
  }

  get isEmpty(): boolean {
    return this.#pages.length === 0;
  }

  /** Offset of the first line in memory. */
  get start(): number {
    return this.#pages[0]?.start ?? 0;
  }

  get end(): number {
    return this.#pages.at(-1)?.end ?? 0;
  }

  get atStart(): boolean {
    return this.start === 0;
  }

  get atEnd(): boolean {
    return this.#pages.at(-1)?.atEnd ?? false;
  }

  /** For following the log: where the last page ends. */
  get cursor(): LogCursor | undefined {
    return this.#pages.at(-1)?.cursor;
  }

  /** Bytes at the end of the log that are no whole record yet. */
  get incompleteBytes(): number {
    return this.#pages.at(-1)?.incompleteBytes ?? 0;
  }

  /** Another page on one side would push one out on the other. */
  get isFull(): boolean {
    return this.#count() >= mostItems - pageItems;
  }

  replace(...pages: readonly TranscriptPage[]): void {
    this.#pages = pages.filter((page, index) => index === 0 || page.end > page.start);
  }

  /** `false` when the page does not meet the window: it was asked for before the window moved on. */
  prepend(page: TranscriptPage): boolean {
    if (page.end !== this.start || this.isEmpty) return false;
    this.#pages = [page, ...this.#pages];
    while (this.#count() > mostItems && this.#pages.length > 1) this.#pages = this.#pages.slice(0, -1);
    return true;
  }

  append(page: TranscriptPage): boolean {
    if (page.start !== this.end || this.isEmpty) return false;
    const last = this.#pages.at(-1);
    this.#pages =
      last !== undefined && last.items.length + page.items.length <= pageItems
        ? [...this.#pages.slice(0, -1), { ...page, start: last.start, items: [...last.items, ...page.items] }]
        : [...this.#pages, page];
    while (this.#count() > mostItems && this.#pages.length > 1) this.#pages = this.#pages.slice(1);
    return true;
  }

  /** More has been written than is taken in: the window no longer ends where the log does. */
  leaveEnd(): void {
    const last = this.#pages.at(-1);
    if (last !== undefined) this.#pages = [...this.#pages.slice(0, -1), { ...last, atEnd: false }];
  }

  #count(): number {
    return this.#pages.reduce((sum, page) => sum + page.items.length, 0);
  }
}
