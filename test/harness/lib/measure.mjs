/** Measures an extension in a running workbench (see workbench.mjs), and the process that runs it. */
import { readFile } from 'node:fs/promises';

/**
 * What VS Code itself reports in "Developer: Show Running Extensions".
 * @param {import('./workbench.mjs').Workbench} workbench
 * @param {string} name the extension's display name
 * @returns {Promise<{ activation: number, startup: boolean, text: string } | undefined>} milliseconds, or nothing if it is not active
 */
export async function activationTime(workbench, name) {
  await workbench.runCommand('Developer: Show Running Extensions');
  const list = workbench.page.locator('.runtime-extensions-editor .monaco-list');
  const row = list.locator('.monaco-list-row').filter({ hasText: name }).first();
  await list.locator('.monaco-list-row').first().waitFor();
  // Only the rows in sight are in the page, sorted by activation time.
  await list.hover();
  for (let i = 0; i < 50 && (await row.count()) === 0; i++) {
    await workbench.page.mouse.wheel(0, 150);
    await workbench.page.waitForTimeout(50);
  }
  if ((await row.count()) === 0) return undefined;
  const text = (await row.innerText()).replace(/\s+/g, ' ').trim();
  const activation = /Activation: (\d+)ms/.exec(text);
  return activation ? { activation: Number(activation[1]), startup: /Startup Activation/.test(text), text } : undefined;
}

/** Memory in MiB and processor seconds so far of a process (Linux). */
export async function processUsage(pid) {
  const [status, stat] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ]);
  const kib = (field) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN);
  // Fields 14 and 15 count clock ticks of 10 ms; the name in field 2 may hold spaces, so count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { rss: kib('VmRSS') / 1024, peak: kib('VmHWM') / 1024, cpu: (Number(fields[11]) + Number(fields[12])) / 100 };
}
