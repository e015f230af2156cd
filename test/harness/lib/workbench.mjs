/** Uses a VS Code workbench as a person would: a server, a page, and the actions on it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser, newPage } from './browser.mjs';
import { installExtension } from './extensions.mjs';
import { encodeGif } from './gif.mjs';
import { writeLanguagePack } from './languagePack.mjs';
import { startServer } from './server.mjs';
import { writeSettings } from './settings.mjs';
import { requireToolchain } from './toolchain.mjs';

/** Workspace trust as on the desktop, without the question that a new folder brings. */
const RESTRICTED_SETTINGS = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * Starts a server and opens its workbench in a headless browser.
 *
 * @param {object} options
 * @param {string} [options.folder]   the folder to open
 * @param {string} [options.vsix]     a packed extension to install
 * @param {string | string[]} [options.extensionDevelopmentPath] or the folder of an extension under development
 * @param {Record<string, unknown>} [options.settings] user settings, over the quiet ones
 * @param {boolean} [options.restricted] opens the folder as one that the person does not trust
 * @param {string} [options.locale] display language of extensions, such as `de`
 * @param {Record<string, string>} [options.env] variables of the server, over those of this process
 * @param {number} [options.width]
 * @param {number} [options.height]
 * @param {boolean} [options.headless]
 * @returns {Promise<Workbench>}
 */
export async function openWorkbench({
  folder,
  vsix,
  extensionDevelopmentPath = [],
  settings,
  restricted = false,
  locale,
  env = {},
  width,
  height,
  headless,
} = {}) {
  const tools = requireToolchain();
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'vscode-workbench-'));
  const userDataDir = path.join(scratch, 'user-data');
  const extensionsDir = path.join(scratch, 'extensions');
  const started = { scratch };
  try {
    await mkdir(extensionsDir, { recursive: true });
    await writeSettings(userDataDir, restricted ? { ...settings, ...RESTRICTED_SETTINGS } : settings);
    if (vsix) await installExtension({ tools, extensionsDir, vsix: path.resolve(vsix) });
    if (locale) await writeLanguagePack(userDataDir, locale);
    const developed = [extensionDevelopmentPath].flat();
    const starting = [
      startServer({
        tools,
        userDataDir,
        extensionsDir,
        automation: developed.length > 0,
        workspaceTrust: restricted,
        args: locale ? [`--locale=${locale}`] : [],
        env: { ...process.env, ...env },
      }).then((server) => (started.server = server)),
      launchBrowser({ tools, headless }).then((browser) => (started.browser = browser)),
    ];
    // What has started is to be closed, also when the other one could not.
    await Promise.allSettled(starting);
    const [server, browser] = await Promise.all(starting);
    const page = await newPage(browser, { width, height });
    const payload = developed.map((dir) => ['extensionDevelopmentPath', server.uri(dir)]);
    const workbench = new Workbench(page, started);
    await page.goto(server.url({ folder: folder && path.resolve(folder), payload }));
    await workbench.ready();
    return workbench;
  } catch (error) {
    await close(started);
    throw error;
  }
}

/**
 * In the page, where nothing comes between reading the label and the click: a tree that changes uses the elements of
 * its rows for other rows, and a click by position then expands a neighbour.
 */
function clickTwistie(row, label) {
  if (row.querySelector('.label-name')?.textContent === label) row.querySelector('.monaco-tl-twistie').click();
}

function isWhollyInList(row) {
  const { top, bottom } = row.getBoundingClientRect();
  const list = row.closest('.monaco-list').getBoundingClientRect();
  return top >= list.top - 1 && bottom <= list.bottom + 1;
}

/** In the page: the size and the pixels of a PNG file. */
async function decodePicture(png) {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  return { width, height, base64: new Uint8Array(data.buffer).toBase64() };
}

function isHidden(locator) {
  return locator.waitFor({ state: 'hidden', timeout: 500 }).then(
    () => true,
    () => false,
  );
}

