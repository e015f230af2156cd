/**
 * Appends entries to one log, as a client does that is seen in the middle of its writes: in pieces that end anywhere.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { record } from './lib/home.mjs';

const [bundle, file, sessionId, entries, seed] = process.argv.slice(2);
const { Seeded } = await import(pathToFileURL(bundle).href);
const random = new Seeded(Number(seed));
const nap = new Int32Array(new SharedArrayBuffer(4));

fs.mkdirSync(path.dirname(file), { recursive: true });
const fd = fs.openSync(file, 'a');
let waiting = Buffer.alloc(0);
for (let n = 0; n < Number(entries); n++) {
  // Characters of two, three and four bytes, so that pieces end within one.
  const length = random.below(500) === 0 ? 50_000 + random.below(30_000) : random.below(300);
  const content = 'né→😀'.repeat(Math.ceil(length / 4));
  waiting = Buffer.concat([waiting, Buffer.from(`${record(sessionId, n, { message: { content } })}\n`)]);
  // Sometimes several lines at once, sometimes a part of one.
  if (random.below(3) > 0) write(random.below(waiting.length + 1));
  if (random.below(4) === 0) Atomics.wait(nap, 0, 0, random.below(8));
}
write(waiting.length);
fs.closeSync(fd);

function write(length) {
  if (length === 0) return;
  if (fs.writeSync(fd, waiting, 0, length) !== length) throw new Error('a short write');
  waiting = waiting.subarray(length);
}
