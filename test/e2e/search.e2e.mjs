/** Full text over all sessions: from the text to the entry that has it. */
import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';

export const title = 'Search in sessions';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step, shot }) {
  const { page } = scope;
  const row = (text) => page.locator('.monaco-list-row', { hasText: text }).first();

  await step('a text is found session by session, and a key of the log is no hit', async () => {
    await scope.openSideBar();
    // A view's title has its buttons while the mouse is over the view.
    await row('Review the order API').hover();
    await page.getByRole('button', { name: 'Search in Sessions…' }).click();
    await page.locator('.quick-input-widget input.input').fill('order_NOT_found');
    await page.keyboard.press('Enter');
    await page
      .locator('.message', { hasText: /“order_NOT_found”: \d+ hits? in 1 session/ })
      .first()
      .waitFor();
    await row('Review the order API').waitFor();
    await row('order_not_found').waitFor();
    await shot('search');
  });

  await step('a hit opens the transcript at its entry, with the text marked', async () => {
    await row('order_not_found').click();
    const transcript = await scope.transcript('Review the order API');
    await transcript.locator('.find-status', { hasText: /\d of \d+ here/ }).waitFor();
    assert.equal(await transcript.locator('.find-input').inputValue(), 'order_NOT_found');
    await shot('search-hit');
  });

  await step('cleared, the view goes', async () => {
    await scope.run('Clear Search Results');
    await eventually(
      () => page.locator('.monaco-list-row', { hasText: 'order_not_found' }).count(),
      (count) => assert.equal(count, 0),
    );
  });

  await step('words of a prompt mean the same session in Find Session and in the filter', async () => {
    await scope.run('Find Session…');
    const widget = page.locator('.quick-input-widget');
    await widget.locator('input.input').fill('load under try');
    const found = widget.locator('.monaco-list-row.focused', {
      hasText: 'Use agents for reading, and try it under load.',
    });
    await found.filter({ hasText: 'Review the order API' }).waitFor();
    await shot('find-session');
    await scope.workbench.dismissQuickInput();
    await scope.run('Filter Sessions…');
    await widget.locator('input.input').fill('load under try');
    await page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
    await eventually(
      async () => (await scope.readRows()).map((line) => line.split(' | ')[0]),
      (rows) => assert.deepEqual(rows, ['Review the order API']),
    );
    await scope.run('Clear Filter');
  });
}
