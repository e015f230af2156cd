/** Builds the core as it ships, for processes that are raced and killed. */
import * as esbuild from 'esbuild';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = [
  'src/core/scratch/bin.ts',
  'src/core/scratch/candidates.ts',
  'src/core/scratch/emptyBin.ts',
  'src/core/scratch/moveToBin.ts',
  'src/core/scratch/restoreFromBin.ts',
  'test/fixtures/scratchTree.ts',
];

/** Path and exports of the bundle, written to `folder`. */
export async function buildCore(folder) {
  const outfile = path.join(folder, 'core.mjs');
  const contents = modules.map((file) => `export * from './${file}';`).join('\n');
  await esbuild.build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  return { outfile, core: await import(pathToFileURL(outfile).href) };
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
