import { describe, expect, it, vi } from 'vitest';
import type { LiveState, SessionDetails, SessionId, SessionRow } from '../../../src/core/model.ts';
import { folderOfSession, placeOfSession } from '../../../src/presentation/folderOfSession.ts';
import { noFilter, type SessionFilter } from '../../../src/presentation/sessionFilter.ts';
import { pageSize, SessionTree, type TreeScope } from '../../../src/presentation/sessionTree.ts';
import { hiddenDescription, hiddenLabel, hiddenReason } from '../../../src/presentation/hiddenSessions.ts';
import { groupLabels } from '../../../src/presentation/rowText.ts';
import {
  groupCount,
  extraDescription,
  extraLabel,
  extraFolderDescription,
  extraFolderLabel,
} from '../../../src/presentation/extraRowText.ts';
import { childrenOfSession, sizeOf } from '../../../src/presentation/sessionNodes.ts';
import type {
  GroupNode,
  ShowMoreNode,
  ExtraFolderNode,
  ProjectNode,
  SessionNode,
  TreeNode,
} from '../../../src/presentation/treeNodes.ts';
import { checkpointOf, extraOf, taskOf, todosOf } from '../../fixtures/extraRows.ts';
import {
  agentOf,
  detailsOf,
  numberedId,
  extrasOf,
  planOf,
  rowsOf,
  sessionRow,
  type SomeExtras,
} from '../../fixtures/sessionRows.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 22, 12);
const [A, B, C, D] = [1, 2, 3, 4].map(numberedId) as [SessionId, SessionId, SessionId, SessionId];

const shop = '/work/shop';
const opened = folderOfSession([{ folder: shop, related: ['/work/shop-hotfix'] }], 'linux');

function scope(scope: Partial<TreeScope> = {}): TreeScope {
  return { folderOf: opened, allProjects: false, filter: noFilter, ...scope };
}

function filterBy(filter: Partial<SessionFilter>): SessionFilter {
  return { ...noFilter, ...filter };
}

/** The tree as nested IDs: a session is its number, a project its folder with its sessions. */
function outline(tree: SessionTree, nodes: readonly TreeNode[] = tree.roots()): unknown[] {
  return nodes.map((node) => {
    if (node.kind === 'section') return { [node.label]: outline(tree, tree.children(node)) };
    if (node.kind === 'hidden') return `${hiddenLabel(node.counts, node.shown)} | ${hiddenDescription(node.counts)}`;
    if (node.kind === 'project') return { [node.folder ?? '?']: outline(tree, tree.children(node)) };
    if (node.kind === 'session') return Number.parseInt(node.sessionId.slice(0, 8), 16);
    return node.kind === 'more' ? `${node.hidden} more` : node.id;
  });
}

function fourSessions(): Map<SessionId, SessionRow> {
  return rowsOf(
    sessionRow(A, { cwds: [`${shop}/api`], lastActivity: now - 5 * minute, title: 'Add cart', plans: 1 }),
    sessionRow(B, { cwds: ['/work/blog'], lastActivity: now - 1 * minute, title: 'Fix feed' }),
    sessionRow(C, {
      cwds: ['/work/shop-hotfix'],
      lastActivity: now - 2 * minute,
      title: 'Fix search',
      branch: 'hotfix',
    }),
    sessionRow(D, { cwds: [], lastActivity: undefined }),
  );
}

