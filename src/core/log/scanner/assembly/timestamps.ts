/** Time stamps of the form `2026-11-22T16:31:04.432Z`, which order as bytes. */

/** "0000" */
const YEAR_0: u32 = 0x30303030;

/** Whether the time stamp at `a` orders before the one at `b`. */
export function isBefore(a: usize, b: usize): bool {
  for (let i: usize = 0; i < 24; i += 8) {
    const left = bswap(load<u64>(a + i));
    const right = bswap(load<u64>(b + i));
    if (left != right) return left < right;
  }
  return false;
}

/** Milliseconds since 1970 of the time stamp at `at`; NaN when there is none. */
export function timeAt(at: usize): f64 {
  if (load<u8>(at) == 0) return NaN;
  const month = number(at + 5);
  // Years begin in March, so that a leap day is their last one.
  const year = number(at) * 100 + number(at + 2) - (month <= 2 ? 1 : 0);
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + number(at + 8) - 1;
  const days = (year as f64) * 365 + ((year / 4 - year / 100 + year / 400 + dayOfYear) as f64) - 719468;
  const seconds = (number(at + 11) * 60 + number(at + 14)) * 60 + number(at + 17);
  return (days * 86400 + (seconds as f64)) * 1000 + ((number(at + 20) * 10 + (load<u8>(at + 22) as u32) - 0x30) as f64);
}

/** Whether 24 bytes at `at` are a time stamp of that form. */
export function isTime(at: usize): bool {
  // Each byte between the smallest and the largest that can stand there: 0000-00-00T00:00, then :00.000Z.
  const a = v128.load(at);
  const b = v128.load(at, 8);
  const inForm =
    i8x16.all_true(
      v128.and(
        i8x16.ge_u(a, i8x16(48, 48, 48, 48, 45, 48, 48, 45, 48, 48, 84, 48, 48, 58, 48, 48)),
        i8x16.le_u(a, i8x16(57, 57, 57, 57, 45, 49, 57, 45, 51, 57, 84, 50, 57, 58, 53, 57)),
      ),
    ) &&
    i8x16.all_true(
      v128.and(
        i8x16.ge_u(b, i8x16(48, 48, 84, 48, 48, 58, 48, 48, 58, 48, 48, 46, 48, 48, 48, 90)),
        i8x16.le_u(b, i8x16(57, 57, 84, 57, 57, 58, 57, 57, 58, 53, 57, 46, 57, 57, 57, 90)),
      ),
    );
  // A month or an hour that there is not would order above all that there are; before the year 0 `timeAt` does not
  // count.
  return inForm && load<u32>(at) != YEAR_0 && number(at + 5) - 1 <= 11 && number(at + 8) - 1 <= 30 && number(at + 11) <= 23;
}

/** The number that two digits write; something large when they are no digits, as is one less than 0. */
// @ts-ignore: decorator
@inline
function number(at: usize): u32 {
  return ((load<u8>(at) as u32) - 0x30) * 10 + (load<u8>(at + 1) as u32) - 0x30;
}
