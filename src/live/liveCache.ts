/** The cache of a live index: it starts from it, and is saved from time to time and at its end. */
import * as fs from 'node:fs';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../core/index/cache/indexCache.ts';
import type { IndexHost } from '../core/index/indexTypes.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';

/** Milliseconds between two saves, and the share of the time that they may take. */
const savePause = 60_000;
const saveShare = 0.01;

export class LiveCache {
  readonly file: string;
  readonly #host: IndexHost;
  #isDirty = false;
  /** Whether the index was started from it. */
  isUsed = false;
  /** The earliest time (as `performance.now()` counts) of the next save. */
  #nextSave = 0;

  /** `directory` is created when it is missing; processes can share it. */
  constructor(directory: string, host: IndexHost) {
    this.file = indexCacheFile(directory, host);
    this.#host = host;
  }

  /** Starts a new index from the cache; false when there is none, or any doubt about it. */
  restore(index: SessionIndex): boolean {
    const cached = readIndexCache(this.file, this.#host);
    this.#isDirty = cached === undefined;
    if (cached !== undefined) index.restore(cached);
    this.isUsed = cached !== undefined;
    return cached !== undefined;
  }

  /** The index has changed since the cache was saved. */
  markDirty(): void {
    this.#isDirty = true;
  }

  /**
   * Saves the index when it is dirty and was not saved lately (`now`: at once), and offloads it. Not during a refresh.
   * False when the disk refuses.
   */
  save(index: SessionIndex, when: 'in time' | 'now'): boolean {
    const started = performance.now();
    if (!this.#isDirty || (when === 'in time' && started < this.#nextSave)) return true;
    const cached = writeIndexCache(this.file, index);
    const ended = performance.now();
    this.#nextSave = ended + Math.max(savePause, (ended - started) / saveShare);
    if (cached === undefined) return false;
    this.#isDirty = false;
    index.offload(cached);
    return true;
  }

  /** Deletes the file, so that no process starts from it. The next `save` writes it again. */
  delete(): void {
    try {
      fs.rmSync(this.file, { force: true });
    } catch {
      // What cannot be deleted now is replaced by the next save.
    }
    this.#isDirty = true;
    this.isUsed = false;
    this.#nextSave = 0;
  }
}
