/**
 * What a window shows of the sessions: the opened folders' or all, and the filter. Kept for each workspace, not for
 * each machine.
 */
import * as vscode from 'vscode';
import { placeOfSession, type PlaceOfSession } from '../../presentation/folderOfSession.ts';
import { placeNames } from '../../presentation/rowPlaces.ts';
import { isFiltering, noFilter, type SessionFilter } from '../../presentation/sessionFilter.ts';
import type { SessionRow } from '../../core/model.ts';
import type { TreeScope } from '../../presentation/sessionTree.ts';
import type { OpenedFolders } from '../../service/openedFolders.ts';
import type { Settings } from '../../host/settings.ts';

const allProjectsKey = 'allProjects';

export class ViewScope implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeScope>();
  readonly onDidChange = this.#changed.event;
  readonly #folders: OpenedFolders;
  readonly #settings: Settings;
  readonly #state: vscode.Memento;
  readonly #subscription: vscode.Disposable;
  #filter = noFilter;
  #placeOf: PlaceOfSession;
  #value: TreeScope;

  constructor(folders: OpenedFolders, settings: Settings, state: vscode.Memento) {
    this.#folders = folders;
    this.#settings = settings;
    this.#state = state;
    this.#placeOf = placeOfSession(folders.value);
    this.#value = this.#current();
    this.#subscription = vscode.Disposable.from(
      folders.onDidChange(() => this.#update()),
      settings.showAllProjects.onDidChange(() => this.setAllProjects(undefined)),
    );
  }

  get value(): TreeScope {
    return this.#value;
  }

  get isFiltered(): boolean {
    return isFiltering(this.#filter);
  }

  /** Where a session runs, where the window and the row's parent do not say it. */
  placesOf(row: SessionRow): string[] {
    return placeNames(row, this.#placeOf(row), this.#folders.value, this.#value.allProjects);
  }

  setFilter(filter: SessionFilter): void {
    this.#filter = filter;
    this.#update();
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
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #update(): void {
    this.#value = this.#current();
    this.#changed.fire(this.#value);
  }

  #current(): TreeScope {
    const folders = this.#folders.value;
    const chosen = this.#state.get<boolean>(allProjectsKey) ?? this.#settings.showAllProjects.value;
    const placeOf = placeOfSession(folders);
    this.#placeOf = placeOf;
    return {
      folderOf: (row) => placeOf(row)?.folder,
      allProjects: folders.length === 0 || chosen,
      filter: this.#filter,
    };
  }
}
