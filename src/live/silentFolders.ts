/** Finds folders whose changes make no events, as on network drives and in some containers. */
import type { DirectoryWatcher } from './directoryWatcher.ts';

/** Milliseconds that an event may come later than the comparison that found the change. */
const lateEvents = 1_000;

export class SilentFolders {
  readonly #watcher: DirectoryWatcher;
  readonly #silent: (example: string) => void;
  /** Watched folders in which a change was found and no event has come yet. */
  readonly #unheard = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** `silent` is called when folders without events were found, after the watcher was updated. */
  constructor(watcher: DirectoryWatcher, silent: (example: string) => void) {
    this.#watcher = watcher;
    this.#silent = silent;
  }

  /** A comparison found a change in this folder. If it is watched, an event has come or is still on its way. */
  addChanged(directory: string): void {
    if (this.#watcher.hasHeardNothingOf(directory)) this.#unheard.add(directory);
  }

  /** The comparison is over. */
  settle(): void {
    if (this.#unheard.size === 0) return this.#watcher.forgetHeard();
    this.#timer ??= setTimeout(() => this.#conclude(), lateEvents).unref();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #conclude(): void {
    this.#timer = undefined;
    const silent = [...this.#unheard].filter((directory) => this.#watcher.hasHeardNothingOf(directory));
    this.#unheard.clear();
    this.#watcher.forgetHeard();
    for (const directory of silent) this.#watcher.setSilent(directory);
    if (silent[0] !== undefined) this.#silent(silent[0]);
  }
}
