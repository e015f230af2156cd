/** What VS Code itself reports in "Developer: Show Running Extensions". */
import { isOldest } from '../harness/lib/toolchain.mjs';

/**
 * @param {import('../harness/lib/workbench.mjs').Workbench} workbench
 * @param {string} name the extension's display name
 * @returns {Promise<{ milliseconds: number, atStartup: boolean } | undefined>} `undefined` when it is not active
 */
export async function readActivation(workbench, name) {
  const { page } = workbench;
  await workbench.runCommand('Developer: Show Running Extensions');
  const list = page.locator('.runtime-extensions-editor .monaco-list');
  const row = list.locator('.monaco-list-row').filter({ hasText: name }).first();
  await list.locator('.monaco-list-row').first().waitFor();
  // Only the rows in sight are in the page, sorted by activation time.
  await list.hover();
  for (let i = 0; i < 50 && (await row.count()) === 0; i++) {
    await page.mouse.wheel(0, 150);
    await page.waitForTimeout(50);
  }
  const text = (await row.count()) === 0 ? '' : await row.innerText();
  // It is a tab there; newer versions have a modal editor, which Escape closes, and which lets no command palette in.
  if (isOldest) await workbench.runCommand('View: Revert and Close Editor');
  else await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  const time = /Activation:\s*(\d+)ms/.exec(text);
  return time ? { milliseconds: Number(time[1]), atStartup: /Startup Activation/.test(text) } : undefined;
}
