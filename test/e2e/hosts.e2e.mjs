/** Sessions of other machines, asked by the real ssh and sshd on the loopback interface. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { eventually } from './eventually.mjs';

export const title = 'Sessions of other machines';
export const settings = {
  'sessionScope.hosts': ['build1', 'laptop', 'down'],
  'workbench.colorTheme': 'Default Dark Modern',
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'hosts-'));
buildSync({
  entryPoints: [path.join(root, 'test/fixtures/sshHosts.ts')],
  outfile: path.join(folder, 'sshHosts.cjs'),
  bundle: true,
  platform: 'node',
});
const { freePort, noSshHosts, SshHosts } = createRequire(import.meta.url)(path.join(folder, 'sshHosts.cjs'));
const hosts = noSshHosts === undefined ? new SshHosts() : undefined;
// Also where the scenario is not played to its end, or not at all.
process.once('exit', () => {
  hosts?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** VS Code finds an ssh that knows the machines. */
export const env = () => ({ PATH: hosts?.path ?? process.env.PATH });

const RANKING = 'Fix search ranking';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  if (hosts === undefined) return console.log(`  skipped: ${noSshHosts}`);
  const { workbench, page } = scope;
  const home = path.join(folder, 'home');
  const pane = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Other Machines' }) });
  const row = (label) => pane.locator('.monaco-list-row', { hasText: label });
  const opens = async (label) => {
    await workbench.standsStill(row(label));
    await row(label).locator('.monaco-tl-twistie').click();
  };
  try {
    cpSync(demo.claudeDir, path.join(home, '.claude'), { recursive: true });
    await hosts.start('build1', home, `exec "${process.execPath}" "${path.join(root, 'dist/cli.js')}" "$@"`);
    await hosts.start('laptop', home, 'echo \'[{"title":"no ID"}]\'');
    hosts.name('down', await freePort());

    await step('each machine of the settings has a row, and none was asked', async () => {
      await scope.openSideBar();
      await scope.widenSideBar(260);
      await row('build1').waitFor();
      assert.deepEqual(await labels(pane), ['build1', 'laptop', 'down']);
    });

    await step('one that cannot be reached, and one with a bad answer, say so', async () => {
      await opens('laptop');
      await row('no valid answer').waitFor();
      await opens('down');
      await row('not reachable').waitFor();
    });

    await step('one that answers has its sessions, also those of an ID that is here, too', async () => {
      await opens('build1');
      await row(RANKING).waitFor();
      await eventually(
        () => row(RANKING).locator('.label-description').innerText(),
        (text) => assert.match(text, /^\d+ min · also here · /),
      );
      await shot('hosts');
    });

    await step('a click opens the transcript, which nobody can change', async () => {
      await workbench.standsStill(row(RANKING));
      await row(RANKING).locator('.label-name').click();
      await page.locator('.part.editor .tab.active', { hasText: /^transcript [0-9a-f]{8} \(build1\)\.md/ }).waitFor();
      assert.match(await scope.readEditor('Please plan search ranking'), /^# Transcript/);
      await page.locator('.part.editor .editor-group-container.active .view-lines').last().click();
      await page.keyboard.type('typed');
      await page.locator('.monaco-editor-overlaymessage').first().waitFor();
    });
  } finally {
    hosts.stop();
  }
}

async function labels(pane) {
  return (await pane.locator('.monaco-list-row .label-name').allInnerTexts()).map((text) => text.trim());
}
