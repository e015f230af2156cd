import { describe, expect, it } from 'vitest';
import { folderOfSession } from '../../../src/presentation/folderOfSession.ts';
import { noFilter } from '../../../src/presentation/sessionFilter.ts';
import { SessionTree } from '../../../src/presentation/sessionTree.ts';
import {
  waitingFacts,
  waitingSentence,
  waitingSessions,
  waitingStatus,
} from '../../../src/presentation/waitingSessions.ts';
import { numberedId, rowsOf, sessionRow } from '../../fixtures/sessionRows.ts';

const folderOf = folderOfSession([{ folder: '/work/shop', related: ['/work/shop-hotfix'] }], 'linux');
const rows = [
  sessionRow(numberedId(1), { cwds: ['/work/shop'], state: 'waiting' }),
  sessionRow(numberedId(2), { cwds: ['/work/shop-hotfix'], state: 'waiting' }),
  sessionRow(numberedId(3), { cwds: ['/work/shop'], state: 'busy' }),
  sessionRow(numberedId(4), { cwds: ['/work/blog'], state: 'waiting' }),
  sessionRow(numberedId(5), { cwds: ['/work/shop'] }),
];

describe('the sessions that wait', () => {
  it('are those of the opened folders, or of all projects where those are shown', () => {
    const waiting = (allProjects: boolean) =>
      waitingSessions(rows, { allProjects, folderOf }).map(({ sessionId }) => Number(sessionId.slice(0, 8)));
    expect(waiting(false)).toEqual([1, 2]);
    expect(waiting(true)).toEqual([1, 2, 4]);
  });
});

describe('what is said of the sessions that wait', () => {
  const asks = sessionRow(numberedId(1), {
    title: 'Add \u001b[1mthe cart',
    state: 'waiting',
    waitingFor: 'permission\nprompt',
  });
  const untitled = sessionRow(numberedId(2), { state: 'waiting' });

  it('is how many, and on hover each with what it waits for, on one line and without controls', () => {
    expect(waitingStatus([asks, untitled])).toBe('2 waiting');
    expect(waitingFacts([asks, untitled]).map(({ value }) => value)).toEqual([
      'Add the cart · permission · 00000001',
      'Untitled session · 00000002',
    ]);
  });

  it('is in a notification its title and what it waits for, where the registry says it', () => {
    expect([asks, untitled].map(waitingSentence)).toEqual([
      '“Add the cart” waits for you: permission',
      '“Untitled session” waits for you',
    ]);
  });
});

describe('the filter for live sessions', () => {
  it('lets through those with a state, and follows it', () => {
    const all = rowsOf(...rows);
    const tree = new SessionTree(all, { folderOf, allProjects: false, filter: { ...noFilter, facets: ['live'] } });
    const shown = () => tree.roots().map(({ id }) => Number(id.slice('session:'.length, 'session:'.length + 8)));
    expect(shown()).toEqual([1, 2, 3]);
    all.set(numberedId(1), sessionRow(numberedId(1), { cwds: ['/work/shop'] }));
    all.set(numberedId(5), sessionRow(numberedId(5), { cwds: ['/work/shop'], state: 'idle' }));
    expect(tree.apply([numberedId(1), numberedId(5)])).toBe('everything');
    expect(shown()).toEqual([2, 3, 5]);
  });
});
