/** Builds the core as it ships, for processes that are raced and killed. */
import * as path from 'node:path';
import { bundle } from '../fixtures/bundle.mjs';

const modules = [
  'src/core/scratch/bin.ts',
  'src/core/scratch/candidates.ts',
  'src/core/scratch/emptyBin.ts',
  'src/core/scratch/moveToBin.ts',
  'src/core/scratch/outputBin.ts',
  'src/core/scratch/outputCandidates.ts',
  'src/core/scratch/restoreFromBin.ts',
  'test/fixtures/scratchTree.ts',
  'test/fixtures/seeded.ts',
];

/** Path and exports of the bundle, written to `folder`. */
export async function buildCore(folder) {
  const outfile = path.join(folder, 'core.mjs');
  return { outfile, core: await bundle(modules, outfile) };
}
