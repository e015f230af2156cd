/** Code in a transcript: coloured, readable in every theme, copied with one click. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'Code and files in a transcript';
export const settings = { 'sessionScope.planOpening': 'source' };

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const transcript = new TranscriptPage(scope.workbench);

  await step('code that a call wrote has colours once it is unfolded', async () => {
    await scope.openSideBar();
    await scope.expand('Build the checkout flow');
    await scope.click('Session Log');
    await transcript.shown('Build the checkout flow');
    const call = transcript.entry('Write');
    await call.locator('.fold-head').first().click();
    await call.locator('.code-keyword', { hasText: 'export' }).first().waitFor();
    assert.equal(
      await call.locator('pre.code').first().innerText(),
      'export const fields = { DE: ["street", "postalCode", "city"] };',
    );
    await shot('transcript-code');
  });

  await step('its button copies the block', async () => {
    const block = transcript.entry('Write').locator('.code-block').first();
    await block.hover();
    await block.getByRole('button', { name: 'Copy' }).click();
    await eventually(
      () => transcript.frame.locator('.announcer').innerText(),
      (text) => assert.equal(text, 'Copied'),
    );
  });

  await step('its lines are wrapped where the view is too narrow, when that is asked for', async () => {
    await scope.widenSideBar(scope.page.viewportSize().width - 450);
    const code = transcript.entry('Write').locator('pre.code').first();
    const scrolls = () => code.evaluate((view) => view.scrollWidth > view.clientWidth);
    assert.equal(await scrolls(), true);
    await transcript.button('Wrap Lines of Code (w)').click();
    assert.equal(await scrolls(), false);
    await transcript.press('w');
    assert.equal(await scrolls(), true);
    await scope.widenSideBar(300);
  });

  await step('a file of another folder has no button; the plan has one', async () => {
    assert.equal(await transcript.entry('Write').getByRole('button', { name: 'Open File' }).count(), 0);
    assert.match(await transcript.frame.locator('.about').innerText(), /checkout-flow\s+7b2e4d09/);
    await transcript.frame.locator('.about', { hasText: 'claude-opus-4-8 · 18,652 tokens in context' }).waitFor();
    await transcript.button('Open Plan').click();
    assert.match(await scope.readEditor('# Checkout flow'), /^# Checkout flow\n/);
  });

  await step('a file of the opened folder opens in the editor', async () => {
    mkdirSync(path.join(demo.shop, 'docs'), { recursive: true });
    writeFileSync(path.join(demo.shop, 'docs', 'versions.md'), 'Node 20 and later.\n');
    await scope.collapse('Build the checkout flow');
    await scope.expand('Which Node versions does the shop support?');
    await scope.click('Session Log');
    await transcript.shown('Which Node versions');
    await transcript.entry('Write').getByRole('button', { name: 'Open File' }).click();
    assert.match(await scope.readEditor('Node 20 and later'), /^Node 20 and later\.\n/);
  });

  await step('one that is not there is not, and a sentence says so', async () => {
    rmSync(path.join(demo.shop, 'docs', 'versions.md'));
    await scope.click('Session Log');
    await transcript.shown('Which Node versions');
    await transcript.entry('Write').getByRole('button', { name: 'Open File' }).click();
    await eventually(
      () => scope.workbench.readNotifications(),
      (texts) => assert.ok(texts.includes('No such file lies in a folder that is open here.'), texts.join('\n')),
    );
  });

  await step('it stands out in a light theme', async () => {
    await scope.workbench.configure({ 'workbench.colorTheme': 'Default Light Modern' });
    await transcript.frame.locator('body.vscode-light').waitFor();
    await shot('transcript-code-light');
  });
}
