/** The web views by axe-core's rules: nothing serious stands between a page and a screen reader. */
import assert from 'node:assert/strict';
import { seriousIn } from './axe.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'The web views by the rules of axe-core';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step }) {
  const { page, workbench } = scope;
  const frameWith = async (selector) => {
    for (const frame of page.frames()) if ((await frame.locator(selector).count()) > 0) return frame;
    throw new Error(`No frame has ${selector}`);
  };

  await step('a transcript with a call and code unfolded', async () => {
    await scope.openSideBar();
    await scope.expand('Build the checkout flow');
    await scope.click('Session Log');
    const transcript = await new TranscriptPage(workbench).shown('Build the checkout flow');
    await transcript.entry('Write').locator('.fold-head').first().click();
    await transcript.entry('Write').locator('.code-keyword').first().waitFor();
    assert.deepEqual(await seriousIn(transcript.frame), []);
  });

  await step('the timeline, as a picture and as a table', async () => {
    await scope.run('Show Timeline');
    const timeline = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await timeline.getByText(/sessions · up to \d at the same time/).waitFor();
    const frame = await frameWith('.overview');
    assert.deepEqual(await seriousIn(frame), []);
    await timeline.getByRole('button', { name: 'Show as Table (t)' }).click();
    await timeline.getByRole('button', { name: 'Show what happened in Add cart persistence' }).click();
    await timeline
      .getByRole('button', { name: /^Plan approved/ })
      .first()
      .waitFor();
    assert.deepEqual(await seriousIn(frame), []);
  });
}
