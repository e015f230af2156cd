/** The extension costs nothing until it is opened. */
import assert from 'node:assert/strict';
import { readActivation } from './runningExtensions.mjs';

export const title = 'Activation';

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step }) {
  await step('it sleeps while nobody looks at its view', async () => {
    assert.equal(await readActivation(scope.workbench, 'Session Scope'), undefined);
  });

  await step('it wakes when its view is shown', async () => {
    await scope.openSideBar();
    const activation = await readActivation(scope.workbench, 'Session Scope');
    assert.ok(activation, 'it does not run');
    console.log(`    activated in ${activation.milliseconds} ms`);
    assert.equal(activation.atStartup, false);
  });
}
