/** Agents in the side bar: how they ended, who started them, and from one that an agent started to its call. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'The agents of a session';
export const settings = { 'workbench.colorTheme': 'Default Dark Modern' };

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const transcript = new TranscriptPage(scope.workbench);

  await step('agents stand under the agents and the workflow that started them', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(480);
    await scope.expand('Review the order API', 'Agent Logs', 'Check error handling', 'order-review');
    await scope.workbench.treeRow('naming').waitFor();
    const rows = await scope.workbench.readTree();
    const from = rows.findIndex(({ label }) => label === 'Agent Logs');
    const to = rows.findIndex(({ label }, at) => at > from && label === 'Extras');
    assert.deepEqual(
      rows.slice(from, to).map(({ label, description, level }) => `${'  '.repeat(level - 2)}${label} | ${description}`),
      [
        'Agent Logs | 7',
        '  Read the order API | Explore · 4 entries · 17 s',
        '  Check error handling | general-purpose · 6 entries · 34 s',
        '    Files | ',
        '    Look at the callers | Explore · 2 entries · 7 s',
        '  Try the API under load | general-purpose · 3 entries · 10 s · failed',
        '  Order the findings | Plan · 2 entries · 7 s',
        '  order-review | workflow · 2 agents · wf_5d0c21f7-9ab',
        '    security | workflow-subagent · 2 entries · 7 s',
        '    naming | workflow-subagent · 2 entries · 7 s · no result recorded',
      ],
    );
    await shot('agents');
  });

  await step('the state is there in words for a screen reader and on hover', async () => {
    const row = scope.workbench.treeRow('Read the order API');
    assert.equal(
      await row.getAttribute('aria-label'),
      'Agent log Read the order API, completed, Explore, 4 entries, 17 s',
    );
    const failed = scope.workbench.treeRow('Try the API under load');
    await scope.hover(failed, 'State: failed, as the result of its call says');
  });

  await step('Go to Spawning Call leads into the log of the agent that called', async () => {
    await scope.workbench.contextMenu('Look at the callers', 'Go to Spawning Call');
    await transcript.shown('Check error handling');
    await transcript.entry('Look at the callers').waitFor();
  });

  await step('and from that call to the agent, and back', async () => {
    await transcript.entry('Look at the callers').locator('.agent-button').click();
    await transcript.shown('Look at the callers');
    await transcript.frame.locator('text=The router alone').waitFor();
    await transcript.frame.locator('button', { hasText: 'Spawning call' }).click();
    await transcript.shown('Check error handling');
  });

  await step('the call of an agent that failed leads to it, too', async () => {
    await scope.click('Session Log');
    await transcript.shown('Review the order API');
    await transcript.entry('Try the API under load').locator('.agent-button').click();
    await transcript.shown('Try the API under load');
  });

  await step('the transcript in front is copied as Markdown', async () => {
    await scope.run('Copy Transcript as Markdown');
    await scope.page.locator('.statusbar-item', { hasText: 'Transcript copied as Markdown' }).waitFor();
    await scope.page.keyboard.press('F1');
    const input = scope.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await scope.page.keyboard.press('Control+a');
    await scope.page.keyboard.press('Control+v');
    await eventually(
      () => input.inputValue(),
      (text) => assert.match(text, /^# Transcript: `Try the API under load`/),
    );
    await scope.page.keyboard.press('Escape');
  });

  await step('the plan that an agent wrote stands under it, and opens', async () => {
    const log = agentLog(demo, 'Order the findings');
    const agentId = /agent-([^/]+)\.jsonl$/.exec(log)[1];
    const plan = path.join(demo.claudeDir, 'plans', `calm-blue-river-agent-${agentId}.md`);
    mkdirSync(path.dirname(plan), { recursive: true });
    writeFileSync(plan, '# Order of the findings\n');
    const last = JSON.parse(readFileSync(log, 'utf8').trimEnd().split('\n').at(-1));
    const entry = {
      ...last,
      type: 'user',
      uuid: '6a1f0c52-7f44-4a3e-9a39-5d7f2c1e8b91',
      parentUuid: last.uuid,
      timestamp: new Date().toISOString(),
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_plan', content: 'Written' }] },
      toolUseResult: { type: 'create', filePath: plan, content: '# Order of the findings\n', structuredPatch: [] },
    };
    appendFileSync(log, `${JSON.stringify(entry)}\n`);
    await scope.workbench.treeRow('Order the findings').and(scope.page.locator('[aria-expanded]')).waitFor();
    const label = path.basename(plan, '.md');
    await eventually(
      async () => {
        // A row that changes again while VS Code opens it is closed again.
        await scope.expand('Order the findings');
        return scope.workbench.treeRow(label).count();
      },
      (rows) => assert.equal(rows, 1),
    );
    await scope.click(label);
    assert.match(await scope.readPreview('Order of the findings'), /^Order of the findings/);
    await shot('agent-plan');
  });
}

/** The log of the agent that a call of this description started. */
function agentLog({ claudeDir }, description) {
  const metas = readdirSync(path.join(claudeDir, 'projects'), { recursive: true }).filter((file) =>
    file.endsWith('.meta.json'),
  );
  const meta = metas.find((file) => readFileSync(path.join(claudeDir, 'projects', file), 'utf8').includes(description));
  return path.join(claudeDir, 'projects', meta.replace(/\.meta\.json$/, '.jsonl'));
}
