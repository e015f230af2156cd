/** Reads the marks of sessions log by log, and keeps those of the logs that were asked for last. */
import { withOpenLog } from '../log/openLog.ts';
import { RecentLogs } from '../log/recentLogs.ts';
import { LogMarks } from './logMarks.ts';
import type { MarkedLog, TimelineMarks } from './timelineTypes.ts';

/** Logs that are remembered: a screen of lanes, and those around it. */
const keptLogs = 200;

export interface MarksSoFar extends TimelineMarks {
  /** The log is read on by the next request. */
  readonly more: boolean;
}

export class TimelineLogs {
  readonly #logs = new RecentLogs<LogMarks>(keptLogs);

  /** Reads on in one log for a bounded number of bytes. Throws `LogUnreadableError` alone. */
  readOn(log: MarkedLog): MarksSoFar {
    return withOpenLog(log.path, (file) => {
      const marks = this.#logs.of(log.path, file, {
        fits: (known) => known.fits(log, file),
        begin: () => new LogMarks(log),
      });
      const more = marks.readOn(file);
      return { ...marks.found, more };
    });
  }
}
