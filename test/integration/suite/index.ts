import Mocha from 'mocha';
import { readdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/** What VS Code calls in the extension host: runs every `*.test.js` beside the bundle of this file. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, grep: process.env['SESSION_SCOPE_TEST_GREP'] });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  }
  let passed = 0;
  let skipped = 0;
  const failed = await new Promise<number>((resolve) =>
    mocha
      .run(resolve)
      .on('pass', () => passed++)
      .on('pending', () => skipped++),
  );
  const result = process.env['SESSION_SCOPE_TEST_RESULT'];
  if (result) writeFileSync(result, JSON.stringify({ passed, failed, skipped }));
  if (failed > 0) throw new Error(`${failed} of the tests failed`);
}
