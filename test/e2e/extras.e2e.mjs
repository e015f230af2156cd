/** What else belongs to a session: todos, tasks, checkpoints, tool results, debug log, each read and none changed. */
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const title = 'What else belongs to a session';
export const settings = { 'workbench.colorTheme': 'Default Dark Modern' };

const REVIEW = 'Review the order API';
const TOOL_RESULT = 'toolu_01Gh5tWq8nZcK2vRbY7mXpDe.txt';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { workbench, page } = scope;
  const { review } = demo.sessionIds;
  const history = path.join(demo.claudeDir, 'file-history', review);
  const debugLog = path.join(demo.claudeDir, 'debug', `${review}.txt`);
  const tasks = path.join(demo.claudeDir, 'tasks', review);

  const activeTab = (name) => page.locator('.part.editor .tab.active', { hasText: name });

  /** Opens a row, waits for its text, tries to write into it, and gives what it shows then. */
  const read = async (label, expected) => {
    await scope.click(label);
    const before = await scope.readEditor(expected);
    await page.locator('.part.editor .editor-group-container.active .view-lines').last().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('typed');
    await page.locator('.monaco-editor-overlaymessage').first().waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await scope.readEditor(expected), before);
    assert.equal(await page.locator('.part.editor .tab.dirty').count(), 0);
    return before;
  };

  await step('“Extras” is collapsed at first, and counts what it holds', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(420);
    await scope.expand(REVIEW);
    await workbench.treeRow('Extras').waitFor();
    const rows = await scope.readRows();
    const at = rows.findIndex((row) => row.startsWith(REVIEW));
    assert.deepEqual(rows.slice(at, at + 5), [
      `${REVIEW} | f62c8a5d`,
      '  Files',
      '  Agent Logs | 7',
      '  Extras | 9',
      '  Session Log | 21 entries',
    ]);
  });

  await step('it holds todos, tasks, checkpoints by file, tool results and the debug log', async () => {
    await scope.expand('Extras', 'Tasks', 'Checkpoints', 'orders.js', 'Tool Results');
    await workbench.treeRow(TOOL_RESULT).waitFor();
    const rows = await scope.readRows();
    const at = rows.findIndex((row) => row.startsWith('  Extras'));
    assert.deepEqual(rows.slice(at, at + 14), [
      '  Extras | 9',
      '    Todos | 2 of 3 done',
      '    Tasks | 2',
      '      Answer 404 for a missing order | 1 · in progress',
      '      Draw order numbers | 2 · pending',
      '    Checkpoints | 4 versions of 3 files',
      '      README.md | version 1 · 7 B',
      '      orders.js | src · 2 versions',
      '        Version 2 | 33 B',
      '        Version 1 | 26 B',
      `      File ${readdirSync(history).find(isUnnamed).slice(0, 8)} | not named in the log · version 1 · 8 B`,
      '    Tool Results | 1 · 28 B',
      `      ${TOOL_RESULT} | 28 B`,
      '    Debug Log | 52 B',
    ]);
  });

  await step('todos and tasks open as lines to read', async () => {
    assert.equal(await read('Todos', 'Try under load'), '[x] Read the code\n[x] Check errors\n[ ] Try under load\n');
    assert.equal(
      await read('Answer 404 for a missing order', 'order_not_found'),
      '[>] Answer 404 for a missing order\n\nStatus: in_progress\nBlocks: 2\n\nA body with `order_not_found`.\n',
    );
  });

  await step('a tool result and a debug log open without raw control characters', async () => {
    assert.equal(await read(TOOL_RESULT, 'pass 412'), 'tests 412\npass 412\n');
    assert.match(await read('Debug Log', 'Stream started'), /^\[DEBUG\] Watching/);
  });

  await step('a checkpoint opens under the name of its file, with the entry that names it on hover', async () => {
    assert.equal(await read('Version 1', 'orders = {}'), 'export const orders = {};\n');
    await activeTab('orders.js').waitFor();
    const tooltip = await scope.hover(workbench.treeRow('Version 1'), 'src/orders.js');
    assert.match(
      await tooltip.innerText(),
      /Proved by: the session’s ID in the name of [^]*src\/orders\.js[^]*Line \d+:/,
    );
  });

  await step('it is compared with the file as it is now, where the file is in the opened folder', async () => {
    assert.deepEqual(await workbench.readContextMenu('Version 1'), [
      'Open File',
      'Compare with Current File',
      'Copy Path',
    ]);
    await workbench.contextMenu('Version 1', 'Compare with Current File');
    const diff = page.locator('.monaco-diff-editor');
    await diff.locator('.editor.original .view-line', { hasText: 'orders = {}' }).waitFor();
    await diff.locator('.editor.modified .view-line', { hasText: 'new Map()' }).waitFor();
    await activeTab('orders.js (version 1 ↔ current)').waitFor();
    await workbench.moveMouseAway();
    await shot('extras');
    const unnamed = `File ${readdirSync(history).find(isUnnamed).slice(0, 8)}`;
    assert.deepEqual(await workbench.readContextMenu(unnamed), ['Open File', 'Copy Path']);
  });

  await step('what is written meanwhile appears by itself, in the tree and in an open document', async () => {
    await read('Debug Log', 'Stream started');
    appendFileSync(debugLog, '[DEBUG] One more line\n');
    writeFileSync(path.join(tasks, '3.json'), '{"id":"3","subject":"Tell the callers","status":"pending"}');
    await workbench.treeRow('Tell the callers').waitFor();
    assert.match(await scope.readEditor('One more line'), /One more line\n$/);
  });

  await step('a link in place of a task is said to be one, and not opened', async () => {
    symlinkSync('/etc/passwd', path.join(tasks, '4.json'));
    await workbench.treeRow('Task 4').waitFor();
    assert.ok((await scope.readRows()).includes('      Task 4 | not a regular file'));
    await scope.click('Task 4');
    await page
      .getByText('A link, folder or device stands in this file’s place, so it was not opened.')
      .first()
      .waitFor();
    assert.equal(readFileSync(debugLog, 'utf8').includes('typed'), false);
  });

  function isUnnamed(name) {
    return readFileSync(path.join(history, name), 'utf8') === 'unnamed\n';
  }
}
