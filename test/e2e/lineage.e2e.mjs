/** How sessions come from each other: the Related group, a shared plan, foreign entries. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { register } from '../fixtures/demo/demoHome.mjs';
import { encodeFolder } from '../fixtures/demo/sessionLog.mjs';
import { eventually } from './eventually.mjs';

export const title = 'How sessions come from each other';
export const settings = { 'sessionScope.planOpening': 'source' };

const joiner = 'dddddddd-0000-4000-8000-000000000004';
const planner = 'aaaaaaaa-0000-4000-8000-000000000001';
const implementer = 'bbbbbbbb-0000-4000-8000-000000000002';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { page, workbench } = scope;
  writeSessions(demo);

  await step('a session that implements the plan of another says so, and a click goes there', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(260);
    await scope.run('Refresh');
    await scope.expand('Implement the tax plan');
    const related = workbench.treeRow('Plan of');
    await related.getByText(/Plan the taxes · aaaaaaaa/).waitFor();
    await shot('related-narrow');
    await scope.hover(related, 'the prompt names the transcript');
    await related.click();
    await page.locator('.monaco-list-row.selected', { hasText: 'Plan the taxes' }).waitFor();
  });

  await step('the plan is shared, and its hover names the owner and who wrote it last', async () => {
    // Its plan is called the same; a tree that is still being refreshed may open the row again.
    await eventually(
      async () => {
        await scope.collapse('Implement the tax plan');
        return workbench.treeRow('Plan of').count();
      },
      (count) => assert.equal(count, 0),
    );
    await scope.expand('Plan the taxes');
    await workbench.treeRow('Plan for').waitFor();
    const plan = workbench.treeRow('Taxes');
    await plan.getByText(/shared/).waitFor();
    const hover = await scope.hover(plan, 'Shared with: Implement the tax plan');
    assert.match(await hover.innerText(), /Written last, by the logs/);
    await shot('shared');
  });

  await step(
    'a second live session that enters plan mode with the plan of another is told of, and both have a badge',
    async () => {
      await scope.collapse('Plan the taxes');
      joinPlan(demo);
      const notice = page.locator('.notification-toast', { hasText: 'Two live sessions have the same plan file' });
      await notice.waitFor();
      for (const title of ['Add cart persistence', 'Change the cart']) {
        const label = await workbench.treeRow(title).locator('.monaco-icon-label').first().elementHandle();
        await page.waitForFunction((element) => getComputedStyle(element, '::after').content === '"!"', label);
      }
      await shot('collision');
      await scope.hover(workbench.treeRow('Change the cart'), 'Plan shared with');
      await shot('collision-hover');
      await notice.getByRole('button', { name: 'Show Session' }).click();
      await page.locator('.monaco-list-row.selected', { hasText: 'Add cart persistence' }).waitFor();
      await scope.collapse('Add cart persistence');
    },
  );

  await step('the Plans view lists all plans by heading, missing ones too, with their owners', async () => {
    // Below the sessions the view is too low for its rows.
    await page.getByRole('button', { name: 'Sessions Section' }).click();
    await page.getByRole('button', { name: 'Plans Section' }).click();
    const plan = workbench.treeRow('A faster product list').last();
    await plan.getByText(/missing/).waitFor();
    await page.locator('.monaco-list-row', { hasText: 'Taxes' }).filter({ hasText: '2 sessions' }).waitFor();
    await shot('plans-view');
    await workbench.standsStill(plan);
    await plan.click();
    await page.locator('.part.editor .tab.active .label-name', { hasText: /as.logged/ }).waitFor();
  });

  await step('the plan of a branch stands beside the one that it was copied from', async () => {
    await page.getByRole('button', { name: 'Plans Section' }).click();
    await page.getByRole('button', { name: 'Sessions Section' }).click();
    await scope.expand('Cart persistence in IndexedDB');
    await workbench.contextMenu('Cart persistence', 'Compare with Original Plan');
    await page
      .locator('.part.editor .tab.active .label-name', { hasText: /Cart.persistence.↔.Cart.persistence/ })
      .waitFor();
    await shot('original');
  });

  await step('foreign entries are reported in a document, their text escaped', async () => {
    await scope.run('Report Foreign Entries…');
    const text = await scope.readEditor('Foreign entries');
    assert.match(text, /would suggest slug\s+`tidy-counting-robin`/);
    await shot('foreign');
  });
}

/**
 * A session that made a plan, and one that implements it after a cleared context; its log begins with an entry of the
 * first.
 */
function writeSessions({ claudeDir, shop }) {
  const folder = path.join(claudeDir, 'projects', encodeFolder(shop));
  const slug = 'tidy-counting-robin';
  const plan = path.join(claudeDir, 'plans', `${slug}.md`);
  const text = '# Taxes\n\nAdd them up.\n';
  mkdirSync(path.dirname(plan), { recursive: true });
  writeFileSync(plan, text);
  const entry = entries({ cwd: shop, slug });
  const logOf = (id) => path.join(folder, `${id}.jsonl`);
  const result = { toolUseResult: { type: 'create', filePath: plan, content: text } };
  writeFileSync(
    logOf(planner),
    `${[entry(planner, says('Plan the taxes')), entry(planner, { ...says([]), ...result })].join('\n')}\n`,
  );
  const prompt = `Implement the following plan:\n\n${text}\nread the full transcript at: ${logOf(planner)}`;
  const lines = [
    entry(planner, says('[Request interrupted by user for tool use]')),
    entry(implementer, { ...says(prompt), planContent: text }),
    JSON.stringify({ type: 'custom-title', customTitle: 'Implement the tax plan', sessionId: implementer }),
  ];
  writeFileSync(logOf(implementer), `${lines.join('\n')}\n`);
}

/** A live session of another process that enters plan mode with the plan of the demo's live one. */
function joinPlan(demo) {
  const { claudeDir, shop } = demo;
  const plan = path.join(claudeDir, 'plans', 'please-plan-cart-persistence-quiet-harbor.md');
  const entry = entries({ cwd: shop });
  const planMode = { type: 'plan_mode', planFilePath: plan, planExists: true };
  const lines = [entry(joiner, says('Change the cart')), entry(joiner, { type: 'attachment', attachment: planMode })];
  writeFileSync(path.join(claudeDir, 'projects', encodeFolder(shop), `${joiner}.jsonl`), `${lines.join('\n')}\n`);
  register(demo, joiner, process.ppid);
}

/** Makes entries, each with a UUID and a later time. */
function entries(common) {
  const started = Date.now() - 3_600_000;
  let count = 0;
  return (sessionId, more) =>
    JSON.stringify({
      uuid: `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
      timestamp: new Date(started + count * 1000).toISOString(),
      sessionId,
      version: '2.1.200',
      type: 'user',
      ...common,
      ...more,
    });
}

function says(content) {
  return { message: { role: 'user', content } };
}
