/** Who wrote this file: the files of a session, what it wrote in them, and who else did. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { register } from '../fixtures/demo/demoHome.mjs';
import { SessionLog } from '../fixtures/demo/sessionLog.mjs';
import { eventually } from './eventually.mjs';

export const title = 'Who wrote a file';
export const settings = {
  'git.enabled': true,
  // Its default was true in VS Code 1.103, where the changes of the other worktree come along.
  'git.detectWorktrees': false,
  'sessionScope.fileDecorations': true,
};

const RANK = 'Rank names first';
const TYPOS = 'Forgive typos';
const TESTS = 'Test the ranks';
const RANK_ID = '6e1b7a40-2c95-4f3d-8b16-d07c4e92a5f8';
const TYPOS_ID = 'b52d90c7-41ea-4d68-9f03-7a8e1c6d3b24';

/** Writes a file as a client does, with the change in the log. */
function edit(log, file, oldString, newString) {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(oldString, newString);
  writeFileSync(file, after);
  const lines = [
    ...before
      .trimEnd()
      .split('\n')
      .map((line) => `-${line}`),
    ...after
      .trimEnd()
      .split('\n')
      .map((line) => `+${line}`),
  ];
  const structuredPatch = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines }];
  const noted = {
    filePath: file,
    oldString,
    newString,
    originalFile: before,
    structuredPatch,
    userModified: false,
    replaceAll: false,
  };
  log.tool(
    'Edit',
    { file_path: file, old_string: oldString, new_string: newString },
    'The file has been updated.',
    noted,
  );
}

