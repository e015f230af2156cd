import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import { PlanOwners, planNameOf, type NamedPlan } from '../../../src/core/plans/planOwners.ts';
import { sessionA, sessionB, sessionC } from '../../fixtures/homes.ts';

const otter = '/data/plans/otter.md';
const heron = '/data/plans/heron.md';

function owners(paths: Partial<Record<SessionId, readonly string[]>>) {
  const all = new PlanOwners((id) => ({ paths: paths[id] ?? [], names: [] }));
  const changed = new Set<string>();
  return {
    all,
    changed,
    update: (id: SessionId, before: readonly string[], now: readonly string[]) => all.update(id, before, now, changed),
    of: (file: string) => [...all.ownersOf(file)],
  };
}

describe('the owners of a plan', () => {
  it('are the sessions that got it, each once, be it one, two or three', () => {
    const plans = owners({ [sessionA]: [otter], [sessionB]: [otter], [sessionC]: [otter] });
    expect(plans.of(otter)).toEqual([]);
    for (const id of [sessionA, sessionA, sessionB, sessionC, sessionB]) plans.update(id, [], [otter]);
    expect(plans.of(otter)).toEqual([sessionA, sessionB, sessionC]);
  });

  it('are those alone that have that very file, not one of its name elsewhere, nor had it once', () => {
    const paths: Partial<Record<SessionId, string[]>> = { [sessionA]: [otter], [sessionB]: ['/shop/docs/otter.md'] };
    const plans = owners(paths);
    plans.update(sessionA, [], [otter]);
    plans.update(sessionB, [], ['/shop/docs/otter.md']);
    expect(plans.of(otter)).toEqual([sessionA]);
    paths[sessionA] = [];
    expect(plans.of(otter)).toEqual([]);
  });

  it('tell which files changed owners: those that were lost or got, and no others', () => {
    const plans = owners({});
    plans.update(sessionA, [otter], [heron]);
    expect([...plans.changed]).toEqual([otter, heron]);
    plans.changed.clear();
    plans.update(sessionA, [otter, heron], [heron]);
    expect([...plans.changed]).toEqual([otter]);
    plans.changed.clear();
    plans.update(sessionA, [otter], [otter]);
    expect([...plans.changed]).toEqual([]);
  });

  it('that are restored replace all others, and are listed when one is first asked for, once', () => {
    const plans = owners({ [sessionA]: [otter], [sessionB]: [otter] });
    plans.update(sessionA, [], [otter]);
    let listings = 0;
    plans.all.restore((): NamedPlan[] => {
      listings++;
      return [['otter', sessionB]];
    });
    plans.update(sessionA, [otter], [otter]);
    expect(listings).toBe(0);
    expect([plans.of(otter), plans.of(otter), listings]).toEqual([[sessionB], [sessionB], 1]);
  });

  it('that come after a restore are added to those that were restored', () => {
    const plans = owners({ [sessionA]: [otter], [sessionB]: [otter] });
    plans.all.restore(() => [['otter', sessionB]]);
    plans.update(sessionA, [], [otter]);
    expect(plans.of(otter)).toEqual([sessionB, sessionA]);
  });
});

it('the name of a plan is that of its file without .md', () => {
  expect([otter, '/a/b.txt', '/a/c.md.md'].map(planNameOf)).toEqual(['otter', 'b.txt', 'c.md']);
});
