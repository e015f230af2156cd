import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundle } from '../fixtures/bundle.mjs';

/** What a TypeScript file of the sources exports. */
export async function bundled(source) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  try {
    return await bundle([source], path.join(folder, 'module.mjs'));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
