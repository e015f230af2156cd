/**
 * Threads that read new logs beside the one that keeps the index, where there is much to read. It reads from the first log
 * on, they from the last one back; one claim in shared memory settles who reads which. It takes what they found log by log in
 * its own order, so that the index is the same with and without them. A thread that fails or never starts takes its help
 * away, and nothing else.
 */
import * as os from 'node:os';
import * as path from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { FileStamp } from '../disk/fileStamp.ts';
import type { LogSummary } from '../log/trackedLog.ts';
import type { SessionId } from '../model.ts';
import type { LogFile } from '../roots/roots.ts';

export interface LogReadersOptions {
  /** Path of `logReader.js`, which is built from `logReaderThread.ts`. */
  readonly script: string;
  /** How many threads there are beside the one that keeps the index. */
  readonly threads: number;
  /** They start when so many bytes were read without them: a small data root is read before a thread has started. */
  readonly after: number;
  /** And when the logs were so long on average: to take over what another thread found in a short one is no less work. */
  readonly bytesEach: number;
}

/** One for each core, and no more than are worth their memory. Their script is built beside the one that this is in. */
export function logReaders(): LogReadersOptions {
  const script = path.join(__dirname, 'logReader.js');
  return { script, threads: Math.min(os.availableParallelism(), 4) - 1, after: 32 * 1024 * 1024, bytesEach: 64 * 1024 };
}

/** What a thread is given. `state`: 32-bit numbers, those of `Shared` first, then one for each file that is 1 when it is taken. */
export interface ReaderData {
  readonly files: readonly LogFile[];
  readonly state: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** Places in the state. */
export const Shared = {
  /** How many files, from the first one, no thread beside the index's has looked at. */
  unseen: 0,
  /** Messages posted up to now. */
  posted: 1,
  /** Of the first file. */
  taken: 2,
} as const;

/** What a thread found in some logs. */
export interface ReaderMessage {
  readonly logs: readonly {
    /** Number of its file. */
    readonly at: number;
    readonly stamp: FileStamp;
    readonly owners: readonly SessionId[];
    readonly badLines: number;
    readonly repairedLines: number;
    readonly speaksOfFiles: boolean;
    readonly bytesRead: number;
    /** Bytes of what it encodes to, which follow one another in `contents`. */
    readonly length: number;
  }[];
  /** Numbers of files that it could not read. */
  readonly failed: readonly number[];
  readonly contents: Uint8Array;
}

export interface ReadLog extends LogSummary {
  readonly bytesRead: number;
}

/** Milliseconds without a message after which nothing is waited for any more. */
const patience = 1_000;

export class LogReaders {
  readonly #files: ReadonlyMap<string, number>;
  readonly #state: Int32Array;
  readonly #ports: MessagePort[] = [];
  /** By number of file; `undefined` for those that could not be read. */
  readonly #found = new Map<number, ReadLog | undefined>();
  #isAbandoned = false;

  constructor({ script, threads }: LogReadersOptions, files: readonly LogFile[]) {
    this.#files = new Map(files.map((file, at) => [file.path, at]));
    const state = new SharedArrayBuffer((Shared.taken + files.length) * Int32Array.BYTES_PER_ELEMENT);
    this.#state = new Int32Array(state);
    this.#state[Shared.unseen] = files.length;
    for (let thread = 0; thread < threads; thread++) {
      const { port1, port2 } = new MessageChannel();
      const workerData: ReaderData = { files, state, port: port2 };
      try {
        const worker = new Worker(script, {
          workerData,
          transferList: [port2],
          // Without pipes for its output, which would load this thread's own streams.
          stdout: true,
          stderr: true,
          // What is garbage after each log needs no more; without it a thread takes 20 MB in place of 10.
          resourceLimits: { maxYoungGenerationSizeMb: 4 },
        });
        worker.on('error', () => undefined);
        worker.unref();
      } catch {
        // No descriptors or no memory for one more.
        break;
      }
      this.#ports.push(port1);
    }
  }

  /** What another thread found in the log, waited for where one is at it; `undefined`: it is to be read here. */
  take(path: string): ReadLog | undefined {
    const at = this.#files.get(path);
    if (at === undefined || Atomics.exchange(this.#state, Shared.taken + at, 1) === 0) return undefined;
    for (;;) {
      const posted = Atomics.load(this.#state, Shared.posted);
      this.#receive();
      if (this.#found.has(at) || this.#isAbandoned) break;
      if (Atomics.wait(this.#state, Shared.posted, posted, patience) === 'timed-out') this.#isAbandoned = true;
    }
    const found = this.#found.get(at);
    this.#found.delete(at);
    return found;
  }

  /** Ends the threads with the logs that they are at. */
  close(): void {
    Atomics.store(this.#state, Shared.unseen, 0);
    for (const port of this.#ports) port.close();
  }

  #receive(): void {
    for (const port of this.#ports) {
      for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
        const { logs, failed, contents } = next.message as ReaderMessage;
        for (const at of failed) this.#found.set(at, undefined);
        let start = 0;
        for (const { at, length, ...log } of logs) {
          const encoded = Buffer.from(contents.buffer, contents.byteOffset + start, length);
          this.#found.set(at, { ...log, encode: () => encoded });
          start += length;
        }
      }
    }
  }
}
