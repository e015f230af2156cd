/** Finding text: in everything that is in memory at once, folded or not, and on from there in the whole log. */
import { t } from '@vscode/l10n';
import { formatNumber, joinParts } from '../core/text/format.ts';
import { itemTexts } from '../core/transcript/itemText.ts';
import { button, element, icon } from './dom.ts';
import { entriesOf, type EntryRow } from './rows.ts';
import type { Feed } from './feed.ts';
import type { Direction } from './reading.ts';

export interface FindHost {
  readonly feed: Feed;
  /** Unfolds the entry and whatever it is folded into. */
  unfold(row: EntryRow): void;
  /**
   * Searches the log beyond what is in memory, or all of it from its other end on, and shows what it finds; resolves to
   * the entry's key, to `null` where there is none, to `undefined` where it could not be searched.
   */
  searchLog(
    text: string,
    toward: Direction,
    options: { readonly signal: AbortSignal; readonly wrap: boolean },
  ): Promise<string | null | undefined>;
  /** How many entries of the whole log have the text; `undefined` where it was given up or could not be read. */
  countInLog(
    text: string,
    signal: AbortSignal,
  ): Promise<{ readonly entries: number; readonly more: boolean } | undefined>;
  /** Whether all of the log is in memory. */
  hasWholeLog(): boolean;
  /** Whether the end of the log is in memory. */
  isAtEnd(): boolean;
  /** Gives the focus back to the transcript. */
  leave(): void;
}

const mostRanges = 3000;
/** Milliseconds without a key before the whole log is counted. */
const countPause = 250;
/** The same before it is counted again because it has grown. */
const recountPause = 3_000;

export class FindBar {
  readonly view: HTMLElement;
  readonly #input = element('input', 'find-input');
  readonly #status = element('span', 'find-status');
  readonly #host: FindHost;
  #hits: readonly EntryRow[] = [];
  #current: { readonly key: string; readonly ranges: readonly Range[]; readonly at: number } | undefined;
  #search: AbortController | undefined;
  #count: AbortController | undefined;
  /** The log has grown since the count was asked for. */
  #isOutdated = false;
  /** The status has words of a search, which a count does not take away. */
  #saysMore = false;
  /** What was counted for the text. */
  #inLog: { readonly text: string; readonly number: string; readonly entries: number } | undefined;

