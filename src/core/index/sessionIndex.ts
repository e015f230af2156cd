/**
 * Every session of the data roots, kept equal to what is on disk. `refresh` compares the roots with the disk, reads
 * what is new, and returns the IDs of the sessions that changed. No time stamp ever decides what belongs to whom.
 */
import * as path from 'node:path';
import type { CachedIndex, CachedRows } from './cachedIndex.ts';
import type { IndexChange, IndexFigures, IndexHost, IndexProgress } from './indexTypes.ts';
import { LogCatalog } from './logCatalog.ts';
import { isListedAsBefore, scanFolders, type FolderScan } from './scanFolders.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import { keptUuids } from '../log/copiedStart.ts';
import { isSessionLog, type TrackedLog, type TrackedSessionLog } from '../log/trackedLog.ts';
import type { SessionId, SessionRow } from '../model.ts';
import { PlanDirectories } from '../plans/planDirectories.ts';
import { PlanOwners } from '../plans/planOwners.ts';
import { samePlans, type RowPlans } from '../plans/rowPlans.ts';
import { liveRegistry, type LiveSession } from '../roots/liveRegistry.ts';
import type { PassedOver } from '../roots/roots.ts';
import { countScratch } from '../scratch/countScratch.ts';
import { buildRow, sameRow } from './buildRow.ts';
import { SessionRows } from './sessionRows.ts';
import { unmarkedCopies } from './unmarkedCopies.ts';
import { MutableSessionLogs, type SessionLogs } from './sessionLogs.ts';

/** Rows of a batch while logs are read, and unchanged logs between two steps. */
const rowBatch = 100;
const unchangedBatch = 64;

export class SessionIndex {
  readonly host: IndexHost;
  readonly logs = new LogCatalog();
  /** Of the sessions that were asked for or changed; of all others the catalog finds them in the cache. */
  readonly #sessionLogs = new Map<SessionId, MutableSessionLogs>();
  readonly #rows = new SessionRows();
  readonly #plans = new PlanOwners((id) => this.#rows.plansOf(id));
  /** Whether all logs were read once: before, a session without logs may have some. */
  #isRead = false;
  #live = new Map<SessionId, LiveSession>();
  #unreadRegistry: readonly string[] = [];
  /** Sessions with a change that their row does not show: of a registry entry, or of what a plans directory lists. */
  readonly #changedBeside = new Set<SessionId>();
  #directories: PlanDirectories;
  #scratch = new Map<SessionId, number>();
  #scan: FolderScan = { rootsFound: [], folders: [], passedOver: [] };
  #bytesRead = 0;
  /**
   * Logs that are no longer where they were. Such a log may have moved (`/cd`, a worktree), so its sessions keep it
   * until all folders were listed once more.
   */
  readonly #gone = new Set<TrackedLog>();
  /** Their sessions. */
  readonly #lost = new Set<SessionId>();
  /** Session logs that were not compared with the others of their project. */
  readonly #unchecked = new Set<TrackedSessionLog>();

  constructor(host: IndexHost) {
    this.host = host;
    this.#directories = new PlanDirectories(host);
  }

  get rows(): ReadonlyMap<SessionId, SessionRow> &
    Pick<SessionRows, 'newestFirst' | 'lastActivityOf' | 'cwds' | 'origins'> {
    return this.#rows;
  }

  /** Data roots that have a `projects` folder. */
  get rootsFound(): readonly string[] {
    return this.#scan.rootsFound;
  }

  /** Folders that hold logs, or may come to hold some. */
  get folders(): readonly LogFolder[] {
    return this.#scan.folders;
  }

  get directories(): PlanDirectories {
    return this.#directories;
  }

  get passedOver(): readonly PassedOver[] {
    return this.#scan.passedOver;
  }

  /** Bytes of logs read since this index was made. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** The logs of a session; `undefined` when the index does not know it. */
  sessionLogs(id: SessionId): SessionLogs | undefined {
    return this.#rows.has(id) ? this.#logsOf(id) : undefined;
  }

  /** The sessions that the registry proves to be live. */
  liveIds(): Iterable<SessionId> {
    return this.#live.keys();
  }

