/** Why a plan is under its session: the proof on hover, beside the plan as it reads. */
import assert from 'node:assert/strict';

export const title = 'The proof on hover';
export const settings = { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false };

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step, shot }) {
  await step('a plan opens rendered, as the setting says by default', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(470);
    await scope.expand('Add cart persistence', 'Agent Logs');
    await scope.click('Cart persistence');
    await scope.readPreview('Cart persistence');
  });

  await step('its hover names the kind, the file and the line of every proof', async () => {
    const plan = scope.workbench.treeRow('Cart persistence');
    const text = await (await scope.hover(plan, 'Line 15: plan mode names the file')).innerText();
    for (const proof of [
      'Line 15: plan mode names the file',
      'Line 14: an approved plan names the file',
      'Line 11: the session wrote the file',
      'Line 20: entries carry this slug',
    ]) {
      assert.ok(text.includes(proof), `${proof} in ${text}`);
    }
    await shot('plan');
  });
}
