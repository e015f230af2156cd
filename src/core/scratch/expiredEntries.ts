import type { BinEntry } from './bin.ts';

/** Removed directories that have been in the bin longer than `maxAgeMs`; a removal time in the future is not. */
export function expiredEntries(entries: readonly BinEntry[], now: number, maxAgeMs: number): BinEntry[] {
  return entries.filter(({ removedAt }) => maxAgeMs >= 0 && now - removedAt > maxAgeMs);
}
