/**
 * The model: every session of the data roots, kept equal to what is on disk. `refresh` compares the roots with the disk,
 * reads what is new, and returns the IDs of the sessions that changed. It never looks at a time stamp to decide what
 * belongs to whom.
 */
import * as path from 'node:path';
import type { CachedIndex, IndexChange, IndexFigures, IndexHost, IndexProgress } from './indexTypes.ts';
import { LogCatalog } from './logCatalog.ts';
import { scanFolders, type FolderScan } from './scanFolders.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import type { TrackedLog } from '../log/trackedLog.ts';
import type { SessionId, SessionRow } from '../model.ts';
import { PlanDirectories } from '../plans/planDirectories.ts';
import { PlanOwners, samePlans, type RowPlans } from '../plans/planOwners.ts';
import { liveSessions, type LiveSession } from '../roots/liveRegistry.ts';
import type { PassedOver } from '../roots/roots.ts';
import type { CachedRows } from './cachedRows.ts';
import { countScratch } from '../scratch/countScratch.ts';
import { buildRow, sameRow } from './buildRow.ts';
import { SessionRows } from './sessionRows.ts';
import { MutableSessionLogs, type SessionLogs } from './sessionLogs.ts';

/** Rows that are given out at once while logs are read, and logs that are found unchanged between two steps. */
const rowsAtOnce = 100;
const looksAtOnce = 64;

export class SessionIndex {
  readonly host: IndexHost;
  readonly logs = new LogCatalog();
  /** Of the sessions that were looked into; of all others the logs tell, as the cache knows them. */
  readonly #sessionLogs = new Map<SessionId, MutableSessionLogs>();
  readonly #rows = new SessionRows();
  readonly #plans = new PlanOwners((id) => this.#rows.plansOf(id));
  #live = new Map<SessionId, LiveSession>();
  #directories: PlanDirectories;
  #scratch = new Map<SessionId, number>();
  #listing: FolderScan = { rootsFound: [], folders: [], passedOver: [] };
  #bytesRead = 0;

  constructor(host: IndexHost) {
    this.host = host;
    this.#directories = new PlanDirectories(host);
  }

  get rows(): ReadonlyMap<SessionId, SessionRow> &
    Pick<SessionRows, 'newestFirst' | 'newestInPassing' | 'lastActivityOf' | 'cwds'> {
    return this.#rows;
  }

  /** Data roots that have a `projects` folder. */
  get rootsFound(): readonly string[] {
    return this.#listing.rootsFound;
  }

  /** Folders that hold logs, or may come to hold some. */
  get folders(): readonly LogFolder[] {
    return this.#listing.folders;
  }

  get directories(): PlanDirectories {
    return this.#directories;
  }

  get passedOver(): readonly PassedOver[] {
    return this.#listing.passedOver;
  }

  /** Bytes of logs read since this index was made. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** The logs of a session; `undefined` when the index does not know it. */
  sessionLogs(id: SessionId): SessionLogs | undefined {
    return this.#rows.has(id) ? this.#logsOf(id) : undefined;
  }

  live(id: SessionId): LiveSession | undefined {
    return this.#live.get(id);
  }

  /** Sessions whose own entries prove the plan file at `path`. */
  ownersOfPlan(path: string): ReadonlySet<SessionId> {
    return this.#plans.ownersOf(path);
  }

  plansOf(id: SessionId): RowPlans {
    return this.#rows.plansOf(id);
  }

