/**
 * The web views by axe-core's rules, in every kind of theme: nothing serious stands between a page and a screen reader.
 */
import assert from 'node:assert/strict';
import { seriousIn } from './axe.mjs';
import { eventually } from './eventually.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'The web views by the rules of axe-core';

const themes = [
  ['Default Dark Modern', 'vscode-dark'],
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
];

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step }) {
  const { page, workbench } = scope;
  const frameWith = async (selector) => {
    for (const frame of page.frames()) if ((await frame.locator(selector).count()) > 0) return frame;
    throw new Error(`No frame has ${selector}`);
  };
  const inEachTheme = async (frame, what) => {
    for (const [theme, bodyClass] of themes) {
      await step(`${what} in ${theme}`, async () => {
        await workbench.configure({ 'workbench.colorTheme': theme });
        await frame.locator(`body.${bodyClass}`).waitFor();
        // Colours fade over.
        await eventually(
          () => seriousIn(frame),
          (found) => assert.deepEqual(found, []),
        );
      });
    }
  };
  let transcript;
  let timelineFrame;

  await step('a transcript with a call and code unfolded', async () => {
    await scope.openSideBar();
    await scope.expand('Build the checkout flow');
    await scope.click('Session Log');
    transcript = await new TranscriptPage(workbench).shown('Build the checkout flow');
    await transcript.entry('Write').locator('.fold-head').first().click();
    await transcript.entry('Write').locator('.code-keyword').first().waitFor();
  });

  await inEachTheme(transcript.frame, 'it has nothing serious');

  await step('the timeline, as a picture and as a table', async () => {
    await scope.run('Show Timeline');
    const timeline = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await timeline.getByText(/sessions · up to \d at the same time/).waitFor();
    timelineFrame = await frameWith('.overview');
    assert.deepEqual(await seriousIn(timelineFrame), []);
    await timeline.getByRole('button', { name: 'Show as Table (t)' }).click();
    await timeline.getByRole('button', { name: 'Show what happened in Add cart persistence' }).click();
    await timeline
      .getByRole('button', { name: /^Plan approved/ })
      .first()
      .waitFor();
  });

  await inEachTheme(timelineFrame, 'it has nothing serious as a table');

  await step('nor as a picture in high contrast', async () => {
    const timeline = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await timeline.getByRole('button', { name: 'Show as Table (t)' }).click();
    await timeline.getByRole('application').waitFor();
    assert.deepEqual(await seriousIn(timelineFrame), []);
  });
}
