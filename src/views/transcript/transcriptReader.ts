/** The extension's side of the reading thread: started with the first question, ended when no transcript is open. */
import { Worker } from 'node:worker_threads';
import type { FileFailure } from '../../core/disk/openRegularFile.ts';
import type { Log } from '../../host/log.ts';
import type { Operations } from '../../worker/transcriptWorker.ts';

export interface WorkerQuestion {
  readonly id: number;
  readonly operation: keyof Operations;
  readonly parameters: readonly unknown[];
}

export type WorkerAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: FileFailure; readonly detail?: string };

/** The log could not be read. The message is a sentence for people. */
export class TranscriptUnreadableError extends Error {
  readonly failure: FileFailure;

  constructor(failure: FileFailure) {
    super(sentences[failure]);
    this.failure = failure;
  }
}

const sentences: Readonly<Record<FileFailure, string>> = {
  missing: 'The log is no longer on disk. What is shown is what was read last.',
  'not-a-regular-file': 'Something other than a regular file stands in the log’s place; it is not opened.',
  unreadable: 'The log cannot be read. The log channel of Session Scope says why.',
};

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: TranscriptUnreadableError) => void;
}

export class TranscriptReader {
  readonly #script: string;
  readonly #log: Log;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  #users = 0;

  /** `script`: path of the built worker. */
  constructor(script: string, log: Log) {
    this.#script = script;
    this.#log = log;
  }

  /** Keeps the thread while something is shown; dispose what it gives back when it is no longer. */
  use(): { dispose(): void } {
    this.#users++;
    let used = true;
    return {
      dispose: () => {
        if (used && --this.#users === 0) this.dispose();
        used = false;
      },
    };
  }

  /** Runs one of the thread's operations. Rejects with `TranscriptUnreadableError` alone. */
  ask<Name extends keyof Operations>(
    operation: Name,
    ...parameters: Parameters<Operations[Name]>
  ): Promise<ReturnType<Operations[Name]>> {
    const id = ++this.#lastId;
    return new Promise<ReturnType<Operations[Name]>>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#started().postMessage({ id, operation, parameters } satisfies WorkerQuestion);
    });
  }

  dispose(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    this.#giveUp();
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#script, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    worker.on('message', (answer: WorkerAnswer) => this.#answered(answer));
    worker.on('error', (error) => this.#log.error(`transcript: the reading thread failed: ${error.message}`));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#giveUp();
    });
    return (this.#worker = worker);
  }

  #answered(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('value' in answer) return waiting?.resolve(answer.value);
    if (answer.detail !== undefined) this.#log.error(`transcript: ${answer.detail}`);
    waiting?.reject(new TranscriptUnreadableError(answer.failure));
  }

  #giveUp(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new TranscriptUnreadableError('unreadable'));
  }
}
