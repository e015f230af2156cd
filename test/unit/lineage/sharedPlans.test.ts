import { afterAll, describe, expect, it } from 'vitest';
import { originalOfPlan } from '../../../src/core/answers/originalOfPlan.ts';
import { planCollisions } from '../../../src/core/answers/planCollisions.ts';
import { plansWithOwners } from '../../../src/core/answers/plansOf.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { lastWriter } from '../../../src/presentation/planWords.ts';
import { approved, implementPlan, planMode, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, timeOfLine, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';

const counts = { plans: 0, shared: 0, copied: 0, originals: 0 };
afterAll(() => {
  console.log(`owners of plans in recordings: ${JSON.stringify(counts)}`);
  expect(Object.values(counts).every((count) => count > 0)).toBe(true);
});

/** A wrote the file, B wrote it later, C has nothing but the slug. */
function sharedPlan(): Home {
  const home = makeHome();
  const file = home.plan('calm-painting-otter');
  home.log(sessionA, [prompt('A'), written(file, '# A\n')]);
  home.log(sessionB, [prompt('B'), planMode(file, true), prompt('!'), written(file, '# B\n')]);
  home.log(sessionC, [{ ...prompt('C'), slug: 'calm-painting-otter' }]);
  return home;
}

describe('a plan that three sessions prove', () => {
  it('names all of them with their proofs, and who wrote it last by the logs', () => {
    const [plan] = plansWithOwners(indexOf(sharedPlan()), sessionA);
    expect(plan?.sharedWith).toEqual([sessionB, sessionC]);
    expect(plan?.owners.map(({ sessionId, lastWritten }) => [sessionId, lastWritten?.time])).toEqual([
      [sessionA, timeOfLine(2)],
      [sessionB, timeOfLine(4)],
      [sessionC, undefined],
    ]);
    expect(lastWriter(plan?.owners ?? [])?.sessionId).toBe(sessionB);
  });

  it('an approval after the last write writes nothing', () => {
    const home = sharedPlan();
    const file = home.planPath('calm-painting-otter');
    home.log(sessionA, [prompt('A'), written(file, '# A\n'), prompt('!'), prompt('!'), approved(file, '# B\n')]);
    expect(lastWriter(plansWithOwners(indexOf(home), sessionA)[0]?.owners ?? [])?.sessionId).toBe(sessionB);
  });

  it('nobody is said to have written it last where a write has no time', () => {
    const home = sharedPlan();
    const file = home.planPath('calm-painting-otter');
    home.log(sessionA, [prompt('A'), written(file, '# A\n', { timestamp: undefined })]);
    expect(lastWriter(plansWithOwners(indexOf(home), sessionB)[0]?.owners ?? [])).toBeUndefined();
  });

  it('of one session alone has no owners to list', () => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter');
    home.log(sessionA, [written(file, '# A\n')]);
    expect(plansWithOwners(indexOf(home), sessionA)[0]?.owners).toEqual([]);
  });
});

describe('live sessions', () => {
  const live = (home: Home, ...ids: string[]) => {
    ids.forEach((sessionId, at) => {
      const pid = at + 100;
      home.write(`.claude/sessions/${pid}.json`, JSON.stringify({ pid, sessionId, procStart: `${pid}` }));
    });
    return indexOf(home, { processes: { startOf: (pid) => `${pid}` } });
  };

  it('that both prove one plan file collide', () => {
    const home = sharedPlan();
    expect(planCollisions(live(home, sessionA, sessionB, sessionC))).toEqual([
      { path: home.planPath('calm-painting-otter'), sessions: [sessionA, sessionB] },
    ]);
  });

  it('do not when one of them has nothing but the slug, or is not live', () => {
    expect(planCollisions(live(sharedPlan(), sessionA, sessionC))).toEqual([]);
    expect(planCollisions(live(sharedPlan(), sessionB))).toEqual([]);
  });

  it('do when the second one enters plan mode with the file of the first', () => {
    const home = sharedPlan();
    const file = home.planPath('calm-painting-otter');
    home.log(sessionC, [planMode(file, true)]);
    expect(planCollisions(live(home, sessionA, sessionC))).toEqual([{ path: file, sessions: [sessionA, sessionC] }]);
  });

  it('do not when one of them implements the plan, or has copied entries of it alone', () => {
    const home = sharedPlan();
    const file = home.planPath('calm-painting-otter');
    const at = (number: number) => ({
      uuid: `00000000-0000-4000-8000-00000000000${number}`,
      timestamp: new Date(timeOfLine(number)).toISOString(),
    });
    const made = [
      { ...prompt('A'), ...at(1) },
      { ...planMode(file, false), ...at(2) },
      { ...written(file, '# A\n'), ...at(3) },
    ];
    home.log(sessionA, [...made.slice(0, 2), { type: 'last-prompt', lastPrompt: 'A' }, ...made.slice(2)]);
    home.log(sessionB, [implementPlan('calm-painting-otter', '# A\n')]);
    // A fork whose copied entries have no mark.
    home.log(sessionC, [{ type: 'queue-operation', ...at(4) }, ...made, { ...prompt('Fork'), ...at(5) }]);
    const index = live(home, sessionA, sessionB, sessionC);
    expect(plansWithOwners(index, sessionA)[0]?.sharedWith).toEqual([sessionB, sessionC]);
    expect(planCollisions(index)).toEqual([]);
  });
});

it.each(recordings)(
  'of the shared plans of %s all who wrote the file are owners, and one of them wrote last',
  (recording) => {
    const home = makeHome();
    const { roots, sessions } = restoreRecording(recording, home.folder, { moved: true });
    const index = new SessionIndex({ roots, processes: { startOf: () => undefined } });
    index.refresh();
    for (const id of index.rows.keys()) {
      for (const { slug, path, owners, copied, sharedWith } of plansWithOwners(index, id)) {
        counts.plans++;
        counts.copied += Number(copied);
        counts.shared += Number(sharedWith.length > 0);
        const original = originalOfPlan(index, id, path);
        const isBranchCopy = copied && sharedWith.length === 0;
        // A branch's copy was made from the plan that was named to the branch.
        const named = sessions[id]?.planFiles?.at(0)?.slug;
        expect(original?.plan.slug).toBe(isBranchCopy ? named : undefined);
        counts.originals += Number(original !== undefined);
        if (sharedWith.length === 0) continue;
        const writers = Object.entries(sessions).flatMap(([other, { planFiles = [] }]) =>
          planFiles.some((plan) => plan.slug === slug && plan.written) ? other : [],
        );
        expect(owners.map(({ sessionId }) => String(sessionId))).toEqual(expect.arrayContaining(writers));
        expect(writers).toContain(String(lastWriter(owners)?.sessionId));
      }
    }
  },
);
