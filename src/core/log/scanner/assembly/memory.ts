/** Addresses in the scanner's memory. */
import { INPUT, INPUT_SIZE } from './generated/addresses';

export * from './generated/addresses';
export * from './generated/fields';

export const FIRST_TIME: usize = 2048;
export const LAST_TIME: usize = 2080;
/** The fields of the current line. */
const FIELDS: usize = 4096;
/** A field: its length (u32), then its bytes; fields are copied in pieces of 16 bytes. */
export const FIELD_SIZE: usize = 4128;
export const FIELD_CAPACITY: u32 = 4092;
/** The fields as they were reported last. */
export const LAST: usize = 45440;
export const ENVELOPE_PLACES: usize = 86784;
export const ENVELOPE: usize = 86912;
export const ENVELOPE_CAPACITY: usize = 2048;
export const KEYS: usize = 89088;
export const REPORTS_SIZE: usize = 131072;
/**
 * A bit for each level of the current line: 1 for an array. After the input and what a scan writes and reads past its
 * end.
 */
export const LEVELS: usize = INPUT + INPUT_SIZE + 4096;
/** Lines that there is room for from FILE_LINES to the end of the memory. */
export const MOST_FILE_LINES: u32 = 1920;

export const NO_FIELD = -1;

// @ts-ignore: decorator
@inline
export function fieldAt(number: i32): usize {
  return FIELDS + (number as usize) * FIELD_SIZE;
}
