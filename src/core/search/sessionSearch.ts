/**
 * Full text over the logs of sessions and agents, plans and scratch. The bytes of a file are searched first; a match is
 * a hit only where the transcript shows it, not in a key, an ID or an image. One file at a time; nothing is kept.
 */
import * as path from 'node:path';
import { unattributedItems } from '../answers/unattributed.ts';
import { isSessionLog } from '../log/trackedLog.ts';
import { LogUnreadableError, OpenLog } from '../log/openLog.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId, SessionRow } from '../model.ts';
import { toplevelOf } from '../disk/repositories.ts';
import { logFileIn } from '../roots/roots.ts';
import { namedScratch } from '../scratch/candidates.ts';
import { fileHits } from './fileHits.ts';
import { logHits, type SearchedLog } from './logHits.ts';
import { needlesOf } from './needles.ts';
import { scratchFiles } from './scratchFiles.ts';
import type { SearchHit } from './searchHit.ts';
import { SearchedText } from './snippet.ts';
import { TextFinder } from './textFinder.ts';

export type { HitKind, HitSource, SearchHit } from './searchHit.ts';

export interface SearchOptions {
  /** Only this session. */
  readonly sessionId?: SessionId;
  /** Only sessions of which it holds. */
  readonly belongs?: (row: SessionRow) => boolean;
}

/** The files of one session, in the order in which they are looked through. */
interface Group {
  readonly sessionId: SessionId | undefined;
  readonly logs: string[];
  isNear: boolean;
}

type Reading = (file: OpenLog) => Generator<SearchHit | undefined, void>;

export class SessionSearch {
  /** Files looked through. */
  files = 0;
  /** Bytes of them. */
  bytes = 0;
  /** Sessions done, and sessions there are. */
  done = 0;
  total = 0;
  /** Files and folders that could not be read, or not as a whole: what is in them is not known. */
  readonly unreadable: string[] = [];
  readonly #index: SessionIndex;
  readonly #text: SearchedText;
  readonly #options: SearchOptions;
  readonly #inLogs: TextFinder;
  readonly #inFiles: TextFinder;

  /** `text` has at least one character that is no white space. */
  constructor(index: SessionIndex, text: string, options: SearchOptions = {}) {
    this.#index = index;
    this.#text = new SearchedText(text);
    this.#options = options;
    this.#inLogs = new TextFinder(needlesOf(text, 'json'));
    this.#inFiles = new TextFinder(needlesOf(text, 'text'));
  }

  /**
   * Hits session by session: the sessions that the host reads first, then the others, each newest first. `undefined`:
   * here the caller may pause, or give up by `return`.
   */
  *hits(): Generator<SearchHit | undefined, void> {
    const groups = this.#groups();
    this.total = groups.length;
    const plansRead = new Set<string>();
    const scratch = lazy(() => this.#scratchBySession());
    for (const { sessionId, logs } of groups) {
      for (const log of logs) yield* this.#read(log, log, (file) => this.#logHits(file, log));
      if (sessionId !== undefined) {
        yield* this.#planHits(sessionId, plansRead);
        for (const directory of scratch().get(sessionId) ?? []) yield* this.#scratchHits(sessionId, directory);
      }
      this.done++;
    }
    yield* this.#unattributedHits(plansRead);
  }

  *#read(location: string, name: string, hitsIn: Reading): Generator<SearchHit | undefined, void> {
    let file: OpenLog | undefined;
    try {
      file = OpenLog.open(location);
      for (const hit of hitsIn(file)) if (hit === undefined || this.#isWanted(hit)) yield hit;
      this.files++;
      this.bytes += file.size;
    } catch (error) {
      if (!(error instanceof LogUnreadableError)) throw error;
      if (error.failure !== 'missing') this.unreadable.push(name);
    } finally {
      file?.close();
    }
  }

  #isWanted({ sessionId }: SearchHit): boolean {
    const { sessionId: only, belongs } = this.#options;
    if (only !== undefined) return sessionId === only;
    if (belongs === undefined) return true;
    const row = sessionId && this.#index.rows.get(sessionId);
    return row !== undefined && belongs(row);
  }

  #logHits(file: OpenLog, location: string): Generator<SearchHit | undefined, void> {
    return logHits(file, this.#searchedLog(location), this.#text, this.#inLogs);
  }

  *#planHits(sessionId: SessionId, read: Set<string>): Generator<SearchHit | undefined, void> {
    const { listed } = this.#index.directories;
    for (const file of this.#index.plansOf(sessionId).paths) {
      // A path that only a log names is not opened: the folder must be a plans directory.
      if (read.has(file) || !listed.has(path.dirname(file))) continue;
      read.add(file);
      const sharedWith = [...this.#index.ownersOfPlan(file)].filter((id) => id !== sessionId);
      const plan = { path: file, source: 'plan', sessionId, sharedWith } as const;
      yield* this.#read(file, file, (open) => fileHits(open, plan, this.#text, this.#inFiles));
    }
  }

