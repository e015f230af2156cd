import { expect, it } from 'vitest';
import { listedPlans } from '../../../src/core/answers/listedPlans.ts';
import { written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

function index() {
  const home = makeHome();
  const shared = home.plan('calm-painting-otter', '# Shared\n');
  const gone = home.planPath('old-sleeping-owl');
  home.log(sessionA, [written(gone, '# Gone\n'), written(shared, '# Shared\n')]);
  home.log(sessionB, [written(shared, '# Shared\n')]);
  home.log(sessionC, [written(home.plan('own-running-hare', '# Own\n'), '# Own\n')]);
  return indexOf(home);
}

it('each plan of the sessions stands once, the one without a file by its logged heading', () => {
  const { plans, isAll } = listedPlans(index(), [sessionA, sessionB, sessionC], 10);
  expect(isAll).toBe(true);
  expect(plans.map(({ sessionId, plan }) => [sessionId, plan.title, plan.state, plan.sharedWith])).toEqual([
    [sessionA, 'Shared', 'found', [sessionB]],
    [sessionA, 'Gone', 'missing', []],
    [sessionC, 'Own', 'found', []],
  ]);
});

it('of more plans than are asked for the rest is left out, and that is said', () => {
  const { plans, isAll } = listedPlans(index(), [sessionA, sessionB, sessionC], 2);
  expect([plans.length, isAll]).toEqual([2, false]);
});