  figures(): IndexFigures {
    return { sessions: this.#rows.size, bytesRead: this.#bytesRead, ...this.logs.figures() };
  }

  /** Begins with what the cache knows instead of nothing; the next refresh compares it with the disk. Only for a new index. */
  restore(stored: CachedIndex): void {
    this.logs.restore(stored.logs);
    this.#directories.restore(stored.directories);
    const { rows } = stored;
    this.#restoreRows(rows);
    for (let number = 0; number < rows.ids.count; number++) {
      const scratch = rows.scratchOf(number);
      if (scratch > 0) this.#scratch.set(rows.ids.idAt(number) as SessionId, scratch);
    }
  }

  /** Leaves all that it can to the cache, which has just been written from this index. Not while a refresh is under way. */
  offload({ logs: shelf, rows }: CachedIndex): void {
    this.logs.restore(shelf);
    // So that no folder is kept twice.
    const folders = this.#listing.folders.map((folder) => this.logs.folder(folder)?.folder ?? folder);
    this.#listing = { ...this.#listing, folders };
    this.#sessionLogs.clear();
    this.#restoreRows(rows);
  }

  #restoreRows(rows: CachedRows): void {
    this.#rows.restore(rows);
    this.#plans.restore(() => rows.plans());
  }

  close(): void {
    this.logs.close();
  }

  /** Runs `refreshSteps` to its end, and puts together each row once. */
  refresh(): IndexChange {
    const steps = this.refreshSteps(Infinity);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /**
   * Compares everything with the disk, a folder or some logs a step; between two steps the index can be asked. `change` are
   * the rows since the last one, given out in lots so that a first reading shows sessions while it goes on. Plans
   * directories come first: after the first step nothing is left of what a cache says of them without being so on disk.
   */
  *refreshSteps(lot = rowsAtOnce): Generator<IndexProgress, IndexChange> {
    const dirty = this.#refreshDirectoriesAndLive();
    if (dirty.size > 0 && dirty.size < lot && lot !== Infinity) {
      // Live states, which no cache has, are not to wait for all logs.
      const change = this.#rebuildRows(dirty);
      dirty.clear();
      yield { done: 0, total: 0, change };
    }
    const { listing, gone } = yield* scanFolders(this.host, this.logs);
    this.#listing = listing;
    for (const log of gone) this.#unlinkFromAll(log, dirty);
    let total = 0;
    for (const { count } of this.logs.folders) total += count;
    let done = 0;
    for (const folder of this.logs.folders) {
      const location = folder.folder.path + path.sep;
      let at = 0;
      for (const name of folder.names()) {
        const log = this.logs.changedAt(folder, at++, name, location + name);
        done++;
        if (log !== undefined) this.#read(log, dirty);
        else if (done % looksAtOnce !== 0) continue;
        const change = dirty.size >= lot ? this.#rebuildRows(dirty) : undefined;
        if (change !== undefined) dirty.clear();
        yield log === undefined ? { done, total, change } : { done, total, change, read: log.file.path };
      }
    }
    const change = this.#rebuildRows(dirty);
    const { changed, removed } = this.#rebuildRows(new Set(this.#refreshScratch()));
    return { changed: new Set([...change.changed, ...changed]), removed: new Set([...change.removed, ...removed]) };
  }

  /** Looks at the given log files alone. `unknown`: some path is no known log, so that only a whole refresh tells what it is. */
  refreshLogs(paths: Iterable<string>): IndexChange & { readonly unknown: boolean } {
    const dirty = new Set<SessionId>();
    let unknown = false;
    for (const file of paths) {
      const log = this.logs.get(file);
      if (log === undefined) unknown = true;
      else if (this.logs.isChanged(log)) this.#read(log, dirty);
    }
    return { ...this.#rebuildRows(dirty), unknown };
  }

  /** Looks at what lies outside of the logs alone: plans directories, settings, the registry, scratch. */
  refreshSurroundings(): IndexChange {
    const dirty = this.#refreshDirectoriesAndLive();
    for (const id of this.#refreshScratch()) dirty.add(id);
    return this.#rebuildRows(dirty);
  }

  /** Reads what is new in a log. */
  #read(log: TrackedLog, dirty: Set<SessionId>): void {
    const before = new Set(log.owners);
    for (const id of before) this.#logsOf(id);
    this.#bytesRead += log.readNewLines();
    if (log.state === 'missing') {
      this.logs.delete(log);
      return this.#unlinkFromAll(log, dirty);
    }
    for (const id of log.owners) {
      before.delete(id);
      this.#logsOf(id).add(log);
      dirty.add(id);
    }
    this.#unlink(log, before, dirty);
  }

  /** Takes a log that is gone from its sessions. */
  #unlinkFromAll(log: TrackedLog, dirty: Set<SessionId>): void {
    this.#unlink(log, log.owners, dirty);
  }

  #unlink(log: TrackedLog, ids: Iterable<SessionId>, dirty: Set<SessionId>): void {
    for (const id of ids) {
      this.#logsOf(id).remove(log);
      dirty.add(id);
    }
  }

