/**
 * The history of a plan: versions, the difference that a row tells of, a plan without a file, two plans beside each
 * other.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.mjs';

export const title = 'The history of a plan';
export const settings = { 'sessionScope.planOpening': 'source', 'files.simpleDialog.enable': true };

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { page, workbench } = scope;
  const diffTab = (text) => page.locator('.part.editor .tab.active .label-name', { hasText: text }).waitFor();

  await step(
    'a plan that was changed by another hand says so, and its button opens exactly that difference',
    async () => {
      const file = path.join(demo.claudeDir, 'plans', 'please-plan-cart-persistence-quiet-harbor.md');
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n## By hand\n\nAsk the users first.\n`);
      await scope.openSideBar();
      await scope.widenSideBar(470);
      await scope.run('Refresh');
      await scope.expand('Add cart persistence');
      const row = workbench.treeRow('Cart persistence');
      await row.getByText(/differs/).waitFor();
      await workbench.pressInRow('Cart persistence', 'Compare with Logged Plan');
      await diffTab(/Cart.persistence.\(version.\d+.↔.file\)/);
      await page
        .locator('.view-line', { hasText: /Ask.the.users.first/ })
        .filter({ visible: true })
        .first()
        .waitFor();
      await shot('differs');
    },
  );

  await step('its history lists the versions, and one opens as it was logged', async () => {
    await workbench.contextMenu('Cart persistence', 'Plan History…');
    const widget = page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row', { hasText: 'Version 1' }).first().waitFor();
    await shot('versions');
    await widget.locator('.monaco-list-row', { hasText: 'Version 1' }).first().click();
    await page.locator('.part.editor .tab.active .label-name', { hasText: /version.1,.as.logged/ }).waitFor();
    assert.match(await scope.readEditor('Cart persistence'), /# Cart persistence\n/);
    await scope.collapse('Add cart persistence');
  });

  await step('a plan without a file opens from the log, marked as such', async () => {
    await scope.expand('Speed up the product list');
    await scope.click('A faster product list');
    await page.locator('.part.editor .tab.active .label-name', { hasText: /as.logged/ }).waitFor();
    assert.match(await scope.readEditor('A faster product list'), /# A faster product list\n/);
    await shot('missing');
  });

  await step('it is restored as a new file, where a person says', async () => {
    const target = path.join(demo.shop, 'please-plan-a-faster-list-amber-finch.md');
    assert.equal(existsSync(target), false);
    await workbench.contextMenu('A faster product list', 'Restore Plan as New File…');
    const input = page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await page.waitForFunction(() => document.querySelector('.quick-input-widget input')?.value.endsWith('.md'));
    await page.keyboard.press('Enter');
    await eventually(
      () => existsSync(target) && readFileSync(target, 'utf8'),
      (text) => assert.match(String(text), /^# A faster product list\n/),
    );
    await scope.collapse('Speed up the product list');
  });

  await step('the plans of two selected sessions stand beside each other', async () => {
    await workbench.treeRow('Add cart persistence').click();
    await workbench.treeRow('Fix search ranking').click({ modifiers: ['ControlOrMeta'] });
    await workbench.contextMenu('Fix search ranking', 'Compare Plans');
    await diffTab(/(?:Cart.persistence.↔.Search.ranking|Search.ranking.↔.Cart.persistence)/);
    await shot('compare');
  });
}
