/**
 * Finds a text in bytes whatever its case, 64 bytes at a time: two bytes of the text are compared at their distance,
 * and the whole text only where both fit. A needle is bytes with a mask for each: `(byte | mask) == needle`, so that a
 * mask of 0x20 makes a letter of either case fit.
 */
import { INPUT, NEEDLE_SIZE, NEEDLES } from './generated/addresses';

/**
 * The first place from `from` on at which needle `number`, of `length` bytes, stands in the first `end` bytes of the
 * input; -1 when there is none. `first` and `second`: which of its bytes are compared first.
 */
export function find(number: u32, length: i32, first: i32, second: i32, from: i32, end: i32): i32 {
  const needle = NEEDLES + (number as usize) * NEEDLE_SIZE * 2;
  const masks = needle + NEEDLE_SIZE;
  const firstByte = v128.load_splat<u8>(needle + first);
  const firstMask = v128.load_splat<u8>(masks + first);
  const secondByte = v128.load_splat<u8>(needle + second);
  const secondMask = v128.load_splat<u8>(masks + second);
  const last = INPUT + (end - length);
  let at = INPUT + from;
  while (at <= last) {
    const a = fitsAt(at + first, at + second, firstByte, firstMask, secondByte, secondMask);
    const b = fitsAt(at + first + 16, at + second + 16, firstByte, firstMask, secondByte, secondMask);
    const c = fitsAt(at + first + 32, at + second + 32, firstByte, firstMask, secondByte, secondMask);
    const d = fitsAt(at + first + 48, at + second + 48, firstByte, firstMask, secondByte, secondMask);
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      at += 64;
      continue;
    }
    let fits = bits(a) | (bits(b) << 16) | (bits(c) << 32) | (bits(d) << 48);
    while (fits != 0) {
      const place = at + (ctz(fits) as usize);
      if (place > last) return -1;
      if (isWhole(place, needle, masks, length)) return (place - INPUT) as i32;
      fits &= fits - 1;
    }
    at += 64;
  }
  return -1;
}

/** Of 16 places, those at which both bytes fit. */
// @ts-ignore: decorator
@inline
function fitsAt(first: usize, second: usize, firstByte: v128, firstMask: v128, secondByte: v128, secondMask: v128): v128 {
  const a = i8x16.eq(v128.or(v128.load(first), firstMask), firstByte);
  const b = i8x16.eq(v128.or(v128.load(second), secondMask), secondByte);
  return v128.and(a, b);
}

/** A bit for each of 16 places. */
// @ts-ignore: decorator
@inline
function bits(places: v128): u64 {
  return (i8x16.bitmask(places) as u32) as u64;
}

function isWhole(place: usize, needle: usize, masks: usize, length: i32): bool {
  for (let i: usize = 0; i < (length as usize); i++) {
    if ((load<u8>(place + i) | load<u8>(masks + i)) != load<u8>(needle + i)) return false;
  }
  return true;
}
