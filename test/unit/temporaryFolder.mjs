/**
 * One folder for all that tests make below the system's for temporary files. It goes at the end, also with what tests
 * left that were not run.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export default function setup() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-tests-'));
  // Some run what is in it as another user.
  fs.chmodSync(folder, 0o755);
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
