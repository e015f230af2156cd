/** A session log as a transcript: read, unfolded, searched, followed, and from a call to its agent and back. */
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const title = 'Reading a transcript';
export const settings = { 'workbench.colorTheme': 'Default Dark Modern' };

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  await step('a session log opens at its end, answers as Markdown and todo lists as lists', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(400);
    await scope.expand('Review the order API');
    await scope.click('Session Log');
    const transcript = await scope.transcript();
    await transcript.getByRole('heading', { name: 'Review of the order API' }).waitFor();
    assert.equal(await transcript.locator('table').count(), 1);
    await shot('transcript');
  });

  await step('a tool call unfolds into its result', async () => {
    const transcript = await scope.transcript();
    const call = transcript.locator('.tool', { hasText: 'Exit code 7' }).first();
    const head = call.locator('.fold-head').first();
    assert.equal(await head.getAttribute('aria-expanded'), 'false');
    await head.click();
    assert.equal(await head.getAttribute('aria-expanded'), 'true');
    await call.locator('.part-label', { hasText: 'Error' }).waitFor();
  });

  await step('Ctrl+F finds text, also where it is folded', async () => {
    const transcript = await scope.transcript();
    await transcript.locator('.feed').click({ position: { x: 5, y: 5 } });
    await scope.page.keyboard.press('Control+f');
    await transcript.locator('.find-input').fill('order_not_found');
    await transcript.locator('.find-status', { hasText: /1 (of|\/) \d/ }).waitFor();
    await scope.page.keyboard.press('Escape');
  });

  await step('from a call to the agent, and from the agent back to the call', async () => {
    const transcript = await scope.transcript();
    await transcript.locator('.tool', { hasText: 'Order the findings' }).locator('.agent-button').click();
    const agent = await scope.transcript('Order the findings');
    await agent.getByText('Spawning call').click();
    const back = await scope.transcript('Review the order API');
    await back.locator('.tool', { hasText: 'Order the findings' }).first().waitFor();
  });

  await step('a log that grows is followed at its end', async () => {
    const transcript = await scope.transcript();
    await transcript.locator('[aria-label^="Latest Entry"]').click();
    appendFileSync(logOf(demo, demo.sessionIds.review), `${JSON.stringify(answer(demo.sessionIds.review))}\n`);
    await transcript.getByText('One more remark arrived.').waitFor();
  });

  await step('the same transcript opens as text', async () => {
    await scope.workbench.contextMenu('Session Log', 'Open Transcript as Text');
    assert.match(await scope.readEditor('Transcript:'), /^# Transcript: `Review the order API`\n/);
  });
}

function logOf({ claudeDir }, sessionId) {
  const projects = path.join(claudeDir, 'projects');
  const project = readdirSync(projects).find((name) =>
    readdirSync(path.join(projects, name)).includes(`${sessionId}.jsonl`),
  );
  return path.join(projects, project, `${sessionId}.jsonl`);
}

function answer(sessionId) {
  return {
    parentUuid: null,
    isSidechain: false,
    type: 'assistant',
    message: {
      id: 'msg_later',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'One more remark arrived.' }],
    },
    uuid: '6a1f0c52-7f44-4a3e-9a39-5d7f2c1e8b90',
    timestamp: new Date().toISOString(),
    sessionId,
  };
}
