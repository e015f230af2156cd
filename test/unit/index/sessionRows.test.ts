import { describe, expect, it } from 'vitest';
import type { SessionId, SessionRow } from '../../../src/core/model.ts';
import { noPlans } from '../../../src/core/plans/planOwners.ts';
import type { CachedRows } from '../../../src/core/index/cachedRows.ts';
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
  firstActivity: lastActivity,
  lastActivity,
  state: undefined,
  slugs: [],
  plans: 0,
  agents: 0,
  scratch: 0,
  root: '/root',
  logs: [],
});

/** A shelf of rows, newest first, that counts how often a row is put together. */
function shelfOf(rows: readonly SessionRow[]): CachedRows & { made: number } {
  return {
    made: 0,
    ids: { count: rows.length, idAt: (number) => rows[number]?.sessionId, all: rows.map(({ sessionId }) => sessionId) },
    rowAt(number) {
      this.made++;
      return rows[number]!;
    },
    rowInPassing(number) {
      return this.rowAt(number);
    },
    lastActivityOf: (number) => rows[number]!.lastActivity,
    scratchOf: () => 0,
    cwdsOf: (number) => rows[number]!.cwds,
    cwds: () => rows.flatMap(({ cwds }) => cwds),
    plansOf: () => noPlans,
    plans: () => [],
  };
}

describe('rows of which most are on a shelf', () => {
  it('are a map like one that has them all, and come newest first, whatever changes', () => {
    const random = new Seeded(20260224);
    for (let run = 0; run < 200; run++) {
      const all = Array.from({ length: random.below(12) }, (_, i) => rowOf(i, [undefined, 5, random.below(9)][i % 3]));
      const expected = new Map(all.sort(byActivity).map((row) => [row.sessionId, row]));
      const rows = new SessionRows();
      rows.restore(shelfOf(all));
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

  it('go on with the shelf of a cache that has just been written; live ones stay as they are', () => {
    const plans = { paths: ['/root/plans/calm-painting-otter.md'], names: [] };
    const rows = new SessionRows();
    rows.set(idOf(0), rowOf(0, 7), noPlans);
    rows.set(idOf(1), { ...rowOf(1, 9), state: 'busy' }, plans);
    const shelf = shelfOf([rowOf(1, 9), rowOf(0, 7)]);
    rows.restore(shelf);
    expect([...rows.newestFirst()].map(({ sessionId, state }) => [sessionId, state])).toEqual([
      [idOf(1), 'busy'],
      [idOf(0), undefined],
    ]);
    expect([rows.plansOf(idOf(1)), rows.plansOf(idOf(0))]).toEqual([plans, noPlans]);
    expect([rows.lastActivityOf(idOf(1)), rows.lastActivityOf(idOf(0))]).toEqual([9, 7]);
    expect([rows.numberOf(idOf(1)), rows.numberOf(idOf(0)), rows.numberOf(idOf(2))]).toEqual([0, 1, undefined]);
    expect(shelf.made).toBe(1);
  });

  it('are put together when they are asked for', () => {
    const shelf = shelfOf([rowOf(0, 9), rowOf(1, 8), rowOf(2, 7)]);
    const rows = new SessionRows();
    rows.restore(shelf);
    expect([rows.size, rows.has(idOf(2)), rows.cwds().size, shelf.made]).toEqual([3, true, 3, 0]);
    expect([rows.newestFirst().next().value?.title, shelf.made]).toEqual(['Session 0', 1]);
    expect([rows.get(idOf(2))?.title, rows.lastActivityOf(idOf(2)), shelf.made]).toEqual(['Session 2', 7, 2]);
  });
});
