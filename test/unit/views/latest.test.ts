import { expect, it } from 'vitest';
import { Latest } from '../../../src/views/sessions/latest.ts';

function deferred() {
  let resolve: (value: string) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<string>((settle, refuse) => {
    resolve = settle;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

it('overlapping requests with one key all get the result of the last, whichever ends first', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const latest = new Latest<string, string>();
    const runs = [deferred(), deferred()];
    const results = runs.map(({ promise }) => latest.request('key', () => promise));
    for (const at of order) {
      runs[at]?.resolve(`result ${at}`);
      await Promise.resolve();
    }
    expect(await Promise.all(results)).toEqual(['result 1', 'result 1']);
  }
});

it('the error of a request that another one followed is nobody’s, as its result would be', async () => {
  const latest = new Latest<string, string>();
  const [first, second] = [deferred(), deferred()];
  const results = [first, second].map(({ promise }) => latest.request('key', () => promise));
  first.reject(new Error('stale'));
  await Promise.resolve();
  second.resolve('new');
  expect(await Promise.all(results)).toEqual(['new', 'new']);
});

it('the error of the last request is that of all, whatever an earlier one had', async () => {
  const latest = new Latest<string, string>();
  const [first, second] = [deferred(), deferred()];
  const results = [first, second].map(({ promise }) => latest.request('key', () => promise));
  second.reject(new Error('last'));
  first.resolve('stale');
  const settled = await Promise.allSettled(results);
  expect(settled.map((one) => one.status === 'rejected' && String(one.reason))).toEqual(['Error: last', 'Error: last']);
});

it('a request after the others have ended starts anew', async () => {
  const latest = new Latest<string, string>();
  expect(await latest.request('key', () => Promise.resolve('one'))).toBe('one');
  await expect(latest.request('key', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await latest.request('key', () => Promise.resolve('two'))).toBe('two');
});
