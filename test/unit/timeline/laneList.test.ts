import { expect, it } from 'vitest';
import type { ShownLane } from '../../../src/messages/timelineMessages.ts';
import { LaneList } from '../../../src/webview/timeline/laneList.ts';

const shown = (sessionId: string, from: number, until: number): ShownLane => {
  return { sessionId, title: `Title of ${sessionId}`, from, until, state: undefined, plans: 0, agents: 0 };
};

const hour = 3_600_000;

it('the lanes in range are those that overlap it, as of when it was shown', () => {
  const lanes = new LaneList();
  lanes.take({ lanes: [shown('a', 0, 10), shown('b', 20, 30)], changed: [] });
  expect(lanes.inRange).toEqual([]);
  lanes.show({ from: 10, until: 19 });
  expect(lanes.inRange.map(({ sessionId }) => sessionId)).toEqual(['a']);
  lanes.take({ lanes: [shown('b', 15, 30), shown('a', 0, 10)], changed: ['b'] });
  expect(lanes.inRange.map(({ sessionId }) => sessionId)).toEqual(['a']);
  lanes.show({ from: 10, until: 19 });
  expect(lanes.inRange.map(({ sessionId }) => sessionId)).toEqual(['b', 'a']);
});

it('the extent of lanes has a minute at its ends, or a hundredth of a long time', () => {
  const lanes = new LaneList();
  expect(lanes.extent).toBeUndefined();
  lanes.take({ lanes: [shown('a', 0, 10)], changed: [] });
  expect(lanes.extent).toEqual({ from: -60_000, until: 60_010 });
  lanes.take({ lanes: [shown('a', 0, 10), shown('b', 5, 1000 * hour)], changed: [] });
  expect(lanes.extent).toEqual({ from: -10 * hour, until: 1010 * hour });
});

it('the extent of lanes stays as it was when the last lane goes', () => {
  const lanes = new LaneList();
  lanes.take({ lanes: [shown('a', 0, 10)], changed: [] });
  const { extent } = lanes;
  lanes.take({ lanes: [], changed: [] });
  expect([lanes.all, lanes.extent]).toEqual([[], extent]);
});

it('a session is named by title and ID, one without a lane by its ID alone', () => {
  const lanes = new LaneList();
  lanes.take({ lanes: [shown('12345678-rest', 0, 10)], changed: [] });
  expect(lanes.titleOf('12345678-rest')).toBe('Title of 12345678-rest (12345678)');
  const [lane] = lanes.all;
  expect(lane && lanes.has(lane)).toBe(true);
  lanes.take({ lanes: [], changed: [] });
  expect(lanes.titleOf('12345678-rest')).toBe('12345678');
  expect(lane && lanes.has(lane)).toBe(false);
});
