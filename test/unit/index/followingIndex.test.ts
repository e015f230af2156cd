import fc from 'fast-check';
import { describe, it } from 'vitest';
import { history, live, type Step } from '../../fuzz/tailModel.ts';

describe('an index that is refreshed step by step', () => {
  it('gives the answers of a cold index after each step of a random history', () => {
    fc.assert(fc.property(history, live), { numRuns: 100, seed: 20260102 });
  });

  it.each<[string, Step[]]>([
    [
      'a flat agent log that the cache knows names another session, and the one before comes back',
      [
        { op: 'append', log: 'flat-agent', lines: ['plain', 'plain'] },
        { op: 'offload' },
        { op: 'rename-over', log: 'flat-agent', lines: ['plain'] },
        { op: 'append', log: 'main-a', lines: ['plain'] },
      ],
    ],
    [
      'a flat agent log that the cache knows is emptied, and its session comes back',
      [
        { op: 'append', log: 'flat-agent', lines: ['plain'] },
        { op: 'restart', cached: true },
        { op: 'truncate', log: 'flat-agent', fraction: 0 },
        { op: 'append', log: 'main-a', lines: ['plain'] },
      ],
    ],
    [
      'a record of another session is got back in a flat agent log, and one without ID follows',
      [
        { op: 'append', log: 'flat-agent', lines: ['glued', 'nul'] },
        { op: 'append', log: 'flat-agent', lines: ['glued', 'without-id', 'plain'] },
      ],
    ],
  ])('when %s', (_name, steps) => {
    for (const isTargeted of [false, true]) live(steps.map((step) => ({ step, isTargeted })));
  });
});
