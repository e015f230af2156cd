/**
 * What a complete line means: whose entry it is, how it counts, and whether it is reported. The scan marks what it sees
 * in the line, and puts its fields into memory; here they are held against the session's own ID and against what was
 * reported before.
 */
import { copy, isSame } from './bytes';
import { KEY_ATTACHMENT, TYPE_ASSISTANT, TYPE_PROGRESS, TYPE_USER, numberOf } from './keys';
import {
  BRANCH,
  CWD,
  ENTRYPOINT,
  FIELD_COUNT,
  FIELD_SIZE,
  FIRST_TIME,
  LAST,
  LAST_TIME,
  OWN_ID,
  SESSION_ID,
  SLUG,
  TIMESTAMP,
  TOLD,
  TYPE,
  fieldAt,
} from './memory';
import {
  AGENT_PROGRESS,
  AGENT_RESULT,
  CHAIN_START,
  CHANGED,
  COPIED,
  DAMAGED,
  FAILED_RESULT,
  FOREIGN,
  MARKDOWN_RESULT,
  ODD_TIMESTAMP,
  OTHER_PROCESS,
  PLACE,
  PLAN_CONTENT,
  PLAN_PATH,
  PLAN_RESULT,
  PROMPT,
  SCRATCH_PATH,
  SIDECHAIN,
  SPAWN,
  TASK_NOTIFICATION,
  TITLE,
  addFileLine,
  addReport,
  fileLines,
  reports,
  wantPrompt,
} from './reports';
import { isBefore, isTime, timeAt } from './timestamps';

/** Reported of the session's own entries whatever their type. */
const ALWAYS: i32 = CHANGED | TITLE | ODD_TIMESTAMP | PLACE | PROMPT | TASK_NOTIFICATION | OTHER_PROCESS;
/** Reported of conversation entries alone: request dumps (2.1.330) repeat the same keys. */
const IN_ENTRIES: i32 =
  PLAN_PATH |
  PLAN_RESULT |
  PLAN_CONTENT |
  MARKDOWN_RESULT |
  SPAWN |
  AGENT_RESULT |
  AGENT_PROGRESS |
  SCRATCH_PATH |
  FAILED_RESULT;

/**
 * Bits of `flags` beyond those that are reported: a call of a tool that changes files or a result with a path, the
 * result of any call, and a `toolUseResult` that names its file, where it has one, by a path. Where there is none the
 * call may.
 */
export const FILE: i32 = 1 << 24;
export const RESULT: i32 = 1 << 25;
export const WHOLE_RESULT: i32 = 1 << 26;

/** One entry is enough to know; where the ID is cut by the end of the input, the line is reported on suspicion. */
const FEW: u32 = 4;

/** A bit that makes hex digits and dashes lower case and leaves them otherwise as they are. */
const LOWER: u64 = 0x2020202020202020;

/** Start of the current line in the file, and the lines before it. */
let lineStart: f64 = 0;
let line: u32 = 0;
/** What is known of the current line. */
let flags: i32 = 0;

// Counts since `beginEntries`.
let entries: u32 = 0;
let foreignEntries: u32 = 0;
let copiedEntries: u32 = 0;
let sidechainEntries: u32 = 0;
/** Entries reported since `beginEntries` because their process may have begun as another session. */
let otherProcesses: u32 = 0;
/** Last evidence entry that carries the slug reported last. */
let slugLine: u32 = 0;
let slugOffset: f64 = 0;

/** Begins at the start of a line: `offset` in the file, after `linesBefore` lines. The counters start at 0. */
export function beginEntries(offset: f64, linesBefore: u32): void {
  lineStart = offset;
  line = linesBefore;
  entries = 0;
  foreignEntries = 0;
  copiedEntries = 0;
  sidechainEntries = 0;
  otherProcesses = 0;
  slugLine = 0;
  slugOffset = 0;
  store<u8>(FIRST_TIME, 0);
  store<u8>(LAST_TIME, 0);
  for (let i = 0; i < FIELD_COUNT; i++) store<u32>(LAST + (i as usize) * FIELD_SIZE, 0);
}

/** Nothing is known of the line that begins: it has no flag and no field. */
// @ts-ignore: decorator
@inline
export function beginEntry(): void {
  flags = 0;
  for (let i = 0; i < FIELD_COUNT; i++) store<u32>(fieldAt(i), 0);
}

/** `flag` holds of the current line. */
// @ts-ignore: decorator
@inline
export function mark(flag: i32): void {
  flags |= flag;
}

/** The line is done with, whatever it was; the next one begins at `start`. */
// @ts-ignore: decorator
@inline
export function nextLine(start: f64): void {
  line++;
  lineStart = start;
}

/**
 * Writes down what JavaScript reads after a call that is done with `consumed` bytes of the input: from memory, since
 * each read of a global is a call.
 */
