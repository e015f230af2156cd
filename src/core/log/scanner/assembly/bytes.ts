/** 64 bytes at once, as four vectors or as a bit for each byte, and runs of bytes. */

// To compare with, sixteen times: from memory, since V8 puts a constant together anew at each use.
export const QUOTES: usize = memory.data<u8>([0x22]);
export const BACKSLASHES: usize = memory.data<u8>([0x5c]);
export const NEWLINES: usize = memory.data<u8>([0x0a]);
const LAST_CONTROLS: usize = memory.data<u8>([0x1f]);
const LOW_HALVES: usize = memory.data<u8>([0x0f]);
export const LETTERS_N: usize = memory.data<u8>([0x6e]);
/** The literals of JSON, each followed by a 0. */
// prettier-ignore
export const LITERALS: usize = memory.data<u8>([0x74, 0x72, 0x75, 0x65, 0, 0x66, 0x61, 0x6c, 0x73, 0x65, 0, 0x6e, 0x75, 0x6c, 0x6c, 0]);
/** What a byte is outside of strings, by its low and by its high half; see `structureOf`. */
// prettier-ignore
const CLASS_OF_LOW: usize = memory.data<u8>([0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x80, 0x20, 0x40, 0x00, 0x00]);
// prettier-ignore
const CLASS_OF_HIGH: usize = memory.data<u8>([0x00, 0x00, 0x20, 0x10, 0x00, 0xc0, 0x00, 0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00]);
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

/** Bit 7 of each byte: an opening brace or bracket; bit 6: a closing one; bit 5: a comma; bit 4: a colon. */
// @ts-ignore: decorator
@inline
export function structureOf(bytes: v128): v128 {
  const half = v128.load_splat<u8>(LOW_HALVES);
  return v128.and(
    i8x16.swizzle(v128.load(CLASS_OF_LOW), v128.and(bytes, half)),
    i8x16.swizzle(v128.load(CLASS_OF_HIGH), v128.and(i16x8.shr_u(bytes, 4), half)),
  );
}

/** The bit that is `shift` below the highest one, of each byte. */
// @ts-ignore: decorator
@inline
export function bitsBelow(a: v128, b: v128, c: v128, d: v128, shift: i32): u64 {
  return bits(i8x16.shl(a, shift), i8x16.shl(b, shift), i8x16.shl(c, shift), i8x16.shl(d, shift));
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
