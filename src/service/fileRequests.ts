/** What views and commands ask about files that sessions changed; the session worker answers. Plain data only. */
import type { Blame } from '../core/answers/blame.ts';
import type { ChangePlace, FileRuns, RunsQuestion } from '../core/answers/changeRuns.ts';
import type { Owner } from '../core/answers/ownersOfPath.ts';
import type { FilesQuestion, SessionFiles } from '../core/answers/filesOfSession.ts';
import type { ChangedFile } from '../core/answers/changedFiles.ts';
import type { FileSessions } from '../core/answers/sessionsOfPaths.ts';
import type { SessionId } from '../core/model.ts';
import type { Remote } from '../messages/requestMessage.ts';

export type { Blame, ChangePlace, FileRuns, Owner, SessionFiles };

export interface FileWriters {
  readonly sessions: readonly ChangedFile[];
  /** Logs that could not be read: what they say is not in the answer. */
  readonly unreadable: number;
}

export interface FileRequests {
  /** What a session, or one agent of it, changed. Reads the session's logs, and what is new in all others. */
  sessionFiles(id: SessionId, question: FilesQuestion): SessionFiles;
  /** The same changes as texts to compare. */
  changeRuns(id: SessionId, question: RunsQuestion): readonly FileRuns[];
  /** The sessions that a file belongs to, as a plan, scratch, a log or another file of theirs. */
  ownersOfFile(path: string): readonly Owner[];
  /** Who changed a file, newest last change first, with what the logs say of /rewind. Reads what is new in all logs. */
  writersOf(path: string): FileWriters;
  /** Which call wrote which lines of a file as it is on disk; `undefined` where it is no text of at most 8 MB. */
  blameOf(path: string): Blame | undefined;
  /** The sessions that changed each of these files. */
  sessionsOfPaths(paths: readonly string[]): readonly FileSessions[];
  /** The same, with what the logs say of /rewind. Reads the logs of these sessions. */
  withTakenBack(files: readonly FileSessions[]): readonly FileSessions[];
  /** Files that two live sessions changed, each since its process started. */
  collisions(): readonly FileSessions[];
  /** One side of a run; `undefined` where the log does not hold it, or is not one of the session's. */
  loggedSide(id: SessionId, place: ChangePlace, side: 'before' | 'after'): string | undefined;
}

export type FileService = Remote<FileRequests>;
