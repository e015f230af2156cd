/** Scratch: cleaned by the context menu and by the list of what is stale, got back, deleted for good, made anew. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { writeFiles } from '../fixtures/demo/repositories.mjs';
import { eventually } from './eventually.mjs';
import { QuickPick } from './quickPick.mjs';
import { age, readDirectory } from './scratchTree.mjs';

export const title = 'Cleaning scratch';
export const settings = { 'sessionScope.showAllProjects': true };
export const folder = (demo) => demo.wordtool;

const DAY = 86_400_000;
const TABLES = 'Count words in Markdown tables';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { workbench, page } = scope;
  const { tables, cart } = demo.sessionIds;
  const former = path.join(demo.wordtool, '.erk', 'scratch', tables);
  const current = path.join(demo.wordtool, '.erk', 'scratch', 'sessions', tables);
  const unknown = path.join(demo.wordtool, '.erk', 'scratch', 'sessions', '52e8c6a1-9b3d-4f70-a4c2-e17d0b86f95d');
  const live = path.join(demo.shop, '.erk', 'scratch', 'sessions', cart);
  const bin = path.join(demo.wordtool, '.erk', '.session-scope-bin');
  writeFiles(unknown, { 'clone/.git/HEAD': 'ref: refs/heads/main\n' });
  age(unknown, Date.now() - 60 * DAY);
  // By its age alone the running session's scratch would be stale.
  age(live, Date.now() - 20 * DAY);
  const before = [former, current, unknown, live].map(readDirectory);
  const labels = ['.erk/scratch/sessions/0b7d3e96…', '.erk/scratch/0b7d3e96…'];
  const isGone = (label) => workbench.treeRow(label).waitFor({ state: 'detached' });

  await step('a session shows its scratch, with sizes and in words', async () => {
    await scope.openSideBar();
    await scope.expand(TABLES, 'Scratch', labels[0], 'hooks');
    await workbench.treeRow('exit-plan-mode-hook.plan-saved.marker').waitFor();
    const rows = await scope.readRows();
    const at = rows.findIndex((row) => row.includes(TABLES));
    assert.deepEqual(
      rows.slice(at, at + 10).map((row) => row.trim()),
      [
        `${TABLES} | 0b7d3e96`,
        'Words in tables | in force · please-plan-words-in-tables-plain-orchard',
        'Files',
        'Scratch | 2',
        '.erk/scratch/sessions/0b7d3e96… | 2 files, 30 B',
        'hooks',
        'exit-plan-mode-hook.plan-saved.marker | Plan saved · 0 B',
        'headers.txt | 30 B',
        '.erk/scratch/0b7d3e96… | 3 files, 34 B',
        'Session Log | 13 entries',
      ],
    );
  });

  await step('the menus offer to clean where there is something to clean, and never beside a row', async () => {
    assert.deepEqual(await workbench.readContextMenu('Scratch'), [
      'New Scratch File…',
      'Copy Paths',
      'Move Scratch to Bin…',
    ]);
    assert.deepEqual(await workbench.readContextMenu(labels[0]), ['Copy Path', 'Move Scratch to Bin…']);
    assert.deepEqual(await workbench.readContextMenu('headers.txt'), ['Copy Path']);
    assert.equal(await workbench.treeRow(labels[0]).locator('.actions .action-item').count(), 0);
  });

  await step('two directories, selected together, move to the bin after one question', async () => {
    await workbench.treeRow(labels[0]).click();
    await workbench.treeRow(labels[1]).click({ modifiers: ['Control'] });
    await workbench.contextMenu(labels[1], 'Move Scratch to Bin…');
    const dialog = await workbench.readDialog();
    assert.equal(dialog.message, 'Move 2 scratch directories (5 files, 64 B) to the bin?');
    assert.equal(
      dialog.detail,
      [
        'wordtool/.erk/scratch/sessions/0b7d3e96… (38 d · 30 B · 2 files)',
        'wordtool/.erk/scratch/0b7d3e96… (45 d · 34 B · 3 files)',
        '',
        'The oldest was last changed 45 d ago. Nothing is deleted: “Recently Removed Scratch…” restores them.',
      ].join('\n'),
    );
    assert.deepEqual(dialog.buttons, ['Cancel', 'Move 2 Directories to Bin']);
    await workbench.acceptDialog('Move 2 Directories to Bin');
    await isGone(labels[0]);
    await isGone(labels[1]);
    assert.deepEqual([former, current].map(existsSync), [false, false]);
    assert.deepEqual([unknown, live].map(readDirectory), before.slice(2));
  });

  await step('Undo brings them back, byte by byte', async () => {
    const toast = page.locator('.notifications-toasts .notification-list-item');
    await toast.getByText('Moved 2 scratch directories (64 B) to the bin.').waitFor();
    await toast.locator('.monaco-button', { hasText: 'Undo' }).click();
    await scope.expand('Scratch');
    await workbench.treeRow(labels[1]).waitFor();
    await eventually(
      () => readdirSync(bin),
      (names) => assert.deepEqual(names, ['.gitignore']),
    );
    assert.deepEqual([former, current, unknown, live].map(readDirectory), before);
  });

  await step('the scratch of a running session is refused, however old it is', async () => {
    await scope.expand('shop', 'Add cart persistence');
    await scope.collapse(TABLES);
    await workbench.contextMenu('.erk/scratch/sessions/4f0c2b7e…', 'Move Scratch to Bin…');
    await page.getByText('Nothing was moved. Its session is running.').first().waitFor();
    assert.deepEqual(readDirectory(live), before[3]);
    await scope.collapse('Add cart persistence');
  });

  await step('the list of stale scratch checks what is stale, and says why the rest is kept', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.moveMouseAway();
    await scope.run('Clean Stale Scratch…');
    const pick = new QuickPick(page);
    await pick.shows('Add cart persistence');
    const rows = await pick.read();
    assert.deepEqual(
      rows.map((row) => row.replace(/\d+ d ago/, 'N d ago').replace(/\d+ (min|h)\b/, 'N $1')),
      [
        '-- Stale',
        '[ ] Unknown session | 52e8c6a1 · 60 d · 60 B · 2 files | Contains a git repository · No entry of its session is left · wordtool/.erk/scratch/sessions/52e8c6a1…',
        `[x] ${TABLES} | 0b7d3e96 · 45 d · 34 B · 3 files | Session last active N d ago · wordtool/.erk/scratch/0b7d3e96…`,
        `[x] ${TABLES} | 0b7d3e96 · 38 d · 30 B · 2 files | Session last active N d ago · wordtool/.erk/scratch/sessions/0b7d3e96…`,
        '-- Kept',
        '[ ] Add cart persistence | 4f0c2b7e · 20 d · 158 B · 3 files | Its session is running · shop/.erk/scratch/sessions/4f0c2b7e…',
        '[ ] Fix search ranking | a81d5c30 · N min · 21 B · 1 file | Something in it was modified lately · shop/.erk/scratch/a81d5c30…',
        '[ ] Build the checkout flow | 7b2e4d09 · N h · 25 B · 2 files | Something in it was modified lately · shop-checkout/.erk/scratch/sessions/7b2e4d09…',
      ],
    );
    await shot('clean-scratch');
  });

  await step('what is kept cannot be checked; a repository is asked about apart', async () => {
    const pick = new QuickPick(page);
    await pick.click('Add cart persistence');
    await pick.click('Unknown session');
    await eventually(
      () => pick.read(),
      (rows) =>
        assert.deepEqual(
          rows.map((row) => row.slice(0, 8)).filter((row) => row.startsWith('[')),
          ['[x] Unkn', '[x] Coun', '[x] Coun', '[ ] Add ', '[ ] Fix ', '[ ] Buil'],
        ),
    );
    await pick.accept();
    const repository = await workbench.readDialog();
    assert.equal(repository.message, '1 directory of your choice contains a git repository.');
    await workbench.acceptDialog('Include 1 Repository');
    const dialog = await workbench.readDialog();
    assert.equal(dialog.message, 'Move 3 scratch directories (7 files, 124 B) to the bin?');
    assert.match(
      dialog.detail,
      /The oldest was last changed 60 d ago\. Nothing is deleted: “Recently Removed Scratch…”/,
    );
    await workbench.acceptDialog('Move 3 Directories to Bin');
    await page.getByText('Moved 3 scratch directories (124 B) to the bin.').first().waitFor();
    assert.deepEqual([former, current, unknown].map(existsSync), [false, false, false]);
    assert.deepEqual(readDirectory(live), before[3]);
  });

  await step('the bin gives one back beside what has taken its place', async () => {
    mkdirSync(unknown);
    await scope.run('Recently Removed Scratch…');
    const pick = new QuickPick(page);
    await pick.shows('Empty Bin…');
    assert.deepEqual((await pick.read()).map(withoutAge).sort(), [
      `${TABLES} | 0b7d3e96 · removed lately · 30 B · 2 files | wordtool/.erk/scratch/sessions/0b7d3e96…`,
      `${TABLES} | 0b7d3e96 · removed lately · 34 B · 3 files | wordtool/.erk/scratch/0b7d3e96…`,
      'Empty Bin…',
      'Unknown session | 52e8c6a1 · removed lately · 60 B · 2 files | wordtool/.erk/scratch/sessions/52e8c6a1…',
    ]);
    await pick.press('Unknown session', 'Restore');
    await page.getByText('Restored 1 scratch directory. Beside what has taken the place.').first().waitFor();
    assert.deepEqual(readDirectory(`${unknown}.restored-1`), before[2]);
    assert.deepEqual(readdirSync(unknown), []);
  });

  await step('the bin is emptied only after a question of its own', async () => {
    const pick = new QuickPick(page);
    await pick.click('Empty Bin…');
    const dialog = await workbench.readDialog();
    assert.equal(dialog.message, 'Delete 2 removed scratch directories (64 B) for good?');
    assert.match(dialog.detail, /cannot be restored afterwards/);
    await workbench.acceptDialog('Cancel');
    assert.equal(readdirSync(bin).length, 5);
    await scope.run('Empty Scratch Bin…');
    await workbench.readDialog();
    await workbench.acceptDialog('Delete All 2 for Good');
    await page.getByText('Deleted 2 directories (64 B)').waitFor();
    assert.deepEqual(readdirSync(bin), ['.gitignore']);
    assert.deepEqual(readDirectory(`${unknown}.restored-1`), before[2]);
  });

  await step('a session gets a new scratch file, in a directory that is made for it', async () => {
    // The rows that were moved away are still selected for VS Code, and this is offered for one row alone.
    await scope.click(TABLES);
    await scope.transcript(TABLES);
    await workbench.contextMenu(TABLES, 'New Scratch File…');
    const input = page.locator('.quick-input-widget input.input');
    await input.fill('../escape.md');
    await page.getByText('The name of one file is needed, without folders.').waitFor();
    await input.fill('notes.md');
    await page.keyboard.press('Enter');
    await page.locator('.part.editor .tab', { hasText: 'notes.md' }).waitFor();
    assert.deepEqual(readDirectory(current), ['/ 700', 'notes.md 600 ']);
    await scope.expand(TABLES, labels[0]);
    await workbench.treeRow('notes.md').waitFor();
  });
}

/** A row of the bin says `just now` for a minute. */
function withoutAge(row) {
  return row.replace(/removed (just now|\d+ min ago)/, 'removed lately');
}
