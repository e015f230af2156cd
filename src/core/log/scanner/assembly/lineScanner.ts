/**
 * The inner loop of log reading (AssemblyScript, compiled to WebAssembly with SIMD by `npm run build:wasm`).
 *
 * One pass over the bytes of a JSON Lines file, 64 at a time, that knows where strings are and how deep it stands. It
 * never builds values. Of every line it keeps the few envelope fields that attribution needs, counts it, and reports
 * it to JavaScript only when it can matter: a field changed, it carries a plan, an agent or a title, it names another
 * session, or it is damaged. A quote inside a JSON string is always escaped, so text that looks like an entry is never
 * taken for one; a key counts only at its own depth below its own parent. Here is how the bytes are read; what a line
 * means when its end is met is in `entries.ts`.
 *
 * A line is damaged when it is not one JSON object, exactly as `JSON.parse` judges (bytes that are no UTF-8 are let
 * through inside of strings), or nested deeper than 1,048,575 levels.
 */

import {
  BACKSLASHES,
  CASE_BITS,
  CLOSING_BRACES,
  COLONS,
  COMMAS,
  NEWLINES,
  OPENING_BRACES,
  QUOTES,
  bits,
  copy,
  areFourHex,
  equal,
  isControl,
  isOftenEscaped,
  lowest,
  prefixXor,
} from './bytes';
import {
  FILE,
  RESULT,
  WHOLE_RESULT,
  beginEntries,
  beginEntry,
  damagedEntry,
  isOwnIdAt,
  mark,
  nextLine,
  tell,
  wholeEntry,
} from './entries';
import { addToEnvelope, beginEnvelope, endEnvelope, forgetEnvelope, repeatedEnvelope } from './envelope';
import {
  beginTokens,
  goOnBehind,
  goOnBehindValue,
  lookAtTokens,
  restoreTokens,
  saveTokens,
  wrong,
  wrongInArray,
  wrongInObject,
} from './grammar';
import {
  KEY_AGENT_ID,
  KEY_AI_TITLE,
  KEY_ATTACHMENT,
  KEY_BACKGROUND_TASK,
  KEY_BRANCH,
  KEY_BRIDGE_SESSION,
  KEY_ENTRYPOINT,
  KEY_CONTENT,
  KEY_CUSTOM_TITLE,
  KEY_CWD,
  KEY_DATA,
  KEY_FILE_PATH,
  KEY_FORKED_FROM,
  KEY_IS_SIDECHAIN,
  KEY_MESSAGE,
  KEY_NAME,
  KEY_NOTEBOOK_PATH,
  KEY_OUTPUT_FILE,
  KEY_PARENT_TOOL_USE,
  KEY_PARENT_UUID,
  KEY_PLAN,
  KEY_PLAN_CONTENT,
  KEY_PLAN_FILE_PATH,
  KEY_QUEUED_PROMPT,
  KEY_RELOCATED_CWD,
  KEY_REMOTE_SESSION,
  KEY_SCRATCHPAD,
  KEY_SESSION_ID,
  KEY_SLUG,
  KEY_SUMMARY,
  KEY_TEAM_AGENT_ID,
  KEY_TIMESTAMP,
  KEY_TOOL_USE_ID,
  KEY_TOOL_USE_RESULT,
  KEY_TOTAL_TOOL_USE,
  KEY_TYPE,
  KEY_USER_TYPE,
  KEY_PROCESS_SESSION,
  KEY_WORKTREE_SESSION,
  numberOf,
} from './keys';
import {
  AGENT_ID,
  BRANCH,
  ENTRYPOINT,
  CWD,
  DATA_AGENT_ID,
  DEEPEST_NESTING,
  FIELD_CAPACITY,
  HASHED,
  INPUT,
  LEVELS,
  NO_FIELD,
  PARENT_TOOL_USE,
  SESSION_ID,
  SLUG,
  TIMESTAMP,
  TYPE,
  fieldAt,
} from './memory';
import {
  AGENT_PROGRESS,
  AGENT_RESULT,
  CHAIN_START,
  COPIED,
  FAILED_RESULT,
  MARKDOWN_RESULT,
  ODD_TIMESTAMP,
  OTHER_PROCESS,
  PLACE,
  PLAN_CONTENT,
  PLAN_PATH,
  PLAN_RESULT,
  SCRATCH_PATH,
  SIDECHAIN,
  SPAWN,
  TASK_NOTIFICATION,
  TITLE,
  beginReports,
  stopped,
} from './reports';

