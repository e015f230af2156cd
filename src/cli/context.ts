/** A call with the index of its data roots, kept in a cache between calls. */
import * as os from 'node:os';
import * as path from 'node:path';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../core/index/cache/indexCache.ts';
import { cacheDiagnostics, type IndexDiagnostics } from '../core/answers/diagnostics.ts';
import type { SessionId } from '../core/model.ts';
import { readTaskOutputs, claudeTmpHost } from '../core/scratch/claudeTmp.ts';
import { changesCacheFile, FileChanges } from '../core/files/fileChanges.ts';
import { unreadPlaces, unreadPlacesOf, type UnreadPlace } from '../core/answers/unreadPlaces.ts';
import { listExtras } from '../core/extras/listExtras.ts';
import type { ScratchHost } from '../core/scratch/findScratch.ts';
import type { IndexHost } from '../core/index/indexTypes.ts';
import { SessionIndex } from '../core/index/sessionIndex.ts';
import { isCliError, type CliError } from './answers.ts';
import { CallContext, notFound, processes, type ContextInput } from './callContext.ts';
import { unlistedSession } from './sessionErrors.ts';
import { compileLess, inLittleMemory } from './engineFlags.ts';

export class CliContext extends CallContext {
  #index: SessionIndex | undefined;
  /** The cache that does not have what the index knows. */
  #unkept: string | undefined;
  #isFromCache = false;
  #unreadPlaces: readonly UnreadPlace[] | undefined;

  /**
   * All sessions of the data roots, as the first call finds them: it reads the cache, and then all logs that are not in
   * it.
   */
  openIndex(): SessionIndex {
    if (this.#index === undefined) {
      const host = { roots: this.roots, processes };
      const index = new SessionIndex(host);
      this.#index = index;
      const file = this.#cacheFile(host);
      const stored = file && readIndexCache(file, host);
      if (stored) index.restore(stored);
      this.#isFromCache = stored !== undefined;
      const { changed, removed } = stored ? index.refresh() : inLittleMemory(() => index.refresh());
      const isKept = stored && changed.size === 0 && removed.size === 0 && index.bytesRead === 0;
      this.#unkept = isKept ? undefined : file;
    }
    return this.#index;
  }

  /** The same, compared with the disk at each call. */
  refreshIndex(): SessionIndex {
    if (this.#index === undefined) return this.openIndex();
    this.#unreadPlaces = undefined;
    const { changed, removed } = this.#index.refresh();
    if (changed.size > 0 || removed.size > 0) this.#unkept = this.#cacheFile(this.#index.host);
    return this.#index;
  }

  /** A call of another command on the same index, compared with the disk again. */
  another(values: ContextInput['values'], positionals: readonly string[]): CliContext {
    const index = this.refreshIndex();
    const context = new CliContext({ ...this.input, values: { ...this.input.values, ...values }, positionals });
    context.#index = index;
    return context;
  }

  /** Who changed which file. */
  fileChanges(): FileChanges {
    const index = this.openIndex();
    const folder = this.#cacheFolder();
    return new FileChanges(index, folder && changesCacheFile(folder, index.host.roots));
  }

  /** Of the index that was opened. */
  cacheDiagnostics(): IndexDiagnostics['cache'] {
    const file = this.#cacheFile(this.openIndex().host);
    return cacheDiagnostics(file, this.#isFromCache);
  }

  #cacheFile(host: IndexHost): string | undefined {
    const folder = this.#cacheFolder();
    return folder && indexCacheFile(folder, host);
  }

  #cacheFolder(): string | undefined {
    if (this.flag('no-cache')) return undefined;
    const named = this.text('cache-dir');
    if (named !== undefined) return path.resolve(named);
    const { XDG_CACHE_HOME } = this.input.env;
    const base = XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : path.join(os.homedir(), '.cache');
    // Without a home there is no place that is surely the user's own.
    return path.isAbsolute(base) ? path.join(base, 'session-scope') : undefined;
  }

  scratchHost(): ScratchHost {
    const host = claudeTmpHost(this.input.env);
    return { ...host, taskOutputs: readTaskOutputs(host) };
  }

  /**
   * The ID of a session of which the data roots have something; an error where they have not, or where that cannot be
   * told.
   */
  knownSessionId(): SessionId | CliError {
    const id = this.sessionId();
    if (isCliError(id)) return id;
    const index = this.openIndex();
    const unread = this.unread(id);
    if (index.rows.has(id)) return unlistedSession(index, id, unread) ?? id;
    const { files, unlisted } = listExtras(index, id);
    if (files.length > 0) return id;
    return notFound(id, [...unread, ...index.unreadRegistry, ...unlisted.map(({ path: folder }) => folder)]);
  }

  /** Folders and logs that could not be looked at when the index was compared with the disk: one look tells all. */
  unreadPlaces(): readonly UnreadPlace[] {
    return (this.#unreadPlaces ??= unreadPlaces(this.openIndex()));
  }

  /** Those of them that may hold something of the session. */
  unread(id: SessionId): string[] {
    return unreadPlacesOf(id, this.unreadPlaces()).map((place) => place.path);
  }

  /** Says beside an answer about one session that it may lack something. */
  warnOfUnread([first]: readonly string[] = []): void {
    if (first !== undefined) this.input.warn(`This may not be all of the session: ${first} cannot be read.`);
  }

  override close(): void {
    if (this.#index && this.#unkept !== undefined) writeIndexCache(this.#unkept, this.#index);
  }
}

/** The context of a call whose command may read much. */
export function createContext(input: ContextInput): CliContext {
  compileLess();
  return new CliContext(input);
}
