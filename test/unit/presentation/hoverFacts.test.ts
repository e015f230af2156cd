import { describe, expect, it } from 'vitest';
import type { SessionDetails } from '../../../src/core/model.ts';
import { nodeFacts, type FactSource } from '../../../src/presentation/hoverFacts.ts';
import { SessionTree } from '../../../src/presentation/sessionTree.ts';
import { childrenOfSession } from '../../../src/presentation/sessionNodes.ts';
import type { TreeNode } from '../../../src/presentation/treeNodes.ts';
import { checkpointOf, todosOf } from '../../fixtures/extraRows.ts';
import {
  agentOf,
  detailsOf,
  logOf,
  numberedId,
  extrasOf,
  liveProcess,
  planOf,
  rowsOf,
  sessionRow,
} from '../../fixtures/sessionRows.ts';

const id = numberedId(1);
const other = numberedId(2);
const stranger = numberedId(3);
const row = sessionRow(id, {
  title: 'Add cart',
  titleSource: 'ai',
  cwds: ['/home/dev/work/shop', '/home/dev/work/shop/src'],
  branch: 'main',
  firstActivity: 1000,
  lastActivity: 2000,
});
const session = new SessionTree(rowsOf(row)).reveal(id)!.node;
const log = `/home/dev/.claude/projects/p/${id}.jsonl`;

function source(details: SessionDetails): FactSource {
  return {
    details,
    titleOf: (asked) => (asked === other ? 'Fix search' : undefined),
    formatTime: (time) => `at ${time}`,
    home: '/home/dev',
  };
}

function lines(node: TreeNode, details: SessionDetails, prompts: readonly string[] = []): string[] {
  return nodeFacts(node, { ...source(details), prompts }).map(({ name, value }) => `${name}: ${value}`);
}