export { setNames } from './keys';
// Rare parts of the loop. What is exported stays a function of its own, so V8, which optimizes the loop as a whole, is
// done with it sooner.
export { endLine, goOnAt, keepBack, lookOutside, wrongEscapes };

/** Bytes kept back at the end of the input at the most, to see a key and its value whole. */
const KEEP: usize = 65536;

/** Values at depth 1 whose inside is looked at. */
const IN_NOTHING = 0;
const IN_MESSAGE = 1;
const IN_ATTACHMENT = 2;
const IN_TOOL_RESULT = 3;
const IN_DATA = 4;

/** What is to be asked of the string value that comes next. */
const NO_QUESTION = 0;
const IS_MARKDOWN_PATH = 1;
const IS_TOOL = 2;

const QUOTE = 0x22;
const NEED_INPUT = 0;
const REPORTS_FULL = 1;

// State of the file and of its current line; it outlives a call.
let inString: bool = false;
/** 1 when the first byte of the next block is escaped. */
let escaped: u64 = 0;
let depth: i32 = 0;
/** Whether what is open at this depth is an array. */
let inArray: bool = false;
/** Hex digits of a `\\u` that are not seen yet. */
let hexDue: i32 = 0;
let closed: bool = false;
let blank: bool = true;
let damaged: bool = false;
let parent: i32 = IN_NOTHING;
/** First byte of the current string; 0 when it began in input that is gone. */
let stringStart: usize = 0;
/** The field, or the question, that the next string value answers, and where its key stands. */
let field: i32 = NO_FIELD;
let question: i32 = NO_QUESTION;
let keyStart: usize = 0;
/** Where to go on after an envelope that repeats the entry before; 0 when none was met. */
let behindEnvelope: usize = 0;
/** First byte of the stretch outside of the object that is not looked at yet. */
let outsideStart: usize = INPUT;

// State of one call.
let base: f64 = 0;
let inputEnd: usize = 0;
/** Where the call began, and `escaped` then. */
let inputStart: usize = INPUT;
let escapedBefore: u64 = 0;
/** Start of a string whose role could not be told for want of input; 0 when there is none. */
let undecided: usize = 0;

/** FNV-1a of the first `length` bytes to be hashed. */
export function hash(length: usize): u32 {
  let sum: u32 = 0x811c9dc5;
  for (let i: usize = 0; i < length; i++) sum = (sum ^ (load<u8>(HASHED + i) as u32)) * 0x01000193;
  return sum;
}

/** Begins at the start of a line: `offset` in the file, after `linesBefore` lines. The counters start at 0. */
export function begin(offset: f64, linesBefore: u32): void {
  beginEntries(offset, linesBefore);
  forgetEnvelope();
  inString = false;
  escaped = 0;
  hexDue = 0;
  beginTokens();
  newLine();
}

/**
 * Reads the input, `length` bytes that begin at file offset `offset`, from its byte `from` on, which is where the call
 * before left off (`consumed` of `tell`). `options` are `WANT_PROMPT` and `STOP_AT_FOREIGN`. `NEED_INPUT`: give the
 * rest again, followed by more. `REPORTS_FULL`: take the reports and call again.
 */
