import { expect, it } from 'vitest';
import { Latest } from '../../../src/views/sessions/latest.ts';

function deferred() {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((settle) => (resolve = settle));
  return { promise, resolve };
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

it('a request after the others have ended starts anew', async () => {
  const latest = new Latest<string, string>();
  expect(await latest.request('key', () => Promise.resolve('one'))).toBe('one');
  await expect(latest.request('key', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await latest.request('key', () => Promise.resolve('two'))).toBe('two');
});
