/** The session data as a worker thread keeps it: its rows here, everything else by request. */
import * as os from 'node:os';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { SessionDetails, SessionId, SessionRow } from '../core/model.ts';
import { dataRoots } from '../core/roots/roots.ts';
import type { ScratchBase } from '../core/scratch/scratchLayout.ts';
import type { Log } from '../host/log.ts';
import type { FileService } from './fileRequests.ts';
import type { SearchService } from './searchRequests.ts';
import type { ScratchService } from './scratchService.ts';
import type { IndexStatus, SessionChange, SessionService } from './sessionService.ts';
import { SessionWorkerClient } from './sessionWorkerClient.ts';
import type { WindowFolders, WorkerRequests } from './workerMessages.ts';

export interface WorkerSessionServiceOptions {
  /** Path of the built worker. */
  readonly script: string;
  /** Absolute paths, or below `~`; empty stands for the client's own place. */
  readonly roots: readonly string[];
  /** Scratch roots beyond erk's own. */
  readonly scratchPatterns: readonly ScratchBase[];
  /** Folder for the index cache, made when it is missing. */
  readonly cacheDirectory: string | undefined;
  readonly log: Log;
}

export class WorkerSessionService implements SessionService {
  readonly #changed = new vscode.EventEmitter<SessionChange>();
  readonly #statusChanged = new vscode.EventEmitter<IndexStatus>();
  readonly #client: SessionWorkerClient;
  readonly #folders: vscode.Disposable;

  readonly scratch: ScratchService = {
    listScratch: this.#remote('listScratch'),
    staleScratch: this.#remote('staleScratch'),
    pickedScratch: this.#remote('pickedScratch'),
    staleOutputs: this.#remote('staleOutputs'),
    taskOutputBytes: this.#remote('taskOutputBytes'),
    moveScratch: this.#remote('moveScratch'),
    listBin: this.#remote('listBin'),
    restoreScratch: this.#remote('restoreScratch'),
    emptyBin: this.#remote('emptyBin'),
    newScratchFile: this.#remote('newScratchFile'),
  };
  readonly files: FileService = {
    sessionFiles: this.#remote('sessionFiles'),
    changeRuns: this.#remote('changeRuns'),
    ownersOfFile: this.#remote('ownersOfFile'),
    writersOf: this.#remote('writersOf'),
    blameOf: this.#remote('blameOf'),
    sessionsOfPaths: this.#remote('sessionsOfPaths'),
    withTakenBack: this.#remote('withTakenBack'),
    collisions: this.#remote('collisions'),
    loggedSide: this.#remote('loggedSide'),
  };
  readonly search: SearchService = {
    searchText: this.#remote('searchText'),
    searchOn: this.#remote('searchOn'),
    endSearch: this.#remote('endSearch'),
  };
  readonly terminals = {
    sessionPlaces: this.#remote('sessionPlaces'),
    sessionsBelow: this.#remote('sessionsBelow'),
    terminalOf: this.#remote('terminalOf'),
  };
  readonly hosts = {
    hostSessions: this.#remote('hostSessions'),
    hostText: this.#remote('hostText'),
  };
  readonly exports = {
    exportSession: this.#remote('exportSession'),
    cancelExport: this.#remote('cancelExport'),
  };
  readonly planOf = this.#remote('planOf');
  readonly planTitles = this.#remote('planTitles');
  readonly promptsOf = this.#remote('promptsOf');
  readonly planHistory = this.#remote('planHistory');
  readonly planVersion = this.#remote('planVersion');
  readonly timelineLanes = this.#remote('timelineLanes');
  readonly reachableFile = this.#remote('reachableFile');
  readonly listedPlans = this.#remote('listedPlans');
  readonly originalOfPlan = this.#remote('originalOfPlan');
  readonly planCollisions = this.#remote('planCollisions');
  readonly foreignLogs = this.#remote('foreignLogs');
  readonly diagnostics = this.#remote('diagnostics');
  readonly extraText = this.#remote('extraText');
  readonly currentFile = this.#remote('currentFile');
  readonly cleanedSoon = this.#remote('cleanedSoon');
  readonly unattributed = this.#remote('unattributed');
  readonly worktreesOf = this.#remote('worktreesOf');
  readonly headOf = this.#remote('headOf');
  readonly rootConditions = this.#remote('rootConditions');
  readonly refresh = this.#remote('refresh', { starts: true });
  readonly rebuild = this.#remote('rebuild', { starts: true });
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeStatus = this.#statusChanged.event;

  constructor({ script, roots: named, scratchPatterns, cacheDirectory, log }: WorkerSessionServiceOptions) {
    const roots = dataRoots(named, process.env, os.homedir());
    this.#client = new SessionWorkerClient({
      start: (workerData) => new Worker(script, { workerData, name: 'session-scope' }),
      dataNow: () => ({
        roots,
        scratchPatterns,
        folders: windowFolders(),
        isTrusted: vscode.workspace.isTrusted,
        cacheDirectory,
      }),
      changed: (change) => this.#changed.fire(change),
      statusChanged: (status) => this.#statusChanged.fire(status),
      log,
    });
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => this.#client.updateFolders());
    log.info(`Data roots: ${roots.join(', ')}`);
  }

  get rows(): ReadonlyMap<SessionId, SessionRow> {
    return this.#client.rows;
  }

  get status(): IndexStatus {
    return this.#client.status;
  }

  /** Whether a view shows the sessions: hidden ones are compared with the disk less often. */
  setShown(shown: boolean): void {
    this.#client.setShown(shown);
  }

  async details(id: SessionId, token?: vscode.CancellationToken): Promise<SessionDetails | undefined> {
    if (token === undefined) return this.#client.request('details', [id]);
    const cancelled = new AbortController();
    const subscription = token.onCancellationRequested(() => cancelled.abort());
    try {
      return await this.#client.request('details', [id], cancelled.signal);
    } catch (error) {
      if (cancelled.signal.aborted) return undefined;
      throw error;
    } finally {
      subscription.dispose();
    }
  }

  /** Ends the worker, which writes its cache. No more events, and all requests fail. */
  dispose(): void {
    void this.close();
  }

  /** The same; resolved when the worker has exited, which is bounded. */
  async close(): Promise<void> {
    this.#folders.dispose();
    this.#changed.dispose();
    this.#statusChanged.dispose();
    await this.#client.close();
  }

  /** A request of the worker as a function; `starts`: it starts a worker that is down. */
  #remote<Name extends keyof WorkerRequests>(name: Name, { starts = false } = {}) {
    return (...parameters: Parameters<WorkerRequests[Name]>): Promise<ReturnType<WorkerRequests[Name]>> => {
      if (starts) this.#client.ensureRunning();
      return this.#client.request(name, parameters);
    };
  }
}

/** A workspace that becomes trusted starts a new service. */
function windowFolders(): WindowFolders {
  const opened = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return { opened, untrusted: vscode.workspace.isTrusted ? [] : opened };
}
