import * as esbuild from 'esbuild';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { noNetwork } from '../../scripts/noNetwork.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** What a TypeScript file of the sources exports. */
export async function bundled(source) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  const outfile = path.join(folder, 'module.mjs');
  await esbuild.build({
    ...noNetwork,
    entryPoints: [path.join(root, source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
