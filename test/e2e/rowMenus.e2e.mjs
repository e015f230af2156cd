/** What rows offer: the menus of headings and groups, the same menu of a session in every view, and few buttons. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { register } from '../fixtures/demo/demoHome.mjs';
import { eventually } from './eventually.mjs';

export const title = 'What rows offer';

const RANKING = 'Fix search ranking';
const CART = 'Add cart persistence';
const CHECKOUT = 'Build the checkout flow';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { page, workbench } = scope;
  wait(demo);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = async () => {
    const text = await eventually(
      () => page.evaluate(() => navigator.clipboard.readText()),
      (now) => assert.notEqual(now, ''),
    );
    await page.evaluate(() => navigator.clipboard.writeText(''));
    return text.split('\n');
  };

  await step(
    'a selected row says what its session waits for at the usual width, with the one button that it needs',
    async () => {
      await scope.openSideBar();
      await scope.widenSideBar(300);
      const row = workbench.treeRow(RANKING);
      await row.getByText(/^permission · /).waitFor();
      await workbench.standsStill(row);
      await row.click();
      await row.hover();
      await row.getByRole('button', { name: 'Go to Terminal' }).waitFor();
      assert.equal(await row.getByRole('button').count(), 1);
      assert.deepEqual(await row.evaluate(isInSight, 'permission'), { isInSight: true });
      await shot('waiting-row');
      await workbench.moveMouseAway();
    },
  );

  await step('other rows have two buttons at most', async () => {
    for (const [title, buttons] of [
      [CART, ['Open Plan', 'Go to Terminal']],
      ['Plan the checkout flow', ['Open Plan', 'Resume in Terminal']],
    ]) {
      const row = workbench.treeRow(title);
      await workbench.standsStill(row);
      await row.hover();
      await row.getByRole('button', { name: buttons[1] }).waitFor();
      const names = await row
        .getByRole('button')
        .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
      assert.deepEqual(names, buttons);
    }
    await workbench.moveMouseAway();
  });

  await step('a project has its folder and the export of its sessions', async () => {
    await scope.widenSideBar(420);
    await scope.run('Show All Projects');
    assert.deepEqual(await workbench.readContextMenu('shop'), [
      'Open Folder in New Window',
      'Copy Path',
      'Export Sessions…',
    ]);
    await workbench.contextMenu('shop', 'Copy Path');
    assert.deepEqual(await copied(), [demo.shop]);
  });

  await step('its sessions are exported into a folder, and no file there is replaced without a question', async () => {
    const folder = path.join(path.dirname(demo.shop), 'exported');

    mkdirSync(path.join(folder, 'earlier'), { recursive: true });
    writeFileSync(path.join(folder, `${demo.sessionIds.cart}.zip`), 'mine');
    const sentence = '1 of these files is there already. Replace it?';
    const choose = async () => {
      await workbench.contextMenu('shop', 'Export Sessions…');
      await scope.chooseFolder(folder, 'earlier', 'Export Here');
      assert.equal((await workbench.readDialog()).detail, sentence);
    };
    await choose();
    await workbench.acceptDialog('Cancel');
    assert.equal(readFileSync(path.join(folder, `${demo.sessionIds.cart}.zip`), 'utf8'), 'mine');
    assert.ok(!existsSync(path.join(folder, `${demo.sessionIds.search}.zip`)));
    await choose();
    await workbench.acceptDialog('Replace');
    await page.locator('.notification-toast', { hasText: /Exported 8 sessions: \d+ files, / }).waitFor();
    for (const id of [demo.sessionIds.cart, demo.sessionIds.search])
      assert.ok(readFileSync(path.join(folder, `${id}.zip`)).includes('manifest.json'));
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  await step('groups of a session offer what is below them', async () => {
    await scope.expand(CART);
    assert.deepEqual(await workbench.readContextMenu('Files'), ['View All Changes', 'Copy Paths']);
    assert.deepEqual(await workbench.readContextMenu('Agent Logs'), ['Copy Paths']);
    await workbench.contextMenu('Agent Logs', 'Copy Paths');
    await page.locator('.statusbar-item', { hasText: /Copied \d paths/ }).waitFor();
    const paths = await copied();
    assert.ok(paths.length > 1);
    assert.deepEqual(
      paths.filter((file) => !existsSync(file)),
      [],
    );
    await scope.collapse(CART);
  });

  await step('a heading of days has the export alone', async () => {
    await scope.runAndChoose('Group Sessions By…', 'Day', 'Day');
    await workbench.treeRow('Today').waitFor();
    assert.deepEqual(await workbench.readContextMenu('Today'), ['Export Sessions…']);
  });

  await step('a session has its menu in the search results, too', async () => {
    await scope.run('Search in Sessions…');
    await page.locator('.quick-input-widget input.input').fill('checkout');
    await page.keyboard.press('Enter');
    const pane = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Search Results' }) });
    const row = pane.locator('.monaco-list-row[aria-level="1"]', { hasText: CHECKOUT });
    await row.waitFor();
    await workbench.standsStill(row);
    await row.click({ button: 'right' });
    await workbench.chooseInMenu('Copy Session ID');
    await page.locator('.statusbar-item', { hasText: 'Copied session ID 7b2e4d09' }).waitFor();
    await row.click({ button: 'right' });
    await workbench.chooseInMenu('Reveal Session');
    await page.locator('.pane .monaco-list-row.selected.focused', { hasText: CHECKOUT }).first().waitFor();
  });
}

/** Another session waits for a permission. */
function wait(demo) {
  register(demo, demo.sessionIds.search, process.ppid);
  const entry = path.join(demo.claudeDir, 'sessions', `${process.ppid}.json`);
  const status = { status: 'waiting', waitingFor: 'permission prompt' };
  writeFileSync(entry, JSON.stringify({ ...JSON.parse(readFileSync(entry, 'utf8')), ...status }));
}

/** In the page: whether a word of the row's description is drawn whole. */
function isInSight(row, word) {
  const text = document.createTreeWalker(row.querySelector('.label-description'), NodeFilter.SHOW_TEXT).nextNode();
  const at = text.data.indexOf(word);
  const range = document.createRange();
  range.setStart(text, at);
  range.setEnd(text, at + word.length);
  const { right } = range.getBoundingClientRect();
  const clip = row.querySelector('.monaco-icon-label-container').getBoundingClientRect().right;
  return right <= clip ? { isInSight: true } : { isInSight: false, right, clip };
}
