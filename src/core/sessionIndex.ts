/**
 * The model: every session of the data roots, kept equal to what is on disk. `refresh` compares the roots with the disk,
 * reads what is new, and returns the IDs of the sessions that changed. It never looks at a time stamp to decide what
 * belongs to whom.
 */
import type { SessionId, SessionRow } from './model.ts';
import {
  isSameStamp,
  isSessionLog,
  newLog,
  stampOf,
  type KnownAgentLog,
  type KnownLog,
  type KnownSessionLog,
  type StoredLog,
} from './logStore.ts';
import { PlanDirectories, type PlanDirectoriesOptions, type RememberedDirectories } from './planDirectories.ts';
import { liveSessions, type LiveSession, type ProcessTable } from './registry.ts';
import { toplevelOf, type RepositoryCache } from './repositories.ts';
import { listProject, listSessionFolder, projectDirectories, type LogFile, type PassedOver } from './roots.ts';
import { namedScratch } from './scratch/candidates.ts';
import type { ScratchRoot } from './scratch/scratchLayout.ts';
import { rowOf, sameRow } from './sessionRow.ts';

export interface IndexHost extends PlanDirectoriesOptions {
  /** Absolute, in order of search. */
  readonly roots: readonly string[];
  readonly processes: ProcessTable;
  readonly scratchPatterns?: readonly ScratchRoot[];
}

/** Everything known of one session before it is resolved. */
export interface SessionSources {
  readonly id: SessionId;
  readonly logs: Set<KnownSessionLog>;
  readonly agents: Set<KnownAgentLog>;
}

export interface IndexChange {
  readonly changed: ReadonlySet<SessionId>;
  readonly removed: ReadonlySet<SessionId>;
}

export interface IndexProgress {
  /** Logs looked at, and logs there are. */
  readonly done: number;
  readonly total: number;
  readonly change: IndexChange | undefined;
}

const rowsAtOnce = 100;

/** An index as the cache keeps it. Paths in it are compared with those found on disk, never opened. */
export interface StoredIndex {
  readonly logs: ReadonlyMap<string, StoredLog>;
  /** Rows without their live state, and the paths of the plans that each counts. */
  readonly rows: readonly { readonly row: SessionRow; readonly planPaths: readonly string[] }[];
  readonly directories: RememberedDirectories;
}

export interface IndexFigures {
  readonly sessions: number;
  readonly logs: number;
  readonly agentLogs: number;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly badLines: number;
  readonly repairedLines: number;
}

export class SessionIndex {
  readonly host: IndexHost;
  readonly #logs = new Map<string, KnownLog>();
  readonly #sessions = new Map<SessionId, SessionSources>();
  readonly #rows = new Map<SessionId, SessionRow>();
  /** Sessions that prove a plan file, by its path. */
  readonly #planOwners = new Map<string, Set<SessionId>>();
  readonly #plansOf = new Map<SessionId, readonly string[]>();
  /** Logs that the cache knows and no look has found yet. */
  #stored = new Map<string, StoredLog>();
  #live = new Map<SessionId, LiveSession>();
  #directories: PlanDirectories;
  #scratch = new Map<SessionId, number>();
  #passedOver: PassedOver[] = [];
  #rootsFound: string[] = [];
  #projectFolders: string[] = [];
  #bytesRead = 0;

  constructor(host: IndexHost) {
    this.host = host;
    this.#directories = new PlanDirectories(host);
  }

  get rows(): ReadonlyMap<SessionId, SessionRow> {
    return this.#rows;
  }

  /** Data roots that have a `projects` folder. */
  get rootsFound(): readonly string[] {
    return this.#rootsFound;
  }

  /** Project directories, and the folders below them that hold or may hold agent logs. */
  get projectFolders(): readonly string[] {
    return this.#projectFolders;
  }

  get directories(): PlanDirectories {
    return this.#directories;
  }

  get passedOver(): readonly PassedOver[] {
    return this.#passedOver;
  }

  get logs(): ReadonlyMap<string, KnownLog> {
    return this.#logs;
  }

  /** Bytes of logs read since this index was made. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  sources(id: SessionId): SessionSources | undefined {
    return this.#sessions.get(id);
  }

  live(id: SessionId): LiveSession | undefined {
    return this.#live.get(id);
  }

  /** Sessions whose own entries prove the plan file at `path`. */
  ownersOfPlan(path: string): ReadonlySet<SessionId> {
    return this.#planOwners.get(path) ?? new Set();
  }

  figures(): IndexFigures {
    const figures = {
      sessions: this.#rows.size,
      logs: 0,
      agentLogs: 0,
      bytes: 0,
      bytesRead: this.#bytesRead,
      badLines: 0,
      repairedLines: 0,
    };
    for (const log of this.#logs.values()) {
      if (isSessionLog(log)) figures.logs++;
      else figures.agentLogs++;
      figures.bytes += log.stamp?.size ?? 0;
      figures.badLines += log.badLines;
      figures.repairedLines += log.repairedLines;
    }
    return figures;
  }