export function tell(consumed: usize): void {
  // The offset of the line that is not complete yet, and the complete lines.
  store<f64>(TOLD, lineStart);
  store<f64>(TOLD, slugOffset, 8);
  store<f64>(TOLD, timeAt(FIRST_TIME), 16);
  store<f64>(TOLD, timeAt(LAST_TIME), 24);
  store<u32>(TOLD, line, 32);
  store<u32>(TOLD, consumed as u32, 36);
  store<u32>(TOLD, reports, 40);
  store<u32>(TOLD, entries, 44);
  store<u32>(TOLD, foreignEntries, 48);
  store<u32>(TOLD, copiedEntries, 52);
  store<u32>(TOLD, sidechainEntries, 56);
  store<u32>(TOLD, slugLine, 60);
  store<u32>(TOLD, fileLines, 64);
}

/** Reports the line, which ends at `end` and is not one object. */
export function damagedEntry(end: f64): void {
  report(DAMAGED, end);
  // What is got back from it can have a slug of its own: the next entry's is reported again.
  store<u32>(LAST + SLUG * FIELD_SIZE, 0);
}

/** Counts the line, which ends at `end` and is one object, and reports it when it can matter. */
export function wholeEntry(end: f64): void {
  entries++;
  const idLength = load<u32>(fieldAt(SESSION_ID));
  if (idLength != 0 && !isOwnId(idLength)) {
    foreignEntries++;
    report(flags | FOREIGN, end);
    return;
  }
  const type = numberOf(fieldAt(TYPE) + 4, load<u32>(fieldAt(TYPE)) as usize);
  if (speaksOfFiles() && (type == TYPE_USER || type == TYPE_ASSISTANT)) addFileLine(line + 1, lineStart);
  if ((flags & COPIED) != 0) {
    if (copiedEntries++ == 0) report(flags, end);
    return;
  }
  time();
  const conversation = isConversation(type);
  if ((flags & SIDECHAIN) != 0) {
    const first = sidechainEntries++ == 0;
    if (first || (flags & (CHAIN_START | ODD_TIMESTAMP | TASK_NOTIFICATION | IN_ENTRIES)) != 0) report(flags, end);
    return;
  }
  flags &= ~CHAIN_START;
  if (changed(SLUG)) flags |= CHANGED;
  if (changed(CWD)) flags |= CHANGED;
  if (changed(BRANCH)) flags |= CHANGED;
  if (changed(ENTRYPOINT)) flags |= CHANGED;
  if (!conversation) flags &= ~IN_ENTRIES;
  if ((flags & OTHER_PROCESS) != 0 && otherProcesses++ >= FEW) flags &= ~OTHER_PROCESS;
  if ((flags & (ALWAYS | IN_ENTRIES)) != 0) report(flags, end);
  if (load<u32>(fieldAt(SLUG)) != 0) {
    slugLine = line + 1;
    slugOffset = lineStart;
  }
}

function isOwnId(length: u32): bool {
  return length == 36 && isOwnIdAt(fieldAt(SESSION_ID) + 4);
}

/** Whether the 36 bytes at `at` are the session's ID; one in upper case is the same. */
export function isOwnIdAt(at: usize): bool {
  return (
    (load<u64>(at) | LOWER) == load<u64>(OWN_ID) &&
    (load<u64>(at, 8) | LOWER) == load<u64>(OWN_ID, 8) &&
    (load<u64>(at, 16) | LOWER) == load<u64>(OWN_ID, 16) &&
    (load<u64>(at, 24) | LOWER) == load<u64>(OWN_ID, 24) &&
    (load<u32>(at, 32) | (LOWER as u32)) == load<u32>(OWN_ID, 32)
  );
}

/** Whether the entry is one of a conversation; sets `PROMPT` for a `user` entry while the first prompt is wanted. */
function isConversation(type: i32): bool {
  if (wantPrompt && type == TYPE_USER) flags |= PROMPT;
  // `attachment` is numbered as a key.
  return (type >= TYPE_USER && type <= TYPE_PROGRESS) || type == KEY_ATTACHMENT;
}

// @ts-ignore: decorator
@inline
function speaksOfFiles(): bool {
  return (flags & FILE) != 0 || (flags & (RESULT | WHOLE_RESULT)) == RESULT;
}

/** Whether the field is there and is not what was reported last; then it is from now on. */
function changed(number: i32): bool {
  const at = fieldAt(number);
  const last = LAST + (number as usize) * FIELD_SIZE;
  const length = load<u32>(at);
  if (length == 0) return false;
  if (load<u32>(last) == length && isSame(at + 4, last + 4, length as usize)) return false;
  copy(last, at, 4 + (length as usize));
  return true;
}

/** Keeps the smallest and the largest time stamp of the form `2026-11-22T16:31:04.432Z`, which order as bytes. */
function time(): void {
  const at = fieldAt(TIMESTAMP);
  const length = load<u32>(at);
  if (length == 0) return;
  const stamp = at + 4;
  if (length != 24 || !isTime(stamp)) {
    flags |= ODD_TIMESTAMP;
    return;
  }
  if (load<u8>(FIRST_TIME) == 0 || isBefore(stamp, FIRST_TIME)) copy(FIRST_TIME, stamp, 24);
  if (load<u8>(LAST_TIME) == 0 || isBefore(LAST_TIME, stamp)) copy(LAST_TIME, stamp, 24);
}

/** Reports `what` of the line, which ends at `end`. */
function report(what: i32, end: f64): void {
  addReport(line + 1, what, lineStart, end, slugLine, slugOffset);
}
