import { describe, expect, it } from 'vitest';
import { Throttle } from '../../src/core/throttle.ts';
import { FakeClock } from '../fixtures/fakeClock.ts';

function throttled(rest = 0) {
  const clock = new FakeClock();
  const runs: number[] = [];
  const throttle: Throttle = new Throttle(() => {
    runs.push(clock.now());
    throttle.rest(rest);
  }, clock);
  return { clock, runs, throttle };
}

describe('a throttle', () => {
  it('runs once for several calls, at the time of the earliest', () => {
    const { clock, runs, throttle } = throttled();
    throttle.schedule(50);
    throttle.schedule(20);
    throttle.schedule(90);
    clock.advance(100);
    expect(runs).toEqual([20]);
  });

  it('runs again only when its rest is over', () => {
    const { clock, runs, throttle } = throttled(100);
    for (let call = 0; call < 25; call++) {
      throttle.schedule(5);
      clock.advance(10);
    }
    expect(runs).toEqual([5, 105, 205]);
    throttle.cancel();
    expect(throttle.isResting).toBe(true);
    clock.advance(100);
    expect(throttle.isResting).toBe(false);
  });

  it('that is cancelled does not run, and can be scheduled again', () => {
    const { clock, runs, throttle } = throttled();
    throttle.schedule(10);
    throttle.cancel();
    clock.advance(20);
    throttle.schedule();
    clock.advance(0);
    expect(runs).toEqual([20]);
  });
});
