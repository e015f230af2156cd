/** The cache of a live index: what it begins with, written now and then while it changes, and at its end. */
import * as fs from 'node:fs';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../core/index/cache/indexCache.ts';
import type { IndexHost } from '../core/index/indexTypes.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';

/** Milliseconds between two writings, and the share of the time that they may take. */
const writingPause = 60_000;
const writingShare = 0.01;

export class LiveCache {
  readonly file: string;
  readonly #host: IndexHost;
  #isDirty = false;
  /** Not before this time (as `performance.now()` counts) is it written again. */
  #nextWriting = 0;

  /** `directory` is made when it is not there; processes can share it. */
  constructor(directory: string, host: IndexHost) {
    this.file = indexCacheFile(directory, host);
    this.#host = host;
  }

  /** Begins a new index with what the cache knows; false: nothing is known, or not for sure. */
  restore(index: SessionIndex): boolean {
    const stored = readIndexCache(this.file, this.#host);
    this.#isDirty = stored === undefined;
    if (stored !== undefined) index.restore(stored);
    return stored !== undefined;
  }

  /** The index knows something that the cache does not. */
  markDirty(): void {
    this.#isDirty = true;
  }

  /**
   * Writes the cache when it is outdated and was not written lately (`now`: at once), and leaves to it what it can. Not
   * while a refresh is under way. False when the disk refuses.
   */
  save(index: SessionIndex, when: 'in time' | 'now'): boolean {
    const started = performance.now();
    if (!this.#isDirty || (when === 'in time' && started < this.#nextWriting)) return true;
    const stored = writeIndexCache(this.file, index);
    const ended = performance.now();
    this.#nextWriting = ended + Math.max(writingPause, (ended - started) / writingShare);
    if (stored === undefined) return false;
    this.#isDirty = false;
    index.offload(stored);
    return true;
  }

  /** Removes it, so that nobody begins with it. It is written again as soon as the index is asked to be kept. */
  delete(): void {
    try {
      fs.rmSync(this.file, { force: true });
    } catch {
      // What cannot be removed now is replaced when the index is kept.
    }
    this.#isDirty = true;
    this.#nextWriting = 0;
  }
}
