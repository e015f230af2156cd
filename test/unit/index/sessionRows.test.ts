import { describe, expect, it } from 'vitest';
import type { SessionId, SessionRow } from '../../../src/core/model.ts';
import { noPlans } from '../../../src/core/plans/rowPlans.ts';
import type { CachedRows } from '../../../src/core/index/cachedIndex.ts';
import { byActivity } from '../../../src/core/index/sessionOrder.ts';
import { SessionRows } from '../../../src/core/index/sessionRows.ts';
import { Seeded } from '../../fixtures/seeded.ts';

const idOf = (number: number) => `${String(number).padStart(8, '0')}-1111-4111-8111-111111111111` as SessionId;

const rowOf = (number: number, lastActivity: number | undefined): SessionRow => ({
  sessionId: idOf(number),
  title: `Session ${number}`,
  titleSource: 'ai',
  cwds: [`/work/${number % 3}`],
  branch: undefined,
  entrypoints: [],
  names: [],
  firstActivity: lastActivity,
  lastActivity,
  state: undefined,
  waitingFor: undefined,
  slugs: [],
  plans: 0,
  agents: 0,
  scratch: 0,
  root: '/root',
  logs: [],
  origins: [],
});

/** Cached rows, newest first, that count how often one is decoded. */
function cachedRowsOf(rows: readonly SessionRow[]): CachedRows & { decoded: number } {
  return {
    decoded: 0,
    ids: { count: rows.length, idAt: (number) => rows[number]?.sessionId, all: rows.map(({ sessionId }) => sessionId) },
    rowAt(number) {
      this.decoded++;
      return rows[number]!;
    },
    lastActivityAt: (number) => rows[number]!.lastActivity,
    scratchAt: () => 0,
    cwdsAt: (number) => rows[number]!.cwds,
    cwds: () => rows.flatMap(({ cwds }) => cwds),
    plansAt: () => noPlans,
    originsAt: (number) => rows[number]!.origins,
    plans: () => [],
  };
}

describe('session rows that start from a cache', () => {
  it('rows of which some were set or deleted are the same map, in the same order, as rows in memory', () => {
    const random = new Seeded(20260224);
    for (let run = 0; run < 200; run++) {
      const all = Array.from({ length: random.below(12) }, (_, i) => rowOf(i, [undefined, 5, random.below(9)][i % 3]));
      const expected = new Map(all.sort(byActivity).map((row) => [row.sessionId, row]));
      const rows = new SessionRows();
      rows.restore(cachedRowsOf(all));
      for (let change = random.below(8); change > 0; change--) {
        const id = idOf(random.below(14));
        if (random.below(3) === 0) {
          expect(rows.delete(id)).toBe(expected.delete(id));
        } else if (random.below(2) === 0) {
          const row = rowOf(random.below(14), random.below(9));
          rows.set(row.sessionId, row, noPlans);
          expected.set(row.sessionId, row);
        }
        expect(rows.get(id)).toEqual(expected.get(id));
      }
      expect([...rows]).toEqual([...expected]);
      expect([...rows.values()]).toEqual([...expected.values()]);
      expect([rows.size, [...rows.keys()]]).toEqual([expected.size, [...expected.keys()]]);
      expect([...rows.newestFirst()]).toEqual([...expected.values()].sort(byActivity));
      expect(rows.cwds()).toEqual(new Set([...expected.values()].flatMap(({ cwds }) => cwds)));
    }
  });

  it('a row with a live state stays when the rows are replaced by a cache that was just saved', () => {
    const plans = { paths: ['/root/plans/calm-painting-otter.md'], names: [] };
    const rows = new SessionRows();
    rows.set(idOf(0), rowOf(0, 7), noPlans);
    rows.set(idOf(1), { ...rowOf(1, 9), state: 'busy' }, plans);
    const cached = cachedRowsOf([rowOf(1, 9), rowOf(0, 7)]);
    rows.restore(cached);
    expect([...rows.newestFirst()].map(({ sessionId, state }) => [sessionId, state])).toEqual([
      [idOf(1), 'busy'],
      [idOf(0), undefined],
    ]);
    expect([rows.plansOf(idOf(1)), rows.plansOf(idOf(0))]).toEqual([plans, noPlans]);
    expect([rows.lastActivityOf(idOf(1)), rows.lastActivityOf(idOf(0))]).toEqual([9, 7]);
    expect([rows.numberOf(idOf(1)), rows.numberOf(idOf(0)), rows.numberOf(idOf(2))]).toEqual([0, 1, undefined]);
    expect(cached.decoded).toBe(1);
  });

  it('a row is decoded only when it is asked for', () => {
    const cached = cachedRowsOf([rowOf(0, 9), rowOf(1, 8), rowOf(2, 7)]);
    const rows = new SessionRows();
    rows.restore(cached);
    expect([rows.size, rows.has(idOf(2)), rows.cwds().size, cached.decoded]).toEqual([3, true, 3, 0]);
    expect([rows.newestFirst().next().value?.title, cached.decoded]).toEqual(['Session 0', 1]);
    expect([rows.get(idOf(2))?.title, rows.lastActivityOf(idOf(2)), cached.decoded]).toEqual(['Session 2', 7, 2]);
  });
});
