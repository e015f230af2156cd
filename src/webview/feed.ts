/** The list of rows in the page: kept in step with the rows in memory without moving what one reads. */
import { t } from '@vscode/l10n';
import { element } from './dom.ts';
import type { EntryContext } from './entryContext.ts';
import { entryView } from './entryView.ts';
import { formatDay } from './format.ts';
import { groupView } from './groupView.ts';
import type { EntryRow, Row } from './rows.ts';

interface Shown {
  readonly row: Row;
  readonly view: HTMLElement;
}

/** How near to the end counts as being there. */
const nearEnd = 40;

export class Feed {
  /** What scrolls. */
  readonly scroller: HTMLElement;
  readonly list: HTMLElement;
  readonly top = element('div', 'edge');
  readonly bottom = element('div', 'edge');
  readonly #context: EntryContext;
  #shown = new Map<string, Shown>();
  #rows: readonly Row[] = [];
  readonly #stale = new Set<string>();

  constructor(context: EntryContext) {
    this.#context = context;
    this.list = element('div', 'feed');
    this.list.setAttribute('role', 'feed');
    this.list.setAttribute('aria-label', t('Transcript'));
    this.scroller = element('main', 'scroller', this.top, this.list, this.bottom);
    this.scroller.tabIndex = -1;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  set busy(busy: boolean) {
    this.list.setAttribute('aria-busy', String(busy));
  }

  /** Shows these rows; what is at the top of the view stays there, and so does the focus. */
  render(rows: readonly Row[]): void {
    const anchor = this.#anchor();
    const focused = this.focusedKey();
    const next = new Map<string, Shown>();
    let before = this.list.firstChild;
    for (const row of rows) {
      const known = this.#shown.get(row.key);
      const fresh = known !== undefined && isSame(known.row, row) && !this.#stale.has(row.key);
      const shown = fresh ? known : { row, view: this.#viewOf(row) };
      next.set(row.key, shown);
      if (shown.view === before) before = before.nextSibling;
      else this.list.insertBefore(shown.view, before);
    }
    for (const [key, { view }] of this.#shown) if (next.get(key)?.view !== view) view.remove();
    this.#shown = next;
    this.#rows = rows;
    this.#stale.clear();
    if (anchor !== undefined) this.#restore(anchor);
    if (focused !== undefined && this.focusedKey() !== focused) this.find(focused)?.focus({ preventScroll: true });
  }

  /** Makes a change of the layout; what is at the top of the view stays there. */
  keepPlace(change: () => void): void {
    const anchor = this.#anchor();
    change();
    if (anchor !== undefined) this.#restore(anchor);
  }

  /** Makes the row that holds this entry anew. */
  refresh(key: string): void {
    const row = this.rowOf(key);
    if (row === undefined) return;
    this.#stale.add(row.key);
    this.render(this.#rows);
  }

  /** The article of an entry or group; `undefined` while it is folded away or not in memory. */
  find(key: string): HTMLElement | undefined {
    return this.list.querySelector<HTMLElement>(`article[data-key="${CSS.escape(key)}"]`) ?? undefined;
  }

  /** The row that holds the entry: its own, or that of its group. */
  rowOf(key: string): Row | undefined {
    return this.#rows.find((row) => holds(row, key));
  }

  /** Articles that can be seen or scrolled to, in order. */
  articles(): readonly HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('article')].filter((article) => article.offsetParent !== null);
  }

  focusedKey(): string | undefined {
    const focused = document.activeElement?.closest<HTMLElement>('article');
    return this.list.contains(focused ?? null) ? focused?.dataset['key'] : undefined;
  }

  /** The entry at the top of the view. */
  firstVisible(): EntryRow | undefined {
    const top = this.scroller.getBoundingClientRect().top;
    const key = this.articles().find((article) => article.getBoundingClientRect().bottom > top + 1)?.dataset['key'];
    const row = key === undefined ? undefined : this.rowOf(key);
    return row?.kind === 'entry' ? row : row?.kind === 'group' ? row.rows[0] : undefined;
  }

  get isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < nearEnd;
  }

  /** Heights of the view and of all that it scrolls, in pixels. */
  get size(): { readonly height: number; readonly all: number } {
    return { height: this.scroller.clientHeight, all: this.scroller.scrollHeight };
  }

  scrollToEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Puts an article near the top of the view. */
  scrollTo(article: HTMLElement): void {
    const { top } = this.scroller.getBoundingClientRect();
    this.scroller.scrollTop += article.getBoundingClientRect().top - top - 24;
  }

  /** Scrolls no more than it takes to see an article, its head first, and gives it the focus. */
  bringIntoView(article: HTMLElement, focus = true): void {
    const view = this.scroller.getBoundingClientRect();
    const { top, bottom } = article.getBoundingClientRect();
    const above = top - view.top - 8;
    const below = bottom - view.bottom + 8;
    if (above < 0) this.scroller.scrollTop += above;
    else if (below > 0) this.scroller.scrollTop += Math.min(above, below);
    if (focus) article.focus({ preventScroll: true });
  }

  #viewOf(row: Row): HTMLElement {
    switch (row.kind) {
      case 'entry':
        return entryView(row, this.#context);
      case 'group':
        return groupView(row, this.#context);
      // A feed has articles and plain text: a separator is not allowed in it.
      case 'takenBack':
        return element('div', 'taken-back-line', element('span', '', t('Taken back by /rewind')));
      case 'day':
        return element('div', 'day', element('span', '', formatDay(row.time)));
    }
  }

  #anchor(): { readonly key: string; readonly top: number } | undefined {
    const top = this.scroller.getBoundingClientRect().top;
    for (const article of this.articles()) {
      const box = article.getBoundingClientRect();
      const { key } = article.dataset;
      if (box.bottom > top && key !== undefined) return { key, top: box.top };
    }
    return undefined;
  }

  #restore({ key, top }: { readonly key: string; readonly top: number }): void {
    const article = this.find(key);
    if (article !== undefined) this.scroller.scrollTop += article.getBoundingClientRect().top - top;
  }
}

/** Whether the row is this entry, or the entry is folded into it. */
function holds(row: Row, key: string): boolean {
  if (row.key === key) return true;
  if (row.kind === 'group') return row.rows.some((inner) => holds(inner, key));
  if (row.kind !== 'entry' || row.item.kind !== 'details') return false;
  const offset = Number.parseInt(key, 10);
  return offset >= row.item.offset && offset < row.item.end;
}

function isSame(one: Row, other: Row): boolean {
  if (one.kind === 'entry' && other.kind === 'entry') return isSameEntry(one, other);
  if (one.kind === 'group' && other.kind === 'group') {
    return one.rows.length === other.rows.length && one.rows.every((row, index) => isSameEntry(row, other.rows[index]));
  }
  return one.kind === other.kind;
}

function isSameEntry(one: EntryRow, other: EntryRow | undefined): boolean {
  if (other === undefined) return false;
  const { item, result, planSlug, unanswered, markGoesOn, takenBack } = other;
  const same =
    one.result === result &&
    one.planSlug === planSlug &&
    one.unanswered === unanswered &&
    one.markGoesOn === markGoesOn &&
    one.takenBack === takenBack;
  if (one.item.kind === 'details' && item.kind === 'details') return same && one.item.end === item.end;
  return same && one.item === item;
}
