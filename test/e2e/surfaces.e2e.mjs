/**
 * Names and plans from logs that try to act where VS Code reads links, icons and Markdown; a picker over many sessions.
 */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const title = 'Texts that try to act, and a picker over many sessions';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { workbench, page } = scope;
  const { review } = demo.sessionIds;
  const asked = [];
  await page.context().route(/attacker\.example/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });

  await step('the name of a checkpoint that cannot be opened is no link in the notification', async () => {
    const projects = path.join(demo.claudeDir, 'projects');
    const logs = readdirSync(projects).map((folder) => path.join(projects, folder, `${review}.jsonl`));
    const backup = { backupFileName: '00112233445566aa@v1', version: 1, backupTime: '2026-01-01T00:00:00.000Z' };
    const trackedFileBackups = { 'src/[Open it](command:workbench.action.files.newUntitledFile)': backup };
    const snapshot = { messageId: 'm', timestamp: '2026-01-01T00:00:00.000Z', trackedFileBackups };
    const entry = { type: 'file-history-snapshot', messageId: 'm', isSnapshotUpdate: false, snapshot };
    appendFileSync(
      logs.find((file) => existsSync(file)),
      `${JSON.stringify(entry)}\n`,
    );
    symlinkSync('/dev/null', path.join(demo.claudeDir, 'file-history', review, '00112233445566aa@v1'));
    await scope.openSideBar();
    await scope.widenSideBar(420);
    await scope.expand('Review the order API', 'Extras', 'Checkpoints');
    await workbench.treeRows.filter({ hasText: 'Open it' }).first().click();
    const toast = page.locator('.notifications-toasts .notification-list-item').first();
    await toast.waitFor();
    assert.match(await toast.innerText(), /\[Open it\] \(command:workbench\.action\.files\.newUntitledFile\): A link/);
    assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
    await shot('notification');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await scope.collapse('Review the order API');
  });

  await step('a plan that would load from the network opens as source, and says so', async () => {
    const plan = path.join(demo.claudeDir, 'plans', 'please-plan-cart-persistence-quiet-harbor.md');
    const html =
      '<img src="https://attacker.example/b.png"><link rel=stylesheet href="https://attacker.example/c.css">';
    writeFileSync(plan, `# Cart persistence\n\n![p](https://attacker.example/a.png)\n\n${html}\n`);
    await scope.expand('Add cart persistence');
    await scope.click('Cart persistence');
    assert.match(await scope.readEditor('Cart persistence'), /attacker\.example/);
    await page.locator('.part.statusbar').getByText('This plan opens as source').waitFor();
    await shot('plan-as-source');
    await page.waitForTimeout(2000);
    assert.deepEqual(asked, []);
  });

  await step(
    'a plan in the preview that gains such content goes back to source before anything is loaded',
    async () => {
      const plan = path.join(demo.claudeDir, 'plans', 'please-plan-cart-persistence-quiet-harbor.md');
      for (let round = 1; round <= 4; round++) {
        writeFileSync(plan, `# Cart persistence\n\nRound ${round}\n`);
        await scope.readEditor(`Round ${round}`);
        await scope.click('Cart persistence');
        await scope.readPreview('Cart persistence');
        // With a harmless change just before, the preview is about to render anew.
        writeFileSync(plan, `# Cart persistence\n\nRound ${round}, first change\n`);
        await page.waitForTimeout(round * 90);
        writeFileSync(
          plan,
          `# Cart persistence\n\nRound ${round}\n\n![p](https://attacker.example/later${round}.png)\n`,
        );
        assert.match(await scope.readEditor('attacker.example'), /# Cart persistence/);
        await page.locator('.part.statusbar').getByText('This plan is shown as source now').first().waitFor();
      }
      await shot('plan-back-to-source');
      await page.waitForTimeout(2000);
      assert.deepEqual(asked, []);
    },
  );

  await step(
    'a preview that gains such content while its window is closed goes back to source with the window',
    async () => {
      const plan = path.join(demo.claudeDir, 'plans', 'please-plan-cart-persistence-quiet-harbor.md');
      writeFileSync(plan, '# Cart persistence\n\nBefore\n');
      await scope.readEditor('Before');
      await scope.click('Cart persistence');
      await scope.readPreview('Cart persistence');
      await scope.reopenWindow('vscode.markdown.preview.editor', () => {
        writeFileSync(plan, '# Cart persistence\n\n![p](https://attacker.example/closed.png)\n');
      });
      assert.match(await scope.readEditor('attacker.example'), /# Cart persistence/);
      await page.locator('.part.statusbar').getByText('This plan is shown as source now').first().waitFor();
      await shot('plan-back-to-source-restored');
      await page.waitForTimeout(2000);
      assert.deepEqual(asked, []);
      await workbench.runCommand('View: Close All Editors');
      await scope.openSideBar();
      await scope.collapse('Add cart persistence');
    },
  );

  await step('Enter takes the best match among more than a thousand sessions, however fast one types', async () => {
    const folder = path.join(demo.claudeDir, 'projects', '-home-me-many');
    mkdirSync(folder);
    for (let at = 0; at < 1500; at++) {
      const sessionId = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
      const message = { role: 'user', content: `summary of ${at % 3 === 0 ? 'walrus' : 'heron'} number ${at}` };
      const rest = { cwd: '/home/me/many', timestamp: new Date(1.7e12 + at * 60_000).toISOString(), message };
      const line = {
        type: 'user',
        uuid: sessionId,
        parentUuid: null,
        isSidechain: false,
        userType: 'external',
        sessionId,
      };
      writeFileSync(path.join(folder, `${sessionId}.jsonl`), `${JSON.stringify({ ...line, ...rest })}\n`);
    }
    await scope.run('Refresh');
    for (const delay of [15, 60, 150]) {
      await scope.run('Find Session…');
      const widget = page.locator('.quick-input-widget');
      // The palette's own input is the same one: what is typed before the picker has it is lost.
      await widget.getByPlaceholder('Session to show').pressSequentially('walrus', { delay });
      await widget.locator('.monaco-list-row.focused', { hasText: 'walrus number 1497' }).first().waitFor();
      await page.keyboard.press('Enter');
      await widget.waitFor({ state: 'hidden' });
      // The row takes the focus when it is there, which would close the next list.
      await page.locator('.part.sidebar .monaco-list-row.focused', { hasText: 'walrus number 1497' }).waitFor();
      await page.waitForTimeout(500);
    }
    await shot('picked');
  });

  await step('the palette offers the session of the selected row first', async () => {
    await workbench.treeRow('Plan the checkout flow').click();
    await scope.run('Copy Session ID');
    const widget = page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row.focused', { hasText: 'Plan the checkout flow' }).first().waitFor();
    await scope.workbench.dismissQuickInput();
  });
}