/** Two sessions on one file; each made another one, of which one is gone. */
function tellSessions({ shop, claudeDir }) {
  const search = path.join(shop, 'src', 'search.js');
  const gone = path.join(shop, 'src', 'old', 'ranks.js');
  const start = Date.now() - 600_000;
  const rank = new SessionLog({ sessionId: RANK_ID, cwd: shop, start });
  rank.title(RANK).prompt('Names should count most');
  edit(rank, search, 'includes(text)', 'includes(text)).sort(byName');
  edit(rank, search, 'byName', 'byRank');
  rank.write(gone, 'export const ranks = [];\n');
  const tests = path.join(shop, 'src', 'search.test.js');
  const agent = { agentId: 'a17f9b2c40e8d356a', type: 'general-purpose', description: TESTS, prompt: 'Test the ranks' };
  const { log, meta } = rank.runAgent(agent, (its) => {
    writeFileSync(tests, 'test("rank", () => {});\n');
    its.write(tests, readFileSync(tests, 'utf8'));
    its.say('One test.');
  });
  log.saveAgent(claudeDir, meta);
  rank.say('Names come first.').save(claudeDir);
  const typos = new SessionLog({
    sessionId: TYPOS_ID,
    cwd: shop,
    start: start + 300_000,
  });
  typos.title(TYPOS).prompt('Find words with a typo');
  edit(typos, search, 'p.name', 'fuzzy(p.name)');
  const fuzzy = path.join(shop, 'src', 'fuzzy.js');
  writeFileSync(fuzzy, 'export const fuzzy = (text) => text;\n');
  typos.write(fuzzy, readFileSync(fuzzy, 'utf8'));
  typos.say('One letter may differ.').save(claudeDir);
}

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { page, workbench } = scope;
  tellSessions(demo);

  await step('“Files” lists what a session changed, with lines and marks', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(420);
    await scope.expand(RANK, 'Files');
    await workbench.treeRow('search.js').waitFor();
    const rows = await scope.readRows();
    const at = rows.findIndex((row) => row.startsWith(RANK));
    assert.deepEqual(rows.slice(at + 1, at + 7), [
      '  Files',
      '    ranks.js | gone · +1 −0 · src/old',
      '    search.js | also b52d… · changed since · +2 −2 · src',
      '    search.test.js | +1 −0 · src',
      `  ${TESTS} | agent · general-purpose · 4 entries`,
      '  Session Log | 11 entries',
    ]);
    await shot('files');
  });

  await step('an agent has the files that it changed itself', async () => {
    await scope.collapse('Files');
    await scope.expand(TESTS);
    await workbench.treeRows.and(page.locator('[aria-label^="Files that this agent changed"]')).click();
    await workbench.treeRow('search.test.js').waitFor();
    const rows = await scope.readRows();
    const at = rows.findIndex((row) => row.includes(TESTS));
    assert.deepEqual(rows.slice(at + 1, at + 4), [
      '    Files',
      '      search.test.js | +1 −0 · src',
      '  Session Log | 11 entries',
    ]);
    await scope.collapse(TESTS);
    await scope.expand('Files');
  });

  await step('a click shows what the session wrote, without what another one did later', async () => {
    await scope.click('search.js');
    await page.locator('.part.editor .tab.active .label-name', { hasText: /search\.js.6e1b….·.2.changes/ }).waitFor();
    const modified = page.locator('.part.editor .editor.modified .view-line', { hasText: 'byRank' });
    await modified.first().waitFor();
    assert.doesNotMatch(await modified.first().innerText(), /fuzzy/);
    await shot('diff');
  });

  await step('“View All Changes” shows all files in one editor', async () => {
    await workbench.contextMenu('Files', 'View All Changes');
    await page.locator('.multiDiffEntry', { hasText: 'ranks.js' }).waitFor();
    await page.locator('.multiDiffEntry', { hasText: 'search.js' }).waitFor();
    await shot('all-changes');
  });

  await step('and from the row of a session', async () => {
    await workbench.contextMenu(TYPOS, 'View All Changes');
    await page.locator('.multiDiffEntry', { hasText: 'fuzzy.js' }).waitFor();
  });

  await step('the status bar names the sessions that wrote the file in front, and leads to the call', async () => {
    await workbench.moveMouseAway();
    await workbench.pressInRow('search.js', 'Open File');
    const item = page.locator('.part.statusbar .statusbar-item', { hasText: 'b52d… (2)' });
    await item.waitFor();
    await shot('status-bar');
    await item.click();
    const row = page.locator('.quick-input-widget .monaco-list-row', { hasText: RANK });
    await row.waitFor();
    await shot('which-session');
    await row.click();
    const transcript = await scope.transcript(RANK);
    await transcript.getByText('src/search.js').nth(1).waitFor();
  });

  await step('by keyboard alone a session of the file in front is revealed', async () => {
    await workbench.runCommand('Go to File...');
    await scope.choose('search.js', 'search.js');
    await scope.run('Which Session Wrote This?');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: TYPOS }).waitFor();
    for (const key of ['Tab', 'Tab', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await workbench.treeRow(TYPOS).and(page.locator('.selected')).waitFor();
  });

  await step('which call wrote which line stands beside the lines, and leads to the call', async () => {
    const line = page.locator('.part.editor .view-line', { hasText: 'fuzzy' });
    const column = () =>
      line.evaluate((node) =>
        [...node.querySelectorAll('span')].map((part) => getComputedStyle(part, '::before').content).join(' '),
      );
    await line.click();
    await scope.run('Toggle Lines by Session');
    await eventually(column, (text) => assert.match(text, /b52d… Edit · \d+ min/));
    await shot('lines');
    await scope.run('Show the Call That Wrote This Line');
    const transcript = await scope.transcript(TYPOS);
    await transcript.getByText('src/search.js').first().waitFor();
    await workbench.runCommand('Go to File...');
    await scope.choose('search.js', 'search.js');
    await scope.run('Toggle Lines by Session');
    await eventually(column, (text) => assert.doesNotMatch(text, /b52d/));
  });

  await step('the explorer of a remote window asks the same', async () => {
    await workbench.runCommand('File: Reveal Active File in Explorer View');
    await page
      .locator('.explorer-folders-view .monaco-list-row.selected', { hasText: 'search.js' })
      .click({ button: 'right' });
    await page.locator('.context-view .monaco-menu .action-label', { hasText: 'Which Session Wrote This?' }).hover();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: TYPOS }).waitFor();
    await page.keyboard.press('Escape');
    await scope.openSideBar();
  });

  await step('a file that no log names has no item, and says so when it is asked for', async () => {
    await workbench.runCommand('Go to File...');
    await scope.choose('orders.js', 'orders.js');
    await scope.readEditor('orders');
    await page.locator('.part.statusbar .statusbar-item', { hasText: 'b52d…' }).waitFor({ state: 'hidden' });
    await scope.run('Which Session Wrote This?');
    await page.locator('.notification-list-item-message', { hasText: 'No log proves' }).waitFor();
  });

  await step('“Changed Files” has the changes of git by session, and what has no proof last', async () => {
    const sessions = page.locator('.pane-header', { has: page.getByText('Sessions', { exact: true }) });
    await sessions.click();
    await page.locator('.pane-header', { hasText: 'Changed Files' }).click();
    await workbench.treeRow('No Proof').waitFor();
    const pane = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Changed Files' }) });
    const rows = await pane
      .locator('.monaco-list-row')
      .evaluateAll((all) =>
        all.map((row) => ['.label-name', '.label-description'].map((part) => row.querySelector(part)?.textContent)),
      );
    assert.deepEqual(rows, [
      [TYPOS, 'b52d90c7 · 1'],
      ['fuzzy.js', 'src'],
      [RANK, '6e1b7a40 · 1'],
      ['search.test.js', 'src'],
      ['Fix search ranking', 'a81d5c30 · 1'],
      ['search.md', 'docs'],
      ['Which Node versions does the shop support?', '1c58e0f7 · 1'],
      ['versions.md', 'docs'],
      ['Several Sessions', '1'],
      ['search.js', '6e1b…, b52d… · src'],
      ['No Proof', '5'],
    ]);
    const label = workbench.treeRow('fuzzy.js').locator('.monaco-icon-label');
    await eventually(
      () => label.evaluate((node) => getComputedStyle(node, '::after').content),
      (badge) => assert.match(badge, /b5/),
    );
    await shot('changed-files');
    await sessions.click();
  });

  await step('what one session alone changed is staged, and nothing else', async () => {
    await scope.run('Stage Files of Session…');
    const widget = page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row', { hasText: RANK }).waitFor();
    await widget.locator('input.input').fill(TYPOS);
    await widget.locator('.monaco-list-row.focused', { hasText: TYPOS }).waitFor();
    // The next question opens in the same place at once.
    await page.keyboard.press('Enter');
    await widget.locator('.monaco-list-row', { hasText: 'also changed by 6e1b…' }).waitFor();
    await shot('stage');
    await page.keyboard.press('Enter');
    await eventually(
      () => spawnSync('git', ['diff', '--cached', '--name-only'], { cwd: demo.shop, encoding: 'utf8' }).stdout,
      (staged) => assert.equal(staged, 'src/fuzzy.js\n'),
    );
  });

  await step('two live sessions on one file are marked, with one notice', async () => {
    const clients = [RANK_ID, TYPOS_ID].map((id) => {
      const client = spawn('sleep', ['600'], { stdio: 'ignore' });
      register({ ...demo, now: Date.now() }, id, client.pid);
      return client;
    });
    try {
      await scope.run('Refresh');
      await page.locator('.notification-list-item-message', { hasText: 'changed the same file: search.js' }).waitFor();
      await workbench
        .treeRow(RANK)
        .getByText(/same file as b52d…/)
        .waitFor();
      await workbench
        .treeRow(TYPOS)
        .getByText(/same file as 6e1b…/)
        .waitFor();
      await scope.hover(workbench.treeRow(RANK), 'search.js was also changed by');
      await shot('collision');
    } finally {
      for (const client of clients) client.kill();
    }
  });
}