  #logsOf(id: SessionId): MutableSessionLogs {
    let sources = this.#sessionLogs.get(id);
    if (sources === undefined) {
      sources = new MutableSessionLogs(id);
      this.#sessionLogs.set(id, sources);
      const number = this.#rows.numberOf(id);
      for (const log of number === undefined ? [] : this.logs.cachedLogsOf(number)) sources.add(log);
    }
    return sources;
  }

  /** Plans directories, settings and the registry. Returns the sessions whose rows may be others now. */
  #refreshDirectoriesAndLive(): Set<SessionId> {
    const dirty = new Set<SessionId>();
    const { directories, changes } = this.#directories.rescan();
    this.#directories = directories;
    if (!changes.isNone) {
      for (const { sessionId, root, cwds, slugs } of this.#rows.values()) {
        if (changes.concern(root, cwds, [...slugs, ...this.plansOf(sessionId).names])) dirty.add(sessionId);
      }
    }
    const live = new Map(
      this.host.roots.flatMap((root) => liveSessions(root, this.host.processes)).map((one) => [one.sessionId, one]),
    );
    for (const id of new Set([...live.keys(), ...this.#live.keys()])) {
      if (live.get(id)?.state !== this.#live.get(id)?.state) dirty.add(id);
    }
    this.#live = live;
    return dirty;
  }

  /** Returns the sessions that have more or fewer scratch directories than before. */
  #refreshScratch(): SessionId[] {
    const patterns = this.host.scratchPatterns;
    const counts = countScratch(this.#rows.cwds(), this.#directories.repositories, { patterns });
    const before = this.#scratch;
    this.#scratch = counts;
    return [...new Set([...counts.keys(), ...before.keys()])].filter((id) => counts.get(id) !== before.get(id));
  }

  #rebuildRows(dirty: Set<SessionId>): IndexChange {
    const changed = new Set<SessionId>();
    const removed = new Set<SessionId>();
    const plansChanged = new Set<string>();
    for (const id of dirty) {
      const sources = this.#logsOf(id);
      if (sources.logs.length === 0 && sources.agents.length === 0) {
        this.#sessionLogs.delete(id);
        this.#plans.update(id, this.plansOf(id).paths, [], plansChanged);
        if (this.#rows.delete(id)) removed.add(id);
        continue;
      }
      const { row, plans } = buildRow(sources, {
        directories: this.#directories,
        state: this.#live.get(id)?.state,
        scratch: this.#scratch.get(id) ?? 0,
      });
      const known = this.#rows.get(id);
      const isSameRow = known !== undefined && sameRow(known, row);
      const before = this.plansOf(id);
      // What is as the shelf has it stays there.
      if (isSameRow && samePlans(before, plans)) continue;
      this.#plans.update(id, before.paths, plans.paths, plansChanged);
      this.#rows.set(id, row, plans);
      if (!isSameRow) changed.add(id);
    }
    // A plan that got or lost a session is shown differently under the others.
    for (const plan of plansChanged) for (const id of this.ownersOfPlan(plan)) if (this.#rows.has(id)) changed.add(id);
    return { changed, removed };
  }
}
