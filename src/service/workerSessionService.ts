/** The session data, kept by a worker thread: its rows here, everything else asked for. */
import * as os from 'node:os';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type {
  CheckpointFile,
  DamagedLog,
  SessionDetails,
  SessionId,
  SessionRow,
  UnattributedItem,
} from '../core/model.ts';
import type { ExtraText, ExtraTextProblem } from '../core/extras/extraText.ts';
import { dataRoots } from '../core/roots/roots.ts';
import type { ScratchBase } from '../core/scratch/scratchLayout.ts';
import type { Log } from '../host/log.ts';
import type { ScratchService } from './scratchService.ts';
import type { IndexStatus, SessionChange, SessionService } from './sessionService.ts';
import { OpenQuestions } from './pendingRequests.ts';
import type { FromExtension, FromWorker, Queries, QueryName, WorkerData } from './protocol.ts';
import { SharedTexts } from './rowInterner.ts';

export interface WorkerSessionServiceOptions {
  /** Absolute paths, or below `~`; empty stands for the client's own place. */
  readonly roots: readonly string[];
  /** Scratch roots beyond erk's own. */
  readonly scratchPatterns: readonly ScratchBase[];
  /** Folder for the index cache, made when it is not there. */
  readonly cacheDirectory: string | undefined;
  readonly log: Log;
}

/** Milliseconds that the worker gets to write the cache at the end. What it has not written by then is read again. */
const closingTime = 2_000;

export class WorkerSessionService implements SessionService {
  readonly #log: Log;
  readonly #worker: Worker;
  readonly #rows = new Map<SessionId, SessionRow>();
  readonly #texts = new SharedTexts();
  readonly #changed = new vscode.EventEmitter<SessionChange>();
  readonly #statusChanged = new vscode.EventEmitter<IndexStatus>();
  readonly #questions = new OpenQuestions();
  #status: IndexStatus;
  #disposed = false;
  readonly #ended: Promise<void>;
  readonly #folders: vscode.Disposable;

  readonly scratch: ScratchService = {
    listScratch: (...given) => this.#ask('listScratch', ...given),
    staleScratch: (...given) => this.#ask('staleScratch', ...given),
    pickedScratch: (...given) => this.#ask('pickedScratch', ...given),
    moveScratch: (...given) => this.#ask('moveScratch', ...given),
    listBin: (...given) => this.#ask('listBin', ...given),
    restoreScratch: (...given) => this.#ask('restoreScratch', ...given),
    emptyBin: (...given) => this.#ask('emptyBin', ...given),
    newScratchFile: (...given) => this.#ask('newScratchFile', ...given),
  };
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeStatus = this.#statusChanged.event;

  constructor({ roots: named, scratchPatterns, cacheDirectory, log }: WorkerSessionServiceOptions) {
    this.#log = log;
    const roots = dataRoots(named, process.env, os.homedir());
    this.#status = { phase: 'indexing', done: 0, total: 0, polling: false, roots, badLines: 0 };
    const workerData: WorkerData = {
      roots,
      scratchPatterns,
      openedFolders: openedFolders(),
      isTrusted: vscode.workspace.isTrusted,
      untrustedFolders: untrustedFolders(),
      cacheDirectory,
    };
    this.#worker = new Worker(path.join(__dirname, 'worker.js'), { workerData, name: 'session-scope' });
    this.#worker.on('message', (message: FromWorker) => this.#take(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() =>
      this.#say({ kind: 'untrusted', folders: untrustedFolders() }),
    );
    log.info(`Data roots: ${roots.join(', ')}`);
  }

  get rows(): ReadonlyMap<SessionId, SessionRow> {
    return this.#rows;
  }

  get status(): IndexStatus {
    return this.#status;
  }

  /** Whether a view shows the sessions: what nobody sees is compared with the disk less often. */
  setShown(shown: boolean): void {
    this.#say({ kind: 'shown', shown });
  }

  async details(id: SessionId, token?: vscode.CancellationToken): Promise<SessionDetails | undefined> {
    const details = await this.#ask('details', id);
    return token?.isCancellationRequested ? undefined : details;
  }

  damagedLogs(): Promise<readonly DamagedLog[]> {
    return this.#ask('damagedLogs');
  }

  extraText(id: SessionId, file: string): Promise<ExtraText | ExtraTextProblem> {
    return this.#ask('extraText', id, file);
  }

  currentFile(checkpoint: CheckpointFile, folders: readonly string[]): Promise<string | undefined> {
    return this.#ask('currentFile', checkpoint, folders);
  }

  async unattributed(token?: vscode.CancellationToken): Promise<readonly UnattributedItem[]> {
    const items = await this.#ask('unattributed');
    return token?.isCancellationRequested ? [] : items;
  }

  worktreesOf(folder: string): Promise<readonly string[]> {
    return this.#ask('worktreesOf', folder);
  }

  refresh(): Promise<void> {
    return this.#ask('refresh');
  }

  rebuild(): Promise<void> {
    return this.#ask('rebuild');
  }

  /** Ends the worker, which keeps what it knows. Nothing is told any more, and all questions fail. */
  dispose(): void {
    void this.close();
  }

  /** The same; resolved when the worker has ended, which is bounded. */
  async close(): Promise<void> {
    if (this.#disposed) return this.#ended;
    this.#say({ kind: 'close' });
    this.#disposed = true;
    this.#folders.dispose();
    this.#questions.end(new Error('The session data was closed.'));
    this.#changed.dispose();
    this.#statusChanged.dispose();
    const timer = setTimeout(() => void this.#worker.terminate(), closingTime);
    await this.#ended;
    clearTimeout(timer);
  }

  #ask<Name extends QueryName>(name: Name, ...given: Queries[Name]['arguments']): Promise<Queries[Name]['answer']> {
    return this.#questions.ask((number) =>
      this.#say({ kind: 'question', question: { number, name, arguments: given } }),
    );
  }

  #say(message: FromExtension): void {
    if (!this.#disposed) this.#worker.postMessage(message);
  }

  #take(message: FromWorker): void {
    if (this.#disposed) return;
    switch (message.kind) {
      case 'answer':
        this.#questions.answer(message.number, message.answer);
        break;
      case 'failure':
        this.#log.error(`A question to the worker failed: ${message.message}`);
        this.#questions.fail(message.number, new Error(message.message));
        break;
      case 'rows':
        for (const row of message.rows) this.#rows.set(row.sessionId, this.#texts.sharedBy(row));
        for (const id of message.removed) this.#rows.delete(id);
        this.#changed.fire({
          changed: new Set(message.rows.map((row) => row.sessionId)),
          removed: new Set(message.removed),
        });
        break;
      case 'status':
        this.#setStatus(message.status);
        break;
      case 'problem':
        this.#log.warn(`${message.path}: ${message.reason}`);
        break;
    }
  }

  #fail(error: Error): void {
    if (this.#disposed) return;
    this.#log.error(`The worker ended: ${error.stack ?? error.message}`);
    this.#setStatus({ ...this.#status, phase: 'failed' });
    this.#questions.end(error);
  }

  #setStatus(status: IndexStatus): void {
    this.#status = status;
    this.#statusChanged.fire(status);
  }
}

/** A workspace that comes to be trusted starts a new service. */
function untrustedFolders(): string[] {
  return vscode.workspace.isTrusted ? [] : openedFolders();
}

function openedFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}
