import { expect, it } from 'vitest';
import { copiedFrom, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

/** Each with a time stamp as clients write it, and with one that is parsed apart. */
it.each(['2027-03-01T00:00:00.000Z', '2027-03-01T01:00:00+01:00'])(
  'an entry of another session or a copied one at %s is no activity of the agent',
  (timestamp) => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    home.agentLog(sessionA, 'a1b2c3d', [
      prompt('Look', { timestamp: '2026-01-01T00:00:00.000Z' }),
      prompt('Not mine', { sessionId: sessionB, timestamp, cwd: '/elsewhere' }),
      copiedFrom(sessionB, prompt('Not mine either', { timestamp })),
    ]);
    const [agent] = detailsOf(indexOf(home), sessionA).agents;
    expect(agent?.lastActivity).toBe(Date.UTC(2026, 0, 1));
  },
);