describe('the sessions that are shown', () => {
  it('are those of the opened folders and their worktrees, last activity first', () => {
    expect(outline(new SessionTree(fourSessions(), scope()))).toEqual([3, 1]);
  });

  it('stand under their projects when all are shown, the opened folder before the others', () => {
    const tree = new SessionTree(fourSessions(), scope({ allProjects: true }));
    expect(outline(tree)).toEqual([{ [shop]: [3, 1] }, { '/work/blog': [2] }, { '?': [4] }]);
  });

  it('are none when no folder fits', () => {
    const tree = new SessionTree(fourSessions(), scope({ folderOf: folderOfSession([]) }));
    expect(outline(tree)).toEqual([]);
    expect(tree.size).toBe(0);
  });

  it('are narrowed by words of the title, ID, branch and folder, and by what a session has', () => {
    const rows = fourSessions();
    const tree = new SessionTree(rows, scope({ allProjects: true }));
    const shown = (filter: Partial<SessionFilter>): unknown[] => {
      tree.show(scope({ allProjects: true, filter: filterBy(filter) }));
      return outline(tree);
    };
    expect(shown({ text: 'FIX' })).toEqual([{ [shop]: [3] }, { '/work/blog': [2] }]);
    expect(shown({ text: 'fix hotfix' })).toEqual([{ [shop]: [3] }]);
    expect([tree.size, tree.sizeWithoutFilter]).toEqual([1, 4]);
    expect(shown({ text: B.slice(0, 8) })).toEqual([{ '/work/blog': [2] }]);
    expect(shown({ facets: ['plan'] })).toEqual([{ [shop]: [1] }]);
    expect(shown({ text: 'feed', facets: ['plan'] })).toEqual([]);
    expect(shown({ facets: ['live'] })).toEqual([]);
    expect(shown({ facets: ['today'] })).toEqual([]);
    rows.set(B, { ...rows.get(B)!, state: 'waiting', lastActivity: Date.now() });
    for (const facet of ['waiting', 'live', 'today'] as const)
      expect(shown({ facets: [facet] })).toEqual([{ '/work/blog': [2] }]);
  });

  it('wait first, then are open, each newest first, and move when that changes', () => {
    const row = (n: number, state?: LiveState, waitingFor?: string): SessionRow =>
      sessionRow(numberedId(n), { cwds: [shop], lastActivity: now - n * minute, state, waitingFor });
    const rows = rowsOf(row(1), row(2, 'idle'), row(3, 'busy'), row(4, 'waiting'), row(5), row(6, 'waiting'));
    const tree = new SessionTree(rows, scope());
    expect(outline(tree)).toEqual([4, 6, 2, 3, 1, 5]);
    rows.set(numberedId(2), row(2, 'busy'));
    expect(tree.apply([numberedId(2)])).toHaveLength(1);
    rows.set(numberedId(3), row(3, 'waiting', 'permission prompt'));
    expect(tree.apply([numberedId(3)])).toBe('everything');
    expect(outline(tree)).toEqual([3, 4, 6, 2, 1, 5]);
    rows.set(numberedId(4), row(4));
    expect(tree.apply([numberedId(4)])).toBe('everything');
    expect(outline(tree)).toEqual([3, 6, 2, 1, 4, 5]);
  });

  it('keep one order where times are equal', () => {
    const rows = [3, 1, 2].map((n) => sessionRow(numberedId(n), { cwds: [shop], lastActivity: now }));
    expect(outline(new SessionTree(rowsOf(...rows), scope()))).toEqual([1, 2, 3]);
  });
});

