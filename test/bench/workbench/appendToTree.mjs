/** How long it takes from the writing of an entry until the row in the tree shows it. */
import fs from 'node:fs';
import { percentile, sleep } from './stage.mjs';

/**
 * Each sample gives a session a new title and waits for the row to show it.
 *
 * @param {import('./stage.mjs').Stage} stage
 * @param {readonly import('../corpus.mjs').CorpusSession[]} sessions whose rows are in sight
 * @param {{ samples: number, meanwhile?: boolean }} options `meanwhile`: other logs are being appended to all the time
 */
export async function measureAppendToTree({ workbench }, sessions, { samples, meanwhile = false }) {
  const { page } = workbench;
  const [own, ...others] = sessions;
  const writer = meanwhile && appendSteadily(others, 200);
  const times = [];
  let missed = 0;
  for (let sample = 0; sample < samples; sample++) {
    const title = `Sample ${sample} of ${meanwhile ? 'many' : 'one'}`;
    await page.evaluate(watchFor, title);
    await sleep(100 + Math.random() * 500);
    const written = Date.now();
    append(own, { type: 'custom-title', customTitle: title, sessionId: own.id });
    const seen = await page.evaluate(() => Promise.race([window.titleSeen, new Promise((r) => setTimeout(r, 20_000))]));
    if (seen === undefined) missed++;
    else times.push(seen - written);
  }
  if (writer) await writer.stop();
  return { samples: times.length, missed, ...percentiles(times) };
}

export function percentiles(times) {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(times, share));
  return { p50, p95, p99, longest: Math.max(...times) };
}

/** In the page: `window.titleSeen` becomes the time at which a row shows the title. Page and writer share a clock. */
function watchFor(title) {
  const tree = document.querySelector('.part.sidebar .customview-tree');
  window.titleSeen = new Promise((resolve) => {
    const look = () => {
      const labels = [...tree.querySelectorAll('.label-name')];
      if (!labels.some((label) => label.textContent.includes(title))) return;
      observer.disconnect();
      resolve(Date.now());
    };
    const observer = new window.MutationObserver(look);
    observer.observe(tree, { subtree: true, childList: true, characterData: true });
  });
}

/** Appends entries to the logs in turn, so many a second in all, until it is stopped. */
export function appendSteadily(sessions, perSecond) {
  const started = performance.now();
  let appended = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
    for (; appended < due; appended++) append(sessions[appended % sessions.length], assistantEntry(appended));
  }, 5);
  return {
    get appended() {
      return appended;
    },
    async stop() {
      clearInterval(timer);
      await sleep(0);
    },
  };
}

export function append({ path, id, cwd }, entry) {
  fs.appendFileSync(path, `${JSON.stringify({ ...entry, sessionId: id, cwd, timestamp: new Date().toISOString() })}\n`);
}

function assistantEntry(number) {
  const content = [{ type: 'text', text: `Step ${number}. ${'It goes on. '.repeat(60)}` }];
  return { type: 'assistant', uuid: `u${number}`, message: { role: 'assistant', content } };
}
