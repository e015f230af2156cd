/** Where what stands in the scanner's memory. `src/core/log/scanner/lineScanner.ts` knows the addresses that it reads and writes. */

/** What a call tells: f64 and u32, in the order of `tell`. */
export const TOLD: usize = 512;
export const OWN_ID: usize = 1024;
export const FIRST_TIME: usize = 2048;
export const LAST_TIME: usize = 2080;
/** Bytes to be hashed, at most 512. */
export const HASHED: usize = 3328;
/** The fields of the current line. */
const FIELDS: usize = 4096;
/** A field: its length (u32), then its bytes; fields are copied in pieces of 16 bytes. */
export const FIELD_SIZE: usize = 4128;
export const FIELD_CAPACITY: u32 = 4092;
/** The fields as they were reported last. */
export const LAST: usize = 45056;
export const ENVELOPE_PLACES: usize = 82304;
export const ENVELOPE: usize = 82432;
export const ENVELOPE_CAPACITY: usize = 2048;
export const KEYS: usize = 84992;
export const REPORTS: usize = 90112;
export const REPORTS_SIZE: usize = 131072;
export const INPUT: usize = 221184;
/** A bit for each level of the current line: 1 for an array. Behind the input, which takes 655,360 bytes. */
export const LEVELS: usize = 880640;
export const DEEPEST: i32 = 1048576;

export const SESSION_ID = 0;
export const SLUG = 1;
export const CWD = 2;
export const BRANCH = 3;
export const TIMESTAMP = 4;
export const AGENT_ID = 5;
export const PARENT_TOOL_USE = 6;
export const TYPE = 7;
export const DATA_AGENT_ID = 8;
export const FIELD_COUNT = 9;
export const NO_FIELD = -1;

// @ts-ignore: decorator
@inline
export function fieldAt(number: i32): usize {
  return FIELDS + (number as usize) * FIELD_SIZE;
}