  /** What the cache is to keep. */
  store(): StoredIndex {
    const logs = new Map<string, StoredLog>();
    for (const [file, log] of this.#logs) {
      const stored = log.store();
      if (stored !== undefined) logs.set(file, stored);
    }
    const rows = [...this.#rows.values()].map((row) => ({
      row: { ...row, state: undefined },
      planPaths: this.#plansOf.get(row.sessionId) ?? [],
    }));
    return { logs, rows, directories: this.#directories.remember() };
  }

  /** Begins with what the cache knows instead of nothing; the next refresh compares it with the disk. Only for a new index. */
  restore(stored: StoredIndex): void {
    this.#stored = new Map(stored.logs);
    this.#directories.recall(stored.directories);
    for (const { row, planPaths } of stored.rows) {
      this.#rows.set(row.sessionId, row);
      this.#setPlans(row.sessionId, planPaths, new Set());
      if (row.scratch > 0) this.#scratch.set(row.sessionId, row.scratch);
    }
  }

  /** Runs `refreshSteps` to its end. */
  refresh(): IndexChange {
    const steps = this.refreshSteps();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /**
   * Compares everything with the disk. Each step looks at one log; between two steps the index can be asked. `change` are
   * the rows since the last one, given out every few steps so that a first reading shows sessions while it goes on.
   */
  *refreshSteps(): Generator<IndexProgress, IndexChange> {
    const files = this.#listRoots();
    const around = this.#lookAround();
    const dirty = new Set<SessionId>();
    for (const [file, log] of this.#logs) {
      if (!files.has(file)) this.#forget(log, dirty);
    }
    // A row of a session that the cache knows is put together when all its logs were found.
    const atOnce = this.#stored.size === 0 ? rowsAtOnce : Infinity;
    let done = 0;
    for (const { file, root } of files.values()) {
      this.#look(file, root, dirty);
      done++;
      const change = dirty.size >= atOnce ? this.#rowsOf(dirty) : undefined;
      if (change !== undefined) dirty.clear();
      yield { done, total: files.size, change };
    }
    for (const id of around) dirty.add(id);
    // Of a log that the cache knows and the disk has no more, the sessions are not known: all are put together anew.
    if (this.#stored.size > 0) for (const id of this.#rows.keys()) dirty.add(id);
    this.#stored.clear();
    const change = this.#rowsOf(dirty);
    const { changed, removed } = this.#rowsOf(new Set(this.#lookForScratch()));
    return { changed: new Set([...change.changed, ...changed]), removed: new Set([...change.removed, ...removed]) };
  }

  /** Looks at the given log files alone. `unknown`: some path is no known log, so that only a whole refresh tells what it is. */
  refreshLogs(paths: Iterable<string>): IndexChange & { readonly unknown: boolean } {
    const dirty = new Set<SessionId>();
    let unknown = false;
    for (const file of paths) {
      const log = this.#logs.get(file);
      if (log === undefined) unknown = true;
      else this.#look(log.file, log.root, dirty);
    }
    return { ...this.#rowsOf(dirty), unknown };
  }

  /** Looks at what lies outside of the logs alone: plans directories, settings, the registry, scratch. */
  refreshSurroundings(): IndexChange {
    const dirty = this.#lookAround();
    for (const id of this.#lookForScratch()) dirty.add(id);
    return this.#rowsOf(dirty);
  }

  #listRoots(): Map<string, { file: LogFile; root: string }> {
    const files = new Map<string, { file: LogFile; root: string }>();
    const passedOver: PassedOver[] = [];
    this.#rootsFound = [];
    this.#projectFolders = [];
    for (const root of this.host.roots) {
      const projects = projectDirectories(root);
      if (projects === undefined) continue;
      this.#rootsFound.push(root);
      for (const directory of projects) {
        const listing = listProject(directory);
        this.#projectFolders.push(directory, ...listing.sessionFolders.map((folder) => folder.path));
        const folders = listing.sessionFolders.map((folder) => listSessionFolder(folder.path, folder.sessionId));
        for (const { logs, passedOver: others } of [listing, ...folders]) {
          for (const file of logs) files.set(file.path, { file, root });
          passedOver.push(...others);
        }
      }
    }
    this.#passedOver = passedOver;
    return files;
  }

  #look(file: LogFile, root: string, dirty: Set<SessionId>): void {
    const known = this.#logs.get(file.path) ?? this.#recalled(file, root);
    if (known?.stamp !== undefined && isSameStamp(known.stamp, stampOf(file.path))) return;
    const log = known ?? newLog(file, root);
    const before = sessionsOf(log);
    this.#bytesRead += log.readNewLines();
    if (log.state === 'missing') return this.#forget(log, dirty);
    this.#keep(log);
    const now = sessionsOf(log);
    for (const id of now) dirty.add(id);
    for (const id of before) {
      if (isSessionLog(log) || now.includes(id)) continue;
      this.#sessions.get(id)?.agents.delete(log);
      dirty.add(id);
    }
  }

  #keep(log: KnownLog): void {
    this.#logs.set(log.file.path, log);
    for (const id of sessionsOf(log)) {
      const sources = this.#sourcesOf(id);
      if (isSessionLog(log)) sources.logs.add(log);
      else sources.agents.add(log);
    }
  }

  /** The log as the cache knows it. */
  #recalled(file: LogFile, root: string): KnownLog | undefined {
    const stored = this.#stored.get(file.path);
    if (stored === undefined) return undefined;
    this.#stored.delete(file.path);
    const log = newLog(file, root);
    log.restore(stored);
    this.#keep(log);
    return log;
  }

  #forget(log: KnownLog, dirty: Set<SessionId>): void {
    this.#logs.delete(log.file.path);
    for (const id of sessionsOf(log)) {
      const sources = this.#sessions.get(id);
      if (isSessionLog(log)) sources?.logs.delete(log);
      else sources?.agents.delete(log);
      dirty.add(id);
    }
  }

  #sourcesOf(id: SessionId): SessionSources {
    let sources = this.#sessions.get(id);
    if (sources === undefined) {
      sources = { id, logs: new Set(), agents: new Set() };
      this.#sessions.set(id, sources);
    }
    return sources;
  }

  /** Plans directories, settings and the registry. Returns the sessions whose rows may be others now. */
  #lookAround(): Set<SessionId> {
    const { directories, changed } = this.#directories.lookAgain();
    this.#directories = directories;
    const live = new Map(
      this.host.roots.flatMap((root) => liveSessions(root, this.host.processes)).map((one) => [one.sessionId, one]),
    );
    const dirty = changed ? new Set(this.#rows.keys()) : new Set<SessionId>();
    for (const id of new Set([...live.keys(), ...this.#live.keys()])) {
      if (live.get(id)?.state !== this.#live.get(id)?.state) dirty.add(id);
    }
    this.#live = live;
    return dirty;
  }

  /** Returns the sessions that have more or fewer scratch directories than before. */
  #lookForScratch(): SessionId[] {
    const counts = this.#countScratch();
    const before = this.#scratch;
    this.#scratch = counts;
    return [...new Set([...counts.keys(), ...before.keys()])].filter((id) => counts.get(id) !== before.get(id));
  }

  #countScratch(): Map<SessionId, number> {
    const repositories: RepositoryCache = new Map();
    const toplevels = new Set<string>();
    for (const cwd of new Set([...this.#rows.values()].flatMap((row) => row.cwds))) {
      const toplevel = toplevelOf(cwd, repositories);
      if (toplevel !== undefined) toplevels.add(toplevel);
    }
    const counts = new Map<SessionId, number>();
    for (const toplevel of toplevels) {
      for (const { sessionId } of namedScratch(toplevel, { patterns: this.host.scratchPatterns })) {
        counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
      }
    }
    return counts;
  }

  #rowsOf(dirty: Set<SessionId>): IndexChange {
    const changed = new Set<SessionId>();
    const removed = new Set<SessionId>();
    const plansChanged = new Set<string>();
    for (const id of dirty) {
      const sources = this.#sessions.get(id);
      if (sources === undefined || (sources.logs.size === 0 && sources.agents.size === 0)) {
        this.#sessions.delete(id);
        this.#setPlans(id, [], plansChanged);
        if (this.#rows.delete(id)) removed.add(id);
        continue;
      }
      const { row, planPaths } = rowOf(sources, {
        directories: this.#directories,
        state: this.#live.get(id)?.state,
        scratch: this.#scratch.get(id) ?? 0,
      });
      this.#setPlans(id, planPaths, plansChanged);
      const known = this.#rows.get(id);
      if (known !== undefined && sameRow(known, row)) continue;
      this.#rows.set(id, row);
      changed.add(id);
    }
    // A plan that got or lost a session is shown differently under the others.
    for (const plan of plansChanged) for (const id of this.ownersOfPlan(plan)) if (this.#rows.has(id)) changed.add(id);
    return { changed, removed };
  }

  #setPlans(id: SessionId, paths: readonly string[], changedPaths: Set<string>): void {
    const before = this.#plansOf.get(id) ?? [];
    for (const plan of before) {
      if (paths.includes(plan)) continue;
      this.#planOwners.get(plan)?.delete(id);
      changedPaths.add(plan);
    }
    for (const plan of paths) {
      if (before.includes(plan)) continue;
      const owners = this.#planOwners.get(plan) ?? new Set();
      owners.add(id);
      this.#planOwners.set(plan, owners);
      changedPaths.add(plan);
    }
    if (paths.length > 0) this.#plansOf.set(id, paths);
    else this.#plansOf.delete(id);
  }
}

/** The sessions that a log has entries of. */
function sessionsOf(log: KnownLog): SessionId[] {
  if (isSessionLog(log)) return [log.file.sessionId];
  return log.file.sessionId === undefined ? log.facts.shares.map((share) => share.sessionId) : [log.file.sessionId];
}
