/** Packs the extension as `npm run package` does. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds and packs; throws when either fails. @returns {string} the absolute path of the `.vsix` */
export function packExtension() {
  npm(['run', '--silent', 'package'], { cwd: root, stdio: 'inherit' });
  return path.join(root, 'dist', 'session-scope.vsix');
}
