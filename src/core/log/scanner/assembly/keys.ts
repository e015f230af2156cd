/** The keys and entry types that matter, as numbers. */
import { KEYS } from './memory';

export * from './generated/names';

const SPACE = 0x20;
/** A slot: first 8 bytes of the name, last 8 bytes (0: it is shorter), number, length. */
const SLOT: usize = 24;
/** Of a slot's number, which are 128: with this factor no two names have the same. */
const HASH_FACTOR: u32 = 0x47747517;
const HASH_SHIFT: u32 = 25;

/**
 * Makes the table of the names, each followed by a space, that stand at `at` up to `end`. A name that hashes to a taken
 * slot would hide another one, so that is a trap: a new name may need another factor.
 */
export function setNames(at: usize, end: usize): void {
  let number: u32 = 0;
  for (let start = at; at < end; at++) {
    if (load<u8>(at) != SPACE) continue;
    const length = at - start;
    const slot = slotOf(headOf(start, length), length);
    if (load<u32>(slot, 16) != 0) unreachable();
    store<u64>(slot, headOf(start, length));
    store<u64>(slot, tailOf(start, length), 8);
    store<u32>(slot, ++number, 16);
    store<u32>(slot, length as u32, 20);
    start = at + 1;
  }
}

/** Number of the name of `length` bytes at `at`; 0 when it is of no interest. Eight bytes there can be read. */
// @ts-ignore: decorator
@inline
export function numberOf(at: usize, length: usize): i32 {
  const head = headOf(at, length);
  const slot = slotOf(head, length);
  if (load<u64>(slot) != head || load<u32>(slot, 20) != (length as u32)) return 0;
  return load<u64>(slot, 8) == tailOf(at, length) ? (load<u32>(slot, 16) as i32) : 0;
}

// @ts-ignore: decorator
@inline
function headOf(at: usize, length: usize): u64 {
  const bytes = load<u64>(at);
  return length >= 8 ? bytes : bytes & (((1 as u64) << ((length as u64) * 8)) - 1);
}

// @ts-ignore: decorator
@inline
function tailOf(at: usize, length: usize): u64 {
  return length >= 8 ? load<u64>(at + length - 8) : 0;
}

// @ts-ignore: decorator
@inline
function slotOf(head: u64, length: usize): usize {
  const hash = ((head as u32) + (length as u32) * 0x01000193) * HASH_FACTOR;
  return KEYS + ((hash >>> HASH_SHIFT) as usize) * SLOT;
}
