/** Every way to move in the transcript: in what is in memory, and on from there in the whole log. */
import { t } from '@vscode/l10n';
import { isError, isPrompt } from '../core/transcript/itemText.ts';
import type { SearchGoal } from '../core/transcript/page.ts';
import type { EntryPosition } from '../messages/webviewMessages.ts';
import type { Feed } from './feed.ts';
import type { Host } from './host.ts';
import type { Direction, Reading } from './reading.ts';
import { entriesOf, type EntryRow } from './rows.ts';

/** Screens that are read ahead on both sides. */
const screensAhead = 1.5;

export interface MovesView {
  /** Unfolds the entry and whatever it is folded into. */
  unfold(row: EntryRow): void;
  /** The reader stands elsewhere. */
  moved(): void;
  /** Announces a sentence to screen readers. */
  say(sentence: string): void;
}

export class Moves {
  readonly #host: Host;
  readonly #reading: Reading;
  readonly #feed: Feed;
  readonly #view: MovesView;

  constructor(host: Host, reading: Reading, feed: Feed, view: MovesView) {
    this.#host = host;
    this.#reading = reading;
    this.#feed = feed;
    this.#view = view;
  }

  async toEnd(): Promise<void> {
    if (!this.#reading.window.atEnd && !(await this.#reading.end())) return;
    this.#feed.scrollToEnd();
    await this.#fill();
    this.#feed.scrollToEnd();
    this.#view.moved();
  }

  async toStart(): Promise<void> {
    if (!this.#reading.window.atStart && !(await this.#reading.start())) return;
    this.#feed.scroller.scrollTop = 0;
    await this.#reading.more('newer');
  }

  /** Shows the entry at an offset amid its neighbours; gives the key of its row. */
  async show(position: EntryPosition, flash = true): Promise<string | undefined> {
    if (!this.#reading.holds(position)) {
      if (!(await this.#reading.around(position.offset))) return undefined;
      await this.#fill();
    }
    const { offset, key } = position;
    const row = this.rowWith(key) ?? this.#rowAt(offset);
    const article = row === undefined ? undefined : this.#articleOf(row);
    if (row === undefined || article === undefined) return undefined;
    this.#feed.scrollTo(article);
    if (flash) {
      article.focus({ preventScroll: true });
      article.classList.add('flash');
      article.addEventListener('animationend', () => article.classList.remove('flash'), { once: true });
    }
    return row.key;
  }

  /** Reads on where the end of what is in memory is near. */
  readAhead(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#feed.scroller;
    const ahead = clientHeight * screensAhead;
    if (scrollHeight > clientHeight) {
      if (scrollTop < ahead) void this.#reading.more('older');
      else if (scrollHeight - scrollTop - clientHeight < ahead) void this.#reading.more('newer');
    }
  }

  /** To the next or previous entry that can be seen; to the one at the top of the view when none has the focus. */
  step(by: 1 | -1): void {
    const articles = this.#feed.articles();
    const focused = this.#feed.focusedKey();
    const from = focused ?? this.#feed.firstVisible()?.key;
    const at = articles.findIndex((article) => article.dataset['key'] === from);
    const next = articles[Math.max(0, focused === undefined ? at : at + by)];
    if (next !== undefined) this.#feed.bringIntoView(next);
  }

  /** The next prompt or error from the entry in focus, or in view, on: in memory, then in the rest of the log. */
  async jumpTo(goal: SearchGoal & { kind: 'prompt' | 'error' }, toward: Direction): Promise<void> {
    const fits = goal.kind === 'prompt' ? isPrompt : isError;
    const rows = entriesOf(this.#feed.rows);
    const at = rows.findIndex((row) => row.key === this.current()?.key);
    const beyond = toward === 'newer' ? rows.slice(at + 1) : rows.slice(0, Math.max(0, at)).reverse();
    const row = beyond.find(({ item, result }) => fits(item) || (result !== undefined && fits(result)));
    const article = row === undefined ? undefined : this.#articleOf(row);
    if (article !== undefined) {
      this.#feed.scrollTo(article);
      return article.focus({ preventScroll: true });
    }
    const found = await this.searchLog(goal, toward);
    if (found === undefined || found === null) this.#view.say(noneWords(goal.kind, toward));
  }

  /**
   * Searches beyond what is in memory, or from the log's other end on, and shows what it finds; resolves to the key of
   * its row, to `null` where there is none, and to `undefined` where the log could not be searched.
   */
  async searchLog(
    goal: SearchGoal,
    toward: Direction,
    { signal, wrap = false }: { readonly signal?: AbortSignal; readonly wrap?: boolean } = {},
  ): Promise<string | null | undefined> {
    const { atStart, atEnd, start, end } = this.#reading.window;
    if (!wrap && (toward === 'older' ? atStart : atEnd)) return null;
    const from = toward === 'older' ? (wrap ? Number.MAX_SAFE_INTEGER : start) : wrap ? 0 : end;
    const search = (): Promise<EntryPosition | null> =>
      this.#host.request('search', { goal, from, toward }, signal).catch((error: unknown) => {
        if (signal?.aborted) return null;
        throw error;
      });
    const found = await this.#reading.try(search);
    return found === undefined || found === null ? found : this.show(found, goal.kind !== 'text');
  }

  /** How many entries of the whole log have the text; `undefined` where it was given up or could not be read. */
  async countInLog(
    text: string,
    signal: AbortSignal,
  ): Promise<{ readonly entries: number; readonly more: boolean } | undefined> {
    // A count that fails takes nothing away: the search itself says what is wrong.
    return (await this.#host.request('count', { text }, signal).catch(() => undefined)) ?? undefined;
  }

  /** The entry in focus, else the one at the top of the view. */
  current(): EntryRow | undefined {
    const key = this.#feed.focusedKey();
    return key === undefined ? this.#feed.firstVisible() : this.rowWith(key);
  }

  /** The row whose entry, or whose entry's result, has this key. */
  rowWith(key: string | undefined): EntryRow | undefined {
    if (key === undefined) return undefined;
    return entriesOf(this.#feed.rows).find((row) => row.key === key || row.result?.key === key);
  }

  /** Gives the focus to the first or last entry. */
  focusEdge(index: 0 | -1): void {
    this.#feed.articles().at(index)?.focus({ preventScroll: true });
  }

  /** Reads older pages until the view is full. */
  async #fill(): Promise<void> {
    const { scroller } = this.#feed;
    const wants = (): boolean => scroller.scrollHeight < scroller.clientHeight * (1 + screensAhead);
    while (!this.#reading.window.isFull && wants()) if (!(await this.#reading.more('older'))) return;
  }

  #rowAt(offset: number): EntryRow | undefined {
    const rows = entriesOf(this.#feed.rows);
    const exact = rows.find((row) => row.item.offset === offset || row.result?.offset === offset);
    return exact ?? rows.find((row) => row.item.offset >= offset);
  }

  /** The entry's article; the group that it is folded into is unfolded. */
  #articleOf(row: EntryRow): HTMLElement | undefined {
    if (this.#feed.rowOf(row.key)?.kind === 'group' && this.#feed.find(row.key) === undefined) this.#view.unfold(row);
    return this.#feed.find(row.key);
  }
}

function noneWords(kind: 'prompt' | 'error', toward: Direction): string {
  if (kind === 'prompt') return toward === 'newer' ? t('No later prompt') : t('No earlier prompt');
  return toward === 'newer' ? t('No later error') : t('No earlier error');
}
