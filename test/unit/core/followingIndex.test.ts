import fc from 'fast-check';
import { it } from 'vitest';
import { history, live } from '../../fuzz/tailModel.ts';

it('a following index says what a cold one says, whatever happens to the logs', () => {
  fc.assert(fc.property(history, live), { numRuns: 100, seed: 20260102 });
});
