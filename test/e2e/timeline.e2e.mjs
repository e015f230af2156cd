/** The timeline: sessions as lanes over the time in their logs, by mouse, by keys, and as a table. */
import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'The timeline of sessions';

const themes = [
  ['Default Light Modern', 'light', 'vscode-light'],
  ['Default High Contrast', 'high-contrast', 'vscode-high-contrast'],
  ['Default Dark Modern', 'dark', 'vscode-dark'],
];

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step, shot }) {
  const { page, workbench } = scope;
  const timeline = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const announced = (pattern) =>
    eventually(
      () => timeline.locator('[role=status]').innerText(),
      (text) => assert.match(text, pattern),
    );

  await step('it shows the sessions of the view, the newest day at first', async () => {
    await scope.openSideBar();
    await workbench.treeRow('Plan the checkout flow').waitFor();
    await scope.run('Show Timeline');
    await timeline.getByText(/^8 sessions · this workspace/).waitFor();
    await timeline.getByText(/sessions · up to \d at the same time/).waitFor();
    await shot('timeline-day');
  });

  await step('all time shows every session', async () => {
    await timeline.getByRole('button', { name: 'Show All Time (0)' }).click();
    await timeline.locator('.range', { hasText: '· 8 sessions' }).waitFor();
    await shot('timeline-all');
  });

  await step('keys go to a session and its events, and say them', async () => {
    await timeline.getByRole('application').focus();
    await page.keyboard.press('Home');
    await announced(/^Add cart persistence\. .*busy/);
    await page.keyboard.press('z');
    await eventually(
      async () => {
        await page.keyboard.press('ArrowRight');
        return timeline.locator('[role=status]').innerText();
      },
      (text) => assert.match(text, /^Plan (written|approved): please-plan-cart-persistence-quiet-harbor/),
    );
    await shot('timeline-session');
  });

  await step('Enter opens the transcript at that entry', async () => {
    await page.keyboard.press('Enter');
    const transcript = await new TranscriptPage(workbench).shown('Add cart persistence');
    await transcript.focuses(/quiet-harbor|Plan|Write|ExitPlanMode/);
  });

  await step('sessions that share a plan say so, in the table as well', async () => {
    await scope.run('Show Timeline');
    await timeline.getByRole('button', { name: 'Show All Time (0)' }).click();
    await timeline.getByRole('application').focus();
    await page.keyboard.press('t');
    const row = timeline.locator('tr', { hasText: 'Build the checkout flow' });
    await row.getByRole('button', { name: 'Show what happened in Build the checkout flow' }).click();
    await timeline
      .getByRole('button', { name: /^Plan to implement.*the same plan as Plan the checkout flow/ })
      .first()
      .waitFor();
    await shot('timeline-table');
    await page.keyboard.press('t');
  });

  for (const [theme, name, bodyClass] of themes) {
    await step(`it takes on the colours of ${theme}`, async () => {
      const chart = timeline.locator('canvas').last();
      const before = await chart.evaluate((canvas) => canvas.toDataURL());
      await workbench.configure({ 'workbench.colorTheme': theme });
      await timeline.locator(`body.${bodyClass}`).waitFor();
      await eventually(
        () => chart.evaluate((canvas) => canvas.toDataURL()),
        (drawn) => assert.notEqual(drawn, before),
      );
      await shot(`timeline-${name}`);
    });
  }

  await step('it fits beside a wide side bar', async () => {
    await scope.widenSideBar(900);
    await timeline.getByRole('button', { name: 'Show One Week' }).click();
    await eventually(
      () => timeline.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
      (beyond) => assert.equal(beyond, 0),
    );
    await shot('timeline-narrow');
  });

  await step('it comes back with its window', async () => {
    await scope.reopenWindow('sessionScope.timelinePanel', () => undefined);
    await timeline.getByText(/^8 sessions · this workspace/).waitFor();
  });
}
