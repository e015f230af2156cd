/** Texts from a log that try to act: terminal codes, bidi overrides, markup, command links. */
import assert from 'node:assert/strict';

export const title = 'A session whose texts try to do harm';
export const folder = (demo) => demo.wordtool;

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step }) {
  await step('its title is one line of plain text, without control and bidi characters', async () => {
    await scope.openSideBar();
    await scope.workbench.treeRow('Count words in Markdown tables').waitFor();
    const [hostile] = await scope.readRows();
    assert.equal(
      hostile,
      'Red \ufffdtxt.exe\ufffd <img src=x onerror=alert(1)> [run](command:workbench.action.quit) | 9d1f6b24',
    );
    assert.equal(await scope.page.locator('.part.sidebar img[src="x"]').count(), 0);
  });

  await step('its tooltip shows the same text, with nothing to click', async () => {
    const tooltip = await scope.hover(scope.workbench.treeRows.first(), 'Session:');
    const text = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /^Red \ufffdtxt\.exe\ufffd <img src=x onerror=alert\(1\)> \[run\]\(command:/);
    assert.match(text, /Session: 9d1f6b24-70ac-4e85-b3d9-2c84f5e0a167/);
    assert.equal(await tooltip.locator('img, a').count(), 0);
  });

  await step('a damaged line of its log is counted, and the talk around it is there', async () => {
    await scope.workbench.treeRows.first().locator('.monaco-tl-twistie').click();
    await scope.workbench.treeRow('Session Log').waitFor();
    assert.equal((await scope.readRows())[2], '  Session Log | 7 entries · 1 line skipped');
  });
}
