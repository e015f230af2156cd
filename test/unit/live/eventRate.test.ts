import { describe, expect, it } from 'vitest';
import { EventRate } from '../../../src/live/eventRate.ts';

describe('the event rate', () => {
  it('is high from the thousandth event within a second until it is reset', () => {
    const rate = new EventRate();
    const becameHigh = Array.from({ length: 1_500 }, (_, n) => rate.count(5_000 + n / 10)).flatMap((is, n) =>
      is ? [n + 1] : [],
    );
    expect([becameHigh, rate.isHigh]).toEqual([[1_000], true]);
    rate.reset();
    expect(rate.isHigh).toBe(false);
  });

  it('is not high when as many events take longer than a second', () => {
    const rate = new EventRate();
    for (let n = 0; n < 1_500; n++) rate.count(5_000 + n * 2);
    expect(rate.isHigh).toBe(false);
  });
});
