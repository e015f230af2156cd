import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';

/** Session Scope as a person meets it: the words of its user interface in place of the workbench's parts. */
export class SessionScope {
  /** @param {import('../harness/lib/workbench.mjs').Workbench} workbench */
  constructor(workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
  }

  /** Opens the view container and waits for the first session. */
  async openSideBar() {
    await this.workbench.openView('Session Scope');
    await this.workbench.treeRows.first().waitFor();
  }

  /**
   * Closes the window once the browser has stored that an editor of a type is open, lets something happen, and opens
   * the window anew with the editors that it had.
   */
  async reopenWindow(editorType, meanwhile) {
    const address = this.page.url();
    await eventually(
      () => this.page.evaluate(storedEditors),
      (editors) => assert.ok(editors.includes(editorType), editors),
    );
    await this.page.goto('about:blank');
    await meanwhile();
    await this.page.goto(address);
    await this.workbench.ready();
  }

  /** Drags the side bar's border until the side bar is `width` pixels wide. */
  async widenSideBar(width) {
    const sideBar = this.page.locator('.part.sidebar');
    const box = await sideBar.boundingBox();
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 5 });
    await this.page.mouse.up();
    await eventually(
      () => sideBar.boundingBox(),
      (now) => assert.ok(Math.abs(now.width - width) < 5, `it is ${now.width} pixels wide`),
    );
  }

  /** The document of the transcript in front; with a title, once it shows that one. */
  async transcript(title) {
    const frames = this.page.locator('iframe.webview.ready:visible');
    const document = frames.last().contentFrame().locator('#active-frame').contentFrame();
    await document.locator('h1.title', { hasText: title ?? '' }).waitFor();
    return document;
  }

  /** Waits until a Markdown preview shows a heading, and gives its text. */
  async readPreview(heading) {
    const frame = this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await frame.locator('h1, h2', { hasText: heading }).first().waitFor();
    return frame.locator('body').innerText();
  }

  /** The rows in sight, indented by level, as `label | description`; ages, which pass by, are left out. */
  async readRows() {
    const rows = await this.workbench.readTree();
    return rows.map(({ label, description, level }) => {
      const text = description.replace(/(?:^| · )(now|\d+ (s|min|h|d|mo|y))(?= · |$)/, '').replace(/^ · /, '');
      return '  '.repeat(level - 1) + label + (text ? ` | ${text}` : '');
    });
  }

  /** Collapses a row. */
  async collapse(label) {
    await this.workbench.collapse(label);
  }

  /** Expands rows one inside the other. */
  async expand(...labels) {
    for (const label of labels) await this.workbench.expand(label);
  }

  /** Rests the mouse on a row's label, and gives the tooltip once it shows `text`. */
  async hover(row, text) {
    const tooltip = this.page.locator('.workbench-hover .markdown-hover', { hasText: text });
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      // A mouse that rests on the row already shows nothing new, and a row that moves away takes its hover along.
      await this.workbench.moveMouseAway();
      await row.waitFor();
      await this.workbench.standsStill(row);
      await row.locator('.label-name').hover();
      const isShown = await tooltip.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (isShown) return tooltip;
    }
    throw new Error(`No hover of the row has ${text}.`);
  }

  async click(label) {
    await this.workbench.clickRow(label);
  }

  /** Runs a command of the palette by its title without the category. */
  async run(title) {
    await this.workbench.runCommand(`Session Scope: ${title}`);
  }

  /** Runs a command that asks, and chooses. What takes the focus late, as a web view that is shown, closes the picker. */
  async runAndChoose(title, text, expected) {
    const input = this.page.locator('.quick-input-widget input.input');
    for (let tries = 0; ; tries++) {
      await this.run(title);
      const isOpen = await input.fill(text, { timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (isOpen || tries === 2) break;
    }
    await this.choose(text, expected);
  }

  /** Types into the open quick input, waits for a choice that contains `expected`, and accepts it. */
  async choose(text, expected) {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('input.input').fill(text);
    await widget.locator('.monaco-list-row.focused', { hasText: expected }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  /** Chooses a folder in VS Code's own dialog, by its path and the name of one thing in it. */
  async chooseFolder(folder, entry, button) {
    const dialog = this.page.locator('.quick-input-widget');
    const row = (name) => dialog.locator('.monaco-list-row').getByText(name, { exact: true });
    // It begins with a folder of its own, and what is typed counts once it has listed that folder.
    await row('..').waitFor();
    await dialog.locator('input.input').fill(`${folder}/`);
    await row(entry).waitFor();
    await dialog.getByText(button, { exact: true }).click();
  }

  /** Waits until the active text editor shows `text`, and gives all it shows. */
  async readEditor(text) {
    await this.page
      .locator('.part.editor .editor-group-container.active .view-line', { hasText: text })
      .first()
      .waitFor();
    return this.workbench.readEditor();
  }

  /** The title of the active editor's tab. */
  activeTab() {
    return this.page.locator('.part.editor .tab.active .label-name').first().innerText();
  }
}

/** Runs in the page: what the workbench has stored of the editors that are open. */
async function storedEditors() {
  const result = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const states = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const database = await result(indexedDB.open(name));
    const items = database.transaction('ItemTable').objectStore('ItemTable');
    states.push(await result(items.get('memento/workbench.parts.editor')));
    database.close();
  }
  return states.join('\n');
}
