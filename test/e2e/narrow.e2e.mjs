/** The side bar at four widths in every kind of theme, and one picture of each theme. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { register } from '../fixtures/demo/demoHome.mjs';
import { eventually } from './eventually.mjs';

export const title = 'The side bar in every width and kind of theme';
export const settings = { 'git.enabled': true };

const themes = [
  ['Default Dark Modern', 'dark', 'vs-dark'],
  ['Default Light Modern', 'light', 'vs'],
  ['Default High Contrast', 'high-contrast', 'hc-black'],
  ['Default High Contrast Light', 'high-contrast-light', 'hc-light'],
];
const widths = [200, 260, 300, 400];
const height = 560;
const CART = 'Add cart persistence';
const RANKING = 'Fix search ranking';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, sheet }) {
  const { page, workbench } = scope;
  wait(demo);
  const sideBar = page.locator('.part.sidebar');

  await step('a session that waits, one that is busy and unfolded, and others', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(400);
    await workbench.treeRow('Plan the checkout flow').waitFor();
    await scope.expand(CART, 'Agent Logs');
    await workbench.treeRow('Session Log').waitFor();
    await workbench
      .treeRow(RANKING)
      .getByText(/^permission · /)
      .waitFor();
    await workbench.clickRow('Cart persistence');
    await workbench.runCommand('View: Close All Editors');
    await workbench.moveMouseAway();
  });

  for (const [theme, name, themeClass] of themes) {
    await step(`nothing is lost at any width in ${theme}`, async () => {
      await workbench.configure({ 'workbench.colorTheme': theme });
      await page.locator(`.monaco-workbench.${themeClass}`).first().waitFor();
      const pictures = [];
      for (const width of widths) {
        await scope.widenSideBar(width);
        await eventually(
          () => workbench.treeRows.evaluateAll(lostRows),
          (lost) => assert.deepEqual(lost, []),
        );
        const { x, y } = await sideBar.boundingBox();
        pictures.push(await page.screenshot({ clip: { x, y, width, height }, animations: 'disabled' }));
      }
      await sheet(`side-bar-${name}`, pictures);
    });
  }
}

/** Another session waits for a permission. */
function wait(demo) {
  register(demo, demo.sessionIds.search, process.ppid);
  const entry = path.join(demo.claudeDir, 'sessions', `${process.ppid}.json`);
  const status = { status: 'waiting', waitingFor: 'permission prompt' };
  writeFileSync(entry, JSON.stringify({ ...JSON.parse(readFileSync(entry, 'utf8')), ...status }));
}

/** In the page: rows whose icon, or the start of whose label, is out of the side bar's sight. */
function lostRows(rows) {
  const right = document.querySelector('.part.sidebar').getBoundingClientRect().right;
  return rows.flatMap((row) => {
    const label = row.querySelector('.label-name');
    const icon = row.querySelector('.custom-view-tree-node-item-icon');
    const start = label.getBoundingClientRect().left;
    const isIconInSight = icon === null || icon.getBoundingClientRect().right <= right;
    return isIconInSight && right - start >= 60 ? [] : [`${label.textContent}: ${Math.round(right - start)} px`];
  });
}
