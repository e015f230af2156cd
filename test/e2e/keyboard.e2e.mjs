/** Everything in the side bar by keyboard alone, and what a screen reader is told there. */
import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'By keyboard alone';
export const settings = { 'git.enabled': true, 'sessionScope.hosts': ['nobody.invalid'] };

const CART = 'Add cart persistence';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step }) {
  const { page, workbench } = scope;
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = page.locator('.part.sidebar .monaco-list:focus .monaco-list-row.focused');
  const says = (words) =>
    eventually(
      () => focused.getAttribute('aria-label', { timeout: 1000 }).catch(() => ''),
      (label) => assert.match(label ?? '', words),
    );
  /** Goes to the first row of a view. A tree whose rows are coming can lose the keyboard. */
  const saysFirst = (words, view = 'Sessions') =>
    eventually(
      async () => {
        await press('Home');
        const label = await focused.getAttribute('aria-label', { timeout: 1000 }).catch(() => '');
        if (label === '') await scope.run(`Focus on ${view} View`);
        return label;
      },
      (label) => assert.match(label ?? '', words),
    );
  /** Goes down from the first row to the last, and gives what each says. */
  const walk = async () => {
    await press('Home');
    const labels = [];
    for (;;) {
      const row = await eventually(
        () => focused.evaluate(spoken, undefined, { timeout: 1000 }).catch(() => undefined),
        (found) => assert.ok(found),
      );
      if (labels.length > 0 && row.id === labels.at(-1).id) return labels.map(({ label }) => label);
      labels.push(row);
      await press('ArrowDown');
      await page.waitForTimeout(50);
    }
  };
  const menu = page.locator('.context-view .monaco-menu .action-label:not(.separator)');
  const menuOf = async (key) => {
    await press(key);
    await menu.first().waitFor();
    const entries = (await menu.allInnerTexts()).map((text) => text.trim());
    await press('Escape');
    await menu.first().waitFor({ state: 'detached' });
    return entries;
  };

  await step('the sessions are walked through, unfolded and folded, and each row has a name', async () => {
    await scope.openSideBar();
    await workbench.treeRow('Plan the checkout flow').waitFor();
    await scope.run('Focus on Sessions View');
    await saysFirst(/^Session Add cart persistence, busy, last active /);
    await press('ArrowRight');
    await workbench.treeRow('Files').waitFor();
    hasNames(await walk());
    await press('Home', 'ArrowRight');
    await says(/^Plan Cart persistence, in force/);
    await press('ArrowDown');
    await says(/^Files that this session changed/);
    assert.deepEqual(await menuOf('Shift+F10'), ['View All Changes', 'Copy Paths']);
    await press('ArrowLeft', 'ArrowLeft');
    await eventually(
      () => workbench.treeRow(CART).getAttribute('aria-expanded'),
      (expanded) => assert.equal(expanded, 'false'),
    );
    await says(/^Session Add cart persistence/);
  });

  await step('the menu of a row opens and closes by key, and the row has the keyboard again', async () => {
    const entries = await menuOf('ContextMenu');
    for (const entry of ['Open Plan', 'Open Session Transcript', 'Go to Terminal', 'Copy Session ID'])
      assert.ok(entries.includes(entry), `${entry} is not among ${entries.join(', ')}`);
    await says(/^Session Add cart persistence/);
  });

  await step(
    'Enter opens a transcript and leaves the keyboard in the tree, a second Enter takes it along',
    async () => {
      await press('Enter');
      const transcript = await new TranscriptPage(workbench).shown(CART);
      await says(/^Session Add cart persistence/);
      await press('Enter');
      await eventually(
        () => transcript.frame.evaluate(() => document.hasFocus()),
        (has) => assert.ok(has),
      );
      const names = new Set();
      for (let tabs = 0; tabs < 24; tabs++) {
        await press('Tab');
        if (!(await transcript.frame.evaluate(() => document.hasFocus()))) break;
        names.add(await transcript.frame.evaluate(nameOfFocus));
      }
      hasNames([...names]);
      assert.ok(names.size > 8, [...names].join(', '));
      await workbench.runCommand('View: Close All Editors');
    },
  );

  await step('headings of projects have names and menus', async () => {
    await scope.run('Show All Projects');
    await scope.run('Focus on Sessions View');
    await saysFirst(/^Project shop, 8 sessions, open in this window/);
    assert.deepEqual(await menuOf('Shift+F10'), ['Open Folder in New Window', 'Copy Path', 'Export Sessions…']);
    hasNames(await walk());
  });

  await step('changed files are walked through, with the sessions that changed them', async () => {
    await scope.run('Focus on Changed Files View');
    await eventually(
      () => focused.getAttribute('aria-label', { timeout: 1000 }).catch(() => press('Home')),
      (label) => assert.match(label ?? '', /./),
    );
    const labels = await walk();
    hasNames(labels);
    assert.ok(
      labels.some((label) => /^\d+ files? without proof of who changed them$/.test(label)),
      labels.join('\n'),
    );
    assert.deepEqual(await menuOf('Shift+F10'), ['Copy Paths']);
  });

  await step('another machine is asked by the right arrow, and its row says what came of it', async () => {
    await scope.run('Focus on Other Machines View');
    await saysFirst(/^Machine nobody\.invalid/, 'Other Machines');
    await press('ArrowRight');
    await says(/^Machine nobody\.invalid, (not reachable|no ssh here)/);
    hasNames(await walk());
  });

  await step('a search is typed, its results are walked through, and Enter opens one', async () => {
    await scope.run('Search in Sessions…');
    await page.locator('.quick-input-widget input.input').fill('survive a reload');
    await press('Enter');
    const pane = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Search Results' }) });
    await pane.getByText(/\d+ hits? in \d+ sessions?\./).waitFor();
    await pane.locator('.monaco-list:focus').waitFor();
    hasNames(await walk());
    await saysFirst(/hit/, 'Search Results');
    assert.ok((await menuOf('Shift+F10')).includes('Reveal Session'));
    await press('ArrowDown', 'Enter');
    const transcript = await new TranscriptPage(workbench).shown(CART);
    await transcript.focuses(/^Write .*quiet-harbor/);
    await workbench.runCommand('View: Close All Editors');
  });

  await step('what the timeline lets the keyboard reach has a name', async () => {
    await scope.run('Show Timeline');
    const timeline = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await timeline.getByText(/sessions · up to \d at the same time/).waitFor();
    await timeline.getByRole('button').first().focus();
    const names = new Set();
    for (let tabs = 0; tabs < 16; tabs++) {
      names.add(await timeline.locator('html').evaluate(nameOfFocus));
      await press('Tab');
    }
    names.delete('BODY');
    hasNames([...names]);
    assert.ok(names.size > 6, [...names].join(', '));
  });
}

/** A name has words, and no icon or missing value in it. */
function hasNames(labels) {
  const bad = labels.filter((label) => !/\p{L}/u.test(label ?? '') || /\$\(|undefined|null|\[object/.test(label));
  assert.deepEqual(bad, []);
  assert.ok(labels.length > 0);
}

/** In the page: which row it is, and what a screen reader says of it. */
function spoken(row) {
  return { id: row.id, label: row.getAttribute('aria-label') };
}

/** In the page: the name of what has the keyboard; `BODY` where nothing has. */
function nameOfFocus() {
  const { activeElement: element } = document;
  if (element === document.body) return 'BODY';
  const labelled = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
  const names = labelled.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  const own = element.getAttribute('aria-label') ?? (names || element.textContent || element.title);
  return own.trim().slice(0, 60);
}
