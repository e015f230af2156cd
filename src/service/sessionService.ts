/** The session data as views and commands have it: rows at hand, details on demand, changes as session IDs. */
import type { CancellationToken, Disposable, Event } from 'vscode';
import type {
  CheckpointFile,
  DamagedLog,
  Plan,
  SessionDetails,
  SessionId,
  SessionRow,
  UnattributedItem,
} from '../core/model.ts';
import type { PlanTitle } from '../core/answers/planTitles.ts';
import type { ExtraText, ExtraTextProblem } from '../core/extras/extraText.ts';
import type { ScratchService } from './scratchService.ts';

export type { ExtraTextProblem };

export interface IndexStatus {
  /** `indexing` while logs are read for the first time or anew; `no-root` when no data root exists. */
  readonly phase: 'indexing' | 'ready' | 'no-root' | 'failed';
  /** Logs read so far and logs to read, while `indexing`. */
  readonly done: number;
  readonly total: number;
  /** Some folders have no file events, so that changes there are found by looking from time to time. */
  readonly polling: boolean;
  /** Data roots that are searched, absolute paths. */
  readonly roots: readonly string[];
  /** Lines skipped in all logs. */
  readonly badLines: number;
}

export interface SessionChange {
  readonly changed: ReadonlySet<SessionId>;
  readonly removed: ReadonlySet<SessionId>;
}

export interface SessionService extends Disposable {
  readonly scratch: ScratchService;
  readonly rows: ReadonlyMap<SessionId, SessionRow>;
  readonly onDidChange: Event<SessionChange>;
  readonly status: IndexStatus;
  readonly onDidChangeStatus: Event<IndexStatus>;
  /** Everything on one session; `undefined` when it is gone. Reads files: ask only for what is shown. */
  details(id: SessionId, token?: CancellationToken): Promise<SessionDetails | undefined>;
  /** The plan in force of a session; reads that plan's file alone. */
  planOf(id: SessionId): Promise<Plan | undefined>;
  /** What the plans of each session are about. Reads the start of every plan file that changed. */
  planTitles(): Promise<ReadonlyMap<SessionId, readonly PlanTitle[]>>;
  /** Logs, those of agents included, with lines that were skipped or repaired. */
  damagedLogs(): Promise<readonly DamagedLog[]>;
  /** The text of one of the session's extras, or why there is none. */
  extraText(id: SessionId, file: string): Promise<ExtraText | ExtraTextProblem>;
  /** The file in one of these opened folders that a checkpoint is a copy of, where that can be opened without doubt. */
  currentFile(checkpoint: CheckpointFile, folders: readonly string[]): Promise<string | undefined>;
  unattributed(): Promise<readonly UnattributedItem[]>;
  /** Toplevels of all worktrees of the repository that a folder lies in. */
  worktreesOf(folder: string): Promise<readonly string[]>;
  /** Compares all logs with the disk and re-reads what changed. Starts a worker that is down. */
  refresh(): Promise<void>;
  /** Drops the cache and reads all logs again. Starts a worker that is down. */
  rebuild(): Promise<void>;
}
