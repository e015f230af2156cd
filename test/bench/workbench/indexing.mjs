/**
 * How long the extension host's thread is blocked while a data root is read for the first time, and what it keeps then.
 */
import { readActivation } from '../../e2e/runningExtensions.mjs';
import { sleep } from './stage.mjs';

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {{ profile?: string }} options `profile`: a file that gets a CPU profile of the host's thread
 */
export async function measureIndexing({ workbench, scope, ask }, { profile } = {}) {
  const heapBefore = (await ask('heap')).heapUsed;
  if (profile) await ask('startProfile');
  await ask('start');
  const opened = performance.now();
  await scope.openSideBar();
  const firstRows = performance.now() - opened;
  // The message above the tree is there while logs are read.
  await sleep(1000);
  const message = workbench.page.locator('.part.sidebar .message', { hasText: 'Reading logs' });
  await message.first().waitFor({ state: 'hidden', timeout: 300_000 });
  const ready = performance.now() - opened;
  await sleep(1000);
  const blocks = await ask('blocks');
  if (profile) await ask(`stopProfile ${profile}`);
  const heapAfter = (await ask('heap')).heapUsed;
  const activation = await readActivation(workbench, 'Session Scope');
  return {
    firstRows,
    ready,
    blocks,
    hostHeapMegabytes: [heapBefore / 1e6, heapAfter / 1e6],
    activation: activation?.milliseconds,
  };
}
