/** A transcript by keyboard and by its labels, found in, and left alone while it grows. */
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { encodeFolder } from '../fixtures/demo/sessionLog.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'A transcript by keyboard, and while it grows';

const slug = 'please-plan-cart-persistence-quiet-harbor';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step }) {
  const transcript = new TranscriptPage(scope.workbench);

  await step('each entry says what it is', async () => {
    await scope.openSideBar();
    await scope.expand('Add cart persistence');
    await scope.click('Session Log');
    await transcript.shown('Add cart persistence');
    await transcript.entry('Step 2 is done').waitFor();
    assert.deepEqual(await transcript.labels(), [
      'Prompt: Please plan cart persistence: the cart is empty after a reload',
      `Plan ${slug} entered`,
      'Thinking',
      'Read src/cart.js',
      'Agent Find users of the cart',
      `Write ${path.join(demo.claudeDir, 'plans', `${slug}.md`)}`,
      'Answer: The plan is ready for approval.',
      'ExitPlanMode Cart persistence',
      `Plan ${slug} left`,
      'Prompt: Go on with step 2',
      'Answer: I read the stored cart on start and drop what is no longer sold.',
      'Agent Try stored carts',
      'Answer: Step 2 is done: stored carts load again, and items that are no longer sold are dropped.',
    ]);
    assert.equal(await transcript.frame.locator('.plan-state').innerText(), 'approved');
  });

  await step('keys go from prompt to prompt, from entry to entry, and unfold', async () => {
    await transcript.press('g');
    await transcript.focuses(/^Prompt.*Please plan/);
    await transcript.press('n');
    await transcript.focuses(/^Prompt.*Go on with step 2/);
    await transcript.press('j');
    await transcript.press('j');
    await transcript.focuses(/^Agent Try stored carts/);
    await transcript.press('Enter');
    const body = transcript.entry('Try stored carts').locator('.fold-body');
    await body.getByText('stored by an older version').first().waitFor();
    await transcript.press('Enter');
    await body.waitFor({ state: 'hidden' });
  });

  await step('Ctrl+F finds text that is folded, unfolds it and marks it', async () => {
    await transcript.press('Control+f');
    await scope.page.keyboard.type('export const cart');
    await transcript.entry('Read src/cart.js').locator('.fold-body').waitFor();
    await transcript.frame.locator('.find-status').getByText('1 of 1 here', { exact: true }).waitFor();
    await transcript.frame.waitForFunction(() => window.CSS.highlights.get('find-current')?.size === 1);
    await scope.page.keyboard.press('Escape');
    await transcript.frame.locator('.find').waitFor({ state: 'hidden' });
  });

  await step('the view goes along with a log that grows while its end is in sight', async () => {
    await transcript.press('G');
    await transcript.showsEnd();
    append(demo, 'The first of the new lines.');
    await transcript.entry('The first of the new lines').waitFor();
    await transcript.showsEnd();
  });

  await step('scrolled away it stays where it is, until it is asked to go along', async () => {
    await transcript.scroll(-400);
    const before = await transcript.belowView();
    append(demo, 'The second of the new lines.');
    await transcript.entry('The second of the new lines').waitFor({ state: 'attached' });
    assert.ok((await transcript.belowView()) > before);
    await transcript.frame.locator('.jump-new').click();
    await transcript.showsEnd();
  });

  await step('a view that gets narrower still goes along', async () => {
    await scope.widenSideBar(300);
    await transcript.showsEnd();
    await scope.widenSideBar(900);
    await transcript.showsEnd();
    append(demo, 'The third of the new lines.');
    await transcript.entry('The third of the new lines').waitFor();
    await transcript.showsEnd();
    await scope.widenSideBar(300);
  });

  await step('find goes on from the other end of the log, and says so', async () => {
    const says = (words) => transcript.frame.locator('.find-status').getByText(words, { exact: true }).waitFor();
    await transcript.press('Control+f');
    await scope.page.keyboard.type('third of the new lines');
    await says('1 of 1 here');
    await scope.page.keyboard.press('Enter');
    await says('1 of 1 here, from the start');
    await scope.page.keyboard.press('Shift+Enter');
    await says('1 of 1 here, from the end');
    await scope.page.keyboard.type('No such words');
    await scope.page.keyboard.press('Enter');
    await says('Nowhere in this log');
    await scope.page.keyboard.press('Escape');
  });

  await step('back from an agent, the call has the focus', async () => {
    await transcript.entry('Find users of the cart').locator('.agent-button').click();
    await transcript.shown('Find users of the cart');
    await transcript.button('Go to spawning call').click();
    await transcript.shown('Add cart persistence');
    await transcript.frame.waitForFunction(() => document.activeElement?.closest('article') !== null);
    await transcript.focuses(/^Agent Find users of the cart/);
  });

  await step(
    'of a long log, find tells how often the text is in all of it, also when it grows, and the head what its last answer says',
    async () => {
      writeLongTalk(demo);
      await scope.workbench.treeRow('A long talk').waitFor();
      await scope.click('A long talk');
      await transcript.shown('A long talk');
      await transcript.frame.locator('.about', { hasText: 'claude-opus-5-5 · 1,234 tokens in context' }).waitFor();
      await transcript.press('Control+f');
      await scope.page.keyboard.type('needle');
      await transcript.frame.locator('.find-status', { hasText: /^\d+ of \d+ here · 750 in the log$/ }).waitFor();
      writeLongTalk(demo, 1500, 1600);
      await transcript.frame.locator('.find-status', { hasText: /here · 800 in the log$/ }).waitFor();
      await scope.page.keyboard.press('Escape');
    },
  );
}

/** Prompts and answers, more than a transcript has in memory at once. */
function writeLongTalk({ claudeDir, shop }, from = 0, to = 1500) {
  const sessionId = 'eeeeeeee-0000-4000-8000-000000000005';
  const started = Date.now() - 3_600_000;
  const usage = { input_tokens: 34, cache_read_input_tokens: 1200, output_tokens: 5 };
  const entries = Array.from({ length: to - from }, (_, at) => at + from).map((i) => ({
    type: i % 2 === 0 ? 'user' : 'assistant',
    uuid: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    sessionId,
    cwd: shop,
    timestamp: new Date(started + i * 1000).toISOString(),
    message:
      i % 2 === 0
        ? { role: 'user', content: `Needle ${i}` }
        : { role: 'assistant', model: 'claude-opus-5-5', content: [{ type: 'text', text: 'hay '.repeat(200) }], usage },
  }));
  const title = { type: 'custom-title', customTitle: 'A long talk', sessionId };
  const lines = [...entries, title].map((entry) => `${JSON.stringify(entry)}\n`);
  appendFileSync(path.join(claudeDir, 'projects', encodeFolder(shop), `${sessionId}.jsonl`), lines.join(''));
}

function append({ claudeDir, sessionIds }, text) {
  const projects = path.join(claudeDir, 'projects');
  const project = readdirSync(projects).find((name) => name.endsWith('-work-shop'));
  const entry = {
    type: 'assistant',
    uuid: text,
    sessionId: sessionIds.cart,
    timestamp: new Date().toISOString(),
    message: { role: 'assistant', content: [{ type: 'text', text }] },
  };
  appendFileSync(path.join(projects, project, `${sessionIds.cart}.jsonl`), `${JSON.stringify(entry)}\n`);
}
