/**
 * Watches folders for hints: one watcher a folder, never recursive (on Linux a recursive one takes a watch for every file).
 * Events can be lost and watches can run out; whoever listens looks at the disk from time to time.
 */
import * as fs from 'node:fs';

export interface DirectoryWatcherEvents {
  /** Something happened to `name` in `directory`; `name` is unknown on some systems. */
  readonly changed: (directory: string, name: string | undefined) => void;
  /** A folder cannot be watched: the limit of watches or descriptors is reached, or the file system has none. */
  readonly failed: (directory: string, code: string) => void;
}

export class DirectoryWatcher {
  readonly #events: DirectoryWatcherEvents;
  readonly #watchers = new Map<string, fs.FSWatcher>();

  constructor(events: DirectoryWatcherEvents) {
    this.#events = events;
  }

  get size(): number {
    return this.#watchers.size;
  }

  /** Watches exactly these folders from now on. Returns those that are new: what is in them is to be looked at again. */
  watch(directories: ReadonlySet<string>): string[] {
    for (const [directory, watcher] of this.#watchers) {
      if (directories.has(directory)) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    return [...directories].filter((directory) => !this.#watchers.has(directory) && this.#add(directory));
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #add(directory: string): boolean {
    try {
      const watcher = fs.watch(directory, { persistent: false }, (_event, name) =>
        this.#events.changed(directory, name ?? undefined),
      );
      watcher.on('error', (error: NodeJS.ErrnoException) => this.#drop(directory, error));
      this.#watchers.set(directory, watcher);
      return true;
    } catch (error) {
      this.#drop(directory, error as NodeJS.ErrnoException);
      return false;
    }
  }

  #drop(directory: string, error: NodeJS.ErrnoException): void {
    this.#watchers.get(directory)?.close();
    this.#watchers.delete(directory);
    // A folder that is gone is no failure.
    if (error.code !== 'ENOENT') this.#events.failed(directory, error.code ?? 'EIO');
  }
}