describe('sessions that are grouped', () => {
  const day = 24 * 60 * minute;
  const placeOf = placeOfSession([{ folder: shop, related: [shop, '/work/shop-hotfix'] }], 'linux');

  it('by worktree stand under the folder that they ran in, the opened ones first', () => {
    const tree = new SessionTree(fourSessions(), scope({ allProjects: true, grouping: 'worktree', placeOf }));
    expect(outline(tree)).toEqual([{ '/work/shop-hotfix': [3] }, { [shop]: [1] }, { '/work/blog': [2] }, { '?': [4] }]);
  });

  it('not at all are one list, of all projects too', () => {
    expect(outline(new SessionTree(fourSessions(), scope({ allProjects: true, grouping: 'none' })))).toEqual([
      2, 3, 1, 4,
    ]);
  });

  it('by state stand under what the registry says of them', () => {
    const row = (n: number, state?: LiveState) => sessionRow(numberedId(n), { cwds: [shop], lastActivity: n, state });
    const rows = rowsOf(row(1, 'idle'), row(2), row(3, 'busy'), row(4, 'waiting'), row(5, 'running'), row(6));
    const tree = new SessionTree(rows, scope({ grouping: 'state' }));
    expect(outline(tree)).toEqual([{ Waiting: [4] }, { Running: [5, 3] }, { Idle: [1] }, { 'Not Open': [6, 2] }]);
    rows.set(numberedId(2), row(2, 'waiting'));
    const touched = tree.apply([numberedId(2)]);
    expect(touched).toMatchObject([{ label: 'Not Open' }, { label: 'Waiting' }]);
    expect(outline(tree)).toEqual([{ Waiting: [4, 2] }, { Running: [5, 3] }, { Idle: [1] }, { 'Not Open': [6] }]);
  });

  it('by day stand under days of the calendar, pinned ones before', () => {
    vi.useFakeTimers({ now: new Date(2026, 10, 22, 0, 30) });
    try {
      const ago = (n: number, ms: number | undefined) =>
        sessionRow(numberedId(n), { cwds: [shop], lastActivity: ms === undefined ? undefined : Date.now() - ms });
      const rows = rowsOf(
        ago(1, -minute),
        ago(2, 10 * minute),
        ago(3, 40 * minute),
        ago(4, 2 * day),
        ago(5, 8 * day),
        ago(6, 400 * day),
        ago(7, undefined),
        ago(8, 300 * day),
      );
      const tree = new SessionTree(rows, scope({ grouping: 'day', pinned: new Set([numberedId(8)]) }));
      expect(outline(tree)).toEqual([
        { Pinned: [8] },
        { Today: [1, 2] },
        { Yesterday: [3] },
        { 'Last 7 Days': [4] },
        { 'Last 30 Days': [5] },
        { Older: [6] },
        { 'Without a Date': [7] },
      ]);
      expect(tree.isOfAnotherDay(Date.now())).toBe(false);
      vi.setSystemTime(Date.now() + day);
      expect([tree.isOfAnotherDay(Date.now()), tree.isOfAnotherDay(Date.now())]).toEqual([true, false]);
      tree.reorder();
      expect(outline(tree).slice(1, 3)).toEqual([{ Yesterday: [1, 2] }, { 'Last 7 Days': [3, 4] }]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('sessions that are pinned', () => {
  it('stand first in their list, on the page that is shown', () => {
    const rows = rowsOf(
      ...Array.from({ length: pageSize + 5 }, (_, i) =>
        sessionRow(numberedId(i + 1), { cwds: [shop], lastActivity: now - i }),
      ),
    );
    const pinned = numberedId(pageSize + 4);
    const tree = new SessionTree(rows, scope({ pinned: new Set([pinned]) }));
    expect(outline(tree).slice(0, 3)).toEqual([pageSize + 4, 1, 2]);
    expect(tree.reveal(pinned)?.paged).toBe(false);
  });
});

describe('sessions that are hidden', () => {
  const untitled = sessionRow(B, { cwds: [shop], lastActivity: now - minute });
  const internal = sessionRow(C, { cwds: [shop], lastActivity: now - 2 * minute, logs: [] });
  const titled = (id: SessionId, row: Partial<SessionRow> = {}) =>
    sessionRow(id, { cwds: [shop], lastActivity: now, title: 'A', titleSource: 'prompt', ...row });
  const hiding = (hidden: readonly SessionId[], more: Partial<TreeScope> = {}): TreeScope => {
    const all = new Set(hidden);
    return scope({ hiddenReason: (row) => hiddenReason(row, all), ...more });
  };

  it('are counted by reason in a row at the end, and listed on demand', () => {
    const rows = rowsOf(titled(A), untitled, internal, titled(D, { lastActivity: now - 9 * minute }));
    const tree = new SessionTree(rows, hiding([D]));
    expect(outline(tree)).toEqual([1, '3 hidden | 1 by you · 1 without a prompt · 1 internal one']);
    expect(tree.reveal(D)).toBe(undefined);
    tree.show(hiding([D], { showHidden: true }));
    expect(outline(tree)).toEqual([1, 2, 3, 4, '3 usually hidden | 1 by you · 1 without a prompt · 1 internal one']);
    tree.show(hiding([], { filter: filterBy({ text: A.slice(0, 8) }) }));
    expect(outline(tree)).toEqual([1]);
  });

  it('are none that are open, or that have a plan, an agent or scratch', () => {
    const none = new Set<SessionId>();
    const shown = [{ state: 'idle' }, { plans: 1 }, { agents: 1 }, { scratch: 1 }, { titleSource: 'ai' }] as const;
    expect(shown.map((row) => hiddenReason({ ...untitled, ...row }, none))).toEqual(shown.map(() => undefined));
    expect(hiddenReason({ ...untitled, state: 'waiting' }, new Set([B]))).toBe('person');
  });

  it('come back once somebody types into them', () => {
    const rows = rowsOf(titled(A), untitled);
    const tree = new SessionTree(rows, hiding([]));
    expect(outline(tree)).toEqual([1, '1 hidden | 1 without a prompt']);
    rows.set(B, { ...untitled, title: 'Typed', titleSource: 'prompt' });
    expect(tree.apply([B])).toBe('everything');
    expect(outline(tree)).toEqual([1, 2]);
    rows.set(B, untitled);
    expect(tree.apply([B])).toBe('everything');
    rows.delete(B);
    expect(tree.apply([B])).toBe('everything');
    expect(outline(tree)).toEqual([1]);
  });
});

describe('a change', () => {
  it('touches the one node of a session that goes on', () => {
    const rows = fourSessions();
    const tree = new SessionTree(rows, scope());
    const [, session] = tree.roots();
    rows.set(A, { ...rows.get(A)!, lastActivity: now });
    expect(tree.apply([A])).toEqual([session]);
    expect(outline(tree)).toEqual([3, 1]);
  });

  it('hands out the same node object for the same session', () => {
    const tree = new SessionTree(fourSessions(), scope());
    const before = tree.roots();
    tree.reorder();
    expect(tree.roots()[0]).toBe(before[0]);
  });

  it('moves a session up that goes on after a pause', () => {
    const rows = fourSessions();
    const tree = new SessionTree(rows, scope());
    outline(tree);
    rows.set(A, { ...rows.get(A)!, lastActivity: now + 20 * minute });
    expect(tree.apply([A])).toBe('everything');
    expect(outline(tree)).toEqual([1, 3]);
  });

  it('of a session outside the scope touches nothing', () => {
    const rows = fourSessions();
    const tree = new SessionTree(rows, scope());
    outline(tree);
    rows.set(B, { ...rows.get(B)!, lastActivity: now + 60 * minute });
    expect(tree.apply([B])).toEqual([]);
  });

  it('that adds, removes or regroups a session touches the projects it concerns', () => {
    const rows = fourSessions();
    const tree = new SessionTree(rows, scope({ allProjects: true }));
    outline(tree);
    const E = numberedId(5);
    rows.set(E, sessionRow(E, { cwds: ['/work/blog'], lastActivity: now }));
    expect(tree.apply([E])).toMatchObject([{ kind: 'project', folder: '/work/blog' }]);
    expect(outline(tree)).toEqual([{ [shop]: [3, 1] }, { '/work/blog': [5, 2] }, { '?': [4] }]);
    rows.delete(A);
    expect(tree.apply([A])).toMatchObject([{ kind: 'project', folder: shop }]);
    expect(outline(tree)).toEqual([{ [shop]: [3] }, { '/work/blog': [5, 2] }, { '?': [4] }]);
    rows.set(E, { ...rows.get(E)!, cwds: [shop] });
    expect(tree.apply([E])).toMatchObject([{ folder: '/work/blog' }, { folder: shop }]);
    expect(outline(tree)).toEqual([{ [shop]: [5, 3] }, { '/work/blog': [2] }, { '?': [4] }]);
  });

  it('that empties or opens a project touches the roots', () => {
    const rows = fourSessions();
    const tree = new SessionTree(rows, scope({ allProjects: true }));
    outline(tree);
    rows.delete(B);
    expect(tree.apply([B])).toBe('everything');
    expect(outline(tree)).toEqual([{ [shop]: [3, 1] }, { '?': [4] }]);
    rows.set(D, { ...rows.get(D)!, cwds: ['/work/new'] });
    expect(tree.apply([D])).toBe('everything');
  });

  it('that lets a session through the filter or out of it touches the roots', () => {
    const rows = fourSessions();
    const tree = new SessionTree(rows, scope({ filter: filterBy({ facets: ['plan'] }) }));
    expect(outline(tree)).toEqual([1]);
    rows.set(C, { ...rows.get(C)!, plans: 1 });
    expect(tree.apply([C])).toBe('everything');
    expect(outline(tree)).toEqual([3, 1]);
    rows.set(A, { ...rows.get(A)!, plans: 0 });
    expect(tree.apply([A])).toBe('everything');
    expect(outline(tree)).toEqual([3]);
  });

  it('excludes nodes that are no longer shown', () => {
    const rows = fourSessions();
    const filtered = scope({ allProjects: true, filter: filterBy({ facets: ['plan'] }) });
    const tree = new SessionTree(rows, filtered);
    const [project] = tree.roots() as [ProjectNode];
    const [session] = tree.children(project);
    expect(session).toMatchObject({ kind: 'session', sessionId: A });
    expect([project, session].map((node) => tree.holds(node as SessionNode))).toEqual([true, true]);
    rows.set(A, { ...rows.get(A)!, plans: 0 });
    tree.apply([A]);
    expect([project, session].map((node) => tree.holds(node as SessionNode))).toEqual([false, false]);
    rows.set(A, { ...rows.get(A)!, plans: 1 });
    tree.apply([A]);
    expect([project, session].map((node) => tree.holds(node as SessionNode))).toEqual([true, true]);
    rows.delete(A);
    tree.apply([A]);
    expect([project, session].map((node) => tree.holds(node as SessionNode))).toEqual([false, false]);
  });

  it('of time alone touches the sessions whose age text differs', () => {
    const tree = new SessionTree(fourSessions(), scope());
    const [hotfix] = tree.roots();
    expect(tree.agedNodes(now, now + 30_000)).toEqual([]);
    expect(tree.agedNodes(now, now + minute).length).toBe(2);
    expect(tree.agedNodes(now + 57.5 * minute, now + 58.5 * minute)).toEqual([hotfix]);
  });
});

describe('long lists', () => {
  const many = (count: number): Map<SessionId, SessionRow> =>
    rowsOf(
      ...Array.from({ length: count }, (_, i) =>
        sessionRow(numberedId(i + 1), { cwds: [shop], lastActivity: now - i * minute }),
      ),
    );

  it('end with a node for the rest, which shows another page', () => {
    const tree = new SessionTree(many(pageSize * 2 + 7), scope());
    const first = tree.roots();
    expect([first.length, outline(tree).slice(-2)]).toEqual([pageSize + 1, [pageSize, `${pageSize + 7} more`]]);
    expect(tree.showMore(first.at(-1) as ShowMoreNode)).toBe(undefined);
    expect(outline(tree).slice(-2)).toEqual([2 * pageSize, '7 more']);
    tree.showMore(tree.roots().at(-1) as ShowMoreNode);
    expect(outline(tree).at(-1)).toBe(2 * pageSize + 7);
  });

  it('page the sessions of a project on their own', () => {
    const tree = new SessionTree(many(pageSize + 1), scope({ allProjects: true }));
    const [project] = tree.roots() as [ProjectNode];
    expect(tree.sessionsIn(project)).toBe(pageSize + 1);
    const more = tree.children(project).at(-1) as ShowMoreNode;
    expect(more).toMatchObject({ kind: 'more', hidden: 1, parent: project });
    expect(tree.showMore(more)).toBe(project);
    expect(tree.children(project).length).toBe(pageSize + 1);
  });

  it('page the items of a group', () => {
    const rows = fourSessions();
    const tree = new SessionTree(rows, scope());
    const session = tree.reveal(A)!.node;
    const agents = Array.from({ length: pageSize + 3 }, (_, i) => agentOf(`a${i}`));
    const [, group] = childrenOfSession(session, detailsOf(rows.get(A)!, { agents }), { showInternalAgents: false });
    expect(group?.kind).toBe('group');
    if (group?.kind !== 'group') return;
    expect(tree.children(group).length).toBe(pageSize + 1);
    tree.showMore(tree.children(group).at(-1) as ShowMoreNode);
    expect(tree.children(group).length).toBe(pageSize + 3);
  });

  it('are opened up to the page of a session that is revealed', () => {
    const tree = new SessionTree(many(3 * pageSize), scope());
    const id = numberedId(2 * pageSize + 1);
    const found = tree.reveal(id);
    expect(found).toMatchObject({ paged: true, node: { sessionId: id, parent: undefined } });
    expect(tree.roots()).toContain(found?.node);
    expect(tree.reveal(id)?.paged).toBe(false);
  });

  it('stay as they are for a session that is only looked up', () => {
    const tree = new SessionTree(many(3 * pageSize), scope());
    const id = numberedId(2 * pageSize + 1);
    expect(tree.listed(id)).toBe(undefined);
    expect(tree.roots().length).toBe(pageSize + 1);
    expect(tree.listed(numberedId(1))).toBe(tree.roots()[0]);
    expect(tree.listed(numberedId(3 * pageSize + 1))).toBe(undefined);
    expect(tree.reveal(id)?.node).toBe(tree.listed(id));
  });
});

it('does not reveal what the scope leaves out', () => {
  expect(new SessionTree(fourSessions(), scope()).reveal(B)).toBe(undefined);
});

describe('what stands under a session', () => {
  const session = new SessionTree(rowsOf(sessionRow(A, { cwds: [shop] })), scope()).reveal(A)!.node;
  const row = sessionRow(A, { cwds: [shop] });
  const ids = (node: TreeNode): unknown => (node.kind === 'group' ? { [node.id]: node.items.map(ids) } : node.id);

  it('has agents under the agents and the workflow runs that started them', () => {
    const tree = new SessionTree(rowsOf(row), scope());
    const workflow = { id: 'wf_1', name: 'review' };
    const details = detailsOf(row, {
      agents: [
        agentOf('top'),
        agentOf('below', { parentAgentId: 'top' }),
        agentOf('deepest', { parentAgentId: 'below' }),
        agentOf('step', { workflow, path: '/s/wf_1/agent-step.jsonl' }),
        agentOf('hidden', { internal: true }),
        agentOf('kept', { parentAgentId: 'hidden' }),
      ],
    });
    const [, group] = childrenOfSession(session, details, { showInternalAgents: false });
    if (group?.kind !== 'group') throw new Error('no agents');
    const nested = (node: TreeNode): unknown =>
      node.kind === 'agentLog' || node.kind === 'workflow'
        ? [node.id.replace(/.*[-/#]/, ''), ...tree.children(node).map(nested)]
        : node.kind;
    expect(tree.children(group).map(nested)).toEqual([
      ['top', 'files', ['below', 'files', ['deepest', 'files']]],
      ['wf_1', ['step', 'files']],
      ['kept', 'files'],
    ]);
    expect(sizeOf(group)).toBe(5);
    const [top] = tree.children(group);
    expect(top?.kind === 'agentLog' && tree.children(top)[0]?.parent === top).toBe(true);
  });

  it('has the plan of an agent under the agent that wrote it, before the agents that it started', () => {
    const tree = new SessionTree(rowsOf(row), scope());
    const [planner, below] = [agentOf('planner'), agentOf('below', { parentAgentId: 'planner' })];
    const file = '/home/dev/.claude/plans/calm-blue-river-agent-planner.md';
    const evidence = [{ kind: 'agent-plan', file: planner.path, line: 3, offset: 90 }] as const;
    const agentPlans = [{ agentId: 'planner', path: file, evidence }];
    const details = detailsOf(row, { agents: [planner, below], agentPlans });
    const [, node] = childrenOfSession(session, details, { showInternalAgents: false });
    if (node?.kind !== 'agentLog') throw new Error('no agent');
    expect(node.parent).toBe(session);
    expect(tree.children(node).map(({ id }) => id)).toEqual([
      `agentPlan:${A}/${file}`,
      `files:agentLog:${A}/${planner.path}#planner`,
      `agentLog:${A}/${below.path}#below`,
    ]);
    expect(sizeOf(node)).toBe(1);
  });

  it('is its groups, one of a single item folded into it, then its logs, with IDs made from the session’s', () => {
    const details = detailsOf(row, {
      plans: [planOf('first-plan'), planOf('second-plan', { inForce: true })],
      scratch: [{ path: `${shop}/.erk/scratch/${A}`, kind: 'erk', files: 3, bytes: 12_000, evidence: [] }],
      agents: [agentOf('abc'), agentOf('warm', { internal: true })],
    });
    expect(childrenOfSession(session, details, { showInternalAgents: false }).map(ids)).toEqual([
      {
        [`plans:${A}`]: [
          `plan:${A}//home/dev/.claude/plans/first-plan.md`,
          `plan:${A}//home/dev/.claude/plans/second-plan.md`,
        ],
      },
      `files:session:${A}`,
      `scratchDirectory:${A}//work/shop/.erk/scratch/${A}`,
      `agentLog:${A}//home/dev/.claude/projects/p/agent-abc.jsonl#abc`,
      `log:${A}//home/dev/.claude/projects/p/${A}.jsonl`,
    ]);
  });

  it('has no empty groups, and internal agents when asked for', () => {
    const details = detailsOf(row, { agents: [agentOf('warm', { internal: true })] });
    const kinds = (showInternalAgents: boolean): string[] =>
      childrenOfSession(session, details, { showInternalAgents }).map(({ id }) => id.split(':')[0] ?? '');
    expect(kinds(false)).toEqual(['files', 'log']);
    expect(kinds(true)).toEqual(['files', 'agentLog', 'log']);
  });

  it('has what erk left of it in a group, and a single file of it in its place', () => {
    const file = { kind: 'marker', branch: undefined, value: '42', modified: now } as const;
    const evidence = { kind: 'folder-name', file: '/s', line: 0, offset: 0 } as const;
    const saved = { ...file, name: 'plan-saved-issue', path: '/s/plan-saved-issue.marker', evidence };
    const other = { ...file, name: 'x', path: '/s/x.marker', evidence };
    const groups = (workflow: SessionDetails['workflow']) =>
      childrenOfSession(session, detailsOf(row, { workflow }), { showInternalAgents: false });
    expect(
      groups([saved, other]).flatMap((node) => (node.kind === 'group' ? [groupLabels[node.group], ids(node)] : [])),
    ).toEqual([
      'Workflow',
      { [`workflow:${A}`]: [`workflowFile:${A}//s/plan-saved-issue.marker`, `workflowFile:${A}//s/x.marker`] },
    ]);
    expect(groups([saved]).map(({ kind }) => kind)).toEqual(['files', 'workflowFile', 'log']);
  });

  it('has a node with an ID of its own for each sidechain of one log', () => {
    const path = row.logs[0]!;
    const details = detailsOf(row, { agents: [agentOf(undefined, { path }), agentOf(undefined, { path })] });
    const [, group] = childrenOfSession(session, details, { showInternalAgents: false });
    expect(group && ids(group)).toEqual({ [`agents:${A}`]: [`agentLog:${A}/${path}#`, `agentLog:${A}/${path}##1`] });
  });
});

describe('“Extras” of a session', () => {
  const row = sessionRow(A, { cwds: [shop] });
  const tree = new SessionTree(rowsOf(row), scope());
  const session = tree.reveal(A)!.node;

  function extrasGroup(extras: SomeExtras): GroupNode | undefined {
    const nodes = childrenOfSession(session, detailsOf(row, { extras: extrasOf(extras) }), {
      showInternalAgents: false,
    });
    return nodes.find((node): node is GroupNode => node.kind === 'group');
  }

  /** Rows as they read, those that open up with what is in them. */
  function rows(node: GroupNode | ExtraFolderNode): unknown[] {
    return tree.children(node).map((child) => {
      if (child.kind === 'extraFolder')
        return { [`${extraFolderLabel(child)} | ${extraFolderDescription(child)}`]: rows(child) };
      if (child.kind === 'extraFile') return `${extraLabel(child)} | ${extraDescription(child)}`;
      return child.kind === 'note' ? child.text : child.kind === 'more' ? `${child.hidden} more` : child.id;
    });
  }

  const cart = '0123456789abcdef';

  it('is absent when there is nothing', () => {
    expect(extrasGroup({})).toBe(undefined);
  });

  it('has one row for todos and the debug log, and a folder for tasks, checkpoints and tool results', () => {
    const group = extrasGroup({
      files: [
        todosOf(A, { todos: 3, completed: 1 }),
        taskOf(1, { subject: 'Write it', status: 'in_progress' }),
        taskOf(12),
        checkpointOf(cart, 3, 'src/deep/cart.js'),
        checkpointOf('fedcba9876543210', 1),
        checkpointOf(cart, 2, 'src/deep/cart.js'),
        checkpointOf('00000000deadbeef', 7, '/home/dev/.claude/plans/calm-otter.md'),
        extraOf('tool-result', { path: '/c/tool-results/toolu_01.txt', bytes: 2048 }),
        extraOf('debug-log', { state: 'not-a-regular-file', bytes: 0 }),
      ],
    });
    expect(group && [group.id, groupLabels[group.group], groupCount(group)]).toEqual([`extras:${A}`, 'Extras', 9]);
    expect(group && rows(group)).toEqual([
      'Todos | 1 of 3 done',
      { 'Tasks | 2': ['Write it | 1 · in progress', 'Task 12 | 12'] },
      {
        'Checkpoints | 4 versions of 3 files': [
          'calm-otter.md | dev/.claude/plans · version 7 · 1 KB',
          { 'cart.js | src/deep · 2 versions': ['Version 3 | 1 KB', 'Version 2 | 1 KB'] },
          'File fedcba98 | not named in the log · version 1 · 1 KB',
        ],
      },
      { 'Tool Results | 1 · 2 KB': ['toolu_01.txt | 2 KB'] },
      'Debug Log | not a regular file',
    ]);
  });

  it('has a folder for the todo lists of several agents, and a note for a folder that cannot be listed', () => {
    const group = extrasGroup({
      files: [todosOf(A, { todos: 0, completed: 0 }), todosOf('a1b2c3d'), todosOf('b', { state: 'unreadable' })],
      unlisted: [{ kind: 'task', path: `/c/tasks/${A}` }],
    });
    expect(group && rows(group)).toEqual([
      { 'Todos | 3': ['Main agent | empty', 'Agent a1b2c3d | not a todo list', 'Agent b | unreadable'] },
      'The folder of tasks cannot be listed.',
    ]);
    const one = detailsOf(row, { extras: extrasOf({ files: [todosOf('a1b2c3d', { todos: 1, completed: 1 })] }) });
    const [, todos] = childrenOfSession(session, one, { showInternalAgents: false });
    expect(todos?.kind === 'extraFile' && extraLabel(todos)).toBe('Todos of agent a1b2c3d');
  });

  it('shows a page of a long folder, and at its end how many files are not listed', () => {
    const files = Array.from({ length: pageSize + 50 }, (_, i) => checkpointOf(`${100_000_000 + i}`, 1));
    const group = extrasGroup({ files: [...files, todosOf(A)], omitted: { checkpoint: 1234 } });
    const folder = group?.items.at(-1);
    if (!group || folder?.kind !== 'extraFolder') return expect.unreachable();
    expect([groupCount(group), extraFolderDescription(folder)]).toEqual([1485, '1,484 versions']);
    expect(rows(folder)).toHaveLength(pageSize + 1);
    expect(rows(folder).at(-1)).toBe('51 more');
    tree.showMore(tree.children(folder).at(-1) as ShowMoreNode);
    expect(rows(folder)).toHaveLength(pageSize + 51);
    expect(rows(folder).at(-1)).toBe('… and 1,234 more');
  });

  it('gives every row an ID of its own, the same after a refresh, and shows no raw text of logs', () => {
    const hostile = 'src/a\u001b[31m\u202e\nb.js';
    const files = [
      checkpointOf(cart, 1, hostile),
      checkpointOf(cart, 2, hostile),
      taskOf(1, { subject: hostile, status: hostile }),
      taskOf(2),
      todosOf(A),
      todosOf('b'),
    ];
    const all = (node: GroupNode | ExtraFolderNode): TreeNode[] =>
      tree.children(node).flatMap((child) => (child.kind === 'extraFolder' ? [child, ...all(child)] : [child]));
    const [one, two] = [extrasGroup({ files }), extrasGroup({ files })].map(
      (group) => group && all(group).map(({ id }) => id),
    );
    expect(one).toEqual(two);
    expect(new Set(one).size).toBe(10);
    const group = extrasGroup({ files }) ?? expect.unreachable();
    expect(JSON.stringify(rows(group))).not.toMatch(/\\u001b|\\n|\u202e/);
  });
});

describe('with 20,000 sessions', () => {
  const rows = rowsOf(
    ...Array.from({ length: 20_000 }, (_, i) =>
      sessionRow(numberedId(i + 1), {
        title: `Session ${i}`,
        cwds: [i < 1306 ? '/work/big' : `/work/p${i % 400}`],
        lastActivity: now - ((i * 7919) % 20_000) * minute,
      }),
    ),
  );
  it('groups them by project, and opens a long one with a page of its sessions', () => {
    const folderOf = folderOfSession([{ folder: '/work/big', related: [] }], 'linux');
    const tree = new SessionTree(rows, { folderOf, allProjects: true, filter: noFilter });
    expect(tree.size).toBe(20_000);
    const [big] = tree.roots() as [ProjectNode];
    expect(tree.sessionsIn(big)).toBe(1306);
    expect(tree.children(big)).toHaveLength(pageSize + 1);
  });
});
