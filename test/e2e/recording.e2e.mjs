/** What a real client recorded (2.1.330): found, opened as a transcript, and from a call to its agent and back. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { bundled } from '../bench/bundled.mjs';
import { eventually } from './eventually.mjs';

export const title = 'A session that a real client recorded';
export const settings = { 'sessionScope.planOpening': 'source' };

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  await step('two sessions of one folder have a plan each, and neither has the other’s', async () => {
    const { restoreRecording } = await bundled('test/fixtures/recordings.ts');
    restoreRecording('2.1.330-parallel', path.dirname(demo.claudeDir));
    await scope.openSideBar();
    await scope.run('Show All Projects');
    await scope.runAndChoose('Open Plan of Session…', 'eefc84b9', 'eefc84b9');
    assert.match(await scope.readEditor('Shopping cart'), /# Shopping cart\n/);
    await scope.runAndChoose('Open Plan of Session…', 'c0de68b2', 'c0de68b2');
    assert.match(await scope.readEditor('Product search'), /# Product search\n/);
  });

  await step('its log opens as a transcript, and a tool call unfolds', async () => {
    await scope.runAndChoose('Find Session…', 'eefc84b9', 'eefc84b9');
    const row = scope.page.locator('.pane-body [role=treeitem]', { hasText: 'eefc84b9' }).first();
    await row.waitFor();
    await scope.click('Session Log');
    const transcript = await scope.transcript();
    const call = transcript.locator('.tool', { hasText: 'Check syntax' }).first();
    const head = call.locator('.fold-head').first();
    await head.click();
    assert.equal(await head.getAttribute('aria-expanded'), 'true');
    await call.getByText('fine').first().waitFor();
  });

  await step('from a call to the agent that it started, and back', async () => {
    const transcript = await scope.transcript();
    await transcript.locator('.tool', { hasText: 'Tax rules' }).last().locator('.agent-button').click();
    const agent = await scope.transcript('Tax rules');
    await agent.getByText('Spawning call').click();
    const back = await scope.transcript();
    await back.locator('.tool', { hasText: 'Tax rules' }).first().waitFor();
    // It takes the focus when it is shown, and a picker that is open then would close.
    await eventually(
      () => back.locator('body').evaluate((body) => body.ownerDocument.hasFocus()),
      (hasFocus) => assert.ok(hasFocus),
    );
  });

  await step(
    'turns that /rewind took back are there, faint, below a line that says so; a second terminal’s are as ever',
    async () => {
      const { restoreRecording } = await bundled('test/fixtures/recordings.ts');
      restoreRecording('2.1.240-live', path.dirname(demo.claudeDir));
      await scope.runAndChoose('Find Session…', 'aaaaaaaa', 'aaaaaaaa');
      await scope.page.locator('.pane-body [role=treeitem]', { hasText: '111 entries' }).click();
      const transcript = await scope.transcript('my live one');
      const line = transcript.locator('.taken-back-line', { hasText: 'Taken back by /rewind' });
      await line.waitFor();
      assert.equal(await line.count(), 1);
      const taken = transcript.locator('article.entry-taken-back');
      const names = await taken.evaluateAll((entries) => entries.map((entry) => entry.getAttribute('aria-label')));
      assert.ok(
        names.every((name) => name.startsWith('Taken back by /rewind. ')),
        names.join('\n'),
      );
      assert.match(names[0], /Prompt.*: Please do talk number two$/);
      assert.match(names.at(-1), /Answer.*: Number two\.$/);
      await line.scrollIntoViewIfNeeded();
      await shot('taken-back');
    },
  );
}
