/** The web views in another language than English, in a narrow editor: they speak German, and nothing sticks out. */
import assert from 'node:assert/strict';
import { seriousIn } from './axe.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'The web views in German';
export const locale = 'de';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step, shot }) {
  const transcript = new TranscriptPage(scope.workbench);

  await step('its page is German, and so is what it says of entries and the log', async () => {
    await scope.openSideBar();
    await scope.click('Build the checkout flow');
    await transcript.shown('Build the checkout flow');
    const { frame } = transcript;
    assert.equal(await frame.locator('html').getAttribute('lang'), 'de');
    await frame.getByText('Anfang des Protokolls').waitFor();
    const [first, second, third] = await transcript.labels();
    assert.equal(first, 'Unterbrochen: Der Toolaufruf wurde nicht zugelassen');
    assert.match(second, /^Prompt: Implement the following plan/);
    assert.equal(third, 'Antwort: I start with the address form.');
  });

  await step('400 pixels wide it has all its buttons in sight, and the find bar, too', async () => {
    const { width } = scope.page.viewportSize();
    await scope.widenSideBar(width - 450);
    await transcript.press('Control+f');
    await scope.page.keyboard.type('No such words');
    await scope.page.keyboard.press('Enter');
    const { frame } = transcript;
    await frame.locator('.find-status').getByText('Nirgends in diesem Protokoll', { exact: true }).waitFor();
    await shot('transcript-german');
    assert.deepEqual(await frame.evaluate(outOfSight, 'button:not(.icon-button[tabindex="-1"]), .find, .find *'), []);
  });

  await step('axe-core finds nothing serious', async () => {
    assert.deepEqual(await seriousIn(transcript.frame), []);
  });

  await step('so it is with the timeline', async () => {
    await scope.run('Zeitachse anzeigen');
    const timeline = scope.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
    await timeline.locator('.range', { hasText: /Sitzungen · bis zu \d gleichzeitig$/ }).waitFor();
    const handle = await timeline.locator('body').elementHandle();
    const frame = await handle.ownerFrame();
    assert.equal(await frame.locator('html').getAttribute('lang'), 'de');
    assert.deepEqual(await frame.evaluate(outOfSight, 'button, .legend *'), []);
    assert.deepEqual(await seriousIn(frame), []);
  });
}

/** In the page: elements that are shown and lie beside the page. */
function outOfSight(selector) {
  return [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < 0 || right > window.innerWidth;
    })
    .map((element) => `${element.className} ${element.textContent}`);
}
