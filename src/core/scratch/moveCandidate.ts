/** The act of cleaning, and the way back, whatever the kind of scratch. */
import type { BinEntry } from './bin.ts';
import type { ScratchCandidate } from './candidates.ts';
import { moveToBin, type MoveOptions, type MoveResult } from './moveToBin.ts';
import { moveOutputs, restoreOutputs } from './outputBin.ts';
import { restoreFromBin, type RestoreResult } from './restoreFromBin.ts';
import type { StaleRule } from './selectStale.ts';

export function moveCandidate(candidate: ScratchCandidate, rule: StaleRule, options: MoveOptions): MoveResult {
  return candidate.outputs === undefined ? moveToBin(candidate, rule, options) : moveOutputs(candidate, rule);
}

export function restoreEntry(entry: BinEntry): RestoreResult {
  return entry.isOutputs ? restoreOutputs(entry) : restoreFromBin(entry);
}