export function scan(length: usize, offset: f64, from: usize, options: i32): i32 {
  beginReports(options);
  base = offset;
  inputStart = INPUT + from;
  inputEnd = INPUT + length;
  escapedBefore = escaped;
  undecided = 0;
  saveTokens();
  endEnvelope();
  outsideStart = inputStart;
  // Bytes after the input must look like nothing.
  memory.fill(inputEnd, 0x20, 64);
  let at: usize = inputStart;
  if (hexDue != 0 && at < inputEnd && !isHex(at, hexDue)) damaged = true;
  while (at < inputEnd) {
    at = block(at);
    if (stopped) {
      tell(at - inputStart);
      return REPORTS_FULL;
    }
  }
  if (depth == 0) lookOutside(inputEnd);
  tell(keepBack() - inputStart);
  return NEED_INPUT;
}

/** Where the input is to begin next time: before a key whose value is not seen, or at the end. */
function keepBack(): usize {
  let from = inputEnd;
  if (undecided != 0) from = undecided;
  else if (field != NO_FIELD || question != NO_QUESTION) from = keyStart;
  else if (inString && cares() && stringStart != 0) from = stringStart - 1;
  field = NO_FIELD;
  question = NO_QUESTION;
  if (from != inputEnd && inputEnd - from < KEEP) {
    inString = false;
    escaped = 0;
    hexDue = 0;
    goOnAt(from);
    return from;
  }
  stringStart = 0;
  let run = inputEnd;
  while (run > inputStart && load<u8>(run - 1) == 0x5c) run--;
  // A run that fills the input goes on from the one before.
  const before: u64 = run == inputStart ? escapedBefore : 0;
  escaped = inString ? (((inputEnd - run) as u64) + before) & 1 : 0;
  return inputEnd;
}

/** The scan is to go on at `from` again, which is a quote that opens a string. */
function goOnAt(from: usize): void {
  let before = from;
  while (before > inputStart && isBlank(load<u8>(before - 1))) before--;
  if (before > inputStart) goOnBehind(load<u8>(before - 1));
  else restoreTokens();
}

/** Whether `count` hex digits stand at `at`; what lies behind the input is due then. */
function isHex(at: usize, count: i32): bool {
  hexDue = 0;
  for (let i = 0; i < count; i++, at++) {
    if (at == inputEnd) {
      hexDue = count - i;
      return true;
    }
    const byte = load<u8>(at);
    if ((byte as u32) - 0x30 > 9 && ((byte | 0x20) as u32) - 0x61 > 5) return false;
  }
  return true;
}

/** Those of the bytes of `mask`, which are escaped, that JSON does not know as such. */
function wrongEscapes(at: usize, mask: u64): u64 {
  let found: u64 = 0;
  while (mask != 0) {
    const bit = ctz(mask);
    const p = at + (bit as usize);
    if (p >= inputEnd) break;
    mask &= mask - 1;
    const byte = load<u8>(p);
    // "u", else one of "/bfnrt"
    if (byte == 0x75 ? areFourHex(p + 1) || isHex(p + 1, 4) : byte == 0x2f || byte == 0x62 || byte == 0x66 || byte == 0x6e || byte == 0x72 || byte == 0x74)
      continue;
    found |= (1 as u64) << bit;
  }
  return found;
}

/** Whether strings matter where the scan stands. */
// @ts-ignore: decorator
@inline
function cares(): bool {
  return (
    depth == 1 ||
    (depth == 2 && parent > IN_MESSAGE) ||
    (depth == 3 && parent == IN_ATTACHMENT) ||
    (depth == 4 && parent == IN_MESSAGE)
  );
}

