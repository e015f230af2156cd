/** Finds folders whose changes make no events, as on network drives and in some containers. */
import type { DirectoryWatcher } from './directoryWatcher.ts';

/** Milliseconds that an event may take longer than the look at the disk that found the change. */
const lateEvents = 1_000;

export class SilentFolders {
  readonly #watcher: DirectoryWatcher;
  readonly #silent: (example: string) => void;
  /** Watched folders in which something was found changed before any event told of it. */
  readonly #unheard = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** `silent` is called when folders were found whose events are not to be counted on; the watcher knows of them then. */
  constructor(watcher: DirectoryWatcher, silent: (example: string) => void) {
    this.#watcher = watcher;
    this.#silent = silent;
  }

  /** A look at the disk has found a change in this folder. Where it is watched an event has come, or is still on its way. */
  addChanged(directory: string): void {
    if (this.#watcher.hasHeardNothingOf(directory)) this.#unheard.add(directory);
  }

  /** The look at the disk is over. */
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