/** The first node of a kind below the session, in its group or in place of it. */
function itemOf(details: SessionDetails, kind: TreeNode['kind']): TreeNode {
  const nodes = childrenOfSession(session, details, { showInternalAgents: true });
  const items = nodes.flatMap((node): readonly TreeNode[] => (node.kind === 'group' ? node.items : [node]));
  const found = items.find((node) => node.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

it('a session has its full ID, the source of its title, its plan, folders and logs', () => {
  const plan = planOf('cart-plan', {
    inForce: true,
    evidence: [{ kind: 'plan-mode', file: log, line: 7, offset: 900 }],
  });
  const details = detailsOf(row, {
    plans: [plan],
    logs: [logOf(log, { foreignEntries: 1, badLines: 2, repairedLines: 1, incompleteBytes: 10 })],
    relations: [
      { kind: 'forked-from', sessionId: other, evidence: { kind: 'forked-from', file: log, line: 1, offset: 0 } },
      {
        kind: 'foreign-entries',
        sessionId: stranger,
        evidence: { kind: 'foreign-entries', file: log, line: 2, offset: 9 },
      },
    ],
  });
  const names = [
    { kind: 'registry', name: 'lawn' },
    { kind: 'job', name: '1d66bef8' },
    { kind: 'process', name: '77' },
    { kind: 'remote', name: 'cse_01' },
    { kind: 'worktree', name: 'fix-search' },
    { kind: 'entrypoint', name: 'cli' },
  ] as const;
  const prompts = ['Build the cart', 'And now\n the tests'];
  expect(lines(session, { ...details, names }, prompts)).toEqual([
    'First prompt: Build the cart',
    'Last prompt: And now the tests',
    'Plan in force: cart-plan (plan mode names the file)',
    'Branch: main',
    'Folder: ~/work/shop',
    'Folder: ~/work/shop/src',
    'Last activity: at 2000',
    'First activity: at 1000',
    'Forked from: Fix search (00000002)',
    `Holds entries of: ${stranger}`,
    'Name while it runs: lawn',
    'Background job: 1d66bef8',
    'Process: 77',
    'Remote ID: cse_01',
    'Worktree: fix-search',
    'Run by: cli',
    `Session: ${id}`,
    'Title: made by the client',
    `Session log: ~/.claude/projects/p/${id}.jsonl`,
    'Reading it: 1 entry of other sessions, 2 lines skipped, 1 record got back from damaged lines, the last line is still being written',
  ]);
});

it('a group says what it holds', () => {
  const plans = [planOf('cart-plan', { title: 'Cart' }), planOf('list-plan')];
  const details = detailsOf(row, { plans });
  const group = childrenOfSession(session, details, { showInternalAgents: true }).find(({ kind }) => kind === 'group');
  expect(group && lines(group, details)).toEqual(['Holds: Cart, list-plan']);
});

it('a session without logs says that none is left', () => {
  expect(lines(session, detailsOf({ ...row, logs: [] }))).toContain('Session log: none is left on disk');
});

describe('a plan', () => {
  it('with proofs lists the kind, file and line of each, and the sessions that share it', () => {
    const details = detailsOf(row, {
      plans: [
        planOf('cart-plan', {
          inForce: true,
          sharedWith: [other, stranger],
          differs: true,
          copied: true,
          evidence: [
            { kind: 'plan-written', file: log, line: 12, offset: 900 },
            { kind: 'slug', file: log, line: 3, offset: 100 },
          ],
        }),
      ],
    });
    expect(lines(itemOf(details, 'plan'), details)).toEqual([
      'Plan: cart-plan',
      'File: ~/.claude/plans/cart-plan.md',
      'In force: the last plan that the session’s own entries prove',
      'Shared with: Fix search (00000002)',
      `Shared with: ${stranger}`,
      'Differs: the file is not what this session last logged',
      'Copied: the client copied the plan to this file for a branch',
      `Proved by: ~/.claude/projects/p/${id}.jsonl`,
      'Line 12: the session wrote the file',
      'Line 3: entries carry this slug',
    ]);
  });

  it('whose file is what the session logged before says so', () => {
    const plan = planOf('cart-plan', { differs: true, isEarlier: true });
    const details = detailsOf(row, { plans: [plan] });
    expect(lines(itemOf(details, 'plan'), details)).toContain(
      'Differs: the file is what this session logged of it before, as /rewind sets it back',
    );
  });

  it('whose file is gone says that it is missing', () => {
    const details = detailsOf(row, { plans: [planOf('gone', { state: 'missing' })] });
    expect(lines(itemOf(details, 'plan'), details)).toContain(
      'Its state: missing: the log proves the plan, but no such file is there now',
    );
  });
});

it('an agent log names the call that started it', () => {
  const agent = agentOf('abc', {
    type: 'Explore',
    entries: 1041,
    state: 'completed',
    parentAgentId: 'caller',
    firstActivity: Date.UTC(2026, 0, 2, 3, 4),
    lastActivity: Date.UTC(2026, 0, 2, 3, 7),
    spawn: { kind: 'spawn', file: log, line: 20, offset: 5 },
  });
  const details = detailsOf(row, { agents: [agent] });
  expect(lines(itemOf(details, 'agentLog'), details)).toEqual([
    'Agent: abc',
    'Type: Explore',
    'State: completed',
    'Log: ~/.claude/projects/p/agent-abc.jsonl',
    'Entries: 1,041',
    'Worked for: 3 min',
    'Started by: agent caller',
    `Proved by: ~/.claude/projects/p/${id}.jsonl`,
    'Line 20: the tool call that started it',
    `First activity: at ${Date.UTC(2026, 0, 2, 3, 4)}`,
    `Last activity: at ${Date.UTC(2026, 0, 2, 3, 7)}`,
  ]);
});

it('a clean log has only its path and its number of entries', () => {
  const details = detailsOf(row);
  expect(lines(itemOf(details, 'log'), details)).toEqual([`Log: ~/.claude/projects/p/${id}.jsonl`, 'Entries: 1']);
});

it('a log that names more than is kept says how much is left out, of a session and of an agent', () => {
  const words = 'Reading it: 3 facts left out: the log names more than is kept';
  const details = detailsOf(row, { logs: [logOf(id, { leftOut: 3 })], agents: [agentOf('abc', { leftOut: 3 })] });
  expect(lines(itemOf(details, 'log'), details)).toContain(words);
  expect(lines(itemOf(details, 'agentLog'), details)).toContain(words);
});

it('a waiting session says what it waits for, where the registry names it', () => {
  const waiting = { ...row, state: 'waiting' as const };
  const process = liveProcess({ state: 'waiting' });
  const state = (waitingFor: string | undefined) =>
    lines(session, detailsOf(waiting, { processes: [{ ...process, waitingFor }] })).find((line) =>
      line.startsWith('State'),
    );
  expect(state('permission prompt')).toBe('State: waiting for permission');
  expect(state(undefined)).toBe('State: waiting');
});

it('a session that is open in two terminals has a state for each process', () => {
  const busy = { ...row, state: 'busy' as const };
  const processes = [liveProcess({ pid: 39, state: 'busy' }), liveProcess({ state: 'idle' })];
  expect(lines(session, detailsOf(busy, { processes })).filter((line) => line.startsWith('State'))).toEqual([
    'State: busy in process 39',
    'State: idle in process 38',
    'State proved by: ~/.claude/sessions/38.json',
    'State proved by: ~/.claude/sessions/38.json',
  ]);
});

it('a live session without a log says that only the registry names it', () => {
  const details = detailsOf({ ...row, state: 'idle', logs: [] }, { processes: [liveProcess({ state: 'idle' })] });
  expect(lines(session, details)).toContain('Session log: none: only the registry of live sessions names it');
  expect(lines(session, { ...details, processes: [] })).toContain('Session log: none is left on disk');
});

describe('an extra file', () => {
  const checkpoint = checkpointOf('0123456789abcdef', 2, 'src/cart.js');
  const named = { ...checkpoint, copyOf: { ...checkpoint.copyOf!, path: '/home/dev/work/shop/src/cart.js' } };

  it('names the ID that proves it, and for a checkpoint the file and the entry that names it', () => {
    const details = detailsOf(row, { extras: extrasOf({ files: [named] }) });
    const folder = itemOf(details, 'extraFolder');
    if (folder.kind !== 'extraFolder' || !folder.items[0]) return expect.unreachable();
    expect(lines(folder.items[0], details)).toEqual([
      `Checkpoint: ~/.claude/file-history/${id}/0123456789abcdef@v2`,
      'Size: 1 KB',
      `Proved by: the session’s ID in the name of ~/.claude/x/${id}`,
      'Copy of: ~/work/shop/src/cart.js',
      `Named by: ${displayed(log)}`,
      'Line 7: the entry that names this checkpoint of the file',
    ]);
    expect(lines(folder, details)).toEqual([]);
  });

  it('that is no regular file says so, and a checkpoint without an entry says that no log names it', () => {
    const todos = todosOf('a1', {
      state: 'not-a-regular-file',
      bytes: 0,
      evidence: { kind: 'file-name', file: 'x', line: 0, offset: 0 },
    });
    const details = detailsOf(row, { extras: extrasOf({ files: [todos] }) });
    expect(lines(itemOf(details, 'extraFile'), details)).toEqual([
      `Todo list: ~/.claude/todos/${id}-agent-a1.json`,
      'Its state: not a regular file',
      'Proved by: the session’s ID in the name of the file',
    ]);
    const versions = detailsOf(row, {
      extras: extrasOf({ files: [checkpointOf('0123456789abcdef', 2), checkpointOf('0123456789abcdef', 1)] }),
    });
    const folder = itemOf(versions, 'extraFolder');
    if (folder.kind !== 'extraFolder' || !folder.items[0]) return expect.unreachable();
    expect(lines(folder.items[0], versions)).toEqual(['Copy of: a file that the log does not name']);
  });
});

function displayed(file: string): string {
  return file.replace('/home/dev/', '~/');
}