  /** What is under no session, but agent logs, which are among the groups. */
  *#unattributedHits(plansRead: ReadonlySet<string>): Generator<SearchHit | undefined, void> {
    if (this.#options.sessionId !== undefined || this.#options.belongs !== undefined) return;
    for (const { kind, path: location } of unattributedItems(this.#index)) {
      if (kind === 'scratch') yield* this.#scratchHits(undefined, location);
      if (kind !== 'plan' || plansRead.has(location)) continue;
      const plan = { path: location, source: 'plan', sessionId: undefined, sharedWith: [] } as const;
      yield* this.#read(location, location, (open) => fileHits(open, plan, this.#text, this.#inFiles));
    }
  }

  *#scratchHits(sessionId: SessionId | undefined, directory: string): Generator<SearchHit | undefined, void> {
    for (const { path: file, at } of scratchFiles(directory, (folder) => this.unreadable.push(folder))) {
      const shared = { path: file, source: 'scratch', sessionId, sharedWith: [] } as const;
      yield* this.#read(at, file, (open) => fileHits(open, shared, this.#text, this.#inFiles));
    }
  }

  /** What the index says of a log is asked for with its first hit. */
  #searchedLog(location: string): SearchedLog {
    const index = this.#index;
    const found = lazy(() => index.logs.get(location));
    const copies = lazy(() => {
      const log = found();
      const from = log !== undefined && isSessionLog(log) ? log.facts.forkedFrom : undefined;
      const original = from && index.rows.get(from.sessionId);
      return { upTo: from?.copiedUpTo ?? 0, isFound: (original?.logs.length ?? 0) > 0 };
    });
    return {
      path: location,
      get owners() {
        return found()?.owners ?? [];
      },
      isFoundElsewhere(line, isMarked) {
        const { upTo, isFound } = copies();
        if (!isMarked && line > upTo) return false;
        return isFound || 'copy';
      },
    };
  }

  /** Every log once, under the session that it is named after, else the first that it has entries of. */
  #groups(): Group[] {
    const { sessionId, belongs } = this.#options;
    const { logs, rows, host } = this.#index;
    if (sessionId !== undefined) {
      const own = this.#index.sessionLogs(sessionId);
      const paths = [...(own?.logs ?? []), ...(own?.agents ?? [])].map(({ file }) => file.path);
      return [{ sessionId, logs: paths, isNear: true }];
    }
    const groups = new Map<SessionId | undefined, Group>();
    const groupOf = (id: SessionId | undefined): Group => {
      let group = groups.get(id);
      if (group === undefined) groups.set(id, (group = { sessionId: id, logs: [], isNear: false }));
      return group;
    };
    for (const id of rows.keys()) groupOf(id);
    for (const folder of logs.folders) {
      const isNear = host.isReadFirst?.(folder.folder.projectName) ?? false;
      for (const [at, name] of folder.names().entries()) {
        const file = logFileIn(folder.folder, name);
        if (file === undefined) continue;
        const group = groupOf(file.sessionId ?? folder.summaryAt(at)?.owners[0]);
        group.logs.push(file.path);
        group.isNear ||= isNear;
      }
    }
    const wanted = [...groups.values()].filter(({ sessionId: id }) => {
      const row = belongs && id && rows.get(id);
      return belongs === undefined || (row !== undefined && belongs(row));
    });
    const timeOf = (id: SessionId | undefined): number => (id && rows.lastActivityOf(id)) ?? 0;
    const times = new Map(wanted.map((group) => [group, timeOf(group.sessionId)]));
    return wanted.sort((a, b) => Number(b.isNear) - Number(a.isNear) || (times.get(b) ?? 0) - (times.get(a) ?? 0));
  }

  /** Directories that have a session's ID for a name, in all working trees that sessions name. */
  #scratchBySession(): Map<SessionId, string[]> {
    const { rows, directories, host } = this.#index;
    const { sessionId: only } = this.#options;
    const cwds = only === undefined ? rows.cwds() : (rows.get(only)?.cwds ?? []);
    const toplevels = new Set([...cwds].flatMap((cwd) => toplevelOf(cwd, directories.repositories) ?? []));
    const found = new Map<SessionId, string[]>();
    for (const toplevel of toplevels) {
      for (const { sessionId, path: directory } of namedScratch(toplevel, { patterns: host.scratchPatterns })) {
        found.set(sessionId, [...(found.get(sessionId) ?? []), directory]);
      }
    }
    return found;
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
