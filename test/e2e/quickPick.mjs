/** A list that asks for a choice, as a person reads it. */
export class QuickPick {
  #page;
  #widget;

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
  }

  get #rows() {
    return this.#widget.locator('.quick-input-list .monaco-list-row');
  }

  /** Waits until the list shows a row with this text. */
  async shows(text) {
    await this.#rows.filter({ hasText: text }).first().waitFor();
  }

  /**
   * The rows in sight, top down, as `label | description | detail`, with the state of their boxes and the names of
   * groups.
   */
  async read() {
    const rows = await this.#rows.evaluateAll((all) =>
      all
        .map((row) => ({ row, index: Number(row.getAttribute('data-index')) }))
        .sort((a, b) => a.index - b.index)
        .map(({ row }) => {
          // Rows are used again, with the parts that one does not need hidden.
          const shown = (part) => [row.querySelector(part)].find((node) => node?.checkVisibility());
          const text = (part) => shown(part)?.textContent ?? '';
          return {
            group: text('.quick-input-list-separator'),
            box: shown('.monaco-checkbox') ? row.getAttribute('aria-checked') : null,
            texts: [
              text('.quick-input-list-row .label-name'),
              text('.quick-input-list-row .label-description'),
              text('.quick-input-list-label-meta .label-name'),
            ],
          };
        }),
    );
    return rows.flatMap(({ group, box, texts }) => {
      const mark = box === null ? '' : box === 'true' ? '[x] ' : '[ ] ';
      const line = mark + texts.filter((text) => text !== '').join(' | ');
      return group ? [`-- ${group}`, line] : [line];
    });
  }

  /** Clicks the row with this text: in a list with boxes it changes its box. */
  async click(text) {
    await this.#rows.filter({ hasText: text }).first().locator('.label-name').first().click();
  }

  /** Presses a button of a row. */
  async press(text, button) {
    const row = this.#rows.filter({ hasText: text }).first();
    await row.hover();
    await row.locator(`.action-label[aria-label=${JSON.stringify(button)}]`).click();
  }

  /** Accepts what is chosen, and waits until the list is gone. */
  async accept() {
    await this.#page.keyboard.press('Enter');
    await this.#widget.waitFor({ state: 'hidden' });
  }
}