  constructor(host: FindHost) {
    this.#host = host;
    this.#input.type = 'text';
    this.#input.placeholder = t('Find in transcript');
    this.#input.setAttribute('aria-label', t('Find in transcript'));
    this.#status.setAttribute('role', 'status');
    this.view = element(
      'div',
      'find',
      this.#input,
      this.#status,
      button('icon-button', t('Previous Match (Shift+Enter)'), () => void this.go('older'), icon('up')),
      button('icon-button', t('Next Match (Enter)'), () => void this.go('newer'), icon('down')),
      button('icon-button', t('Close (Escape)'), () => this.close(), icon('close')),
    );
    this.view.setAttribute('role', 'search');
    this.view.hidden = true;
    this.#input.addEventListener('input', () => this.#typed());
    this.view.addEventListener('keydown', (event) => this.#key(event));
  }

  get isOpen(): boolean {
    return this.view.hidden === false;
  }

  open(): void {
    const selected = document.getSelection()?.toString() ?? '';
    this.view.hidden = false;
    if (selected !== '' && selected.length < 200 && !selected.includes('\n')) this.#input.value = selected;
    this.#input.focus();
    this.#input.select();
    this.#typed();
  }

  /** With a text that was found in the entry of this key. */
  show(text: string, key: string | undefined): void {
    this.#stop();
    this.view.hidden = false;
    this.#input.value = text;
    this.#current = undefined;
    this.#collect();
    this.#countAnew();
    const row = this.#hits.find((one) => one.key === key);
    if (row !== undefined) this.#enter(row, 'newer');
    else {
      this.#highlight();
      this.#report();
    }
  }

  close(): void {
    this.#stop();
    this.view.hidden = true;
    this.#hits = [];
    this.#current = undefined;
    this.#highlight();
    this.#host.leave();
  }

  /** The rows have changed. */
  update(): void {
    if (!this.isOpen) return;
    this.#collect();
    const current = this.#current;
    if (current !== undefined) {
      this.#current = { ...current, ranges: rangesIn(this.#host.feed.find(current.key), this.#text) };
      this.#markCurrent();
    }
    this.#highlight();
    if (this.#search === undefined) this.#report();
  }

  /** The log has grown: what was counted is counted again, once for all that is written until then. */
  logChanged(): void {
    this.#isOutdated = true;
    if (this.isOpen && this.#inLog !== undefined && this.#count === undefined) this.#countLater(recountPause);
  }

  /**
   * Goes to the next match: within the entry, in the entries in memory, in the rest of the log, and on from its other
   * end.
   */
  async go(toward: Direction): Promise<void> {
    if (this.#text === '' || this.#search !== undefined) return;
    const step = toward === 'newer' ? 1 : -1;
    const within = this.#current?.ranges[this.#current.at + step];
    if (this.#current !== undefined && within !== undefined) {
      this.#current = { ...this.#current, at: this.#current.at + step };
      return this.#showCurrent();
    }
    const next = this.#neighbour(toward);
    if (next !== undefined) return this.#enter(next, toward);
    // A transcript opens at its end: what is not here is above.
    const isAbove = this.#current === undefined && toward === 'newer' && this.#host.isAtEnd();
    await this.#searchOn(isAbove ? 'older' : toward);
  }

  get #text(): string {
    return this.#input.value.toLowerCase();
  }

  #typed(): void {
    this.#stop();
    this.#current = undefined;
    this.#collect();
    this.#countAnew();
    const first = this.#host.feed.firstVisible();
    const rows = entriesOf(this.#host.feed.rows);
    const from = rows.findIndex((row) => row.key === first?.key);
    const nearest = rows.slice(Math.max(0, from)).find((row) => this.#hits.includes(row)) ?? this.#hits.at(-1);
    if (nearest === undefined) {
      this.#highlight();
      return this.#report();
    }
    this.#enter(nearest, 'newer');
  }

  #collect(): void {
    const text = this.#text;
    this.#hits = text === '' ? [] : entriesOf(this.#host.feed.rows).filter((row) => includes(row, text));
  }

  #neighbour(toward: Direction): EntryRow | undefined {
    const rows = entriesOf(this.#host.feed.rows);
    const at = rows.findIndex((row) => row.key === this.#current?.key);
    const hits = new Set(this.#hits);
    if (toward === 'newer') return rows.slice(at + 1).find((row) => hits.has(row));
    return rows.slice(0, at < 0 ? undefined : at).findLast((row) => hits.has(row));
  }

  #enter(row: EntryRow, toward: Direction): void {
    if (rangesIn(this.#host.feed.find(row.key), this.#text).length === 0) this.#host.unfold(row);
    const ranges = rangesIn(this.#host.feed.find(row.key), this.#text);
    this.#current = { key: row.key, ranges, at: toward === 'newer' ? 0 : Math.max(0, ranges.length - 1) };
    this.#highlight();
    this.#showCurrent();
  }

  #showCurrent(): void {
    const { feed } = this.#host;
    const current = this.#current;
    if (current === undefined) return;
    const range = current.ranges[current.at];
    const article = feed.find(current.key);
    if (article !== undefined) feed.bringIntoView(article, false);
    if (range !== undefined) {
      const clamp = range.startContainer.parentElement?.closest('.clamp-long');
      if (clamp && !clamp.classList.contains('clamp-open')) {
        clamp.parentElement?.querySelector<HTMLButtonElement>('.clamp-more')?.click();
      }
      const box = range.getBoundingClientRect();
      const view = feed.scroller.getBoundingClientRect();
      if (box.top < view.top + 60 || box.bottom > view.bottom - 40)
        feed.scroller.scrollTop += box.top - view.top - view.height / 3;
    }
    this.#markCurrent();
    this.#report();
  }

  #markCurrent(): void {
    const range = this.#current?.ranges[this.#current.at];
    CSS.highlights.set('find-current', new Highlight(...(range === undefined ? [] : [range])));
  }

  async #searchOn(toward: Direction): Promise<void> {
    const text = this.#input.value;
    const search = new AbortController();
    this.#search = search;
    this.#report(t('Searching the log…'));
    const { signal } = search;
    const beyond = await this.#host.searchLog(text, toward, { signal, wrap: false });
    const wraps = beyond === null && !signal.aborted;
    if (wraps) this.#report(toward === 'newer' ? t('Searching from the start…') : t('Searching from the end…'));
    const key = wraps ? await this.#host.searchLog(text, toward, { signal, wrap: true }) : beyond;
    if (this.#search !== search) return;
    this.#search = undefined;
    if (text !== this.#input.value || !this.isOpen) return;
    if (key === undefined) return this.#report(t('The log could not be searched'));
    if (key === null) return this.#report(t('Nowhere in this log'));
    this.#collect();
    const row = entriesOf(this.#host.feed.rows).find((one) => one.key === key || one.result?.key === key);
    if (row === undefined) return;
    this.#enter(row, toward);
    const place = this.#place;
    if (wraps) this.#report(toward === 'newer' ? t('{0}, from the start', place) : t('{0}, from the end', place));
  }

  get #place(): string {
    const at = this.#hits.findIndex((row) => row.key === this.#current?.key);
    return at < 0 ? t('{0} here', this.#hits.length) : t('{0} of {1} here', at + 1, this.#hits.length);
  }

  #stop(): void {
    this.#search?.abort();
    this.#search = undefined;
    this.#count?.abort();
    this.#count = undefined;
  }

  /** Counts in the whole log once nobody types any more; what is all in memory is counted already. */
  #countAnew(): void {
    this.#inLog = undefined;
    this.#countLater(countPause);
  }

  #countLater(pause: number): void {
    if (this.#text === '' || this.#host.hasWholeLog()) return;
    const count = new AbortController();
    this.#count = count;
    setTimeout(() => {
      if (!count.signal.aborted) void this.#countIn(count.signal);
    }, pause);
  }

  async #countIn(signal: AbortSignal): Promise<void> {
    const text = this.#input.value;
    this.#isOutdated = false;
    const counted = await this.#host.countInLog(text, signal);
    if (counted === undefined || signal.aborted || text !== this.#input.value || !this.isOpen) return;
    const number = `${formatNumber(counted.entries)}${counted.more ? '+' : ''}`;
    this.#inLog = { text, number, entries: counted.entries };
    if (this.#search === undefined && !this.#saysMore) this.#report();
    this.#count = undefined;
    if (this.#isOutdated) this.logChanged();
  }

  #highlight(): void {
    const ranges = this.#hits.flatMap((row) => rangesIn(this.#host.feed.find(row.key), this.#text));
    CSS.highlights.set('find', new Highlight(...ranges.slice(0, mostRanges)));
    if (this.#current === undefined) CSS.highlights.delete('find-current');
  }

  #report(words?: string): void {
    this.#saysMore = words !== undefined;
    this.#status.textContent = words ?? (this.#text === '' ? '' : this.#found);
  }

  get #found(): string {
    const inLog = this.#inLog?.text === this.#input.value ? this.#inLog : undefined;
    if (this.#hits.length > 0) return joinParts(this.#place, inLog && t('{0} in the log', inLog.number));
    if (inLog === undefined) return t('Not here; Enter searches the log');
    if (inLog.entries === 0) return t('Nowhere in this log');
    return t('Not here; Enter goes to one of {0} in the log', inLog.number);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Enter' && event.target === this.#input) void this.go(event.shiftKey ? 'older' : 'newer');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function includes(row: EntryRow, text: string): boolean {
  const texts = [...itemTexts(row.item), ...(row.result === undefined ? [] : itemTexts(row.result))];
  return texts.some((part) => part.toLowerCase().includes(text));
}

/** Where the text stands in an article, also across the borders of its elements. */
function rangesIn(article: HTMLElement | undefined, text: string): readonly Range[] {
  if (article === undefined || text === '') return [];
  const nodes: { readonly node: Text; readonly start: number }[] = [];
  let all = '';
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('[hidden], button.text-button, .entry-time')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    nodes.push({ node, start: all.length });
    all += node.data;
  }
  const lower = all.toLowerCase();
  // A few letters change their length with their case: then the places would not fit.
  if (lower.length !== all.length) return [];
  const ranges: Range[] = [];
  for (let at = lower.indexOf(text); at >= 0 && ranges.length < 500; at = lower.indexOf(text, at + text.length)) {
    const range = document.createRange();
    const [start, end] = [nodeAt(nodes, at), nodeAt(nodes, at + text.length - 1)];
    if (start === undefined || end === undefined) break;
    range.setStart(start.node, at - start.start);
    range.setEnd(end.node, at + text.length - end.start);
    ranges.push(range);
  }
  return ranges;
}

function nodeAt<Place extends { readonly start: number }>(nodes: readonly Place[], at: number): Place | undefined {
  let [low, high] = [0, nodes.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((nodes[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return nodes[low];
}
