/** An index of a test's home, and what it says of one session. */
import { afterAll } from 'vitest';
import type { SessionDetails, SessionId } from '../../../src/core/model.ts';
import { sessionDetails } from '../../../src/core/answers/sessionDetails.ts';
import { SessionIndex, type IndexHost } from '../../../src/core/index/sessionIndex.ts';
import { Home } from '../../fixtures/homes.ts';

const homes: Home[] = [];
afterAll(() => {
  for (const home of homes) home.remove();
});

/** A home that is removed at the end of the test file. */
export function makeHome(): Home {
  const home = new Home();
  homes.push(home);
  return home;
}

/** A cold index. No process is alive unless the test says so. */
export function indexOf(home: Home, host: Partial<IndexHost> = {}): SessionIndex {
  const index = new SessionIndex({ roots: [home.root], processes: { startOf: () => undefined }, ...host });
  index.refresh();
  return index;
}

/** Scratch of the machine that runs the test is nobody's. */
const scratchHost = { tmpDirs: [], uid: undefined, taskOutputs: [] };

export function detailsOf(index: SessionIndex, id: SessionId): SessionDetails {
  const details = sessionDetails(index, id, scratchHost);
  if (details === undefined) throw new Error(`the index has no session ${id}`);
  return details;
}

/** The plans of a session without what differs from run to run: `slug state marks evidence kinds`. */
export function planSummary(index: SessionIndex, id: SessionId): string[] {
  return detailsOf(index, id).plans.map((plan) =>
    [
      plan.slug,
      plan.state,
      ...(plan.inForce ? ['in-force'] : []),
      ...(plan.copied ? ['copied'] : []),
      ...(plan.differs === true ? ['differs'] : []),
      ...plan.sharedWith.map((other) => `shared:${other.slice(0, 8)}`),
      `(${plan.evidence.map(({ kind, line }) => `${kind}@${line}`).join(' ')})`,
    ].join(' '),
  );
}
