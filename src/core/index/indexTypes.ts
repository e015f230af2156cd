/** What goes into the index, and what it returns. */
import type { ProcessTable } from '../disk/processStart.ts';
import type { SessionId } from '../model.ts';
import type { PlanDirectoriesOptions } from '../plans/planDirectories.ts';
import type { ScratchBase } from '../scratch/scratchLayout.ts';

export interface IndexHost extends PlanDirectoriesOptions {
  /** Absolute, in order of search. */
  readonly roots: readonly string[];
  readonly processes: ProcessTable;
  readonly scratchPatterns?: readonly ScratchBase[];
  /** Whether the logs of the project directory of this name are read before those of others. */
  readonly isReadFirst?: (projectName: string) => boolean;
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
  /** The log that was read in this step, since it was new or not as it was. */
  readonly read?: string;
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