/** Reads 64 bytes at `at`; returns where to go on. */
// @ts-ignore: decorator
@inline
function block(at: usize): usize {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);

  const isQuote = v128.load_splat<u8>(QUOTES);
  const qa = i8x16.eq(a, isQuote);
  const qb = i8x16.eq(b, isQuote);
  const qc = i8x16.eq(c, isQuote);
  const qd = i8x16.eq(d, isQuote);
  const smallest = i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d));
  const hasControls = v128.any_true(isControl(smallest));
  let quotes: u64 = bits(qa, qb, qc, qd);
  const backslashes = equal(a, b, c, d, v128.load_splat<u8>(BACKSLASHES));
  const escapes = escapedBy(backslashes);
  let bad: u64 = escapes & ~(quotes | backslashes | bits(isOftenEscaped(a), isOftenEscaped(b), isOftenEscaped(c), isOftenEscaped(d)));
  if (bad != 0) bad = wrongEscapes(at, bad);
  quotes &= ~escapes;
  // Most bytes lie in long strings.
  if (inString && quotes == 0 && !hasControls) {
    if (bad != 0) damaged = true;
    return at + 64;
  }
  // Set from an opening quote up to, but not including, the closing one.
  const inside = inString ? ~prefixXor(quotes) : prefixXor(quotes);

  let newlines: u64 = 0;
  if (hasControls) {
    newlines = equal(a, b, c, d, v128.load_splat<u8>(NEWLINES));
    bad |= bits(isControl(a), isControl(b), isControl(c), isControl(d)) & ~newlines & inside;
  }
  let openers: u64 = 0;
  let closers: u64 = 0;
  let commas: u64 = 0;
  let colons: u64 = 0;
  if (~inside != 0) {
    const lowercase = v128.load_splat<u8>(CASE_BITS);
    const la = v128.or(a, lowercase);
    const lb = v128.or(b, lowercase);
    const lc = v128.or(c, lowercase);
    const ld = v128.or(d, lowercase);
    // Brackets become braces.
    openers = equal(la, lb, lc, ld, v128.load_splat<u8>(OPENING_BRACES)) & ~inside;
    closers = equal(la, lb, lc, ld, v128.load_splat<u8>(CLOSING_BRACES)) & ~inside;
    commas = equal(a, b, c, d, v128.load_splat<u8>(COMMAS)) & ~inside;
    colons = equal(a, b, c, d, v128.load_splat<u8>(COLONS)) & ~inside;
  }
  const braces = openers | closers;
  const opens = quotes & inside;
  const closes = quotes & ~inside;
  const beyond: u64 = at + 64 <= inputEnd ? 0 : (-1 as u64) << ((inputEnd - at) as u64);
  if (!lookAtTokens(at, inside, opens, closes, openers, closers, commas, colons, newlines & ~inside, beyond))
    damaged = true;
  bad |= wrong;
  /** Bytes whose place in the grammar is not asked yet. */
  let due: u64 = -1;

  const always = newlines | braces;
  let caring = cares();
  // A string that a comma or a brace follows is no key. What follows the last byte is not known here.
  const keyEnds: u64 = closes & ~((commas | braces) >> 1);
  let events = always;
  if (caring) events |= awaitsValue() ? keyEnds | lowest(closes) : keyEnds;
  while (events != 0) {
    const bit = ctz(events);
    const here: u64 = (1 as u64) << bit;
    const p = at + (bit as usize);
    events &= events - 1;
    if ((closes & here) != 0) {
      const before = opens & (here - 1);
      if (before != 0) stringStart = at + (64 - (clz(before) as usize));
      if (!endString(p)) {
        checkTokens(bad, due, here);
        inString = false;
        return inputEnd;
      }
      if (behindEnvelope != 0) {
        checkTokens(bad, due, here);
        inString = false;
        escaped = 0;
        hexDue = 0;
        const next = behindEnvelope;
        behindEnvelope = 0;
        goOnBehindValue();
        return next;
      }
      if (awaitsValue()) events |= lowest(closes & ~((here << 1) - 1));
    } else if ((braces & here) != 0) {
      due = checkTokens(bad, due, here);
      brace(p);
      const now = cares();
      if (now != caring) {
        caring = now;
        events = (always | (now ? keyEnds : 0)) & ~((here << 1) - 1);
      }
    } else {
      due = checkTokens(bad, due, here);
      const open = (inside & here) != 0;
      if (open) damaged = true;
      endLine(p);
      caring = false;
      events = always & ~((here << 1) - 1);
      if (open || stopped) {
        inString = false;
        escaped = 0;
        hexDue = 0;
        beginTokens();
        return p + 1;
      }
    }
  }
  checkTokens(bad, due, (1 as u64) << 63);
  inString = inside >> 63 != 0;
  if (inString && opens != 0) stringStart = at + (64 - (clz(opens) as usize));
  return at + 64;
}

