/** Exports, which the session worker writes. Plain data only. */
import type { SessionId } from '../core/model.ts';

export interface ExportSummary {
  readonly files: number;
  readonly bytes: number;
  /** What belongs to the session and is not in the zip file: it could not be read, is a link, or the like. */
  readonly leftOut: number;
}

export interface ExportRequests {
  /**
   * Writes all of a session into the zip file at `file`, in place of what is there. `undefined`: nothing belongs to the
   * session, or the export was cancelled; `file` is then as it was before.
   */
  exportSession(id: SessionId, file: string): ExportSummary | undefined;
  /** Ends the writing of that file, if it is being written. */
  cancelExport(file: string): void;
}
