/** By keyboard alone: sessions by all their names, those that are hidden, and what a screen reader says of them. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { register } from '../fixtures/demo/demoHome.mjs';
import { encodeFolder, SessionLog } from '../fixtures/demo/sessionLog.mjs';
import { eventually } from './eventually.mjs';

export const title = 'Sessions by all their names, by keyboard';

const program = '5d5d5d5d-0000-4000-8000-000000000001';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { page, workbench } = scope;
  const press = (key) => page.keyboard.press(key);
  const focused = page.locator('.pane-body .monaco-list-row.focused').first();
  const says = (words) =>
    eventually(
      () => focused.getAttribute('aria-label'),
      (label) => assert.match(label ?? '', words),
    );
  writeSessions(demo);

  await step('what a program ran is counted, and Enter lists it', async () => {
    await scope.openSideBar();
    await scope.run('Focus on Sessions View');
    await press('End');
    await says(/^1 hidden: 1 of programs\. List them too/);
    await press('Enter');
    await workbench.treeRow('Summarise the diff').waitFor();
    await press('End');
    await says(/^1 usually hidden: 1 of programs\. Do not list them/);
    await press('Enter');
    await workbench.treeRow('Summarise the diff').waitFor({ state: 'detached' });
  });

  await step('a row says that it waits, for what, and which session it comes from', async () => {
    await press('Home');
    await says(/^Session Fix search ranking, waiting for permission, last active /);
    await workbench
      .treeRow('Fix search ranking')
      .getByText(/^permission · /)
      .waitFor();
    await press('ArrowDown');
    await press('ArrowDown');
    await says(/^Session Build the checkout flow, .*implements plan of c3e97f12, ID 7b2e4d09/);
    await shot('names');
  });

  for (const [what, name] of [
    ['its name in the registry', 'lawn mower'],
    ['its background job', '1d66bef8'],
    ['its process', String(process.ppid)],
    ['its ID in Remote Control', 'cse_01AbC'],
  ]) {
    await step(`Find Session finds a session by ${what}`, async () => {
      await press('F1');
      await page.locator('.quick-input-widget input.input').fill('>Session Scope: Find Session…');
      await page.locator('.quick-input-widget .monaco-list-row.focused', { hasText: 'Find Session…' }).waitFor();
      await press('Enter');
      await scope.choose(name, 'Fix search ranking');
      await page.locator('.monaco-list-row.selected', { hasText: 'Fix search ranking' }).waitFor();
    });
  }

  await step('the hover has its names after the matter', async () => {
    const hover = await scope.hover(workbench.treeRow('Fix search ranking'), 'Name while it runs: lawn mower');
    const words = await hover.innerText();
    assert.match(words, /State: waiting for permission[^]*Background job: 1d66bef8[^]*Session: a81d5c30-/);
    await shot('names-hover');
  });
}

function writeSessions(demo) {
  const { claudeDir, shop, sessionIds } = demo;
  const log = new SessionLog({ sessionId: program, cwd: shop, entrypoint: 'sdk-cli', start: Date.now() - 60_000 });
  log.prompt('Summarise the diff');
  log.say('Two files have changed.');
  log.save(claudeDir);
  const file = path.join(claudeDir, 'projects', encodeFolder(shop), `${sessionIds.search}.jsonl`);
  const bridge = { type: 'bridge-session', sessionId: sessionIds.search, bridgeSessionId: 'cse_01AbC' };
  writeFileSync(file, `${readFileSync(file, 'utf8')}${JSON.stringify(bridge)}\n`);
  register(demo, sessionIds.search, process.ppid);
  const entry = path.join(claudeDir, 'sessions', `${process.ppid}.json`);
  const more = {
    status: 'waiting',
    waitingFor: 'permission prompt',
    kind: 'bg',
    jobId: '1d66bef8',
    name: 'lawn mower',
  };
  writeFileSync(entry, JSON.stringify({ ...JSON.parse(readFileSync(entry, 'utf8')), ...more }));
}
