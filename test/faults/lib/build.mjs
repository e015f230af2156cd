/** Builds what is tested as it ships: the CLI, and the live index for a process of its own. */
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const modules = [
  'src/core/roots/liveRegistry.ts',
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
  const bundle = path.join(dist, 'live.mjs');
  await esbuild.build({
    stdin: { contents: modules.map((file) => `export * from './${file}';`).join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile: bundle,
    logLevel: 'error',
  });
  return { cli: path.join(dist, 'cli.js'), bundle, core: await import(pathToFileURL(bundle).href) };
}
