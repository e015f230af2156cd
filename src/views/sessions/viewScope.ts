/**
 * What a window shows of the sessions: those of the opened folders or all, their grouping, which are pinned and hidden,
 * and the filter. All but the filter is kept with the workspace.
 */
import * as vscode from 'vscode';
import { placeOfSession } from '../../presentation/folderOfSession.ts';
import { placeNames } from '../../presentation/rowPlaces.ts';
import { isFiltering, noFilter, type SessionFilter } from '../../presentation/sessionFilter.ts';
import { Throttle } from '../../core/throttle.ts';
import type { SessionId, SessionRow } from '../../core/model.ts';
import { parseSessionId } from '../../core/text/ids.ts';
import { hiddenReason } from '../../presentation/hiddenSessions.ts';
import { groupings, type Grouping } from '../../presentation/sessionSections.ts';
import type { TreeScope } from '../../presentation/sessionTree.ts';
import type { SessionTexts } from '../../service/sessionTexts.ts';
import type { OpenedFolders } from '../../service/openedFolders.ts';
import type { Settings } from '../../host/settings.ts';

const allProjectsKey = 'allProjects';
/** Milliseconds between two looks at texts that came in. */
const restTime = 500;
const groupingKey = 'grouping';
const pinnedKey = 'pinned';
const hiddenKey = 'hidden';
const showHiddenKey = 'showHidden';
/** IDs that are kept of pinned, and of hidden sessions; the oldest are forgotten first. */
const mostKept = 5000;

export class ViewScope implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeScope>();
  readonly onDidChange = this.#changed.event;
  readonly #folders: OpenedFolders;
  readonly #settings: Settings;
  readonly #state: vscode.Memento;
  readonly #subscription: vscode.Disposable;
  readonly #texts: SessionTexts;
  readonly #textsCame = new Throttle(() => this.#update());
  #filter = noFilter;
  #value: TreeScope;
  #pinned: ReadonlySet<SessionId>;
  #hidden: ReadonlySet<SessionId>;

  constructor(folders: OpenedFolders, settings: Settings, state: vscode.Memento, texts: SessionTexts) {
    this.#folders = folders;
    this.#settings = settings;
    this.#state = state;
    this.#texts = texts;
    this.#pinned = new Set(keptIds(state, pinnedKey));
    this.#hidden = new Set(keptIds(state, hiddenKey));
    this.#value = this.#current();
    this.#subscription = vscode.Disposable.from(
      folders.onDidChange(() => this.#update()),
      texts.onDidLoad(() => this.#hasWords && this.#textsCame.schedule(restTime)),
      settings.showAllProjects.onDidChange(() => this.setAllProjects(undefined)),
    );
  }

  get value(): TreeScope {
    return this.#value;
  }

  get isFiltered(): boolean {
    return isFiltering(this.#filter);
  }

  isPinned(id: SessionId): boolean {
    return this.#pinned.has(id);
  }

  /** Hidden by hand. */
  isHidden(id: SessionId): boolean {
    return this.#hidden.has(id);
  }

  setPinned(ids: readonly SessionId[], pinned: boolean): void {
    this.#pinned = this.#kept(pinnedKey, this.#pinned, ids, pinned);
    this.#update();
  }

  setHidden(ids: readonly SessionId[], hidden: boolean): void {
    this.#hidden = this.#kept(hiddenKey, this.#hidden, ids, hidden);
    this.#update();
  }

  setShowHidden(show: boolean): void {
    void this.#state.update(showHiddenKey, show || undefined);
    this.#update();
  }

  /** `undefined`: by project where all are shown, else not at all. */
  setGrouping(grouping: Grouping | undefined): void {
    void this.#state.update(groupingKey, grouping);
    this.#update();
  }

  /** Where a session runs, where the window and the row's parent do not say it. */
  placesOf(row: SessionRow): string[] {
    const { allProjects, grouping = allProjects ? 'project' : 'none', placeOf } = this.#value;
    return placeNames(row, placeOf?.(row), this.#folders.value, grouping === 'project' || grouping === 'worktree');
  }

  setFilter(filter: SessionFilter): void {
    this.#filter = filter;
    this.#update();
    if (this.#hasWords) void this.#texts.load(() => this.#hasWords);
  }

  clearFilter(): void {
    this.setFilter(noFilter);
  }

  /** `undefined` goes back to what the setting says. */
  setAllProjects(allProjects: boolean | undefined): void {
    void this.#state.update(allProjectsKey, allProjects);
    this.#update();
  }

  dispose(): void {
    this.#textsCame.cancel();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  get #hasWords(): boolean {
    return this.#filter.text.trim() !== '';
  }

  #update(): void {
    this.#value = this.#current();
    this.#changed.fire(this.#value);
  }

  #kept(
    key: string,
    before: ReadonlySet<SessionId>,
    ids: readonly SessionId[],
    isMember: boolean,
  ): ReadonlySet<SessionId> {
    const others = [...before].filter((id) => !ids.includes(id));
    const now = isMember ? [...others, ...ids].slice(-mostKept) : others;
    void this.#state.update(key, now.length === 0 ? undefined : now);
    return new Set(now);
  }

  #current(): TreeScope {
    const folders = this.#folders.value;
    const chosen = this.#state.get<boolean>(allProjectsKey) ?? this.#settings.showAllProjects.value;
    const placeOf = placeOfSession(folders);
    const kept = this.#state.get<unknown>(groupingKey);
    const hidden = this.#hidden;
    return {
      folderOf: (row) => placeOf(row)?.folder,
      allProjects: folders.length === 0 || chosen,
      filter: this.#filter,
      moreText: this.#texts.moreText,
      grouping: groupings.find((one) => one === kept),
      placeOf,
      pinned: this.#pinned,
      hiddenReason: (row) => hiddenReason(row, hidden),
      showHidden: this.#state.get<unknown>(showHiddenKey) === true,
    };
  }
}

function keptIds(state: vscode.Memento, key: string): SessionId[] {
  const kept = state.get<unknown>(key);
  return Array.isArray(kept) ? kept.flatMap((id: unknown) => parseSessionId(id) ?? []) : [];
}
