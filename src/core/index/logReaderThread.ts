/** A thread of `LogReaders`: reads logs from the last one back until it comes to one that is taken. */
import { workerData } from 'node:worker_threads';
import { newTrackedLog } from '../log/trackedLog.ts';
import { Shared, type ReaderData, type ReaderMessage } from './logReaders.ts';

/** What was found is posted when so many bytes were read or so many logs, so that nobody waits long for it. */
const bytesOfMessage = 4 * 1024 * 1024;
const logsOfMessage = 32;

const { files, port, ...shared } = workerData as ReaderData;
const state = new Int32Array(shared.state);
let logs: ReaderMessage['logs'][number][] = [];
let failed: number[] = [];
let contents: Buffer[] = [];
let bytes = 0;

for (;;) {
  const at = Atomics.sub(state, Shared.unseen, 1) - 1;
  const file = at < 0 ? undefined : files[at];
  if (file === undefined || Atomics.exchange(state, Shared.taken + at, 1) !== 0) break;
  const log = newTrackedLog(file, '');
  const bytesRead = log.readNewLines();
  const { stamp, owners, badLines, repairedLines, speaksOfFiles } = log;
  const encoded = log.encode();
  if (stamp === undefined || encoded === undefined) failed.push(at);
  else {
    contents.push(encoded);
    logs.push({ at, stamp, owners, badLines, repairedLines, speaksOfFiles, bytesRead, length: encoded.length });
  }
  bytes += bytesRead;
  if (bytes >= bytesOfMessage || logs.length + failed.length >= logsOfMessage) post();
}
post();

function post(): void {
  const message: ReaderMessage = { logs, failed, contents: new Uint8Array(Buffer.concat(contents)) };
  port.postMessage(message, [message.contents.buffer as ArrayBuffer]);
  Atomics.add(state, Shared.posted, 1);
  Atomics.notify(state, Shared.posted);
  [logs, failed, contents, bytes] = [[], [], [], 0];
}
