/** The transcript: what is shown of the stretch of the log in memory, and what keys and buttons do to it. */
import { t } from '@vscode/l10n';
import type { EntryPosition, ViewNotification } from '../messages/webviewMessages.ts';
import type { Stretch } from '../core/transcript/page.ts';
import type { ItemSource, TranscriptItem } from '../core/transcript/items/items.ts';
import { button, element, icon } from './dom.ts';
import { copyEntry, openRaw } from './entryActions.ts';
import type { EntryContext } from './entryContext.ts';
import { Feed } from './feed.ts';
import { FindBar } from './find.ts';
import { toggleFirstFold } from './fold.ts';
import { Host } from './host.ts';
import { actionOf, explainedKeys, type KeyAction } from './keyboard.ts';
import { keysDialog } from './keysDialog.ts';
import { Moves } from './moves.ts';
import { Reading } from './reading.ts';
import { rowsOf, type EntryRow } from './rows.ts';
import { Toolbar } from './toolbar.ts';

export class App implements EntryContext {
  readonly host: Host;
  folders: readonly string[] = [];
  readonly #reading: Reading;
  readonly #feed: Feed;
  readonly #moves: Moves;
  readonly #find: FindBar;
  readonly #toolbar: Toolbar;
  readonly #notice = element('div', 'notice');
  readonly #announcer = element('div', 'announcer');
  readonly #jump: HTMLButtonElement;
  readonly #keys = keysDialog(explainedKeys);
  readonly #open = new Map<string, boolean>();
  readonly #whole = new Map<string, TranscriptItem>();
  #takenBack: readonly Stretch[] = [];
  #showRecords: boolean;
  #wrapsCode = false;
  /**
   * The reader stays at the end as the log grows: changed by what the reader does, never by a view that gets smaller.
   */
  #follows = true;
  #size = { height: 0, all: 0 };
  #stateTimer: number | undefined;

