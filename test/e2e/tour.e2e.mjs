/**
 * The way from the sessions to a plan, its proof, a change and a transcript, in a narrow window; one animated picture
 * of it.
 */
import { register } from '../fixtures/demo/demoHome.mjs';

export const title = 'A tour in a narrow window';
export const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
};

const SIZE = { width: 960, height: 900 };
/** Below the title bar, and as high as what there is to see. */
const PICTURE = { x: 0, y: 30, width: SIZE.width, height: 500 };
const DELAY = 2000;
const CART = 'Add cart persistence';
const RANKING = 'Fix search ranking';
const REVIEW = 'Review the order API';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, animation }) {
  const { page, workbench } = scope;
  register(demo, demo.sessionIds.search, process.ppid);
  await page.setViewportSize(SIZE);
  const pictures = [];
  const keep = async () => pictures.push(await page.screenshot({ clip: PICTURE, animations: 'disabled' }));

  await step('the sessions of the project, two of them at work', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(400);
    await workbench.treeRow('Plan the checkout flow').waitFor();
    await workbench.treeRow(RANKING).getByText('busy').waitFor();
    await workbench.moveMouseAway();
    await keep();
  });

  await step('a session unfolds into its plan and what else is its own', async () => {
    await scope.expand(CART, 'Agent Logs');
    await workbench.treeRow('Try stored carts').waitFor();
    await workbench.treeRow('Cart persistence').waitFor();
    await workbench.moveMouseAway();
    await keep();
  });

  await step('its plan opens beside', async () => {
    await scope.click('Cart persistence');
    await scope.readPreview('Cart persistence');
    await workbench.moveMouseAway();
    await keep();
  });

  await step('the hover of the plan has the proof', async () => {
    await scope.hover(workbench.treeRow('Cart persistence'), 'Line 15: plan mode names the file');
    await keep();
  });

  await step('a file of another session opens with what that session changed in it', async () => {
    await scope.collapse(CART);
    await scope.expand(RANKING, 'Files');
    await scope.click('search.md');
    await page.locator('.part.editor .view-line', { hasText: 'Names count most.' }).first().waitFor();
    await workbench.moveMouseAway();
    await keep();
  });

  await step('a click on a session opens its transcript', async () => {
    await scope.collapse(RANKING);
    await workbench.runCommand('View: Close All Editors');
    await scope.click(REVIEW);
    const transcript = await scope.transcript(REVIEW);
    await transcript.getByRole('heading', { name: 'What is fine' }).waitFor();
    await workbench.moveMouseAway();
    await keep();
  });

  await animation('tour', pictures, DELAY);
}
