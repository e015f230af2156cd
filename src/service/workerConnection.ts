/** A worker thread as the extension sees it: requests, notifications, and its exit. */
import type { Worker } from 'node:worker_threads';
import { PendingRequests } from '../messages/pendingRequests.ts';
import type { CancelMessage, Functions, RequestMessage, ResponseMessage } from '../messages/requestMessage.ts';

export interface WorkerEvents<Notification> {
  readonly notified: (notification: Notification) => void;
  /** After all pending requests have failed. Also called after `terminate`. */
  readonly exited: (error: Error) => void;
}

export class WorkerConnection<Api extends Functions<Api>, Outgoing = never, Notification = never> {
  readonly requests: PendingRequests<Api>;
  /** Resolved when the thread is gone. */
  readonly exit: Promise<void>;
  readonly #worker: Worker;

  constructor(worker: Worker, { notified, exited }: WorkerEvents<Notification>) {
    this.#worker = worker;
    this.requests = new PendingRequests((message) => worker.postMessage(message));
    let failure: Error | undefined;
    worker.on('message', (message: ResponseMessage | Notification) => {
      if (isResponse(message)) this.requests.receive(message);
      else notified(message);
    });
    worker.on('error', (error) => (failure = error));
    this.exit = new Promise((resolve) => {
      // Always the last event, after an `error` and without one: `process.exit` and `terminate` give no error.
      worker.once('exit', (code) => {
        const error = failure ?? new Error(`The worker thread exited with code ${code}.`);
        this.requests.close(error);
        exited(error);
        resolve();
      });
    });
  }

  post(message: Outgoing | RequestMessage<Api> | CancelMessage): void {
    this.#worker.postMessage(message);
  }

  /** Stops the thread wherever it is. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}

function isResponse(message: unknown): message is ResponseMessage {
  const { type } = message as { readonly type?: unknown };
  return type === 'response' || type === 'failure';
}
