/** The session data as views and commands have it: rows at hand, details on demand, changes as session IDs. */
import type { CancellationToken, Disposable, Event } from 'vscode';
import type { SessionDetails, SessionId, SessionRow } from '../core/model.ts';
import type { Remote } from '../messages/requestMessage.ts';
import type { ExportRequests } from './exportRequests.ts';
import type { FileService } from './fileRequests.ts';
import type { HostRequests } from './hostRequests.ts';
import type { ScratchService } from './scratchService.ts';
import type { SessionRequests } from './sessionRequests.ts';
import type { TerminalRequests } from './terminalRequests.ts';

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

/** `refresh` and `rebuild` start a worker that is down. */
export interface SessionService extends Disposable, Remote<Omit<SessionRequests, 'details'>> {
  readonly scratch: ScratchService;
  readonly files: FileService;
  readonly terminals: Remote<TerminalRequests>;
  readonly hosts: Remote<HostRequests>;
  readonly exports: Remote<ExportRequests>;
  readonly rows: ReadonlyMap<SessionId, SessionRow>;
  readonly onDidChange: Event<SessionChange>;
  readonly status: IndexStatus;
  readonly onDidChangeStatus: Event<IndexStatus>;
  /** As the request; `undefined` also when it is cancelled. */
  details(id: SessionId, token?: CancellationToken): Promise<SessionDetails | undefined>;
}

/** No session at all, and none to come for now. */
export function isWithoutSessions({ rows, status }: Pick<SessionService, 'rows' | 'status'>): boolean {
  return rows.size === 0 && (status.phase === 'no-root' || status.phase === 'ready');
}
