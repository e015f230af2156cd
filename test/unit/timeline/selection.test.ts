import { describe, expect, it } from 'vitest';
import type { Lane, LaneEvent } from '../../../src/webview/timeline/lanes.ts';
import { Selection } from '../../../src/webview/timeline/selection.ts';

const eventAt = (time: number): LaneEvent => {
  return { kind: 'clear', time, until: time, label: '', file: '/log.jsonl', offset: time, sharedWith: [], line: 0 };
};

const laneOf = (sessionId: string, ...times: number[]): Lane => {
  const read = { events: times.map(eventAt), needsDetails: false, needsMarks: false };
  return { sessionId, title: sessionId, from: 0, until: 100, state: undefined, plans: 0, agents: 0, ...read };
};

const [a, b, c] = [laneOf('a'), laneOf('b', 10, 20, 30), laneOf('c')];
const lanes = [a, b, c];

/** What is selected, in short: the lane, and when the event is. */
const shortOf = ({ place }: Selection) =>
  place && [place.lane.sessionId, ...(place.event === undefined ? [] : [place.event.time])];

const selectionOf = (lane: Lane | undefined, event?: LaneEvent): Selection => {
  const selection = new Selection();
  selection.place = lane && { lane, event };
  return selection;
};

describe('the next and the previous lane', () => {
  it.each([
    ['nothing selected, next', undefined, lanes, 1, ['a']],
    ['nothing selected, previous', undefined, lanes, -1, ['c']],
    ['a lane in the middle, next', b, lanes, 1, ['c']],
    ['a lane in the middle, previous', b, lanes, -1, ['a']],
    ['the first lane, previous', a, lanes, -1, ['a']],
    ['the last lane, next', c, lanes, 1, ['c']],
    ['a lane that has left the range, next', b, [a, c], 1, ['a']],
    ['a lane that has left the range, previous', b, [a, c], -1, ['c']],
  ] as const)('from %s', (_, from, among, by, expected) => {
    const selection = selectionOf(from);
    expect(selection.toLaneBeside(among, by)).toBe(selection.place);
    expect(shortOf(selection)).toEqual(expected);
  });

  it('without lanes in the range leave what is selected, and return nothing', () => {
    for (const lane of [undefined, a]) {
      const selection = selectionOf(lane);
      expect(selection.toLaneBeside([], 1)).toBeUndefined();
      expect(selection.toLaneBeside([], -1)).toBeUndefined();
      expect(selection.toLane(undefined)).toBeUndefined();
      expect(selection.lane).toBe(lane);
    }
  });

  it('from an event are selected as a whole, the same lane at an end too', () => {
    const selection = selectionOf(b, b.events?.[1]);
    selection.toLaneBeside([b], 1);
    expect(shortOf(selection)).toEqual(['b']);
  });
});

describe('the next and the previous event', () => {
  it.each([
    ['the lane, next', undefined, 1, 10],
    ['the lane, previous', undefined, -1, 30],
    ['the first event, next', 0, 1, 20],
    ['the first event, previous', 0, -1, 10],
    ['the last event, next', 2, 1, 30],
    ['the last event, previous', 2, -1, 20],
  ] as const)('from %s', (_, from, by, expected) => {
    const selection = selectionOf(b, from === undefined ? undefined : b.events?.[from]);
    expect(selection.toEventBeside(by)).toBe(selection.event);
    expect(shortOf(selection)).toEqual(['b', expected]);
  });

  it.each([1, -1] as const)('after the lane was read anew (%i) are the first one from the same time on', (by) => {
    const [same, later] = [laneOf('b', 10, 20, 30), laneOf('b', 10, 30)];
    for (const [lane, expected] of [
      [same, 20],
      [later, 30],
    ] as const) {
      const selection = selectionOf(lane, eventAt(20));
      selection.toEventBeside(by);
      expect(shortOf(selection)).toEqual(['b', expected]);
      expect(lane.events).toContain(selection.event);
    }
  });

  it('after the lane was read anew and nothing is there from that time on leave what is selected', () => {
    const selection = selectionOf(laneOf('b', 10), eventAt(20));
    expect(selection.toEventBeside(-1)).toBeUndefined();
    expect(shortOf(selection)).toEqual(['b', 20]);
  });

  it('of a lane without events, or with unread ones, leave the lane selected', () => {
    const { events: _, ...unread } = laneOf('u');
    for (const lane of [a, unread]) {
      const selection = selectionOf(lane);
      expect([selection.toEventBeside(1), selection.toEventBeside(-1)]).toEqual([undefined, undefined]);
      expect(selection.place).toEqual({ lane, event: undefined });
    }
  });

  it('without a selection are none', () => {
    const selection = selectionOf(undefined);
    expect([selection.toEventBeside(1), selection.toEventBeside(-1)]).toEqual([undefined, undefined]);
    expect(selection.place).toBeUndefined();
  });
});

describe('what is selected', () => {
  it('stays while its session is there, and goes with it', () => {
    const selection = selectionOf(b, b.events?.[0]);
    selection.keepIn({ has: ({ sessionId }) => sessionId === 'b' });
    expect(shortOf(selection)).toEqual(['b', 10]);
    selection.keepIn({ has: () => false });
    expect(selection.place).toBeUndefined();
    selection.keepIn({ has: () => false });
    expect(selection.place).toBeUndefined();
  });

  it('has a time in a range, ends included, if it is an event within it', () => {
    const selection = selectionOf(b, b.events?.[1]);
    const timeIn = (from: number, until: number) => selection.timeIn({ from, until });
    expect([timeIn(0, 100), timeIn(20, 100), timeIn(0, 20)]).toEqual([20, 20, 20]);
    expect([timeIn(21, 100), timeIn(0, 19)]).toEqual([undefined, undefined]);
    expect(selectionOf(b).timeIn({ from: 0, until: 100 })).toBeUndefined();
    expect(selectionOf(undefined).timeIn({ from: 0, until: 100 })).toBeUndefined();
  });

  it('begins and ends a range: an event at its time, a lane at its ends, nothing as it was', () => {
    const range = { from: -50, until: 150 };
    const endsOf = (selection: Selection) => [selection.rangeFrom(range), selection.rangeUntil(range)];
    expect(endsOf(selectionOf(b, b.events?.[1]))).toEqual([
      { from: 20, until: 150 },
      { from: -50, until: 20 },
    ]);
    expect(endsOf(selectionOf(b))).toEqual([
      { from: 0, until: 150 },
      { from: -50, until: 100 },
    ]);
    expect(endsOf(selectionOf(undefined))).toEqual([range, range]);
  });
});
