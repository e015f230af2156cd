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

interface Watched {
  readonly watcher: fs.FSWatcher;
  readonly identity: string | undefined;
}

export class DirectoryWatcher {
  readonly #events: DirectoryWatcherEvents;
  readonly #watchers = new Map<string, Watched>();

  constructor(events: DirectoryWatcherEvents) {
    this.#events = events;
  }

  get size(): number {
    return this.#watchers.size;
  }

  /**
   * Watches exactly these folders from now on, as they are now: a watcher stays with the folder that had the path when it was
   * made. Returns those that are new: what is in them is to be looked at again.
   */
  watch(directories: ReadonlySet<string>): string[] {
    for (const [directory, { watcher, identity }] of this.#watchers) {
      if (directories.has(directory) && identityOf(directory) === identity) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    return [...directories].filter((directory) => !this.#watchers.has(directory) && this.#add(directory));
  }

  dispose(): void {
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #add(directory: string): boolean {
    try {
      // Before it is watched: a folder that is exchanged in between is told as another one by the next look.
      const identity = identityOf(directory);
      const watcher = fs.watch(directory, { persistent: false }, (_event, name) =>
        this.#events.changed(directory, name ?? undefined),
      );
      watcher.on('error', (error: NodeJS.ErrnoException) => this.#drop(directory, error));
      this.#watchers.set(directory, { watcher, identity });
      return true;
    } catch (error) {
      this.#drop(directory, error as NodeJS.ErrnoException);
      return false;
    }
  }

  #drop(directory: string, error: NodeJS.ErrnoException): void {
    this.#watchers.get(directory)?.watcher.close();
    this.#watchers.delete(directory);
    // A folder that is gone is no failure.
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') this.#events.failed(directory, error.code ?? 'EIO');
  }
}

/** What tells one folder from the next one at a path: inode numbers are given out again. */
function identityOf(directory: string): string | undefined {
  try {
    const { dev, ino, birthtimeMs } = fs.statSync(directory);
    return `${dev} ${ino} ${birthtimeMs}`;
  } catch {
    return undefined;
  }
}
