/** What views and commands ask about sessions; the session worker answers. Plain data only. */
import type { Diagnostics } from '../core/answers/diagnostics.ts';
import type { ForeignLog } from '../core/answers/foreignEntries.ts';
import type { listedPlans } from '../core/answers/listedPlans.ts';
import type { OriginalPlan } from '../core/answers/originalOfPlan.ts';
import type { PlanHistory, PlanText } from '../core/answers/planHistoryOf.ts';
import type { PlanTitle } from '../core/answers/planTitles.ts';
import type { Head } from '../core/disk/repositories.ts';
import type { TimelineLane } from '../core/timeline/timelineTypes.ts';
import type { RootCondition } from '../core/roots/rootCondition.ts';
import type { ExtraText, ExtraTextProblem } from '../core/extras/extraText.ts';
import type {
  CheckpointFile,
  OwnPlan,
  PlanCollision,
  SessionDetails,
  SessionId,
  UnattributedItem,
} from '../core/model.ts';

export type { ExtraTextProblem, PlanTitle };

export interface SessionRequests {
  /** Everything on one session; `undefined` when it is gone. Reads files: ask only for what is shown. */
  details(id: SessionId): SessionDetails | undefined;
  /** The plan in force of a session. Reads the session's plan files alone. */
  planOf(id: SessionId): OwnPlan | undefined;
  /** What the plans of each session are about. Reads the start of every plan file that changed. */
  planTitles(): ReadonlyMap<SessionId, readonly PlanTitle[]>;
  /** The first and the last prompt of sessions. Reads both ends of their logs: ask for some at a time. */
  promptsOf(ids: readonly SessionId[]): ReadonlyMap<SessionId, readonly string[]>;
  /** The history of one plan of a session, by its path. Reads the session's logs. */
  planHistory(id: SessionId, file: string): PlanHistory | undefined;
  /** The text of one version, without a number of the last one; `undefined` where it is not known. */
  planVersion(id: SessionId, file: string, version?: number): PlanText | undefined;
  /** What the index knows of when these sessions and their agents were at work. Reads meta files of agents, no log. */
  timelineLanes(ids: readonly SessionId[]): readonly TimelineLane[];
  /** The plans of these sessions, newest first; not all of them where there are many. Reads the plan files. */
  listedPlans(ids: readonly SessionId[]): ReturnType<typeof listedPlans>;
  /** The plan that a branch's copy was made from. Reads the session's log. */
  originalOfPlan(id: SessionId, file: string): OriginalPlan | undefined;
  /** Plan files that two live sessions prove. */
  planCollisions(): readonly PlanCollision[];
  /** Logs that hold entries of other sessions. Reads them. */
  foreignLogs(): readonly ForeignLog[];
  /** The first of these paths that is a regular file reached from one of the folders without any link. */
  reachableFile(files: readonly string[], folders: readonly string[]): string | undefined;
  /** What was found and what was passed over. Reads the ends of the newest logs. */
  diagnostics(): Diagnostics;
  /** The text of one of the session's extras, or why there is none. */
  extraText(id: SessionId, file: string): ExtraText | ExtraTextProblem;
  /** The file in one of these opened folders that a checkpoint is a copy of, where that can be opened without doubt. */
  currentFile(checkpoint: CheckpointFile, folders: readonly string[]): string | undefined;
  /** When the client will delete the logs of sessions, for those where that is soon. Reads no log. */
  cleanedSoon(): ReadonlyMap<SessionId, number>;
  unattributed(): readonly UnattributedItem[];
  /** Toplevels of all worktrees of the repository that a folder lies in. */
  worktreesOf(folder: string): readonly string[];
  /** What is checked out in the working tree that a folder lies in; `undefined` outside of any. */
  headOf(folder: string): Head | undefined;
  /** The data roots, each with whether it can be looked at. */
  rootConditions(): readonly { readonly root: string; readonly condition: RootCondition }[];
  /** Compares all logs with the disk and re-reads what changed. */
  refresh(): void;
  /** Drops the cache and reads all logs again. */
  rebuild(): void;
}
