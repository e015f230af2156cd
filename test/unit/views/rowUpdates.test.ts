import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import type { SessionId, SessionRow } from '../../../src/core/model.ts';
import { folderOfSession } from '../../../src/presentation/folderOfSession.ts';
import { noFilter } from '../../../src/presentation/sessionFilter.ts';
import { SessionTree } from '../../../src/presentation/sessionTree.ts';
import type { SessionNode, TreeNode } from '../../../src/presentation/treeNodes.ts';
import { RowUpdates } from '../../../src/views/sessions/rowUpdates.ts';
import { FakeClock } from '../../fixtures/fakeClock.ts';
import { numberedId, rowsOf, sessionRow } from '../../fixtures/sessionRows.ts';

const shop = '/work/shop';
const [A, B] = [1, 2].map(numberedId) as [SessionId, SessionId];
const none: ReadonlySet<SessionId> = new Set();

/** A visible tree of two sessions whose rows were drawn, as VS Code sees it. */
function shownTree() {
  const clock = new FakeClock();
  const rows = rowsOf(
    sessionRow(A, { cwds: [shop], lastActivity: 2, title: 'A' }),
    sessionRow(B, { cwds: [shop], lastActivity: 1, title: 'B' }),
  );
  const scope = {
    folderOf: folderOfSession([{ folder: shop, related: [] }], 'linux'),
    allProjects: false,
    filter: noFilter,
  };
  const tree = new SessionTree(rows, scope);
  const events: { at: number; of: SessionId[] | 'all' }[] = [];
  const phase = { isIndexing: false };
  const itemOf = (node: SessionNode) => ({ label: rows.get(node.sessionId)?.title }) as vscode.TreeItem;
  const emit = (nodes: TreeNode[] | undefined): void => {
    const of = nodes?.map((node) => (node as SessionNode).sessionId) ?? 'all';
    events.push({ at: clock.now(), of });
  };
  const updates = new RowUpdates(tree, { itemOf, isIndexing: () => phase.isIndexing, emit }, clock);
  updates.setVisible(true);
  for (const node of tree.roots()) if (node.kind === 'session') updates.shown(node.sessionId, itemOf(node));
  const change = (id: SessionId, some: Partial<SessionRow>): void => {
    rows.set(id, sessionRow(id, { ...rows.get(id), ...some }));
    updates.collect(new Set([id]), none);
  };
  return { clock, updates, events, change, phase };
}

describe('updates of rows', () => {
  it('a session that writes all the time is emitted every 220 ms, so that VS Code has 200 ms of silence to draw', () => {
    const { clock, events, change } = shownTree();
    for (let n = 0; n < 50; n++) {
      change(A, { title: `Title ${n}` });
      clock.advance(20);
    }
    expect(events.map(({ at }) => at)).toEqual([0, 220, 440, 660, 880]);
    expect(events.every(({ of }) => of.length === 1 && of[0] === A)).toBe(true);
  });

  it('a row that would look the same waits five seconds, unless its session is open', () => {
    const { clock, updates, events, change } = shownTree();
    for (let n = 0; n < 36; n++) {
      change(A, { plans: n });
      clock.advance(250);
    }
    expect(events.map(({ at }) => at)).toEqual([0, 5_000]);
    updates.opened(A);
    change(A, { plans: 99 });
    clock.advance(250);
    expect(events.at(-1)).toEqual({ at: 9_000, of: [A] });
    updates.closed(A);
  });

  it('changes of several sessions within one pause are one event', () => {
    const { clock, events, change } = shownTree();
    change(A, { title: 'A1' });
    clock.advance(0);
    change(A, { title: 'A2' });
    change(B, { title: 'B2' });
    clock.advance(500);
    expect(events).toEqual([
      { at: 0, of: [A] },
      { at: 220, of: [A, B] },
    ]);
  });

  it('while logs are read the pauses are a second long, and the end of the reading ends the pause', () => {
    const { clock, updates, events, change, phase } = shownTree();
    phase.isIndexing = true;
    change(A, { title: 'A1' });
    clock.advance(10);
    change(A, { title: 'A2' });
    clock.advance(500);
    expect(events.map(({ at }) => at)).toEqual([0]);
    phase.isIndexing = false;
    updates.settle();
    expect(events.map(({ at }) => at)).toEqual([0, 510]);
  });

  it('a hidden tree emits nothing, and everything once when it is shown', () => {
    const { clock, updates, events, change } = shownTree();
    updates.setVisible(false);
    change(A, { title: 'A1' });
    clock.advance(10_000);
    expect(events).toEqual([]);
    updates.setVisible(true);
    expect(events).toEqual([{ at: 10_000, of: 'all' }]);
  });
});