/** Asks for the bytes of `due` up to `here` whether they are wrong where the scan stands; returns those still due. */
// @ts-ignore: decorator
@inline
function checkTokens(bad: u64, due: u64, here: u64): u64 {
  const upTo = here | (here - 1);
  if (((bad | (inArray ? wrongInArray : wrongInObject)) & due & upTo) != 0) damaged = true;
  return due & ~upTo;
}

/** Whether the string that comes next, or is open, is looked at when it ends. */
// @ts-ignore: decorator
@inline
function awaitsValue(): bool {
  return field != NO_FIELD || question != NO_QUESTION;
}

/** Positions that a backslash escapes: those after a run of odd length. */
// @ts-ignore: decorator
@inline
function escapedBy(backslashes: u64): u64 {
  const even: u64 = 0x5555555555555555;
  const run = backslashes & ~escaped;
  const follows = (run << 1) | escaped;
  const sum = (run & ~even & ~follows) + run;
  escaped = sum < run ? 1 : 0;
  return (even ^ (sum << 1)) & follows;
}

function brace(p: usize): void {
  const byte = load<u8>(p);
  if ((byte | 0x20) == 0x7b) {
    if (depth == 0) {
      lookOutside(p);
      if (closed || byte != 0x7b) damaged = true;
      blank = false;
    }
    inArray = byte == 0x5b;
    if (++depth <= DEEPEST_NESTING) {
      const level = LEVELS + ((depth >> 3) as usize);
      const bit = 1 << (depth & 7);
      store<u8>(level, inArray ? load<u8>(level) | bit : load<u8>(level) & ~bit);
    } else damaged = true;
    return;
  }
  if (depth == 0) {
    damaged = true;
    blank = false;
    return;
  }
  if (inArray != (byte == 0x5d)) damaged = true;
  depth--;
  inArray = depth > 0 && depth <= DEEPEST_NESTING && ((load<u8>(LEVELS + ((depth >> 3) as usize)) >> (depth & 7)) & 1) != 0;
  if (depth == 1) parent = IN_NOTHING;
  if (depth == 0) {
    closed = true;
    outsideStart = p + 1;
  }
}

/** Bytes before and after the object, up to `to`: only white space may stand there. */
function lookOutside(to: usize): void {
  for (let p = outsideStart; p < to; p++) {
    const byte = load<u8>(p);
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) {
      damaged = true;
      blank = false;
      break;
    }
  }
  outsideStart = to;
}

/** The string `stringStart..p` is complete. False when the input ends before its role can be told. */
function endString(p: usize): bool {
  let next = p + 1;
  while (next < inputEnd && isBlank(load<u8>(next))) next++;
  if (next == inputEnd) return postpone();
  if (load<u8>(next) != 0x3a) {
    answer(p);
    return true;
  }
  next++;
  while (next < inputEnd && isBlank(load<u8>(next))) next++;
  if (next == inputEnd) return postpone();
  field = NO_FIELD;
  question = NO_QUESTION;
  if (stringStart == 0) return true;
  keyStart = stringStart - 1;
  const key = numberOf(stringStart, p - stringStart);
  if (key == 0) return true;
  if (depth == 1) topKey(key, next);
  else innerKey(key, next);
  return true;
}

// @ts-ignore: decorator
@inline
function isBlank(byte: u8): bool {
  return byte == 0x20 || byte == 0x09 || byte == 0x0d;
}

function postpone(): bool {
  // A string too long to be kept cannot be a key or a field.
  if (stringStart == 0) return true;
  const from = field != NO_FIELD || question != NO_QUESTION ? keyStart : stringStart - 1;
  if (inputEnd - from >= KEEP) return true;
  undecided = from;
  return false;
}

