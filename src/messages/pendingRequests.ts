/** The caller's side of a message port: requests that wait for their responses. */
import type { CancelMessage, Functions, RequestMessage, ResponseMessage } from './requestMessage.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The other side failed to respond. */
export class RequestError extends Error {
  /** One of the API's closed set, where it has one. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

export class PendingRequests<Api extends Functions<Api>> {
  readonly #post: (message: RequestMessage<Api> | CancelMessage) => void;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #closed: Error | undefined;

  /** `post` puts a message on the port. */
  constructor(post: (message: RequestMessage<Api> | CancelMessage) => void) {
    this.#post = post;
  }

  /**
   * Rejects with a `RequestError` when the other side fails, with the error given to `close`, and with the reason of
   * `signal`, which also cancels the request on the other side.
   */
  request<Name extends keyof Api>(
    name: Name,
    parameters: Parameters<Api[Name]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<Api[Name]>> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#take(id)?.reject(reasonOf(signal));
        this.#post({ type: 'cancel', id });
      };
      signal?.addEventListener('abort', abort, { once: true });
      const settle = (): void => signal?.removeEventListener('abort', abort);
      this.#pending.set(id, {
        resolve: (result) => (settle(), resolve(result as ReturnType<Api[Name]>)),
        reject: (error) => (settle(), reject(error)),
      });
      this.#post({ type: 'request', id, name, parameters } as RequestMessage<Api, Name>);
    });
  }

  /** Settles the request that a response names; one that nobody waits for is ignored. */
  receive(response: ResponseMessage): void {
    const pending = this.#take(response.id);
    if (response.type === 'response') pending?.resolve(response.result);
    else pending?.reject(new RequestError(response.message, response.code));
  }

  /** The other side is gone: rejects all requests, pending and to come. */
  close(error: Error): void {
    this.#closed ??= error;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('The request was cancelled.');
}
