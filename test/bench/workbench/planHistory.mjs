/** How long a person waits for the versions of a plan in a large log, and for the first of them on screen. */

/** @param {import('./stage.mjs').Stage} stage a workbench that shows the one session, which has the plan */
export async function measurePlanHistory({ workbench, scope }, { title }) {
  const { page } = workbench;
  await scope.openSideBar();
  // The project, and in it the session.
  for (const row of [0, 1]) {
    const label = workbench.treeRows.nth(row).locator('.label-name');
    await scope.expand(await label.innerText());
  }
  await workbench.treeRow(title).waitFor();
  await workbench.contextMenu(title, 'Plan History…');
  const versions = page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Version 1' });
  const list = await waitedFor(versions.last());
  await page.locator('.quick-input-widget input.input').fill('Version 1');
  await page.keyboard.press('Enter');
  const version = await waitedFor(page.locator('.part.editor .tab.active', { hasText: /as.logged/ }));
  return { versionsShown: list, versionShown: version };
}

async function waitedFor(locator) {
  const from = performance.now();
  await locator.waitFor();
  return performance.now() - from;
}
