/** What the extension and its session worker post to each other. Plain data only. */
import type { IndexHost } from '../core/index/indexTypes.ts';
import type { SessionId, SessionRow } from '../core/model.ts';
import type { CancelMessage, RequestMessage, ResponseMessage } from '../messages/requestMessage.ts';
import type { ExportRequests } from './exportRequests.ts';
import type { HostRequests } from './hostRequests.ts';
import type { FileRequests } from './fileRequests.ts';
import type { ScratchRequests } from './scratchService.ts';
import type { SearchRequests } from './searchRequests.ts';
import type { SessionRequests } from './sessionRequests.ts';
import type { IndexStatus } from './sessionService.ts';
import type { TerminalRequests } from './terminalRequests.ts';

/** The folders open in the window. */
export interface WindowFolders {
  /** Their sessions are read first. */
  readonly opened: readonly string[];
  /** Projects whose settings files may not be read: folders of a workspace that is not trusted. */
  readonly untrusted: readonly string[];
}

/** Given to the worker when it starts. */
export interface WorkerData extends Pick<IndexHost, 'roots' | 'scratchPatterns'> {
  readonly folders: WindowFolders;
  /** In a workspace that is not trusted no program is run. */
  readonly isTrusted: boolean;
  /** Folder for the index cache; without it every start reads all logs. */
  readonly cacheDirectory: string | undefined;
}

/** What the worker can be asked. */
export type WorkerRequests = SessionRequests &
  ScratchRequests &
  FileRequests &
  SearchRequests &
  TerminalRequests &
  HostRequests &
  ExportRequests;

export type ToWorker =
  | RequestMessage<WorkerRequests>
  | CancelMessage
  | { readonly type: 'shown'; readonly shown: boolean }
  /** Other folders are open now. */
  | { readonly type: 'folders'; readonly folders: WindowFolders }
  /** Write the cache and exit. */
  | { readonly type: 'close' };

export type WorkerNotification =
  | { readonly type: 'rows'; readonly rows: readonly SessionRow[]; readonly removed: readonly SessionId[] }
  | { readonly type: 'status'; readonly status: IndexStatus }
  | { readonly type: 'problem'; readonly path: string; readonly reason: string };

export type FromWorker = ResponseMessage | WorkerNotification;
