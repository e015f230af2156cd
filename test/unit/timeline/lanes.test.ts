import { describe, expect, it } from 'vitest';
import {
  collisionsOf,
  densityOf,
  eventsOf,
  extentOf,
  linesOf,
  mostAtOnce,
  noteBelowEvents,
  takeLanes,
  type Lane,
} from '../../../src/webview/timeline/lanes.ts';
import type { ShownLane } from '../../../src/messages/timelineMessages.ts';
import type { MarkKind, TimelineMark } from '../../../src/core/timeline/timelineTypes.ts';
import { rangeWithin, zoomed } from '../../../src/webview/timeline/timeRange.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';

const shown = (sessionId: string, from: number, until: number): ShownLane => {
  return { sessionId, title: sessionId, from, until, state: undefined, plans: 0, agents: 0 };
};

const mark = (kind: MarkKind, time: number, label: string): TimelineMark => {
  return { kind, time, until: undefined, label, evidence: { kind, file: '/log.jsonl', line: time, offset: time * 10 } };
};

describe('lanes', () => {
  it('know their extent, how many were at work at once, and where', () => {
    const lanes = [
      { from: 0, until: 10 },
      { from: 5, until: 20 },
      { from: 20, until: 30 },
      { from: 40, until: 40 },
    ];
    expect(extentOf(lanes)).toEqual({ from: 0, until: 40 });
    expect(extentOf([])).toBeUndefined();
    expect(mostAtOnce(lanes)).toBe(2);
    expect(mostAtOnce([])).toBe(0);
    expect(densityOf(lanes, { from: 0, until: 40 }, 4)).toEqual([2, 2, 2, 2]);
    expect(densityOf(lanes, { from: 100, until: 200 }, 2)).toEqual([0, 0]);
  });

  it('keep what was read of their sessions until these have changed', () => {
    const [a, b] = takeLanes([], { lanes: [shown('a', 0, 1), shown('b', 0, 1)], changed: ['a', 'b'] });
    for (const lane of [a, b]) Object.assign(lane ?? {}, { needsDetails: false, needsMarks: false, events: [] });
    const next = takeLanes([a, b] as Lane[], {
      lanes: [shown('c', 0, 9), shown('b', 0, 5), shown('a', 0, 1)],
      changed: ['b'],
    });
    expect(next.map(({ sessionId, until, needsMarks, events }) => [sessionId, until, needsMarks, events])).toEqual([
      ['c', 9, true, undefined],
      ['b', 5, true, []],
      ['a', 1, false, []],
    ]);
  });

  it('put agents that ran at once on lines of their own, as far as there are lines', () => {
    const agents = [
      { from: 0, until: 10 },
      { from: 1, until: 2 },
      { from: 3, until: 12 },
      { from: 4, until: 12 },
      { from: 11, until: 12 },
    ];
    expect(linesOf(agents, 4)).toEqual([0, 1, 1, 2, 0]);
    expect(linesOf(agents, 2)).toEqual([0, 1, 1, 1, 0]);
  });

  it('collide where one session writes a plan that another one wrote', () => {
    const lane = (sessionId: typeof sessionA, other: typeof sessionA, ...marks: TimelineMark[]): Lane => {
      const sharedPlans = [{ slug: 'otter', path: '/plans/otter.md', sharedWith: [other] }];
      const read = {
        details: { sessionId, sharedPlans, agents: [], agentsLeftOut: 0 },
        marks: { marks, active: [], pause: 1, leftOut: 0, isPartial: false },
      };
      return { ...shown(sessionId, 0, 9), ...read, events: eventsOf(read), needsDetails: false, needsMarks: false };
    };
    const a = lane(
      sessionA,
      sessionB,
      mark('plan-written', 1, 'otter'),
      mark('plan-approved', 2, 'otter'),
      mark('plan-written', 9, 'fox'),
    );
    const b = lane(sessionB, sessionA, mark('plan-received', 5, 'otter'), mark('clear', 6, 'otter'));
    expect(collisionsOf([a, b])).toEqual([
      {
        plan: 'otter',
        first: { sessionId: sessionA, time: 2, plan: 'otter' },
        then: { sessionId: sessionB, time: 5, plan: 'otter' },
      },
    ]);
    expect(a.events?.map(({ label, sharedWith }) => [label, sharedWith])).toEqual([
      ['otter', [sessionB]],
      ['otter', [sessionB]],
      ['fox', []],
    ]);
  });
});

describe('a range of time', () => {
  const extent = { from: 0, until: 1_000_000 };

  it('stays within what there is', () => {
    expect(rangeWithin({ from: -50_000, until: 50_000 }, extent)).toEqual({ from: 0, until: 100_000 });
    expect(rangeWithin({ from: 990_000, until: 1_090_000 }, extent)).toEqual({ from: 900_000, until: 1_000_000 });
    expect(rangeWithin({ from: -5, until: 9_000_000 }, extent)).toEqual(extent);
    expect(rangeWithin({ from: 500_000, until: 500_001 }, extent)).toEqual({ from: 497_500.5, until: 502_500.5 });
  });

  it('is zoomed around a time, which stays where it is', () => {
    expect(zoomed({ from: 0, until: 100_000 }, 2, 50_000, extent)).toEqual({ from: 25_000, until: 75_000 });
    expect(zoomed({ from: 200_000, until: 300_000 }, 0.5, 200_000, extent)).toEqual({ from: 200_000, until: 400_000 });
    expect(zoomed({ from: 0, until: 100_000 }, 1e9, 50_000, extent)).toEqual({ from: 47_500, until: 52_500 });
    expect(zoomed({ from: 0, until: 100_000 }, 1e-9, 50_000, extent)).toEqual(extent);
  });
});

it('a lane says below its events what may be missing, and never that there is nothing while that is not known', () => {
  const marks = { marks: [], active: [], pause: 0, leftOut: 0, isPartial: false };
  const note = (lane: Partial<Lane>, events: number): string | undefined =>
    noteBelowEvents({ needsMarks: false, ...lane }, events);
  expect([note({}, 0), note({ needsMarks: true, marks }, 0)]).toEqual(Array(2).fill('Reading its log…'));
  expect([note({ marks }, 0), note({ marks }, 2)]).toEqual(['Nothing in this range.', undefined]);
  const partial = { marks: { ...marks, isPartial: true } };
  expect([note(partial, 0), note(partial, 2)]).toEqual(Array(2).fill('A log of it cannot be read: there may be more.'));
});
