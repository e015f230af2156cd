/**
 * What minutes of steady writing do to the extension host: memory, descriptors, watches, and how long its thread is
 * blocked.
 */
import fs from 'node:fs';
import path from 'node:path';
import { appendSteadily } from './appendToTree.mjs';
import { sleep } from './stage.mjs';

/**
 * Appends 200 entries a second to the sessions' logs with the view open, and looks at the host every two seconds.
 *
 * @param {import('./stage.mjs').Stage} stage
 * @param {readonly import('../corpus.mjs').CorpusSession[]} sessions
 * @param {{ minutes: number }} options
 */
export async function measureSteadyWriting({ ask, host }, sessions, { minutes }) {
  const writer = appendSteadily(sessions, 200);
  await sleep(10_000);
  await ask('start');
  const looks = [];
  const heaps = [];
  const began = performance.now();
  for (const part of [1, 2, 3]) {
    while (performance.now() < began + (part / 3) * minutes * 60_000) {
      await sleep(2000);
      looks.push(lookAt(host));
    }
    await ask('pause');
    heaps.push((await ask('heap')).heapUsed / 1e6);
    await ask('goOn');
  }
  const blocks = await ask('blocks');
  await writer.stop();
  const third = Math.ceil(looks.length / 3);
  const [first, last] = [looks.slice(0, third), looks.slice(-third)];
  const compared = (name) => [median(first.map((look) => look[name])), median(last.map((look) => look[name]))];
  return {
    appended: writer.appended,
    megabytes: compared('megabytes'),
    descriptors: compared('descriptors'),
    watches: compared('watches'),
    hostHeapMegabytes: heaps,
    blocks,
    cpuShare: (looks.at(-1).cpuSeconds - looks[0].cpuSeconds) / ((looks.length - 1) * 2),
  };
}

/** A process as Linux shows it. */
function lookAt(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const descriptors = fs.readdirSync(`/proc/${pid}/fd`);
  let watches = 0;
  for (const descriptor of descriptors) {
    const info = readIfThere(path.join(`/proc/${pid}/fdinfo`, descriptor));
    watches += info.match(/^inotify /gm)?.length ?? 0;
  }
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return {
    megabytes: Number(/VmRSS:\s*(\d+)/.exec(status)[1]) / 1024,
    descriptors: descriptors.length,
    watches,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
  };
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