  /** What of the registry could not be read at the last look: any session may be live. */
  get unreadRegistry(): readonly string[] {
    return this.#unreadRegistry;
  }

  live(id: SessionId): LiveSession | undefined {
    return this.#live.get(id);
  }

  /** Whether a session is live and has written nothing yet: no cache has it. */
  isNew(id: SessionId): boolean {
    return this.#live.has(id) && isEmpty(this.#logsOf(id));
  }

  /** Sessions whose own entries prove the plan file at `path`. */
  ownersOfPlan(path: string): ReadonlySet<SessionId> {
    return this.#plans.ownersOf(path);
  }

  /** Paths of the plan files of this name that some session's own entries prove. */
  plansNamed(name: string): ReadonlySet<string> {
    return this.#plans.pathsNamed(name);
  }

  plansOf(id: SessionId): RowPlans {
    return this.#rows.plansOf(id);
  }

  figures(): IndexFigures {
    return { sessions: this.#rows.size, bytesRead: this.#bytesRead, ...this.logs.figures() };
  }

  /** Starts a new index from a cache; the next refresh compares it with the disk. */
  restore({ logs, rows, directories }: CachedIndex): void {
    this.logs.restore(logs);
    this.#directories.restore(directories);
    this.#restoreRows(rows);
    for (let number = 0; number < rows.ids.count; number++) {
      const scratch = rows.scratchAt(number);
      if (scratch > 0) this.#scratch.set(rows.ids.idAt(number) as SessionId, scratch);
    }
  }

  /** Gives memory back: keeps what it can in the cache that was just saved from this index. Not during a refresh. */
  offload({ logs, rows }: CachedIndex): void {
    this.logs.restore(logs);
    // So that no folder is kept twice.
    const folders = this.#scan.folders.map((folder) => this.logs.folderAt(folder.path)?.folder ?? folder);
    this.#scan = { ...this.#scan, folders };
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

  /** Runs `refreshSteps` to its end, and builds each row once. */
  refresh(): IndexChange {
    const steps = this.refreshSteps(Infinity);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /**
   * Compares everything with the disk, a folder or some logs a step; between two steps the index can be queried. The
   * `change` of a step has the rows since the one before, in batches, so that a first reading shows sessions while it
   * goes on. Plans directories come first: after the first step none of them is as the cache says unless it is so on
   * disk.
   */
  *refreshSteps(batch = rowBatch): Generator<IndexProgress, IndexChange> {
    const dirty = this.#refreshDirectoriesAndLive();
    if (dirty.size > 0 && dirty.size < batch && batch !== Infinity) {
      // Live states are in no cache, and should not wait for all logs.
      const change = this.#rebuildRows(dirty);
      dirty.clear();
      yield { done: 0, total: 0, change };
    }
    yield* this.#compareLogs(dirty, batch, 'all');
    // A log can move from a folder that was not listed yet to one that was.
    if (this.#gone.size > 0) yield* this.#compareLogs(dirty, batch, 'new');
    this.#findCopies(dirty);
    this.#isRead = true;
    for (const id of this.#live.keys()) if (!this.#rows.has(id)) dirty.add(id);
    const change = this.#rebuildRows(dirty);
    const { changed, removed } = this.#rebuildRows(new Set(this.#refreshScratch()));
    return { changed: new Set([...change.changed, ...changed]), removed: new Set([...change.removed, ...removed]) };
  }

  /** Lists all folders, and reads of their logs those that changed or only those that are new. */
  *#compareLogs(dirty: Set<SessionId>, batch: number, which: 'all' | 'new'): Generator<IndexProgress, void> {
    const goneBefore = [...this.#gone];
    const { scan, gone } = yield* scanFolders(this.host, this.logs);
    this.#scan = scan;
    for (const log of gone) this.#lose(log);
    let total = 0;
    for (const { count } of this.logs.folders) total += count;
    let done = 0;
    for (const folder of this.logs.folders) {
      const location = folder.folder.path + path.sep;
      for (const [index, name] of folder.names().entries()) {
        const isKnown = which === 'new' && folder.summaryAt(index) !== undefined;
        const log = isKnown ? undefined : this.logs.changedAt(folder, index, location + name);
        done++;
        if (log !== undefined) this.#read(log, dirty);
        else if (done % unchangedBatch !== 0) continue;
        const change = dirty.size >= batch ? this.#rebuildRows(dirty) : undefined;
        if (change !== undefined) dirty.clear();
        yield log === undefined ? { done, total, change } : { done, total, change, read: log.file.path };
      }
    }
    for (const log of goneBefore) {
      this.#gone.delete(log);
      this.#unlink(log, log.owners, dirty);
    }
    this.#lost.clear();
    for (const { owners } of this.#gone) for (const id of owners) this.#lost.add(id);
  }

  /**
   * Compares the given log files alone. `unknown`: a path is no log of the catalog, or its file is gone and may have
   * moved; only a whole refresh can tell.
   */
  refreshLogs(paths: Iterable<string>): IndexChange & { readonly unknown: boolean } {
    const dirty = new Set<SessionId>();
    let unknown = false;
    for (const file of paths) {
      const log = this.logs.get(file);
      if (log === undefined) unknown = true;
      else if (this.logs.isChanged(log)) this.#read(log, dirty);
    }
    unknown ||= this.#gone.size > 0;
    this.#findCopies(dirty);
    return { ...this.#rebuildRows(dirty), unknown };
  }

  /**
   * Compares the logs of one session, and what lies outside of logs. `unknown`: as of `refreshLogs`, or a folder lists
   * other logs than at the last scan.
   */
  refreshSession(id: SessionId): IndexChange & { readonly unknown: boolean } {
    const { logs = [], agents = [] } = this.sessionLogs(id) ?? {};
    const isListed = isListedAsBefore(this.host, this.logs, this.#scan, id);
    const ofLogs = this.refreshLogs([...logs, ...agents].map(({ file }) => file.path));
    const { changed, removed } = this.refreshSurroundings();
    return {
      changed: new Set([...ofLogs.changed, ...changed]),
      removed: new Set([...ofLogs.removed, ...removed]),
      unknown: ofLogs.unknown || !isListed,
    };
  }

  /** Compares what lies outside of the logs alone: plans directories, settings, the registry, scratch. */
  refreshSurroundings(): IndexChange {
    const dirty = this.#refreshDirectoriesAndLive();
    for (const id of this.#refreshScratch()) dirty.add(id);
    return this.#rebuildRows(dirty);
  }

  /** Reads what is new in a log. */
  #read(log: TrackedLog, dirty: Set<SessionId>): void {
    const before = new Set(log.owners);
    for (const id of before) this.#logsOf(id);
    const copied = isSessionLog(log) ? { uuids: log.settled.firstUuids, mayBeMore: mayBeginWithMore(log) } : undefined;
    this.#bytesRead += log.readNewLines();
    // Read from its start, a log has a new list.
    if (isSessionLog(log) && (copied?.mayBeMore || copied?.uuids !== log.settled.firstUuids)) this.#unchecked.add(log);
    if (log.state === 'missing') {
      this.logs.delete(log);
      return this.#lose(log);
    }
    for (const id of log.owners) {
      before.delete(id);
      this.#logsOf(id).add(log);
      dirty.add(id);
    }
    this.#unlink(log, before, dirty);
  }

  /** Logs that were read anew may begin with copies of others, or others with copies of theirs. */
  #findCopies(dirty: Set<SessionId>): void {
    if (this.#unchecked.size === 0) return;
    const logs = [...this.#unchecked].filter(({ state }) => state === 'read');
    this.#unchecked.clear();
    for (const copy of unmarkedCopies(logs, this.logs)) {
      this.#bytesRead += copy.log.readBehind(copy, copy.from);
      dirty.add(copy.log.file.sessionId);
    }
  }

  /** A log is no longer where it was: until it is found elsewhere, its sessions have it. */
  #lose(log: TrackedLog): void {
    this.#gone.add(log);
    for (const id of log.owners) {
      this.#logsOf(id).add(log);
      this.#lost.add(id);
    }
  }

  #unlink(log: TrackedLog, ids: Iterable<SessionId>, dirty: Set<SessionId>): void {
    for (const id of ids) {
      this.#logsOf(id).remove(log);
      dirty.add(id);
    }
  }

  #logsOf(id: SessionId): MutableSessionLogs {
    let logs = this.#sessionLogs.get(id);
    if (logs === undefined) {
      logs = new MutableSessionLogs(id);
      this.#sessionLogs.set(id, logs);
      const number = this.#rows.numberOf(id);
      for (const log of number === undefined ? [] : this.logs.cachedLogsOf(number)) logs.add(log);
    }
    return logs;
  }

  /** Plans directories, settings and the registry. Returns the sessions whose rows may have changed. */
  #refreshDirectoriesAndLive(): Set<SessionId> {
    const dirty = new Set<SessionId>();
    const { directories, changes } = this.#directories.rescan();
    this.#directories = directories;
    if (!changes.isNone) {
      for (const { sessionId, root, cwds, slugs } of this.#rows.values()) {
        if (!changes.concern(root, cwds, [...slugs, ...this.plansOf(sessionId).names])) continue;
        dirty.add(sessionId);
        this.#changedBeside.add(sessionId);
      }
    }
    const { live, unread } = liveRegistry(this.host.roots, this.host.processes);
    this.#unreadRegistry = unread;
    for (const id of new Set([...live.keys(), ...this.#live.keys()])) {
      if (JSON.stringify(live.get(id)) === JSON.stringify(this.#live.get(id))) continue;
      dirty.add(id);
      this.#changedBeside.add(id);
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

  #rebuildRows(dirty: Iterable<SessionId>): IndexChange {
    const changed = new Set<SessionId>();
    const removed = new Set<SessionId>();
    const plansChanged = new Set<string>();
    for (const id of dirty) {
      if (this.#lost.has(id)) continue;
      const logs = this.#logsOf(id);
      const live = this.#live.get(id);
      const isChangedBeside = this.#changedBeside.delete(id);
      if (isEmpty(logs) && (live === undefined || !this.#isRead)) {
        this.#sessionLogs.delete(id);
        this.#plans.update(id, this.plansOf(id).paths, [], plansChanged);
        const origins = this.#rows.get(id)?.origins ?? [];
        for (const { sessionId } of origins) if (this.#rows.has(sessionId)) changed.add(sessionId);
        if (this.#rows.delete(id)) removed.add(id);
        continue;
      }
      const { row, plans } = buildRow(logs, {
        directories: this.#directories,
        live,
        scratch: this.#scratch.get(id) ?? 0,
      });
      const rowBefore = this.#rows.get(id);
      const isSameRow = rowBefore !== undefined && sameRow(rowBefore, row);
      // The sessions that it came from show it, too.
      const origins = isSameRow ? [] : [...(rowBefore?.origins ?? []), ...row.origins];
      for (const { sessionId } of origins) if (this.#rows.has(sessionId)) changed.add(sessionId);
      const before = this.plansOf(id);
      // A row that is as the cache has it stays there.
      if (!isSameRow || isChangedBeside) changed.add(id);
      if (isSameRow && samePlans(before, plans)) continue;
      this.#plans.update(id, before.paths, plans.paths, plansChanged);
      this.#rows.set(id, row, plans);
    }
    // A plan that got or lost a session is shown differently under the others.
    for (const plan of plansChanged) for (const id of this.ownersOfPlan(plan)) if (this.#rows.has(id)) changed.add(id);
    return { changed, removed };
  }
}

/** A live session that has written nothing yet has no logs. */
function isEmpty({ logs, agents }: SessionLogs): boolean {
  return logs.length === 0 && agents.length === 0;
}

/** Whether a log may begin with more copies than are known: it has hardly any entries yet, or copies alone. */
function mayBeginWithMore({ settled, position }: TrackedSessionLog): boolean {
  return settled.firstUuids.length < keptUuids || settled.forkedFrom?.copiedUpTo === position?.lines;
}
