/** What the extension and its worker thread say to each other. Plain data only. */
import type { IndexHost } from '../core/index/indexTypes.ts';
import type {
  CheckpointFile,
  DamagedLog,
  SessionDetails,
  SessionId,
  SessionRow,
  UnattributedItem,
} from '../core/model.ts';
import type { ExtraText, ExtraTextProblem } from '../core/extras/extraText.ts';
import type { ScratchQueries } from './scratchService.ts';
import type { IndexStatus } from './sessionService.ts';

/** Given to the worker when it starts. */
export interface WorkerData extends Pick<IndexHost, 'roots' | 'scratchPatterns'> {
  /** Folders opened in the window: their sessions are read first. */
  readonly openedFolders: readonly string[];
  /** In a workspace that is not trusted no program is run. */
  readonly isTrusted: boolean;
  /** Projects whose settings files may not be read: folders of an untrusted workspace. */
  readonly untrustedFolders: readonly string[];
  /** Folder for the index cache; without it every start reads all logs. */
  readonly cacheDirectory: string | undefined;
}

/** What can be asked, with its arguments and its answer. */
export interface Queries extends ScratchQueries {
  details: { arguments: [SessionId]; answer: SessionDetails | undefined };
  damagedLogs: { arguments: []; answer: readonly DamagedLog[] };
  extraText: { arguments: [SessionId, string]; answer: ExtraText | ExtraTextProblem };
  currentFile: { arguments: [CheckpointFile, readonly string[]]; answer: string | undefined };
  unattributed: { arguments: []; answer: readonly UnattributedItem[] };
  worktreesOf: { arguments: [string]; answer: readonly string[] };
  refresh: { arguments: []; answer: void };
  rebuild: { arguments: []; answer: void };
}

export type QueryName = keyof Queries;

export interface Question<Name extends QueryName = QueryName> {
  readonly number: number;
  readonly name: Name;
  readonly arguments: Queries[Name]['arguments'];
}

export type FromExtension =
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'shown'; readonly shown: boolean }
  /** The folders of a workspace that is not trusted are others now. */
  | { readonly kind: 'untrusted'; readonly folders: readonly string[] }
  /** Write the cache and end. */
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'answer'; readonly number: number; readonly answer: unknown }
  | { readonly kind: 'failure'; readonly number: number; readonly message: string }
  | { readonly kind: 'rows'; readonly rows: readonly SessionRow[]; readonly removed: readonly SessionId[] }
  | { readonly kind: 'status'; readonly status: IndexStatus }
  | { readonly kind: 'problem'; readonly path: string; readonly reason: string };
