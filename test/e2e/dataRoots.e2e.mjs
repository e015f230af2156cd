/** Another folder with Claude Code data, chosen in the dialog of a remote window. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.mjs';

export const title = 'Another data root';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  await step('is chosen on the machine that has the data, and its sessions come', async () => {
    const other = path.join(path.dirname(demo.claudeDir), 'elsewhere');
    cpSync(path.join(demo.claudeDir, 'projects'), path.join(other, 'projects'), {
      recursive: true,
      filter: (file) => !file.endsWith('.jsonl') || file.includes(demo.sessionIds.search),
    });
    await scope.openSideBar();
    await scope.run('Choose Data Roots…');
    await scope.chooseFolder(other, 'projects', 'Choose');
    await eventually(
      () => scope.readRows(),
      (rows) => assert.deepEqual(rows, ['Fix search ranking | a81d5c30']),
    );
    await shot('chosen');
  });
}
