/** Reports to JavaScript, one for each line that can matter, in sequence until a call ends. */
import { VECTOR, copy } from './bytes';
import { DAMAGED, FOREIGN, HEADER, PROMPT, STOP_AT_FOREIGN, WANT_PROMPT } from './generated/flags';
import { FIELD_COUNT, FILE_LINES, MOST_FILE_LINES, REPORTS, REPORTS_SIZE, fieldAt } from './memory';

export * from './generated/flags';

const LARGEST: usize = HEADER + FIELD_COUNT * 4100 + VECTOR;

// State of one call.
export let wantPrompt: bool = false;
let stopAtForeign: bool = false;
/** Reports of the call. */
export let reports: u32 = 0;
let reportsEnd: usize = REPORTS;
/** Lines of the call that speak of files. */
export let fileLines: u32 = 0;
/** Whether the call is to end with the line that was reported last. */
export let stopped: bool = false;

/** A call begins, with `options` of `WANT_PROMPT` and `STOP_AT_FOREIGN`: there are no reports yet. */
export function beginReports(options: i32): void {
  wantPrompt = (options & WANT_PROMPT) != 0;
  stopAtForeign = (options & STOP_AT_FOREIGN) != 0;
  reports = 0;
  fileLines = 0;
  reportsEnd = REPORTS;
  stopped = false;
}

/** The line of this number, which begins at `start`, has a call that may change a file, or the result of one. */
export function addFileLine(line: u32, start: f64): void {
  const at = FILE_LINES + (fileLines as usize) * 16;
  store<f64>(at, start);
  store<u32>(at, line, 8);
  if (++fileLines == MOST_FILE_LINES) stopped = true;
}

/**
 * A report: line (u32), flags (u32), start and end of the line (f64 each), offset (f64) and line (u32) of the last
 * entry before this one that carries a slug, 4 bytes unused; then every field as length (u32) and bytes, padded to
 * four.
 */
export function addReport(line: u32, flags: i32, start: f64, end: f64, slugLine: u32, slugOffset: f64): void {
  let at = reportsEnd;
  store<u32>(at, line);
  store<u32>(at, flags, 4);
  store<f64>(at, start, 8);
  store<f64>(at, end, 16);
  store<f64>(at, slugOffset, 24);
  store<u32>(at, slugLine, 32);
  at += HEADER;
  for (let i = 0; i < FIELD_COUNT; i++) {
    const from = fieldAt(i);
    const length = load<u32>(from);
    copy(at, from, 4 + (length as usize));
    at += 4 + ((length + 3) & ~3);
  }
  reportsEnd = at;
  reports++;
  if (reportsEnd + LARGEST > REPORTS + REPORTS_SIZE || (flags & PROMPT) != 0) stopped = true;
  if (stopAtForeign && (flags & (FOREIGN | DAMAGED)) != 0) stopped = true;
}
