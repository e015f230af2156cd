/** From a session to its plan, by the side bar and by the session's ID. */
import assert from 'node:assert/strict';

export const title = 'From a session to its plan';
export const settings = { 'sessionScope.planOpening': 'source' };

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  await step('the side bar shows the sessions of the shop', async () => {
    await scope.openSideBar();
    await scope.workbench.treeRow('Which Node versions does the shop support?').waitFor();
    // The sessions of the other worktrees follow once git's files have been read.
    for (const title of ['Build', 'Plan']) await scope.workbench.treeRow(`${title} the checkout flow`).waitFor();
    assert.deepEqual(await scope.readRows(), [
      'Add cart persistence | busy · 4f0c2b7e',
      'Fix search ranking | a81d5c30',
      'Build the checkout flow | checkout-flow · implements plan of c3e97f12 · 7b2e4d09',
      'Cart persistence in IndexedDB | forked from 4f0c2b7e · d5a06e81',
      'Plan the checkout flow | checkout-flow · c3e97f12',
      'Review the order API | f62c8a5d',
      'Speed up the product list | e9b4170c',
      'Which Node versions does the shop support? | 1c58e0f7',
    ]);
    await shot('sessions');
  });

  await step('a session opens into its plan, and the plan is its own although another one is newer', async () => {
    await scope.expand('Add cart persistence');
    await scope.click('Cart persistence');
    assert.match(await scope.readEditor('Cart persistence'), /# Cart persistence\n[^]*survive a reload/);
    await scope.collapse('Add cart persistence');
  });

  await step('a plan says that it is shared, and that its file is gone', async () => {
    await scope.expand('Build the checkout flow');
    await scope.workbench.treeRow('Checkout flow').waitFor();
    assert.deepEqual((await scope.readRows()).slice(2, 8), [
      'Build the checkout flow | checkout-flow · implements plan of c3e97f12 · 7b2e4d09',
      '  Checkout flow | in force · shared · please-plan-the-checkout-woven-river',
      '  Files',
      '  Plan of | Plan the checkout flow · c3e97f12',
      '  .erk/scratch/sessions/7b2e4d09… | 2 files, 25 B',
      '  Session Log | 7 entries · 1 foreign',
    ]);
    await scope.collapse('Build the checkout flow');
    await scope.expand('Speed up the product list');
    await scope.workbench.treeRow('A faster product list').waitFor();
    assert.deepEqual((await scope.readRows()).slice(6, 10), [
      'Speed up the product list | e9b4170c',
      '  A faster product list | in force · missing · please-plan-a-faster-list-amber-finch',
      '  Files',
      '  Session Log | 7 entries',
    ]);
  });

  await step('a click on a session opens its transcript, in the place of the one that was clicked before', async () => {
    const tabs = scope.page.locator('.part.editor .tab');
    const before = await tabs.count();
    const click = async (title) => {
      // The hover of another row may lie over this one.
      await scope.workbench.moveMouseAway();
      await scope.click(title);
      await scope.transcript(title);
    };
    await click('Review the order API');
    await click('Fix search ranking');
    assert.equal(await tabs.count(), before + 1);
    assert.equal(await scope.activeTab(), 'Fix search ranking');
    await click('Fix search ranking');
    await click('Review the order API');
    assert.equal(await tabs.count(), before + 2);
    const row = scope.workbench.treeRow('Review the order API');
    assert.equal(await row.getAttribute('aria-expanded'), 'false');
    await scope.workbench.runCommand('View: Close All Editors');
  });

  await step(
    'the tree follows the transcript in front, and neither the keyboard nor a row that was closed moves',
    async () => {
      const { page, workbench } = scope;
      const selected = (title) => workbench.treeRow(title).and(page.locator('.selected'));
      for (const title of ['Add cart persistence', 'Review the order API']) {
        // Clicked twice it stays open.
        for (let click = 0; click < 2; click++) {
          await scope.click(title);
          await scope.transcript(title);
        }
      }
      await page.locator('.part.editor .tab', { hasText: 'Add cart persistence' }).click();
      await selected('Add cart persistence').waitFor();
      assert.equal(await workbench.treeRows.and(page.locator('.selected')).count(), 1);
      assert.equal(await workbench.treeRow('Add cart persistence').getAttribute('aria-expanded'), 'false');
      assert.equal(await page.locator('.part.sidebar :focus').count(), 0);
      // A row below the session stays selected: it is the session's own.
      await scope.expand('Add cart persistence');
      await workbench.clickRow('Cart persistence');
      await scope.readEditor('Cart persistence');
      await page.waitForTimeout(1000);
      await selected('Cart persistence').waitFor();
      await scope.collapse('Add cart persistence');
      await workbench.runCommand('View: Close All Editors');
    },
  );

  await step('an index that is rebuilt leaves the tree as it is', async () => {
    const before = await scope.readRows();
    await scope.run('Rebuild Index');
    const end = Date.now() + 2_000;
    while (Date.now() < end) {
      assert.deepEqual(await scope.readRows(), before);
      await scope.page.waitForTimeout(20);
    }
  });

  await step('the palette opens the plan of a session by the start of its ID', async () => {
    await scope.runAndChoose('Open Plan of Session…', demo.sessionIds.search.slice(0, 8), 'Fix search ranking');
    assert.match(await scope.readEditor('Search ranking'), /# Search ranking\n/);
    // Its row is selected by the proof that the plan is its own.
    const row = scope.workbench.treeRow('Fix search ranking').and(scope.page.locator('.selected'));
    await row.waitFor();
  });

  await step('from the open plan the status bar leads to its session', async () => {
    await scope.page.locator('.statusbar-item', { hasText: 'Session a81d…' }).click();
    await scope.page.locator('.part.sidebar .monaco-list-row.focused', { hasText: 'Fix search ranking' }).waitFor();
    await shot('owning-session');
  });

  await step('where the setting is off, the selection stays', async () => {
    await scope.workbench.configure({ 'sessionScope.autoReveal': false });
    await scope.page.waitForTimeout(1000);
    await scope.runAndChoose('Open Plan of Session…', 'A faster product list', 'Speed up the product list');
    await scope.readEditor('A faster product list');
    await scope.page.waitForTimeout(1000);
    const row = scope.workbench.treeRow('Fix search ranking').and(scope.page.locator('.selected'));
    assert.equal(await row.count(), 1);
  });

  await step('and by what the plan is about, whatever the session is called', async () => {
    await scope.runAndChoose('Open Plan of Session…', 'checkout woven-river', 'Checkout flow');
    assert.match(await scope.readEditor('Checkout flow'), /# Checkout flow\n/);
  });
}
