/**
 * Watches folders: one watcher a folder, never recursive (on Linux a recursive one takes a watch for every file).
 * Events can be lost, watches can run out and some file systems have no events: the listener compares with the disk
 * from time to time, and reports folders here in which it found a change without an event.
 */
import * as fs from 'node:fs';
import { errorCode } from '../core/disk/errors.ts';

export interface DirectoryWatcherEvents {
  /** Something happened to `name` in `directory`; `name` is unknown on some systems. */
  readonly changed: (directory: string, name: string | undefined) => void;
  /** Folders cannot be watched, with the system's error code. Emitted once a code, until no folder fails with it. */
  readonly failed: (example: string, code: string) => void;
}

/** The limit of watches (ENOSPC on Linux) or of descriptors is reached: all others would fail as well. */
const exhausted = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);
/** The folder is gone or not readable: there is nothing to watch, and the scan reports that. */
const absent = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM']);

/** Tells a folder from the next one at the same path. The birth time, since inode numbers are reused. */
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

  /** Whether all changes have events, as far as was seen. */
  get isComplete(): boolean {
    return this.#unwatched === 0 && this.#silent.size === 0;
  }

  /**
   * Watches exactly these folders, as they are now: a watcher stays with the folder that had the path when it was made.
   * When not all can be watched, the first ones are. Returns the newly watched ones: they may have changed just before.
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

  /** A change in this folder had no event. The folder counts as silent until one comes. */
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
      // Before it is watched: a folder that is replaced in between is found to be another one by the next call.
      const identity = identityOf(directory);
      const watcher = fs.watch(directory, { persistent: false }, (_event, name) => {
        this.#heard.add(directory);
        this.#silent.delete(directory);
        this.#events.changed(directory, name ?? undefined);
      });
      // The next call tries again, and reports when that fails too.
      watcher.on('error', () => this.#drop(directory));
      this.#watchers.set(directory, { watcher, identity });
      return undefined;
    } catch (error) {
      return errorCode(error) ?? 'EIO';
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
