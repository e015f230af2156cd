/**
 * Starts the session worker as the extension does, and tells when it is ready: its sessions, and for how many seconds
 * this thread was blocked at most.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';

const [file, ...roots] = process.argv.slice(2);
const sessions = new Set();
const delays = monitorEventLoopDelay({ resolution: 5 });
const worker = new Worker(file, {
  workerData: { roots, scratchPatterns: [], isTrusted: true, folders: { opened: [], untrusted: [] } },
});
delays.enable();
worker.on('message', (message) => {
  if (message.type === 'rows') for (const { sessionId } of message.rows) sessions.add(sessionId);
  if (message.type !== 'status' || message.status.phase !== 'ready') return;
  console.log(JSON.stringify({ sessions: sessions.size, longestBlock: delays.max / 1e9 }));
  void worker.terminate();
});