/** A string value ends at `p`. */
function answer(p: usize): void {
  if (stringStart != 0) {
    const length = p - stringStart;
    if (field != NO_FIELD) {
      const at = fieldAt(field);
      if ((length as u32) <= FIELD_CAPACITY) {
        store<u32>(at, length as u32);
        copy(at + 4, stringStart, length);
        addToEnvelope(field, stringStart, length);
      } else {
        store<u32>(at, 0);
        endEnvelope();
      }
    } else if (question == IS_MARKDOWN_PATH) {
      // ".md"
      if (length > 3 && load<u8>(p - 3) == 0x2e && load<u16>(p - 2) == 0x646d) mark(MARKDOWN_RESULT);
    } else if (question == IS_TOOL) {
      // "Task", "Agent"; "Edit", "MultiEdit", "NotebookEdit"; "Write"
      if (length >= 4 && load<u32>(p - 4) == 0x74696445) mark(FILE);
      else if (length == 5 && load<u32>(stringStart) == 0x74697257 && load<u8>(stringStart + 4) == 0x65) mark(FILE);
      else if (length == 4 && load<u32>(stringStart) == 0x6b736154) mark(SPAWN);
      else if (length == 5 && load<u32>(stringStart) == 0x6e656741 && load<u8>(stringStart + 4) == 0x74) mark(SPAWN);
    }
  }
  field = NO_FIELD;
  question = NO_QUESTION;
}

// @ts-ignore: decorator
@inline
function isOfEnvelope(key: i32): bool {
  return key <= KEY_ENTRYPOINT || key == KEY_AGENT_ID;
}

/** A key of the entry itself; its value begins at `value`. */
function topKey(key: i32, value: usize): void {
  const first = load<u8>(value);
  if (key == KEY_USER_TYPE) {
    const length = repeatedEnvelope(keyStart, inputEnd);
    if (length != 0) behindEnvelope = keyStart + length;
    else beginEnvelope(keyStart);
    return;
  }
  if (!isOfEnvelope(key)) endEnvelope();
  if (first == QUOTE) {
    if (key == KEY_SESSION_ID) field = SESSION_ID;
    else if (key == KEY_SLUG) field = SLUG;
    else if (key == KEY_CWD) field = CWD;
    else if (key == KEY_BRANCH) field = BRANCH;
    else if (key == KEY_ENTRYPOINT) field = ENTRYPOINT;
    else if (key == KEY_TIMESTAMP) field = TIMESTAMP;
    else if (key == KEY_AGENT_ID) field = AGENT_ID;
    else if (key == KEY_PARENT_TOOL_USE) field = PARENT_TOOL_USE;
    else if (key == KEY_TYPE) field = TYPE;
    else if (key == KEY_CUSTOM_TITLE || key == KEY_AI_TITLE || key == KEY_SUMMARY) mark(TITLE);
    else if (key == KEY_PLAN_CONTENT) mark(PLAN_CONTENT);
    else if (key == KEY_RELOCATED_CWD) mark(PLACE);
    else if (key == KEY_CONTENT && mayBeNotification(value + 1)) mark(TASK_NOTIFICATION);
    else if (key == KEY_TOOL_USE_RESULT) mark(beginsWithError(value + 1) ? FAILED_RESULT | WHOLE_RESULT : FAILED_RESULT);
    else if (key == KEY_BRIDGE_SESSION || key == KEY_REMOTE_SESSION) mark(TITLE);
    else if (key == KEY_PROCESS_SESSION && mayBeOtherId(value + 1)) mark(OTHER_PROCESS);
  } else if (first == 0x7b || first == 0x5b) {
    if (key == KEY_MESSAGE) parent = IN_MESSAGE;
    else if (key == KEY_ATTACHMENT) parent = IN_ATTACHMENT;
    else if (key == KEY_TOOL_USE_RESULT) {
      parent = IN_TOOL_RESULT;
      mark(WHOLE_RESULT);
    }
    else if (key == KEY_DATA) parent = IN_DATA;
    else if (key == KEY_FORKED_FROM) mark(COPIED);
    else if (key == KEY_WORKTREE_SESSION) mark(PLACE);
  } else if (first == 0x74) {
    // true
    if (key == KEY_IS_SIDECHAIN) mark(SIDECHAIN);
  } else if (first == 0x6e) {
    // null
    if (key == KEY_PARENT_UUID) mark(CHAIN_START);
  } else if (key == KEY_TIMESTAMP) {
    mark(ODD_TIMESTAMP);
  }
}

