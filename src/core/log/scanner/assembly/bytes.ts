/** 64 bytes at once, as four vectors or as a bit for each byte, and runs of bytes. */

// To compare with, sixteen times: from memory, since V8 puts a constant together anew at each use.
export const QUOTES: usize = memory.data<u8>([0x22]);
export const BACKSLASHES: usize = memory.data<u8>([0x5c]);
export const NEWLINES: usize = memory.data<u8>([0x0a]);
const LAST_CONTROLS: usize = memory.data<u8>([0x1f]);
export const COMMAS: usize = memory.data<u8>([0x2c]);
export const COLONS: usize = memory.data<u8>([0x3a]);
export const OPENING_BRACES: usize = memory.data<u8>([0x7b]);
export const CLOSING_BRACES: usize = memory.data<u8>([0x7d]);
/** The bit that makes of a bracket the brace of its kind. */
export const CASE_BITS: usize = memory.data<u8>([0x20]);
const LETTERS_T: usize = memory.data<u8>([0x74]);
const LETTERS_N: usize = memory.data<u8>([0x6e]);
/** The literals of JSON, each followed by a 0. */
// prettier-ignore
export const LITERALS: usize = memory.data<u8>([0x74, 0x72, 0x75, 0x65, 0, 0x66, 0x61, 0x6c, 0x73, 0x65, 0, 0x6e, 0x75, 0x6c, 0x6c, 0]);
/** Bytes that are copied or compared at once. */
export const VECTOR: usize = 16;

/** The highest bit of each byte. */
// @ts-ignore: decorator
@inline
export function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    ((i8x16.bitmask(a) as u32) as u64) |
    (((i8x16.bitmask(b) as u32) as u64) << 16) |
    (((i8x16.bitmask(c) as u32) as u64) << 32) |
    (((i8x16.bitmask(d) as u32) as u64) << 48)
  );
}

// @ts-ignore: decorator
@inline
export function equal(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return bits(i8x16.eq(a, byte), i8x16.eq(b, byte), i8x16.eq(c, byte), i8x16.eq(d, byte));
}

// @ts-ignore: decorator
@inline
export function isControl(bytes: v128): v128 {
  return i8x16.eq(i8x16.min_u(bytes, v128.load_splat<u8>(LAST_CONTROLS)), bytes);
}

/** The letter of a line feed or a tab behind a backslash. */
// @ts-ignore: decorator
@inline
export function isOftenEscaped(bytes: v128): v128 {
  return v128.or(i8x16.eq(bytes, v128.load_splat<u8>(LETTERS_N)), i8x16.eq(bytes, v128.load_splat<u8>(LETTERS_T)));
}

/** Whether the four bytes at `at` are hex digits, without a branch for each. */
// @ts-ignore: decorator
@inline
export function areFourHex(at: usize): bool {
  const word = load<u32>(at);
  const digits = isFrom(word, 0x30, 0x39);
  const letters = isFrom(word | 0x20202020, 0x61, 0x66);
  return (word & 0x80808080) == 0 && (digits | letters) == 0x80808080;
}

/** The highest bit of each of four bytes below 128 that lies from `first` to `last`. */
// @ts-ignore: decorator
@inline
function isFrom(word: u32, first: u32, last: u32): u32 {
  const low = word & 0x7f7f7f7f;
  return (low + (0x80 - first) * 0x01010101) & ~(low + (0x7f - last) * 0x01010101) & 0x80808080;
}

/** The lowest bit that is set. */
// @ts-ignore: decorator
@inline
export function lowest(x: u64): u64 {
  return x & (0 - x);
}

/** Of each bit: whether the bits up to and with it are odd in number. */
// @ts-ignore: decorator
@inline
export function prefixXor(x: u64): u64 {
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  return x ^ (x << 32);
}

/** Copies at least `length` bytes, in whole vectors. Most are few, and `memory.copy` is a call out of WebAssembly. */
// @ts-ignore: decorator
@inline
export function copy(to: usize, from: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += VECTOR) v128.store(to + i, v128.load(from + i));
}

/** Whether `length` bytes are the same. */
export function isSame(a: usize, b: usize, length: usize): bool {
  if (length < VECTOR) {
    for (let i: usize = 0; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
    return true;
  }
  const last = length - VECTOR;
  for (let i: usize = 0; i < last; i += VECTOR) if (differ(a + i, b + i)) return false;
  return !differ(a + last, b + last);
}

// @ts-ignore: decorator
@inline
function differ(a: usize, b: usize): bool {
  return v128.any_true(v128.xor(v128.load(a), v128.load(b)));
}