  constructor() {
    this.host = new Host((notification) => void this.#notified(notification));
    this.#feed = new Feed(this);
    this.#reading = new Reading(this.host, {
      changed: () => this.#render(),
      busy: (busy) => (this.#feed.busy = busy),
      isAtEnd: () => this.#follows,
      replaced: () => {
        this.say(t('The log was replaced; it is read anew.'));
        this.#follows = true;
        this.#feed.scrollToEnd();
      },
      notice: (sentence) => {
        this.#notice.textContent = sentence ?? '';
        this.#notice.hidden = sentence === undefined;
      },
    });
    this.#moves = new Moves(this.host, this.#reading, this.#feed, {
      unfold: (row) => this.#unfold(row),
      moved: () => this.#scrolledTo(),
      say: (sentence) => this.say(sentence),
    });
    this.#find = new FindBar({
      feed: this.#feed,
      unfold: (row) => this.#unfold(row),
      searchLog: (text, toward, options) => this.#moves.searchLog({ kind: 'text', text }, toward, options),
      countInLog: (text, signal) => this.#moves.countInLog(text, signal),
      hasWholeLog: () => this.#reading.window.atStart && this.#reading.window.atEnd,
      isAtEnd: () => this.#reading.window.atEnd,
      leave: () => this.#feed.scroller.focus({ preventScroll: true }),
    });
    const act = (action: KeyAction) => () => this.#act(action);
    const { window: shown } = this.#reading;
    this.#toolbar = new Toolbar({
      first: act('first'),
      previousPrompt: act('previousPrompt'),
      nextPrompt: act('nextPrompt'),
      last: act('last'),
      find: act('find'),
      toggleRecords: act('records'),
      toggleWrap: act('wrap'),
      copy: () => this.host.post({ type: 'copy', stretches: [{ start: shown.start, end: shown.end }] }),
      openText: () => this.host.post({ type: 'openText' }),
      openRaw: act('openRaw'),
      openPlan: () => this.host.post({ type: 'openPlan' }),
      openSpawn: () => this.host.post({ type: 'openSpawn' }),
      help: act('help'),
    });
    this.#jump = button(
      'jump',
      t('Jump to Latest'),
      act('last'),
      icon('last'),
      element('span', '', t('Jump to latest')),
    );
    this.#announcer.setAttribute('role', 'status');
    this.#notice.setAttribute('role', 'alert');
    this.#notice.hidden = true;
    this.#jump.hidden = true;
    document.body.append(this.#toolbar.view, this.#find.view, this.#notice, this.#feed.scroller);
    document.body.append(this.#jump, this.#announcer, this.#keys);
    this.#showRecords = this.host.state.showRecords ?? false;
    this.#toolbar.showsRecords = this.#showRecords;
    this.#wrapCode(this.host.state.wrapsCode ?? false);
    this.#feed.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    window.addEventListener('resize', () => this.#resized());
    new ResizeObserver(() => this.#resized()).observe(this.#feed.scroller);
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  start(): void {
    this.host.post({ type: 'ready' });
  }

  isOpen(key: string, byDefault = false): boolean {
    return this.#open.get(key) ?? byDefault;
  }

  setOpen(key: string, open: boolean): void {
    this.#open.set(key, open);
    requestAnimationFrame(() => {
      this.#find.update();
      this.#follows = this.#feed.isAtEnd;
      this.#size = this.#feed.size;
    });
  }

  whole<Item extends TranscriptItem>(item: Item): Item {
    const whole = this.#whole.get(item.key);
    return whole?.kind === item.kind ? (whole as Item) : item;
  }

  async showWhole({ offset, key }: ItemSource): Promise<void> {
    const items = await this.#reading.try(() => this.host.request('entry', { offset }));
    for (const item of items ?? []) this.#whole.set(item.key, item);
    this.#open.set(`${key} clamp`, true);
    this.#feed.refresh(this.#moves.rowWith(key)?.key ?? key);
    this.#find.update();
  }

  textChanged(): void {
    this.#find.update();
  }

  say(sentence: string): void {
    this.#announcer.textContent = sentence;
  }

  async #notified(notification: ViewNotification): Promise<void> {
    switch (notification.type) {
      case 'opened': {
        this.#toolbar.log = notification.log;
        this.folders = notification.folders;
        const { offset, atEnd } = this.host.state;
        if (notification.reveal !== undefined) await this.#show(notification.reveal);
        else if (offset !== undefined && atEnd === false) await this.#moves.show({ offset }, false);
        else await this.#moves.toEnd();
        return this.#readTakenBack();
      }
      case 'described':
        this.#toolbar.log = notification.log;
        return;
      case 'reveal':
        await this.#show(notification.position);
        return;
      case 'changed':
        this.#find.logChanged();
        return void (await Promise.all([this.#reading.follow(), this.#readTakenBack()]));
      case 'copied':
        return this.say(notification.as === 'markdown' ? t('Copied as Markdown') : t('Copied'));
    }
  }

  async #show(position: EntryPosition): Promise<void> {
    const key = await this.#moves.show(position);
    if (position.find !== undefined) this.#find.show(position.find, key);
  }

  /** Marks what /rewind took back: a prompt tells it of the turns before, so it is asked for whenever the log grows. */
  async #readTakenBack(): Promise<void> {
    const stretches = await this.#reading.try(() => this.host.request('takenBack', {}));
    if (stretches === undefined || JSON.stringify(stretches) === JSON.stringify(this.#takenBack)) return;
    this.#takenBack = stretches;
    this.#render();
  }

  #render(): void {
    const followsEnd = this.#follows && this.#reading.window.atEnd;
    this.#feed.render(
      rowsOf(this.#reading.window.items, { showRecords: this.#showRecords, takenBack: this.#takenBack }),
    );
    this.#edges();
    if (followsEnd) this.#feed.scrollToEnd();
    this.#size = this.#feed.size;
    this.#find.update();
    this.#scrolledTo();
  }

  /** What stands before the first entry and behind the last. */
  #edges(): void {
    const { top, bottom, rows } = this.#feed;
    const { atStart, atEnd, isEmpty, incompleteBytes } = this.#reading.window;
    const older = (): HTMLElement => button('text-button', t('Older entries'), () => void this.#reading.more('older'));
    const newer = (): HTMLElement => button('text-button', t('Newer entries'), () => void this.#reading.more('newer'));
    if (atStart && atEnd && rows.length === 0) top.replaceChildren(isEmpty ? '' : t('This log holds no talk yet.'));
    else top.replaceChildren(atStart ? t('Start of the log') : older());
    bottom.replaceChildren(atEnd ? (incompleteBytes > 0 ? t('An entry is being written…') : '') : newer());
  }

  #scrolledTo(): void {
    const { isAtEnd } = this.#feed;
    const { atEnd, isEmpty } = this.#reading.window;
    if (atEnd && isAtEnd) this.#reading.seen();
    this.#jump.hidden = isEmpty || (atEnd && isAtEnd);
    this.#jump.classList.toggle('jump-new', this.#reading.newBelow);
  }

  /** Narrower, every line may be longer: who was at the end stays there. */
  #resized(): void {
    if (this.#follows && this.#reading.window.atEnd) this.#feed.scrollToEnd();
    this.#size = this.#feed.size;
    this.#scrolledTo();
  }

  #scrolled(): void {
    const size = this.#feed.size;
    // With other sizes it was the layout that moved, not the reader.
    if (size.height === this.#size.height && size.all === this.#size.all) this.#follows = this.#feed.isAtEnd;
    else if (this.#follows && this.#reading.window.atEnd) this.#feed.scrollToEnd();
    this.#size = size;
    this.#moves.readAhead();
    this.#scrolledTo();
    clearTimeout(this.#stateTimer);
    this.#stateTimer = window.setTimeout(() => this.#keep(), 200);
  }

  #keep(): void {
    const first = this.#feed.firstVisible();
    this.host.state = {
      showRecords: this.#showRecords,
      wrapsCode: this.#wrapsCode,
      atEnd: this.#reading.window.atEnd && this.#follows,
      ...(first === undefined ? {} : { offset: first.item.offset }),
    };
  }

  #key(event: KeyboardEvent): void {
    const action = this.#keys.open ? undefined : actionOf(event);
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#act(action);
  }

  #act(action: KeyAction): void {
    switch (action) {
      case 'next':
      case 'previous':
        return this.#moves.step(action === 'next' ? 1 : -1);
      case 'toggle': {
        const article = this.#feed.find(this.#feed.focusedKey() ?? '');
        if (article !== undefined) toggleFirstFold(article);
        return;
      }
      case 'nextPrompt':
        return void this.#moves.jumpTo({ kind: 'prompt' }, 'newer');
      case 'previousPrompt':
        return void this.#moves.jumpTo({ kind: 'prompt' }, 'older');
      case 'nextError':
        return void this.#moves.jumpTo({ kind: 'error' }, 'newer');
      case 'previousError':
        return void this.#moves.jumpTo({ kind: 'error' }, 'older');
      case 'first':
        return void this.#moves.toStart().then(() => this.#moves.focusEdge(0));
      case 'last':
        return void this.#moves.toEnd().then(() => this.#moves.focusEdge(-1));
      case 'find':
        return this.#find.open();
      case 'findNext':
        return void this.#find.go('newer');
      case 'findPrevious':
        return void this.#find.go('older');
      case 'records':
        this.#showRecords = !this.#showRecords;
        this.#toolbar.showsRecords = this.#showRecords;
        this.#render();
        this.#keep();
        return this.say(this.#showRecords ? t('Bookkeeping records are shown') : t('Bookkeeping records are hidden'));
      case 'wrap':
        this.#wrapCode(!this.#wrapsCode);
        this.#keep();
        return this.say(this.#wrapsCode ? t('Lines of code are wrapped') : t('Lines of code are not wrapped'));
      case 'copyEntry':
        return this.#copyCurrent();
      case 'openRaw':
        return openRaw(this.#moves.current(), this.host);
      case 'help':
        return this.#keys.showModal();
    }
  }

  #wrapCode(wraps: boolean): void {
    this.#wrapsCode = wraps;
    this.#toolbar.wrapsCode = wraps;
    this.#feed.keepPlace(() => document.body.classList.toggle('wrap-code', wraps));
    this.#resized();
  }

  #unfold(row: EntryRow): void {
    const group = this.#feed.rowOf(row.key);
    if (group?.kind === 'group') this.#open.set(group.key, true);
    this.#open.set(row.key, true);
    this.#feed.refresh(row.key);
  }

  #copyCurrent(): void {
    const row = this.#moves.current();
    if (row !== undefined) copyEntry(row, this.host);
  }
}
