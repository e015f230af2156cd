/**
 * An agent that ran while its session was cleared goes on under the next one: its transcript is one, from either
 * session.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { bundled } from '../bench/bundled.mjs';

export const title = 'An agent that goes on in another session';
export const settings = {};

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  await step('its transcript has the entries of both its logs, none marked as another session’s', async () => {
    const { restoreRecording } = await bundled('test/fixtures/recordings.ts');
    restoreRecording('2.1.240-split', path.dirname(demo.claudeDir));
    await scope.openSideBar();
    await scope.run('Show All Projects');
    await scope.runAndChoose('Find Session…', '12c28fb0', '12c28fb0');
    await scope.expand('Agent Logs');
    await scope.click('Swimmer');
    const transcript = await scope.transcript('Swimmer');
    await transcript.getByText('Be the LONG-SWIMMER please.').waitFor();
    await transcript.getByText('Swum.').waitFor();
    assert.equal(await transcript.locator('.entry-call').count(), 6);
    assert.equal(await transcript.locator('.entry-result').count(), 0);
    assert.equal(await transcript.locator('.badge-foreign').count(), 0);
    await shot('agent-goes-on');
  });

  await step('a line of the later log opens in that file', async () => {
    const transcript = await scope.transcript('Swimmer');
    await transcript.locator('article').last().focus();
    await scope.page.keyboard.press('o');
    assert.match(await scope.readEditor('6bc6f460'), /6bc6f460/);
  });

  await step('as text it names both files', async () => {
    await scope.workbench.contextMenu('Swimmer', 'Open Transcript as Text');
    const text = await scope.readEditor('Transcript:');
    assert.match(text, /Log `[^`]*12c28fb0[^`]*`/);
    assert.match(text, /Log `[^`]*6bc6f460[^`]*`/);
  });
}
