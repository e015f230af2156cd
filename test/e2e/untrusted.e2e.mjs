/** A folder that the person does not trust: sessions are shown, and nothing offers to change the folder. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { readDirectory } from './scratchTree.mjs';

export const title = 'In a folder that is not trusted';
export const folder = (demo) => demo.wordtool;
export const restricted = true;
export const settings = { 'git.enabled': true };

const TABLES = 'Count words in Markdown tables';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step }) {
  const { workbench, page } = scope;
  const erk = path.join(demo.wordtool, '.erk');
  const before = readDirectory(erk);

  await step('the side bar shows the sessions and their scratch', async () => {
    await page.locator('.part.statusbar').getByText('Restricted Mode').waitFor();
    await scope.openSideBar();
    await scope.expand(TABLES, 'Scratch');
    await workbench.treeRow('.erk/scratch/0b7d3e96…').waitFor();
  });

  await step('no view asks git', async () => {
    await page.locator('.pane-header', { hasText: 'Changed Files' }).waitFor({ state: 'hidden' });
  });

  await step('the menus of its rows offer to look and to copy, not to change', async () => {
    for (const [label, expected] of [
      ['.erk/scratch/0b7d3e96…', ['Copy Path']],
      [
        TABLES,
        [
          'Open Plan',
          'Open Plan to the Side',
          'Open Session Transcript',
          'Open Log File',
          'View All Changes',
          'Open Folder in New Window',
          'Pin Session',
          'Hide Session',
          'Copy Session ID',
          'Copy Transcript as Markdown',
          'Copy Resume Command',
          'Export Session…',
        ],
      ],
    ]) {
      assert.deepEqual(await workbench.readContextMenu(label), expected);
    }
  });

  await step('the palette does not know the commands that would change it', async () => {
    // The list shows some commands at a time.
    const found = [];
    for (const start of ['Re', 'Wh', 'C', 'S'])
      found.push(...(await workbench.findCommands(`Session Scope: ${start}`)));
    assert.ok(found.includes('Session Scope: Refresh'));
    assert.deepEqual(
      found.filter((command) => /scratch|stage|resume in/i.test(command)),
      [],
    );
    const [first] = await workbench.findCommands('Session Scope: Which');
    assert.equal(first, 'Session Scope: Which Session Wrote This?');
    assert.deepEqual(readDirectory(erk), before);
  });
}