async function close({ browser, server, scratch }) {
  await browser?.close().catch(() => {});
  await server?.stop();
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

export class Workbench {
  #started;

  /** @param {import('playwright-core').Page} page */
  constructor(page, started = {}) {
    this.page = page;
    this.#started = started;
  }

  get server() {
    return this.#started.server;
  }

  /** Resolves once the workbench can be used: its frame is drawn and the extension host answers. */
  async ready() {
    await this.page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();
    await this.page.locator('.monaco-workbench .part.activitybar .action-item').first().waitFor();
  }

  /** Changes user settings; the workbench takes them over in its own time. */
  async configure(settings) {
    await writeSettings(path.join(this.#started.scratch, 'user-data'), settings);
  }

  /** Runs a command by its full title ("Category: Title") in the command palette. */
  async runCommand(title) {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input.input');
    await this.#openCommands(input, `>${title}`);
    // The list is built anew a few times while extensions load, so wait until the command is the choice.
    const choice = widget
      .locator('.monaco-list-row.focused')
      .filter({ has: this.page.getByText(title, { exact: true }) });
    await choice.first().waitFor();
    await this.page.keyboard.press('Enter');
    // The command may ask for something in the same place at once.
    await this.page.waitForFunction(
      (node) => !node.checkVisibility() || !node.value.startsWith('>'),
      await input.elementHandle(),
    );
  }

  /** What takes the focus while the palette opens, as a view that comes, closes it again. */
  async #openCommands(input, text) {
    for (let tries = 0; ; tries++) {
      await this.page.keyboard.press('F1');
      try {
        await input.fill(text, { timeout: 5000 });
        return;
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
  }

  /** The commands in sight that the command palette finds for a text. */
  async findCommands(text) {
    const widget = this.page.locator('.quick-input-widget');
    await this.#openCommands(widget.locator('input.input'), `>${text}`);
    const names = widget.locator('.monaco-list-row .quick-input-list-row:first-child .label-name');
    await names.filter({ hasText: text }).first().waitFor();
    // The list is built anew a few times while extensions load.
    await this.page.waitForTimeout(1000);
    const found = await names.allInnerTexts();
    await this.dismissQuickInput();
    return found.map((name) => name.replaceAll('\u00a0', ' '));
  }

  /**
   * Closes what asks for a choice. VS Code gives the focus back after that, to a web view a while later: a picker that
   * is opened before would be closed by it.
   */
  async dismissQuickInput() {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.waitForFunction(() => document.activeElement !== document.body);
  }

  /** Shows a view container by the title of its activity-bar icon. */
  async openView(title) {
    const icon = this.page
      .locator('.part.activitybar .action-item', {
        has: this.page.locator(`.action-label[aria-label^=${JSON.stringify(title)}]`),
      })
      .first();
    await icon.waitFor();
    if (!(await icon.evaluate((node) => node.classList.contains('checked')))) await icon.click();
  }

  /** The rows of the tree views in the side bar. */
  get treeRows() {
    return this.page.locator('.part.sidebar .customview-tree .monaco-list-row');
  }

  /** One row by its label. */
  treeRow(label) {
    return this.treeRows.filter({ has: this.page.getByText(label, { exact: true }) }).first();
  }

  /**
   * What the visible rows say: label, description, level (from 1), and whether each is expanded (undefined for leaves).
   */
  readTree() {
    return this.treeRows.evaluateAll((rows) =>
      rows
        .map((row) => ({ row, index: Number(row.getAttribute('data-index')) }))
        .sort((a, b) => a.index - b.index)
        .map(({ row }) => ({
          label: row.querySelector('.label-name')?.textContent ?? '',
          description: row.querySelector('.label-description')?.textContent ?? '',
          level: Number(row.getAttribute('aria-level')),
          expanded: row.hasAttribute('aria-expanded') ? row.getAttribute('aria-expanded') === 'true' : undefined,
        })),
    );
  }

  /** Expands a row (does nothing if it is expanded). */
  expand(label) {
    return this.#setExpanded(label, 'true');
  }

  /** Collapses a row (does nothing if it is collapsed). */
  collapse(label) {
    return this.#setExpanded(label, 'false');
  }

  async #setExpanded(label, wanted) {
    const row = this.treeRow(label);
    const reached = row.and(this.page.locator(`[aria-expanded="${wanted}"]`));
    for (let attempt = 0; attempt < 10; attempt++) {
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) === wanted) return;
      await row.evaluate(clickTwistie, label);
      if (
        await reached.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false,
        )
      ) {
        return;
      }
    }
    throw new Error(`The row ${label} does not ${wanted === 'true' ? 'expand' : 'collapse'}.`);
  }

  /** Waits until a click meets the row: no hover of another one covers it, and it stands still in sight. */
  async #inReach(row) {
    await row.waitFor();
    await this.moveMouseAway();
    await this.standsStill(row);
  }

  /** Clicks a row. */
  async clickRow(label) {
    const row = this.treeRow(label);
    await this.#inReach(row);
    await row.click();
  }

  /**
   * Waits until rows above no longer push it, and no edge of its list cuts it: a click would meet its neighbour. The
   * list scrolls where it is cut.
   */
  async standsStill(row) {
    let before;
    for (const end = Date.now() + 20_000; Date.now() < end;) {
      const box = await row.boundingBox();
      const isWhole = box !== null && (await row.evaluate(isWhollyInList));
      if (isWhole && box.y === before) return;
      if (box !== null && !isWhole) await row.scrollIntoViewIfNeeded();
      before = box?.y;
      await this.page.waitForTimeout(100);
    }
    throw new Error('A row does not stand still in sight.');
  }

  /**
   * Takes the mouse off the rows, until no hover is shown. A hover hides when the mouse leaves it or its row. A slow
   * workbench may open it after the mouse has left the row; then it stays until the mouse has been on it.
   */
  async moveMouseAway() {
    const { mouse } = this.page;
    const hover = this.page.locator('.workbench-hover').first();
    for (const end = Date.now() + 20_000; Date.now() < end;) {
      await mouse.move(700, 860, { steps: 5 });
      if (await isHidden(hover)) return;
      const box = await hover.boundingBox();
      if (box) await mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
    }
    throw new Error('A hover stays.');
  }

  /** Presses a button that a row shows while the mouse is on it. */
  async pressInRow(label, button) {
    const row = this.treeRow(label);
    await this.#inReach(row);
    await row.hover();
    await row.getByRole('button', { name: button }).click();
  }

  /** Opens a row's context menu and chooses an entry by its text. */
  async contextMenu(label, entry) {
    await this.#inReach(this.treeRow(label));
    await this.treeRow(label).click({ button: 'right' });
    await this.chooseInMenu(entry);
  }

  /** Chooses an entry of the context menu that is open. */
  async chooseInMenu(entry) {
    const item = this.page
      .locator('.context-view .monaco-menu .action-item')
      .filter({ has: this.page.getByText(entry, { exact: true }) });
    await item.waitFor();
    // Bare mouse events: a menu ignores a click that may still belong to the one which opened it, and
    // closes when Playwright's own checks before a click touch it.
    const { x, y, width, height } = await item.boundingBox();
    await this.page.waitForTimeout(250);
    await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
    await item.and(this.page.locator('.focused')).waitFor();
    await this.page.mouse.down();
    await this.page.mouse.up();
  }

  /** Opens a row's context menu, reads its entries, and closes it. */
  async readContextMenu(label) {
    await this.standsStill(this.treeRow(label));
    await this.#inReach(this.treeRow(label));
    await this.treeRow(label).click({ button: 'right' });
    const items = this.page.locator('.context-view .monaco-menu .action-label:not(.separator)');
    await items.first().waitFor();
    const texts = await items.allInnerTexts();
    await this.page.keyboard.press('Escape');
    await items.first().waitFor({ state: 'detached' });
    return texts.map((text) => text.trim());
  }

  /** The texts of the modal dialog, once it is shown. */
  async readDialog() {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor();
    const text = async (part) =>
      (await box.locator(part).count()) > 0 ? (await box.locator(part).first().innerText()).trim() : '';
    return {
      message: await text('.dialog-message'),
      detail: await text('.dialog-message-detail'),
      buttons: (await box.locator('.dialog-buttons .monaco-button').allInnerTexts()).map((b) => b.trim()),
    };
  }

  /** Presses a button of the modal dialog. */
  async acceptDialog(button) {
    const box = this.page.locator('.monaco-dialog-box');
    // The next dialog may open at once, and the locator would then match that one.
    const answered = await box.elementHandle();
    await box.locator('.dialog-buttons .monaco-button').filter({ hasText: button }).click();
    await this.page.waitForFunction((node) => !node.isConnected, answered);
  }

  /** The visible text of the active editor. */
  async readEditor() {
    const editor = this.page.locator('.part.editor .editor-group-container.active .monaco-editor').first();
    await editor.locator('.view-line').first().waitFor();
    return editor.evaluate((node) =>
      [...node.querySelectorAll('.view-line')]
        .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
        .map((line) => line.textContent.replaceAll('\u00a0', ' '))
        .join('\n'),
    );
  }

  /** The notifications on display. */
  async readNotifications() {
    return (await this.page.locator('.notification-list-item-message').allInnerTexts()).map((text) => text.trim());
  }

  /** @param {string} file a .png file */
  async screenshot(file) {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  /**
   * Pictures beside each other in one.
   *
   * @param {string} file a .png file
   * @param {Buffer[]} pictures PNG files
   */
  async sheet(file, pictures) {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    const page = await this.page.context().newPage();
    try {
      const images = pictures.map((one) => `<img src="data:image/png;base64,${one.toString('base64')}">`);
      await page.setContent(`<body style="margin: 0; display: inline-flex; gap: 8px">${images.join('')}</body>`);
      await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
      const { width, height } = await page.locator('body').boundingBox();
      await page.setViewportSize({ width: Math.ceil(width), height: Math.ceil(height) });
      await page.screenshot({ path: file, omitBackground: true });
    } finally {
      await page.close();
    }
  }

  /**
   * Pictures that follow each other in one.
   *
   * @param {string} file a .gif file
   * @param {Buffer[]} pictures PNG files of one size
   * @param {number} delay for how many milliseconds each is shown
   */
  async animation(file, pictures, delay) {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    const page = await this.page.context().newPage();
    try {
      const decoded = [];
      for (const one of pictures) decoded.push(await page.evaluate(decodePicture, one.toString('base64')));
      const pixels = decoded.map(({ base64 }) => Buffer.from(base64, 'base64'));
      await writeFile(file, encodeGif(pixels, { ...decoded[0], delay }));
    } finally {
      await page.close();
    }
  }

  /** The process id of the extension host that serves this page. */
  get extensionHost() {
    return this.server?.extensionHosts.at(-1);
  }

  /** Ends the browser and the server and removes their files. */
  async close() {
    await close(this.#started);
  }
}
