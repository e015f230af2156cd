/** Packs the extension as `npm run package` does. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds and packs; throws when either fails. @returns {string} the absolute path of the `.vsix` */
export function packExtension() {
  // On Windows npm is a batch file, which only a shell can run.
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync('npm', ['run', '--silent', 'package'], { cwd: root, stdio: 'inherit', shell });
  if (error || status !== 0) throw error ?? new Error('npm run package failed.');
  return path.join(root, 'dist', 'session-scope.vsix');
}
