/** Reads the marks of sessions log by log, and keeps those of the logs that were asked for last. */
import { withOpenLog } from '../log/openLog.ts';
import { LogMarks } from './logMarks.ts';
import type { MarkedLog, TimelineMarks } from './timelineTypes.ts';

/** Logs that are remembered: a screen of lanes, and those around it. */
const keptLogs = 200;

export interface MarksSoFar extends TimelineMarks {
  /** The log is read on by the next request. */
  readonly more: boolean;
}

export class TimelineLogs {
  readonly #logs = new Map<string, { readonly marks: LogMarks; readonly dev: number; readonly ino: number }>();

  /** Reads on in one log for a bounded number of bytes. Throws `LogUnreadableError` alone. */
  readOn(log: MarkedLog): MarksSoFar {
    return withOpenLog(log.path, (file) => {
      let known = this.#logs.get(log.path);
      if (known?.dev !== file.dev || known.ino !== file.ino || !known.marks.fits(log, file)) {
        known = { marks: new LogMarks(log), dev: file.dev, ino: file.ino };
      }
      this.#logs.delete(log.path);
      this.#logs.set(log.path, known);
      for (const oldest of [...this.#logs.keys()].slice(0, -keptLogs)) this.#logs.delete(oldest);
      const more = known.marks.readOn(file);
      return { ...known.marks.found, more };
    });
  }
}
