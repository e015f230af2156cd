/** The index with threads that read beside it, against the index of one thread. */
import * as esbuild from 'esbuild';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { unattributedItems } from '../../../src/core/answers/unattributed.ts';
import type { LogReadersOptions } from '../../../src/core/index/logReaders.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { TrackedLogOf } from '../../../src/core/log/trackedLog.ts';
import { makeDemoHome } from '../../fixtures/demo/demoHome.mjs';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { detailsOf, makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';

const folder = makeHome();

/** A reader's script that says in a file of its own that it has ended. */
async function builtReader(ended: string): Promise<string> {
  const script = path.join(folder.folder, 'logReader.cjs');
  const thread = JSON.stringify(path.resolve('src/core/index/logReaderThread.ts'));
  const contents = [
    `import ${thread};`,
    "import { writeFileSync } from 'node:fs';",
    "import { threadId } from 'node:worker_threads';",
    `writeFileSync(${JSON.stringify(`${ended}/`)} + threadId, '');`,
  ].join('\n');
  await esbuild.build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    platform: 'node',
    outfile: script,
    logLevel: 'error',
  });
  return script;
}

/** Everything that the index says, in the order in which it says it. */
function listing(index: SessionIndex): unknown {
  const { rows, passedOver, rootsFound, folders } = index;
  return {
    rows: [...rows.values()],
    details: [...rows.keys()].map((id) => detailsOf(index, id)),
    figures: index.figures(),
    damaged: index.logs.damaged(),
    unattributed: unattributedItems(index),
    passedOver,
    rootsFound,
    folders: folders.map((one) => one.path),
  };
}

function indexBy(roots: readonly string[], readers?: LogReadersOptions): SessionIndex {
  return new SessionIndex({ roots, processes: { startOf: () => undefined }, ...(readers && { readers }) });
}

/** How many logs a refresh reads in its own thread. `pause`: after the step in which other threads start. */
async function readHere(index: SessionIndex, pause: () => Promise<void>): Promise<number> {
  const reading = vi.spyOn(TrackedLogOf.prototype, 'readNewLines');
  const steps = index.refreshSteps();
  for (let step = steps.next(), reads = 0; step.done !== true; step = steps.next()) {
    if (step.value.read !== undefined && reads++ === 0) await pause();
  }
  const count = reading.mock.calls.length;
  reading.mockRestore();
  return count;
}

it('the index of all recordings and of the demo says the same by one thread and by three more', async () => {
  const ended = folder.path('ended');
  fs.mkdirSync(ended);
  const script = await builtReader(ended);
  // All in one home: with a root for each, most of the time would go into looking for plans.
  const home = folder.path('home');
  const roots = new Set<string>();
  for (const name of recordings) {
    for (const root of roots) fs.rmSync(path.join(root, 'debug'), { recursive: true, force: true });
    for (const root of restoreRecording(name, home, { moved: true }).roots) roots.add(root);
  }
  roots.add(makeDemoHome(folder.path('demo')).claudeDir);

  const one = indexBy([...roots]);
  const all = await readHere(one, () => Promise.resolve());
  const four = indexBy([...roots], { script, threads: 3, after: 0, bytesEach: 0 });
  const here = await readHere(four, async () => {
    while (fs.readdirSync(ended).length < 3) await sleep(10);
  });
  expect(all).toBeGreaterThan(500);
  // What copies begin with is read again in the index's thread.
  expect(here).toBeLessThan(all / 5);
  expect(listing(four)).toEqual(listing(one));

  // And without a pause: who reads which log is a race then.
  const racing = indexBy([...roots], { script, threads: 3, after: 0, bytesEach: 0 });
  racing.refresh();
  expect([...racing.rows.values()]).toEqual([...one.rows.values()]);
}, 240_000);

it.each([
  ['cannot be loaded', "throw new Error('no')"],
  ['ends at once', ''],
  [
    'takes all logs and tells of none',
    "const { state } = require('node:worker_threads').workerData; new Int32Array(state).fill(1, 2)",
  ],
])('a thread that %s changes no answer', async (_what, source) => {
  const home = makeHome();
  home.log(sessionA, [prompt('A')]);
  home.log(sessionB, [prompt('B')]);
  const script = home.write('reader.cjs', `${source}\nrequire('node:fs').writeFileSync(__dirname + '/began', '')`);
  const index = indexBy([home.root], { script, threads: 1, after: 0, bytesEach: 0 });
  await readHere(index, async () => {
    for (let wait = 0; wait < 100 && !fs.existsSync(home.path('began')); wait++) await sleep(10);
  });
  expect(listing(index)).toEqual(listing(indexedAlone(home.root)));
});

function indexedAlone(root: string): SessionIndex {
  const index = indexBy([root]);
  index.refresh();
  return index;
}

it('a log that grows after another thread has read it is read on at the next look', async () => {
  const ended = folder.path('ended-2');
  fs.mkdirSync(ended);
  const script = await builtReader(ended);
  const home = makeHome();
  home.log(sessionA, [prompt('A')]);
  const grows = home.log(sessionB, [prompt('B')]);
  const index = indexBy([home.root], { script, threads: 1, after: 0, bytesEach: 0 });
  const here = await readHere(index, async () => {
    while (fs.readdirSync(ended).length < 1) await sleep(10);
    fs.appendFileSync(
      grows,
      `${JSON.stringify({ type: 'custom-title', customTitle: 'Later', sessionId: sessionB })}\n`,
    );
  });
  expect(here).toBe(1);
  expect(index.rows.get(sessionB)?.title).toBe('B');
  expect([...index.refresh().changed]).toEqual([sessionB]);
  expect(listing(index)).toEqual(listing(indexedAlone(home.root)));
});
