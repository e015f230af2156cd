/** Sessions whose logs begin with copies of another's entries, with no mark but the same UUIDs. */
import { describe, expect, it } from 'vitest';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { answer, planMode, prompt, result } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type LogLine } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';

/** `session from parent@line: title, plans`, of forks without a mark. */
function unmarkedForks(recording: string): string[] {
  const home = makeHome();
  const { roots } = restoreRecording(recording, home.folder, { moved: true });
  const index = new SessionIndex({ roots, processes: { startOf: () => undefined } });
  index.refresh();
  return [...index.rows.keys()].flatMap((id) => {
    const { relations, title, plans } = detailsOf(index, id);
    const names = plans.map(({ slug, copied }) => (copied ? `${slug} (copied)` : slug));
    return relations
      .filter(({ kind, evidence }) => kind === 'forked-from' && evidence.kind === 'same-uuids')
      .map(({ sessionId, evidence }) =>
        [`${recording} ${id.slice(0, 8)} from ${sessionId.slice(0, 8)}@${evidence.line}`, title, ...names].join(', '),
      );
  });
}

it('are forks in all recordings, with a title and plans of their own', () => {
  const fork = 'In this fork please plan the XML export';
  expect(recordings.flatMap(unmarkedForks)).toEqual([
    `1.0.128-plan 7fb4d7e1 from 3a995475@2, ${fork}`,
    `2.0.20-plan fca5f8d1 from 5ccd9ade@3, ${fork}`,
    `2.0.60-plan 8d94e97a from 75c2e16e@2, ${fork}, kind-exploring-peach`,
    `2.0.76-plan c31b28d6 from a5c99a15@2, ${fork}, elegant-sleeping-muffin`,
    // It revised the plan of the session before, and was not allowed to.
    `2.1.100-plan 992b944a from 389299ca@3, ${fork}, virtual-riding-planet (copied)`,
    `2.1.12-plan e7cfe386 from 82e28131@2, ${fork}, rustling-nibbling-boot`,
    '2.1.181-hooks 68378f8e from c26762a6@4, And once more please',
    `2.1.181-plan c52f9045 from 4b2a89a8@4, ${fork}, in-this-fork-please-sharded-raccoon`,
    `2.1.200-plan 223e1d00 from 6445b0fd@4, ${fork}, in-this-fork-please-shiny-sundae`,
    '2.1.240-bg da7b41d0 from 8d4dbfb1@9, lawn',
    `2.1.240-plan 5cd082c9 from fa8f019d@5, ${fork}, in-this-fork-please-compiled-rossum`,
    `2.1.330-plan 1c9e9faa from b92fcbc0@6, ${fork}, in-this-fork-please-mellow-seal`,
    `2.1.40-plan 83dbcd4c from 293ce883@2, ${fork}, shimmying-booping-rain`,
  ]);
});

describe('a fork without a mark', () => {
  const home = makeHome();
  const plan = home.plan('calm-painting-otter');
  const uuid = (n: number) => ({ uuid: `00000000-0000-4000-9000-00000000000${n}` });
  const at = (minute: number) => ({ timestamp: `2026-01-02T03:0${minute}:00.000Z` });
  const begun = [
    { ...prompt('Plan the cart'), ...uuid(1), ...at(1) },
    { ...planMode(plan, true), ...uuid(2), ...at(2) },
    { ...result('toolu_1', { backgroundTaskId: 'b1' }), ...uuid(3), ...at(3) },
  ];
  const bookkeeping: LogLine = { type: 'last-prompt', lastPrompt: 'x' };
  const log = home.log(sessionA, [...begun.slice(0, 2), bookkeeping, ...begun.slice(2)]);

  function fork(lines: readonly LogLine[]): void {
    home.log(sessionB, [{ type: 'queue-operation', operation: 'enqueue', ...at(5) }, ...begun, ...lines]);
  }

  it('takes neither title, first activity, tasks nor plans from copied entries once it has own ones', () => {
    const own = home.plan('brave-singing-heron');
    fork([
      { ...prompt('Another way'), ...at(6) },
      { ...planMode(own, true), ...at(7) },
    ]);
    const index = indexOf(home);
    const { title, plans, relations, firstActivity } = detailsOf(index, sessionB);
    expect([title, plans.map(({ slug, copied }) => [slug, copied])]).toEqual([
      'Another way',
      [['brave-singing-heron', false]],
    ]);
    expect(firstActivity).toBe(Date.parse(at(5).timestamp));
    expect(relations).toMatchObject([{ kind: 'forked-from', sessionId: sessionA, evidence: { line: 2 } }]);
    expect(index.sessionLogs(sessionB)?.logs[0]?.facts.taskIds).toEqual([]);
    expect([...index.ownersOfPlan(plan)]).toEqual([sessionA]);
    expect(detailsOf(index, sessionA).relations).toEqual([]);
  });

  it('has the copied plan while it has none of its own, marked as copied', () => {
    fork([{ ...prompt('Another way'), ...at(6) }]);
    expect(detailsOf(indexOf(home), sessionB).plans).toMatchObject([
      { slug: 'calm-painting-otter', copied: true, inForce: true, sharedWith: [sessionA] },
    ]);
  });

  it('is found when it appears and grows after the other log was read', () => {
    home.log(sessionB, [answer('x')]);
    const index = indexOf(home);
    fork([]);
    index.refresh();
    home.log(sessionC, [prompt('Of nobody')]);
    fork([{ ...prompt('Another way'), ...at(6) }]);
    index.refresh();
    expect(index.rows.get(sessionB)).toEqual(indexOf(home).rows.get(sessionB));
    expect(index.rows.get(sessionB)?.title).toBe('Another way');
    expect(index.logs.get(log)?.facts).toMatchObject({ forkedFrom: undefined });
  });

  it('is not reported where nothing proves which of two logs is the copy', () => {
    home.log(sessionA, begun);
    home.log(sessionB, begun);
    const index = indexOf(home);
    expect([...detailsOf(index, sessionA).relations, ...detailsOf(index, sessionB).relations]).toEqual([]);
  });
});
