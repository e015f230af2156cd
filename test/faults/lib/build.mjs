/** Builds what is tested as it ships: the CLI, and the live index for a process of its own. */
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { bundle, root } from '../../fixtures/bundle.mjs';

const modules = [
  'src/core/disk/processStart.ts',
  'src/core/answers/sessionDetails.ts',
  'src/core/index/sessionIndex.ts',
  'src/core/answers/unattributed.ts',
  'src/live/liveIndex.ts',
  'test/fixtures/seeded.ts',
];

/** Paths of the CLI and of the bundle, and the bundle's exports. */
export async function build(folder) {
  const dist = path.join(folder, 'dist');
  execFileSync(process.execPath, ['esbuild.mjs', '--cli', dist], { cwd: root });
  const outfile = path.join(dist, 'live.mjs');
  return { cli: path.join(dist, 'cli.js'), bundle: outfile, core: await bundle(modules, outfile) };
}
