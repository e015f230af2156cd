/** The side bar in another language than English. */
import assert from 'node:assert/strict';

export const title = 'In German';
export const locale = 'de';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step, shot }) {
  await step('rows and groups of the side bar are German', async () => {
    await scope.openSideBar();
    await scope.expand('Fix search ranking');
    await scope.workbench.treeRow('Sitzungsprotokoll').waitFor();
    const [session, ...below] = (await scope.readRows()).slice(1, 6);
    assert.match(session, /^Fix search ranking \| \d+ (?:Min|Std)\. · a81d5c30$/);
    assert.deepEqual(below, [
      '  Search ranking | gültig · please-plan-search-ranking-brisk-lantern',
      '  Dateien',
      '  .erk/scratch/a81d5c30… | 1 Datei, 21 B',
      '  Sitzungsprotokoll | 14 Einträge',
    ]);
    await shot('german');
  });

  await step('so is the hover of a session', async () => {
    const hover = await scope.hover(scope.workbench.treeRow('Fix search ranking'), 'Gültiger Plan');
    assert.match(await hover.innerText(), /Letzte Aktivität: \d+\.\d+\.\d{4}, \d+:/);
    await shot('german-hover');
  });

  await step('the palette has a command by its German title, which asks in German', async () => {
    await scope.run('Sitzungen gruppieren nach…');
    await scope.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Jeder Worktree' }).first().waitFor();
    await shot('german-pick');
    await scope.page.keyboard.press('Escape');
  });
}
