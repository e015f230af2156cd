import { describe, expect, it } from 'vitest';
import { PendingRequests, RequestError } from '../../../src/messages/pendingRequests.ts';
import { respond, type CancelMessage, type RequestMessage } from '../../../src/messages/requestMessage.ts';

interface Api {
  double(value: number): number;
}

/** Requests and what they post. */
function port() {
  const posted: (RequestMessage<Api> | CancelMessage)[] = [];
  return { posted, requests: new PendingRequests<Api>((message) => posted.push(message)) };
}

describe('pending requests', () => {
  it('responses in any order settle the requests that they name, once', async () => {
    const { posted, requests } = port();
    const results = [1, 2, 3].map((value) => requests.request('double', [value]));
    expect(posted).toEqual([
      { type: 'request', id: 1, name: 'double', parameters: [1] },
      { type: 'request', id: 2, name: 'double', parameters: [2] },
      { type: 'request', id: 3, name: 'double', parameters: [3] },
    ]);
    requests.receive({ type: 'response', id: 3, result: 6 });
    requests.receive({ type: 'response', id: 1, result: 2 });
    requests.receive({ type: 'response', id: 1, result: 99 });
    requests.receive({ type: 'failure', id: 2, message: 'no', code: 'missing' });
    expect(await Promise.allSettled(results)).toEqual([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: new RequestError('no', 'missing') },
      { status: 'fulfilled', value: 6 },
    ]);
  });

  it('a closed port rejects pending requests and later ones, and posts nothing more', async () => {
    const { posted, requests } = port();
    const pending = requests.request('double', [1]);
    requests.close(new Error('gone'));
    await expect(pending).rejects.toThrow('gone');
    await expect(requests.request('double', [2])).rejects.toThrow('gone');
    expect(posted).toHaveLength(1);
  });

  it('an aborted request rejects, cancels itself on the other side, and ignores its response', async () => {
    const { posted, requests } = port();
    const abort = new AbortController();
    const pending = requests.request('double', [1], abort.signal);
    abort.abort(new Error('closed'));
    requests.receive({ type: 'response', id: 1, result: 2 });
    await expect(pending).rejects.toThrow('closed');
    expect(posted.at(-1)).toEqual({ type: 'cancel', id: 1 });
    await expect(requests.request('double', [1], abort.signal)).rejects.toThrow('closed');
    expect(posted).toHaveLength(2);
  });

  it('a signal that aborts after the response cancels nothing', async () => {
    const { posted, requests } = port();
    const abort = new AbortController();
    const pending = requests.request('double', [1], abort.signal);
    requests.receive({ type: 'response', id: 1, result: 2 });
    expect(await pending).toBe(2);
    abort.abort();
    expect(posted).toHaveLength(1);
  });
});

it('a handler that throws responds with a failure', async () => {
  const request: RequestMessage<Api> = { type: 'request', id: 7, name: 'double', parameters: [2] };
  const refuse = () => {
    throw new Error('odd');
  };
  expect(await respond<Api>({ double: (value) => 2 * value }, request)).toEqual({ type: 'response', id: 7, result: 4 });
  expect(await respond<Api>({ double: refuse }, request)).toEqual({ type: 'failure', id: 7, message: 'Error: odd' });
});
