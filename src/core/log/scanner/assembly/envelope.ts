/**
 * The envelope of an entry: what its writer says of itself and the session, from `userType` up to the last of the
 * session's fields (all versions from 1.0.128 to 2.1.330 write them in one go). Most entries repeat that of the entry
 * before, byte for byte, and the same bytes at the same depth have the same fields: those are taken over without being
 * looked at.
 */
import { copy, isSame } from './bytes';
import { ENVELOPE, ENVELOPE_CAPACITY, ENVELOPE_PLACES, FIELD_COUNT, fieldAt } from './memory';

const COMMA: u8 = 0x2c;
const CLOSING_BRACE: u8 = 0x7d;

/** Where the envelope that is being recorded begins in the input; 0 when none is. */
let start: usize = 0;
/** Bytes of the envelope that is known. */
let known: usize = 0;

/** No envelope is known. */
export function forgetEnvelope(): void {
  start = 0;
  known = 0;
}

/** An envelope begins at `at`, and is recorded as far as its fields are read. */
export function beginEnvelope(at: usize): void {
  start = at;
  known = 0;
  memory.fill(ENVELOPE_PLACES, 0, (FIELD_COUNT as usize) * 8);
}

/** Nothing more belongs to the recorded envelope. */
// @ts-ignore: decorator
@inline
export function endEnvelope(): void {
  start = 0;
}

/** Records a field of the envelope that has begun, if one has: `length` bytes at `value`, and all before them. */
// @ts-ignore: decorator
@inline
export function addToEnvelope(field: i32, value: usize, length: usize): void {
  if (start == 0) return;
  const end = value + length + 1 - start;
  if (end > ENVELOPE_CAPACITY) {
    forgetEnvelope();
    return;
  }
  const place = ENVELOPE_PLACES + (field as usize) * 8;
  store<u32>(place, (value - start) as u32);
  store<u32>(place, (length as u32) + 1, 4);
  copy(ENVELOPE + known, start + known, end - known);
  known = end;
}

/**
 * Length of the known envelope when it stands at `at` again, before `inputEnd`; else 0. Its fields are then those of
 * this line.
 */
export function repeatedEnvelope(at: usize, inputEnd: usize): usize {
  if (known == 0 || at + known >= inputEnd || !isSame(at, ENVELOPE, known)) return 0;
  // Its last field is a value, unless a colon follows and makes it a key.
  const next = load<u8>(at + known);
  if (next != COMMA && next != CLOSING_BRACE) return 0;
  for (let i = 0; i < FIELD_COUNT; i++) {
    const place = ENVELOPE_PLACES + (i as usize) * 8;
    const length = load<u32>(place, 4);
    // One more than the field's own; 0 stands for a field that is not there.
    if (length == 0) continue;
    store<u32>(fieldAt(i), length - 1);
    copy(fieldAt(i) + 4, ENVELOPE + (load<u32>(place) as usize), (length - 1) as usize);
  }
  return known;
}
