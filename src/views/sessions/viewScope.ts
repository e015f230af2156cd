/**
 * What a window shows of the sessions: the opened folders' or all, and the filter. Kept for each workspace, not for
 * each machine.
 */
import * as vscode from 'vscode';
import { folderOfSession } from '../../presentation/folderOfSession.ts';
import { isFiltering, noFilter, type SessionFilter } from '../../presentation/sessionFilter.ts';
import { Throttle } from '../../core/throttle.ts';
import type { TreeScope } from '../../presentation/sessionTree.ts';
import type { SessionTexts } from '../../service/sessionTexts.ts';
import type { OpenedFolders } from '../../service/openedFolders.ts';
import type { Settings } from '../../host/settings.ts';

const allProjectsKey = 'allProjects';
/** Milliseconds between two looks at texts that came in. */
const restTime = 500;

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

  constructor(folders: OpenedFolders, settings: Settings, state: vscode.Memento, texts: SessionTexts) {
    this.#folders = folders;
    this.#settings = settings;
    this.#state = state;
    this.#texts = texts;
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

  /** Several folders are open, so that a row says which one it belongs to. */
  get isMultiRoot(): boolean {
    return this.#folders.value.length > 1;
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

  #current(): TreeScope {
    const folders = this.#folders.value;
    const chosen = this.#state.get<boolean>(allProjectsKey) ?? this.#settings.showAllProjects.value;
    return {
      folderOf: folderOfSession(folders),
      allProjects: folders.length === 0 || chosen,
      filter: this.#filter,
      moreText: this.#texts.moreText,
    };
  }
}
