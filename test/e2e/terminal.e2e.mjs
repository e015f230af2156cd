/** A session is resumed in a real terminal, found again from there, and from its transcript. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'Sessions and terminals';

const RANKING = 'Fix search ranking';
const LIST = 'Speed up the product list';
const homeOf = (demo) => path.dirname(demo.claudeDir);

/** A client that prints how it was started, registers itself as the real one does, and waits. */
const STUB = String.raw`#!/bin/sh
printf '%s\n' "$PWD" "$CLAUDE_CONFIG_DIR" "$@" >> "$HOME/started"
echo "resumed $2"
mkdir -p "$CLAUDE_CONFIG_DIR/sessions"
printf '{"pid":%s,"sessionId":"%s","procStart":"%s","status":"idle","cwd":"%s"}' \
  $$ "$2" "$(cut -d' ' -f22 /proc/$$/stat)" "$PWD" > "$CLAUDE_CONFIG_DIR/sessions/$$.json"
exec sleep 600
`;

export const settings = (demo) => {
  const bin = path.join(homeOf(demo), 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'claude'), STUB, { mode: 0o755 });
  return {
    'sessionScope.planOpening': 'source',
    'sessionScope.waitingNotification': true,
    'terminal.integrated.env.linux': { HOME: homeOf(demo), PATH: `${bin}:/usr/bin:/bin` },
    'terminal.integrated.tabs.hideCondition': 'never',
  };
};

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { workbench, page } = scope;
  const id = demo.sessionIds.search;
  const terminals = page.locator('.tabs-list .monaco-list-row');
  const activeTerminal = page.locator('.tabs-list .monaco-list-row.selected');
  const message = (text) => page.locator('.notification-list-item-message', { hasText: text });

  await step('a session is resumed in a new terminal, in its folder and with its data root', async () => {
    await scope.openSideBar();
    await workbench.treeRow(RANKING).waitFor();
    await workbench.pressInRow(RANKING, 'Resume in Terminal');
    await eventually(
      () => readStarted(demo),
      (lines) => assert.deepEqual(lines, [demo.shop, demo.claudeDir, '--resume', id]),
    );
    await terminals.filter({ hasText: 'claude a81d5c30' }).waitFor();
    await eventually(
      () => scope.readRows(),
      (rows) => assert.ok(rows.includes(`${RANKING} | idle · a81d5c30`), rows.join('\n')),
    );
    await shot('resumed');
  });

  await step('it is not resumed a second time without a question', async () => {
    await workbench.contextMenu(RANKING, 'Resume in Terminal');
    const { message: question, buttons } = await workbench.readDialog();
    assert.match(question, /^Session a81d5c30 is open already \(process \d+\)\.$/);
    assert.deepEqual(buttons, ['Resume Anyway', 'Cancel', 'Go to Terminal']);
    await workbench.acceptDialog('Cancel');
    assert.equal(readStarted(demo).length, 4);
  });

  await step('a terminal without a session says so', async () => {
    await workbench.runCommand('Terminal: Create New Terminal');
    await eventually(
      () => terminals.count(),
      (count) => assert.equal(count, 2),
    );
    await scope.run("Open Plan of This Terminal's Session");
    await message('No live session of Claude Code runs below the shell of this terminal.').waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  await step('from the row one gets to its terminal, and from the terminal to its plan', async () => {
    await workbench.contextMenu(RANKING, 'Go to Terminal');
    await activeTerminal.filter({ hasText: 'claude a81d5c30' }).waitFor();
    await scope.run("Open Plan of This Terminal's Session");
    assert.match(await scope.readEditor('Search ranking'), /^# /);
  });

  await step('a session that begins to wait is told of, counted in the status bar, and has its terminal', async () => {
    setStatus(demo, id, { status: 'waiting', waitingFor: 'permission prompt' });
    await message(`“${RANKING}” waits for you: permission`).waitFor();
    await shot('waiting');
    await page.locator('.notification-toast').getByRole('button', { name: 'Go to Terminal' }).click();
    await activeTerminal.filter({ hasText: 'claude a81d5c30' }).waitFor();
    const item = page.locator('.part.statusbar .statusbar-item', { hasText: '1 waiting' });
    await item.click();
    await workbench.treeRow(RANKING).and(page.locator('.selected')).waitFor();
    setStatus(demo, id, { status: 'idle' });
    await item.waitFor({ state: 'hidden' });
  });

  await step('the notification leads to its row, too', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.treeRow(LIST).click();
    await workbench.treeRow(LIST).and(page.locator('.selected')).waitFor();
    await page.waitForTimeout(1000);
    setStatus(demo, id, { status: 'waiting', waitingFor: 'permission prompt' });
    await message(`“${RANKING}” waits for you: permission`).waitFor();
    await page.locator('.notification-toast').getByRole('button', { name: 'Reveal Session' }).click();
    await workbench.treeRow(RANKING).and(page.locator('.selected')).waitFor();
    setStatus(demo, id, { status: 'idle' });
    await page.locator('.part.statusbar .statusbar-item', { hasText: '1 waiting' }).waitFor({ state: 'hidden' });
  });

  await step('a session that is open elsewhere has no terminal here', async () => {
    await workbench.contextMenu('Add cart persistence', 'Go to Terminal');
    await message('Session 4f0c2b7e is open, but in no terminal of this window.').waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  await step('the resume commands of two rows are copied, and the status bar says so', async () => {
    await workbench.treeRow(RANKING).click();
    await workbench.treeRow(LIST).click({ modifiers: ['ControlOrMeta'] });
    await workbench.contextMenu(LIST, 'Copy Resume Command');
    await page.locator('.statusbar-item', { hasText: 'Copied 2 resume commands' }).waitFor();
  });

  await step('the menu of a transcript has what one does with its session', async () => {
    await workbench.treeRow(LIST).click();
    await workbench.contextMenu(LIST, 'Open Session Transcript');
    const transcript = await new TranscriptPage(workbench).shown(LIST);
    await transcript.frame.locator('.scroller').click({ button: 'right' });
    const entries = page.locator('.context-view .monaco-menu .action-label:not(.separator)');
    await entries.first().waitFor();
    assert.deepEqual(await entries.allInnerTexts(), [
      'Resume in Terminal',
      'Copy Resume Command',
      'Go to Terminal',
      'Open Folder in New Window',
      'Copy Session ID',
      'Export Session…',
    ]);
    await shot('transcript menu');
    await workbench.chooseInMenu('Copy Session ID');
    await page
      .locator('.statusbar-item', { hasText: `Copied session ID ${demo.sessionIds.list.slice(0, 8)}` })
      .waitFor();
  });

  await step('a session is exported into the file that the person chooses', async () => {
    await workbench.contextMenu(LIST, 'Export Session…');
    const file = path.join(demo.shop, `${demo.sessionIds.list}.zip`);
    const dialog = page.locator('.quick-input-widget');
    await eventually(
      () => dialog.locator('input.input').inputValue(),
      (value) => assert.equal(value, file),
    );
    await dialog.getByText('OK', { exact: true }).click();
    await message('Exported session e9b4170c').waitFor();
    assert.ok(readFileSync(file).includes('manifest.json'));
  });
}

/** What the client says of a session in its entry of the registry. */
function setStatus(demo, sessionId, status) {
  const folder = path.join(demo.claudeDir, 'sessions');
  for (const name of readdirSync(folder)) {
    const entry = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    const changed = { ...entry, waitingFor: undefined, ...status };
    if (entry.sessionId === sessionId) writeFileSync(path.join(folder, name), JSON.stringify(changed));
  }
}

function readStarted(demo) {
  try {
    return readFileSync(path.join(homeOf(demo), 'started'), 'utf8')
      .trimEnd()
      .split('\n');
  } catch {
    return [];
  }
}
