/** The side bar in another language than English. */

export const title = 'In German';
export const locale = 'de';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step }) {
  await step('the log below a session has its German name', async () => {
    await scope.openSideBar();
    await scope.expand('Fix search ranking');
    await scope.workbench.treeRow('Sitzungsprotokoll').waitFor();
  });
}
