/** What views and commands ask about files that sessions changed; the session worker answers. Plain data only. */
import type { ChangePlace, FileRuns, RunsQuestion } from '../core/answers/changeRuns.ts';
import type { FilesQuestion, SessionFiles } from '../core/answers/filesOfSession.ts';
import type { SessionId } from '../core/model.ts';
import type { Remote } from '../messages/requestMessage.ts';

export type { ChangePlace, FileRuns, SessionFiles };

export interface FileRequests {
  /** What a session, or one agent of it, changed. Reads the session's logs, and what is new in all others. */
  sessionFiles(id: SessionId, question: FilesQuestion): SessionFiles;
  /** The same changes as texts to compare. */
  changeRuns(id: SessionId, question: RunsQuestion): readonly FileRuns[];
  /** One side of a run; `undefined` where the log does not hold it, or is not one of the session's. */
  loggedSide(id: SessionId, place: ChangePlace, side: 'before' | 'after'): string | undefined;
}

export type FileService = Remote<FileRequests>;