/** A key below `attachment`, `toolUseResult`, `data` or a block of `message.content`; its value begins at `value`. */
function innerKey(key: i32, value: usize): void {
  if (load<u8>(value) != QUOTE) {
    // Results of agents have it in all versions, the agent's ID only since 2.0.60.
    if (parent == IN_TOOL_RESULT && key == KEY_TOTAL_TOOL_USE) mark(AGENT_RESULT);
    return;
  }
  if (parent == IN_TOOL_RESULT) {
    if (key == KEY_PLAN) mark(PLAN_RESULT);
    else if (key == KEY_FILE_PATH) {
      question = IS_MARKDOWN_PATH;
      mark(FILE);
    } else if (key == KEY_NOTEBOOK_PATH) mark(FILE);
    else if (key == KEY_AGENT_ID || key == KEY_TEAM_AGENT_ID) mark(AGENT_RESULT);
    else if (key == KEY_OUTPUT_FILE || key == KEY_BACKGROUND_TASK) mark(SCRATCH_PATH);
  } else if (parent == IN_ATTACHMENT) {
    if (key == KEY_PLAN_FILE_PATH) mark(PLAN_PATH);
    else if (key == KEY_SCRATCHPAD) mark(SCRATCH_PATH);
    else if (key == KEY_QUEUED_PROMPT && mayBeNotification(value + 1)) mark(TASK_NOTIFICATION);
  } else if (parent == IN_MESSAGE) {
    if (key == KEY_NAME) question = IS_TOOL;
    else if (key == KEY_TOOL_USE_ID) mark(RESULT);
  } else if (parent == IN_DATA && depth == 2 && key == KEY_AGENT_ID) {
    field = DATA_AGENT_ID;
    mark(AGENT_PROGRESS);
  }
}

/** Whether the text at `at` does not begin with the session's ID, or the input ends before that can be told. */
function mayBeOtherId(at: usize): bool {
  return at + 36 > inputEnd || !isOwnIdAt(at);
}

/** Whether the text at `at` begins with `<task-notification>`, or the input ends before that can be told. */
function mayBeNotification(at: usize): bool {
  if (at + 16 > inputEnd) return true;
  return load<u64>(at) == 0x6f6e2d6b7361743c && load<u64>(at, 8) == 0x6974616369666974;
}

/** Whether the text at `at` begins with `Error`; it is said of none before the end of the input. */
function beginsWithError(at: usize): bool {
  return at + 5 <= inputEnd && load<u32>(at) == 0x6f727245 && load<u8>(at + 4) == 0x72;
}

function newLine(): void {
  endEnvelope();
  beginEntry();
  depth = 0;
  inArray = false;
  closed = false;
  blank = true;
  damaged = false;
  parent = IN_NOTHING;
  field = NO_FIELD;
  question = NO_QUESTION;
  stringStart = 0;
}

/** The newline at `p` ends the line. */
function endLine(p: usize): void {
  if (depth == 0) lookOutside(p);
  const end = base + ((p - INPUT) as f64);
  if (!blank) {
    if (damaged || depth != 0 || !closed) {
      // What is damaged is not to be taken for whole when it comes again.
      forgetEnvelope();
      damagedEntry(end);
    } else wholeEntry(end);
  }
  nextLine(end + 1);
  outsideStart = p + 1;
  newLine();
}
