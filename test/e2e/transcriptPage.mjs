import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';

/** A transcript as a person reads it: the web view behind the active tab. */
export class TranscriptPage {
  /** @param {import('../harness/lib/workbench.mjs').Workbench} workbench */
  constructor(workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
    this.frame = undefined;
  }

  /** Waits for the transcript with this title. */
  async shown(title) {
    for (let tries = 0; tries < 100; tries++) {
      for (const frame of this.page.frames()) {
        if (await this.#shows(frame, title)) {
          this.frame = frame;
          return this;
        }
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No transcript shows ${title}`);
  }

  /** What each entry in sight of a screen reader is, and says at first. */
  async labels() {
    const labels = await this.frame
      .locator('article')
      .evaluateAll((entries) => entries.map((entry) => entry.getAttribute('aria-label')));
    return labels.map((label) => label.replace(/, \d{1,2}:\d{2}(\s[AP]M)?(?=:|$|,)/u, ''));
  }

  entry(label) {
    return this.frame.locator(`article[aria-label*=${JSON.stringify(label)}]`);
  }

  /** Presses a key where the focus is in the transcript, or on all of it. */
  async press(key) {
    const inside = await this.frame.evaluate(() => document.hasFocus() && document.activeElement !== document.body);
    if (!inside) await this.frame.locator('.scroller').focus();
    await this.page.keyboard.press(key);
  }

  /** Waits until the entry in focus has a label like this: a jump may have to read the log. */
  async focuses(label) {
    await eventually(
      () => this.frame.evaluate(() => document.activeElement?.closest('article')?.getAttribute('aria-label') ?? ''),
      (text) => assert.match(text, label),
    );
  }

  /** Waits until the end is in sight. */
  async showsEnd() {
    await eventually(
      () => this.belowView(),
      (pixels) => assert.ok(pixels < 40, `${pixels} pixels below what is in sight`),
    );
  }

  /** Pixels between what is seen and the end. */
  belowView() {
    return this.frame.locator('.scroller').evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
  }

  async scroll(by) {
    await this.frame.locator('.scroller').evaluate((list, pixels) => (list.scrollTop += pixels), by);
  }

  button(label) {
    return this.frame.locator(`button[aria-label^=${JSON.stringify(label)}]`);
  }

  async #shows(frame, title) {
    try {
      if ((await frame.locator('.title', { hasText: title }).count()) === 0) return false;
      const box = await (await frame.frameElement()).boundingBox();
      return box !== null && box.width > 0 && (await frame.locator('.feed > *').count()) > 0;
    } catch {
      // The frame went away while it was looked at.
      return false;
    }
  }
}
