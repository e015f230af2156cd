import { describe, expect, it } from 'vitest';
import { folderOfSession } from '../../../src/presentation/folderOfSession.ts';
import { noFilter } from '../../../src/presentation/sessionFilter.ts';
import { SessionTree } from '../../../src/presentation/sessionTree.ts';
import { waitingSessions } from '../../../src/presentation/waitingSessions.ts';
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
