/**
 * Whether what stands outside of strings is JSON: which token may follow which, 64 bytes at once. A mask has a bit for
 * each byte. What depends on whether an object or an array is open is told apart in two masks, since only the scan
 * knows that.
 */
import { LITERALS } from './bytes';

/** What the last byte of the block before was, blanks left out: each is 0 or 1. */
let afterOpener: u64 = 0;
let afterComma: u64 = 0;
let afterColon: u64 = 0;
let afterValue: u64 = 0;
let afterName: u64 = 0;
let afterNothing: u64 = 1;
/** Whether the string that is open stands where an object has a name: behind an opening brace or a comma. */
let inName: u64 = 0;
/** How far the number or the literal at the end of the block before is read. */
let word: i32 = 0;

/** Bits of the tokens that are wrong wherever they stand, wrong in an object, and wrong in an array. */
export let wrong: u64 = 0;
export let wrongInObject: u64 = 0;
export let wrongInArray: u64 = 0;
/** Of the bytes looked at last: blanks. */
let blanks: u64 = 0;

const NO_WORD = 0;
const MINUS = 1;
const ZERO = 2;
const DIGITS = 3;
const POINT = 4;
const FRACTION = 5;
const E = 6;
const SIGN = 7;
const EXPONENT = 8;
const NO_JSON = 9;
/** From here on: the next byte to come, as a place in `LITERALS`. */
const LITERAL = 16;

/** A line begins. */
export function beginTokens(): void {
  after(0);
  afterNothing = 1;
}

/** A value ended where the scan goes on. */
export function goOnBehindValue(): void {
  after(0);
  afterValue = 1;
}

let saved: u64 = 0;
let savedWord: i32 = 0;

/** Remembers where the grammar stands, for `restoreTokens`. */
export function saveTokens(): void {
  saved = afterOpener | (afterComma << 1) | (afterColon << 2) | (afterValue << 3) | (afterName << 4) | (afterNothing << 5) | (inName << 6);
  savedWord = word;
}

export function restoreTokens(): void {
  afterOpener = saved & 1;
  afterComma = (saved >> 1) & 1;
  afterColon = (saved >> 2) & 1;
  afterValue = (saved >> 3) & 1;
  afterName = (saved >> 4) & 1;
  afterNothing = (saved >> 5) & 1;
  inName = (saved >> 6) & 1;
  word = savedWord;
}

/** The scan goes on behind `byte`, which is no part of a string; a quote has closed one. */
export function goOnBehind(byte: u8): void {
  after(byte);
}

function after(byte: u8): void {
  afterOpener = (byte | 0x20) == 0x7b ? 1 : 0;
  afterComma = byte == 0x2c ? 1 : 0;
  afterColon = byte == 0x3a ? 1 : 0;
  afterNothing = byte == 0x0a ? 1 : 0;
  afterValue = byte != 0 && (afterOpener | afterComma | afterColon | afterNothing) == 0 ? 1 : 0;
  afterName = 0;
  inName = 0;
  word = NO_WORD;
}

/**
 * Looks at the 64 bytes at `at`. `inside`: from an opening quote up to, not including, the closing one; `opens`,
 * `closes`: the quotes; `beyond`: what lies behind the input. Returns false when the word before the block is no JSON.
 */
// @ts-ignore: decorator
@inline
export function lookAtTokens(
  at: usize,
  inside: u64,
  opens: u64,
  closes: u64,
  openers: u64,
  closers: u64,
  commas: u64,
  colons: u64,
  newlines: u64,
  beyond: u64,
): bool {
  const rest = ~(inside | closes | openers | closers | commas | colons | newlines | beyond);
  blanks = beyond & ~inside;
  wrong = 0;
  let isWhole = true;
  let goesOn: u64 = 0;
  if (word != NO_WORD) {
    goesOn = rest & 1;
    if (goesOn == 0) {
      isWhole = isEnd(word);
      word = NO_WORD;
    }
  }
  if (rest != 0) lookAtWords(at, rest, beyond);
  const words = rest & ~blanks;
  if (blanks == 0) lookAtDenseTokens(inside, opens, closes, openers, closers, commas, colons, newlines, words, goesOn);
  else lookAtSpacedTokens(inside, opens, closes, openers, closers, commas, colons, newlines, words, goesOn);
  return isWhole;
}

/** Without blanks, as the client writes: each byte outside of strings is a token, and follows the one before it. */
// @ts-ignore: decorator
@inline
function lookAtDenseTokens(
  inside: u64,
  opens: u64,
  closes: u64,
  openers: u64,
  closers: u64,
  commas: u64,
  colons: u64,
  newlines: u64,
  words: u64,
  goesOn: u64,
): void {
  const values = closes | closers | words;
  const behindValue = (values << 1) | afterValue;
  const behindOpener = (openers << 1) | afterOpener;
  const behindFirst = behindOpener | (commas << 1) | afterComma;
  const sum = inside + ((opens & behindFirst) | inName);
  const nameEnds = sum & closes;
  const behindName = (nameEnds << 1) | afterName;
  const closesEmpty = behindOpener & closers;

  const starts = opens | openers | (words & ~((words << 1) | goesOn));
  wrong |= (starts & behindValue) | ((commas | closers) & ~(behindValue | closesEmpty)) | (colons & ~behindName);
  wrongInObject = (behindName & ~colons) | (behindFirst & ~(opens | closesEmpty));
  wrongInArray = colons;

  afterOpener = openers >> 63;
  afterComma = commas >> 63;
  afterColon = colons >> 63;
  afterValue = values >> 63;
  afterNothing = newlines >> 63;
  afterName = nameEnds >> 63;
  inName = sum < inside ? 1 : 0;
}

