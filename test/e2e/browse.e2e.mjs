/** From a session to its plan, by the side bar and by the session's ID. */
import assert from 'node:assert/strict';

export const title = 'From a session to its plan';
export const settings = { 'sessionScope.planOpening': 'source' };

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  await step('the side bar shows the sessions of the shop', async () => {
    await scope.openSideBar();
    await scope.workbench.treeRow('Add cart persistence').waitFor();
    const rows = await scope.readRows();
    assert.ok(
      rows.some((row) => row.includes('Fix search ranking')),
      rows.join('\n'),
    );
    await shot('sessions');
  });

  await step('a session opens into its plan, and the plan is its own although another one is newer', async () => {
    await scope.expand('Add cart persistence', 'Plans');
    await scope.click('please-plan-cart-persistence-quiet-harbor');
    assert.match(await scope.readEditor('Cart persistence'), /# Cart persistence\n[^]*survive a reload/);
    await shot('plan');
  });

  await step('the palette opens the plan of a session by the start of its ID', async () => {
    await scope.run('Open Plan of Session…');
    await scope.choose(demo.sessionIds.search.slice(0, 8), 'Fix search ranking');
    assert.match(await scope.readEditor('Search ranking'), /# Search ranking\n/);
  });
}
