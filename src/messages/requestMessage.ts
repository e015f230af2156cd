/**
 * Requests over a message port: from the extension to its worker threads, and from a transcript's web view to the
 * extension. An API is an interface of functions whose parameters and results can be cloned. Both sides import this
 * file.
 */

/** One call; `id` is unique among the requests of one port. */
export type RequestMessage<Api extends Functions<Api>, Name extends keyof Api = keyof Api> = {
  [Each in Name]: {
    readonly type: 'request';
    readonly id: number;
    readonly name: Each;
    readonly parameters: Parameters<Api[Each]>;
  };
}[Name];

/** Nobody waits for this response any longer. */
export interface CancelMessage {
  readonly type: 'cancel';
  readonly id: number;
}

/** `message`: a sentence; `code`: one of the API's closed set, where it has one. */
export type ResponseMessage =
  | { readonly type: 'response'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string; readonly code?: string };

export type Failure = Omit<Extract<ResponseMessage, { type: 'failure' }>, 'type' | 'id'>;

/** Any API. */
export type Functions<Api> = { readonly [Name in keyof Api]: (...parameters: never[]) => unknown };

/** An API as its caller has it. */
export type Remote<Api extends Functions<Api>> = {
  readonly [Name in keyof Api]: (...parameters: Parameters<Api[Name]>) => Promise<ReturnType<Api[Name]>>;
};

/** An API as it is implemented. */
export type Handlers<Api extends Functions<Api>> = {
  readonly [Name in keyof Api]: (
    ...parameters: Parameters<Api[Name]>
  ) => ReturnType<Api[Name]> | Promise<ReturnType<Api[Name]>>;
};

/** Runs a request; never rejects. `failureOf` words what the handler threw. */
export async function respond<Api extends Functions<Api>>(
  handlers: Handlers<Api>,
  { id, name, parameters }: RequestMessage<Api>,
  failureOf: (error: unknown) => Failure = (error) => ({ message: String(error) }),
): Promise<ResponseMessage> {
  try {
    return { type: 'response', id, result: await handlers[name](...parameters) };
  } catch (error) {
    return { type: 'failure', id, ...failureOf(error) };
  }
}