function lookAtSpacedTokens(
  inside: u64,
  opens: u64,
  closes: u64,
  openers: u64,
  closers: u64,
  commas: u64,
  colons: u64,
  newlines: u64,
  words: u64,
  goesOn: u64,
): void {
  const values = closes | closers | words;
  const behindOpener = follow(openers, afterOpener);
  const behindComma = follow(commas, afterComma);
  const behindColon = follow(colons, afterColon);
  const behindValue = follow(values, afterValue);
  const behindNothing = follow(newlines, afterNothing);
  const names = opens & (behindOpener | behindComma);
  const sum = inside + (names | inName);
  const nameEnds = sum & closes;
  const behindName = follow(nameEnds, afterName);

  const starts = opens | openers | (words & ~((words << 1) | goesOn));
  wrong |= starts & ~(behindOpener | behindComma | behindColon | behindNothing);
  wrong |= commas & ~behindValue;
  wrong |= closers & ~(behindValue | behindOpener);
  wrong |= colons & ~behindName;
  wrongInObject = (behindName & ~colons) | ((behindOpener | behindComma) & ~opens & ~(behindOpener & closers));
  wrongInArray = colons;

  afterOpener = carried(openers, afterOpener);
  afterComma = carried(commas, afterComma);
  afterColon = carried(colons, afterColon);
  afterValue = carried(values, afterValue);
  afterNothing = carried(newlines, afterNothing);
  afterName = carried(nameEnds, afterName);
  inName = sum < inside ? 1 : 0;
}

/** The bytes behind those of `mask`, blanks left out. */
// @ts-ignore: decorator
@inline
function follow(mask: u64, before: u64): u64 {
  const next = (mask << 1) | before;
  // The sum clears each run of blanks that one of them begins, and sets the byte behind.
  return (next | (blanks + (next & blanks))) & ~blanks;
}

/** Whether the first byte of the next block comes behind one of `mask`. */
// @ts-ignore: decorator
@inline
function carried(mask: u64, before: u64): u64 {
  const next = (mask << 1) | before;
  return (mask >> 63) | (blanks + (next & blanks) < blanks ? 1 : 0);
}

/** Numbers, literals, blanks, and whatever else there is. */
function lookAtWords(at: usize, rest: u64, beyond: u64): void {
  const end: u64 = beyond == 0 ? 64 : ctz(beyond);
  while (rest != 0) {
    const first = ctz(rest);
    const length = ctz(~(rest >> first));
    rest &= rest + (rest & (0 - rest));
    const goesOn = first + length == end;
    if (!goesOn && word == NO_WORD && isPlain(at + (first as usize), length as usize)) continue;
    for (let i = first; i < first + length; i++) {
      const byte = load<u8>(at + (i as usize));
      const bit: u64 = (1 as u64) << i;
      if (byte == 0x20 || byte == 0x09 || byte == 0x0d) {
        blanks |= bit;
        if (!isEnd(word)) wrong |= bit;
        word = NO_WORD;
      } else {
        word = nextOf(word, byte);
        if (word == NO_JSON) wrong |= bit;
      }
    }
    if (goesOn) return;
    if (!isEnd(word)) wrong |= (1 as u64) << first;
    word = NO_WORD;
  }
}

/** Whether a word is one of those that are frequent. */
// @ts-ignore: decorator
@inline
function isPlain(at: usize, length: usize): bool {
  if (length == 4) {
    const word = load<u32>(at);
    // "true", "null"
    if (word == 0x65757274 || word == 0x6c6c756e) return true;
  }
  // "false"
  if (length == 5 && load<u8>(at) == 0x66 && load<u32>(at, 1) == 0x65736c61) return true;
  if (length > 1 && load<u8>(at) == 0x30) return false;
  for (let i: usize = 0; i < length; i++) if ((load<u8>(at + i) as u32) - 0x30 > 9) return false;
  return true;
}

function nextOf(state: i32, byte: u8): i32 {
  if (state >= LITERAL) return byte != 0 && load<u8>(LITERALS + ((state - LITERAL) as usize)) == byte ? state + 1 : NO_JSON;
  const isDigit = (byte as u32) - 0x30 <= 9;
  switch (state) {
    case NO_WORD:
      if (byte == 0x74) return LITERAL + 1;
      if (byte == 0x66) return LITERAL + 6;
      if (byte == 0x6e) return LITERAL + 12;
      if (byte == 0x2d) return MINUS;
      return digitOf(byte, isDigit);
    case MINUS:
      return digitOf(byte, isDigit);
    case DIGITS:
      if (isDigit) return DIGITS;
    case ZERO:
      if (byte == 0x2e) return POINT;
      return (byte | 0x20) == 0x65 ? E : NO_JSON;
    case POINT:
      return isDigit ? FRACTION : NO_JSON;
    case FRACTION:
      if (isDigit) return FRACTION;
      return (byte | 0x20) == 0x65 ? E : NO_JSON;
    case E:
      if (byte == 0x2b || byte == 0x2d) return SIGN;
    case SIGN:
    case EXPONENT:
      return isDigit ? EXPONENT : NO_JSON;
    default:
      return NO_JSON;
  }
}

function digitOf(byte: u8, isDigit: bool): i32 {
  if (!isDigit) return NO_JSON;
  return byte == 0x30 ? ZERO : DIGITS;
}

/** Whether a word may end here; no word is one that may. */
function isEnd(state: i32): bool {
  if (state >= LITERAL) return load<u8>(LITERALS + ((state - LITERAL) as usize)) == 0;
  return state == NO_WORD || state == ZERO || state == DIGITS || state == FRACTION || state == EXPONENT;
}
