/**
 * Watches folders for hints: one watcher a folder, never recursive (on Linux a recursive one takes a watch for every file).
 * Events can be lost, watches can run out and some file systems have no events; whoever listens looks at the disk from time
 * to time, and says here what was found that no event told.
 */
import * as fs from 'node:fs';

export interface DirectoryWatcherEvents {
  /** Something happened to `name` in `directory`; `name` is unknown on some systems. */
  readonly changed: (directory: string, name: string | undefined) => void;
  /** Folders cannot be watched for this reason (a code of the system): told once, until there is no such folder any more. */
  readonly failed: (example: string, code: string) => void;
}

/** The limit of watches (Linux tells it so) or of descriptors is reached: all others would fail as well. */
const exhausted = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);
/** The folder is gone, or not to be seen: there is nothing to be watched, and that is told elsewhere. */
const absent = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM']);

/** What tells one folder from the next one at a path: inode numbers are given out again. */
interface Identity {
  readonly dev: number;
  readonly ino: number;
  readonly birthtimeMs: number;
}

interface Watched {
  readonly watcher: fs.FSWatcher;
  readonly identity: Identity | undefined;
}

export class DirectoryWatcher {
  readonly #events: DirectoryWatcherEvents;
  readonly #watchers = new Map<string, Watched>();
  /** Folders that had an event since `forgetHeard`. */
  readonly #heard = new Set<string>();
  /** Watched folders in which something changed without an event. */
  readonly #silent = new Set<string>();
  readonly #reported = new Set<string>();
  #unwatched = 0;

  constructor(events: DirectoryWatcherEvents) {
    this.#events = events;
  }

  get size(): number {
    return this.#watchers.size;
  }

  /** Whether events tell of all changes, as far as is known. */
  get isComplete(): boolean {
    return this.#unwatched === 0 && this.#silent.size === 0;
  }

  /**
   * Watches exactly these folders from now on, as they are now: a watcher stays with the folder that had the path when it was
   * made. The first ones first, when not all can be. Returns those that are new: what is in them is to be looked at again.
   */
  watch(directories: ReadonlySet<string>): string[] {
    for (const [directory, { identity }] of [...this.#watchers])
      if (!directories.has(directory) || !isSame(identityOf(directory), identity)) this.#drop(directory);
    const failures = new Set<string>();
    const added: string[] = [];
    this.#unwatched = 0;
    let isExhausted = false;
    for (const directory of directories) {
      if (this.#watchers.has(directory)) continue;
      if (isExhausted) {
        this.#unwatched++;
        continue;
      }
      const code = this.#add(directory);
      if (code === undefined) added.push(directory);
      if (code === undefined || absent.has(code)) continue;
      this.#unwatched++;
      isExhausted = exhausted.has(code);
      failures.add(code);
      if (!this.#reported.has(code)) this.#events.failed(directory, code);
      this.#reported.add(code);
    }
    for (const code of this.#reported) if (!failures.has(code)) this.#reported.delete(code);
    return added;
  }

  /** Whether a folder is watched and had no event lately. */
  hasHeardNothingOf(directory: string): boolean {
    return this.#watchers.has(directory) && !this.#heard.has(directory);
  }

  forgetHeard(): void {
    this.#heard.clear();
  }

  /** No event told of a change in this folder. That holds until one comes. */
  setSilent(directory: string): void {
    if (this.#watchers.has(directory)) this.#silent.add(directory);
  }

  dispose(): void {
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** The system's code when it cannot be watched. */
  #add(directory: string): string | undefined {
    try {
      // Before it is watched: a folder that is exchanged in between is told as another one by the next look.
      const identity = identityOf(directory);
      const watcher = fs.watch(directory, { persistent: false }, (_event, name) => {
        this.#heard.add(directory);
        this.#silent.delete(directory);
        this.#events.changed(directory, name ?? undefined);
      });
      // The next call tries again, and tells when that fails too.
      watcher.on('error', () => this.#drop(directory));
      this.#watchers.set(directory, { watcher, identity });
      return undefined;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? 'EIO';
    }
  }

  #drop(directory: string): void {
    this.#watchers.get(directory)?.watcher.close();
    this.#watchers.delete(directory);
    this.#silent.delete(directory);
  }
}

function identityOf(directory: string): Identity | undefined {
  try {
    const { dev, ino, birthtimeMs } = fs.statSync(directory);
    return { dev, ino, birthtimeMs };
  } catch {
    return undefined;
  }
}

function isSame(a: Identity | undefined, b: Identity | undefined): boolean {
  return a?.dev === b?.dev && a?.ino === b?.ino && a?.birthtimeMs === b?.birthtimeMs;
}
