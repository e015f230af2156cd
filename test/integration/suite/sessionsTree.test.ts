import * as assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { SessionId } from '../../../src/core/model.ts';
import type { TreeNode } from '../../../src/presentation/treeNodes.ts';
import { OpenedFolders } from '../../../src/service/openedFolders.ts';
import { readSettings, type Settings } from '../../../src/host/settings.ts';
import { inFiles, LiveCollisions, type FileCollisions } from '../../../src/service/liveCollisions.ts';
import { SessionsTreeDataProvider } from '../../../src/views/sessions/sessionsTreeDataProvider.ts';
import { SessionTexts } from '../../../src/service/sessionTexts.ts';
import { ViewScope } from '../../../src/views/sessions/viewScope.ts';
import { WaitingBadge } from '../../../src/views/sessions/waitingBadge.ts';
import { WaitingSessions } from '../../../src/views/sessions/waitingSessions.ts';
import { readDemo } from './demo.ts';
import { LiveService } from './liveService.ts';

const demo = readDemo();
const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** A row and what stands under it. */
type Row = string | { readonly [row: string]: readonly Row[] };

describe('the sessions tree', () => {
  let claudeDir: string;
  let service: LiveService;
  let settings: Settings;
  let folders: OpenedFolders;
  let scope: ViewScope;
  let collisions: FileCollisions;
  let texts: SessionTexts;
  let provider: SessionsTreeDataProvider;
  let events: (TreeNode[] | undefined)[];

  before(() => {
    claudeDir = path.join(mkdtempSync(path.join(os.tmpdir(), 'session-scope-tree-')), '.claude');
    cpSync(demo.claudeDir, claudeDir, { recursive: true });
  });

  after(() => rmSync(path.dirname(claudeDir), { recursive: true, force: true }));

  beforeEach(async () => {
    service = new LiveService(claudeDir);
    settings = readSettings(log);
    folders = new OpenedFolders(service);
    texts = new SessionTexts(service, log);
    scope = new ViewScope(folders, settings, memento(), texts);
    collisions = new LiveCollisions(service, inFiles, log);
    provider = new SessionsTreeDataProvider(service, scope, settings, collisions, log);
    events = [];
    provider.onDidChangeTreeData((nodes) => events.push(nodes));
    await folders.update();
    await service.refresh();
  });

  afterEach(() => {
    for (const part of [provider, collisions, scope, texts, folders, settings, service]) part.dispose();
  });

  /** The rows as the view shows them, ages left out; those whose label is in `open` with their children. */
  async function rows(open: readonly string[], parent?: TreeNode): Promise<Row[]> {
    const nodes = await provider.getChildren(parent);
    return Promise.all(
      nodes.map(async (node): Promise<Row> => {
        const item = provider.getTreeItem(node);
        const label = item.label as string;
        const description = (item.description as string | undefined)?.replace(
          /(?:^|(?<= · ))(?:now|\d+ (?:s|min|h|d|mo|y)) · /,
          '',
        );
        const text = description ? `${label} | ${description}` : label;
        return open.includes(label) ? { [text]: await rows(open, node) } : text;
      }),
    );
  }

  async function find(label: string, parent?: TreeNode): Promise<TreeNode> {
    for (const node of await provider.getChildren(parent)) {
      if (provider.getTreeItem(node).label === label) return node;
    }
    throw new Error(`no row ${label}`);
  }

  it('shows the sessions of the opened folder and its worktrees, last activity first', async () => {
    assert.deepEqual(await rows([]), [
      'Add cart persistence | 4f0c2b7e',
      'Fix search ranking | a81d5c30',
      'Build the checkout flow | checkout-flow · implements plan of c3e97f12 · 7b2e4d09',
      'Cart persistence in IndexedDB | forked from 4f0c2b7e · d5a06e81',
      'Plan the checkout flow | checkout-flow · c3e97f12',
      'Review the order API | f62c8a5d',
      'Speed up the product list | e9b4170c',
      'Which Node versions does the shop support? | 1c58e0f7',
    ]);
  });

  it('gives each row the same ID and the same folding after its sessions were written, so that VS Code keeps what is closed', async () => {
    const all = async (parent?: TreeNode): Promise<string[]> => {
      const nodes = await provider.getChildren(parent);
      const rows = await Promise.all(
        nodes.map(async (node) => {
          const { id, collapsibleState } = provider.getTreeItem(node);
          return [`${id} ${collapsibleState}`, ...(await all(node))];
        }),
      );
      return rows.flat();
    };
    scope.setAllProjects(true);
    const before = await all();
    assert.ok(before.length > 50, `${before.length} rows`);
    assert.equal(new Set(before).size, before.length);
    await service.refresh();
    provider.refresh();
    assert.deepEqual(await all(), before);
  });

  it('shows under each session its own plan, scratch, agents and log', async () => {
    const open = ['Add cart persistence', 'Build the checkout flow', 'Speed up the product list', 'Agent Logs'];
    const scratch = ['.erk/scratch/sessions/4f0c2b7e…', '.erk/scratch/sessions/7b2e4d09…', 'hooks'];
    const tree = await rows([...open, ...scratch]);
    assert.deepEqual(
      tree.filter((row) => typeof row === 'object'),
      [
        {
          'Add cart persistence | 4f0c2b7e': [
            'Cart persistence | in force · please-plan-cart-persistence-quiet-harbor',
            'Files',
            'Fork | Cart persistence in IndexedDB · d5a06e81',
            {
              '.erk/scratch/sessions/4f0c2b7e… | 3 files, 158 B': [
                'notes.md | 87 B',
                'plan-1f6a09c3.md | 27 B',
                'stored-carts.json | 44 B',
              ],
            },
            {
              'Agent Logs | 2': [
                'Find users of the cart | Explore · 4 entries · 17 s',
                'Try stored carts | general-purpose · 4 entries · 17 s',
              ],
            },
            'Session Log | 20 entries',
          ],
        },
        {
          'Build the checkout flow | checkout-flow · implements plan of c3e97f12 · 7b2e4d09': [
            'Checkout flow | in force · shared · please-plan-the-checkout-woven-river',
            'Files',
            'Plan of | Plan the checkout flow · c3e97f12',
            {
              '.erk/scratch/sessions/7b2e4d09… | 2 files, 25 B': [
                { hooks: ['exit-plan-mode'] },
                'countries.csv | 22 B',
              ],
            },
            'Session Log | 7 entries · 1 foreign',
          ],
        },
        {
          'Speed up the product list | e9b4170c': [
            'A faster product list | in force · missing · please-plan-a-faster-list-amber-finch',
            'Files',
            'Session Log | 7 entries',
          ],
        },
      ],
    );
  });

  it('shows all projects on demand, the opened folder first, and filters them', async () => {
    provider.setVisible(true);
    events.length = 0;
    scope.setAllProjects(true);
    scope.setFilter({ text: 'c', facets: ['plan'] });
    const parent = path.dirname(demo.shop);
    assert.deepEqual(await rows(['shop', 'wordtool']), [
      {
        [`shop | 6 · ${parent}`]: [
          'Add cart persistence | 4f0c2b7e',
          'Fix search ranking | a81d5c30',
          'Build the checkout flow | checkout-flow · implements plan of c3e97f12 · 7b2e4d09',
          'Cart persistence in IndexedDB | forked from 4f0c2b7e · d5a06e81',
          'Plan the checkout flow | checkout-flow · c3e97f12',
          'Speed up the product list | e9b4170c',
        ],
      },
      { [`wordtool | 1 · ${parent}`]: ['Count words in Markdown tables | main · 0b7d3e96'] },
    ]);
    scope.clearFilter();
    scope.setAllProjects(false);
    assert.equal((await rows([])).length, 8);
    assert.deepEqual(events, [undefined, undefined, undefined, undefined]);
  });

  it('keeps for the workspace how sessions are grouped, which are pinned and which are hidden', async () => {
    const [search, cart] = [demo.sessionIds.search, demo.sessionIds.cart] as SessionId[];
    assert.ok(search && cart);
    const kept = memento();
    const other = new ViewScope(folders, settings, kept, texts);
    other.setGrouping('day');
    other.setPinned([search], true);
    other.setHidden([cart, search], true);
    other.setHidden([search], false);
    other.dispose();
    await kept.update('pinned', [...(kept.get<string[]>('pinned') ?? []), '../not-an-id', 7]);
    const again = new ViewScope(folders, settings, kept, texts);
    assert.equal(again.value.grouping, 'day');
    assert.deepEqual([...(again.value.pinned ?? [])], [search]);
    assert.deepEqual([again.isHidden(cart), again.isHidden(search)], [true, false]);
    again.dispose();
    scope.setPinned([search], true);
    scope.setHidden([cart], true);
    const shown = await rows([]);
    assert.equal(shown[0], 'Fix search ranking | a81d5c30');
    assert.equal(shown.at(-1), '1 hidden | 1 by you');
    assert.match(provider.getTreeItem(await find('Fix search ranking')).contextValue ?? '', /\bpinned\b/);
  });

  it('gives every row a unique ID, and the parent that it was listed under', async () => {
    scope.setAllProjects(true);
    const ids: string[] = [];
    const visit = async (parent?: TreeNode): Promise<void> => {
      for (const node of await provider.getChildren(parent)) {
        ids.push(provider.getTreeItem(node).id ?? '');
        assert.equal(provider.getParent(node), parent);
        await visit(node);
      }
    };
    await visit();
    assert.ok(ids.length > 40, `${ids.length} rows`);
    assert.deepEqual(ids, [...new Set(ids)]);
    assert.ok(!ids.includes(''));
  });

  it('names a link in scratch and never follows it', async () => {
    const link = path.join(demo.shop, '.erk', 'scratch', 'sessions', demo.sessionIds.cart, 'elsewhere');
    symlinkSync(os.tmpdir(), link);
    try {
      const session = await find('Add cart persistence');
      const entry = await find('elsewhere', await find('.erk/scratch/sessions/4f0c2b7e…', session));
      const item = provider.getTreeItem(entry);
      assert.equal(item.description, 'link, not followed');
      assert.equal(item.command, undefined);
      assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.None);
      assert.deepEqual(await provider.getChildren(entry), []);
    } finally {
      unlinkSync(link);
    }
  });

  it('shows the proof of a plan on hover, in untrusted Markdown', async () => {
    const session = await find('Build the checkout flow');
    const plan = await find('Checkout flow', session);
    const token = new vscode.CancellationTokenSource().token;
    const item = await provider.resolveTreeItem(provider.getTreeItem(plan), plan, token);
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.equal(item.tooltip.isTrusted, false);
    assert.equal(item.tooltip.supportHtml, false);
    const text = item.tooltip.value.replaceAll('\\', '');
    assert.match(text, /\*\*Plan:\*\* please-plan-the-checkout-woven-river/);
    assert.match(text, /\*\*Line \d+:\*\* the session starts by implementing the plan/);
    assert.match(text, /\*\*Shared with:\*\* Plan the checkout flow \(c3e97f12\)/);
  });

  it('does not accept an object that only looks like one of its nodes', async () => {
    const [session] = await provider.getChildren();
    assert.ok(session);
    provider.getTreeItem(session);
    assert.equal(provider.nodeOf(session), session);
    for (const forged of [
      { ...session },
      { kind: 'plan', plan: { path: '/etc/passwd' } },
      'session',
      null,
      undefined,
    ]) {
      assert.equal(provider.nodeOf(forged), undefined);
    }
  });

  it('announces only the session that changed, and nothing while it is hidden', async () => {
    const file = service.rows.get(demo.sessionIds.search as never)?.logs[0];
    assert.ok(file);
    const session = await find('Fix search ranking');
    const goOn = async (): Promise<void> => {
      appendFileSync(file, entryOf(demo.sessionIds.search));
      await service.refresh();
      await new Promise((resolve) => setTimeout(resolve, 200));
    };
    await goOn();
    assert.deepEqual(events, []);
    provider.setVisible(true);
    assert.deepEqual(events, [undefined]);
    await rows([]);
    await goOn();
    await until(() => events.length > 1);
    assert.deepEqual(events, [undefined, [session]]);
    provider.setVisible(false);
    await goOn();
    assert.equal(events.length, 2);
  });

  it('keeps its order while logs are read, and shows all sessions when they are', async () => {
    const file = service.rows.get(demo.sessionIds.search as never)?.logs[0];
    assert.ok(file);
    provider.setVisible(true);
    await rows([]);
    let title = 0;
    const goOn = async (): Promise<void> => {
      const entry = { type: 'custom-title', customTitle: `Resting ${title++}`, sessionId: demo.sessionIds.search };
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
      await service.refreshSession(demo.sessionIds.search as never);
    };
    service.setStatus({ phase: 'indexing', done: 1, total: 2 });
    let next = announced();
    await goOn();
    await next;
    next = announced();
    const before = events.length;
    await goOn();
    await goOn();
    service.setStatus({ phase: 'ready' });
    await next;
    assert.equal(events.length, before + 1);
  });

  it('counts waiting sessions on a badge unless the setting is off', async () => {
    const registered = path.join(claudeDir, 'sessions');
    const procStart = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
    const register = async (status: string): Promise<void> => {
      const entry = { pid: process.pid, sessionId: demo.sessionIds.cart, procStart, status, waitingFor: 'dialog open' };
      mkdirSync(registered, { recursive: true });
      writeFileSync(path.join(registered, `${process.pid}.json`), JSON.stringify(entry));
      await service.refresh();
    };
    const view: { badge?: vscode.ViewBadge | undefined } = {};
    const waiting = new WaitingSessions(service, scope);
    const badge = new WaitingBadge(view, waiting, settings);
    const configure = async (value: boolean | undefined): Promise<void> => {
      const changed = new Promise<void>((resolve) => settings.showBadge.onDidChange(() => resolve()));
      const configuration = vscode.workspace.getConfiguration();
      await configuration.update('sessionScope.showBadge', value, vscode.ConfigurationTarget.Global);
      await changed;
    };
    try {
      await register('waiting');
      assert.deepEqual(view.badge, { value: 1, tooltip: '1 session waits for you' });
      const token = new vscode.CancellationTokenSource().token;
      const node = await find('Add cart persistence');
      const item = await provider.resolveTreeItem(provider.getTreeItem(node), node, token);
      assert.match((item.tooltip as vscode.MarkdownString).value, /waiting for dialog open/);
      scope.setFilter({ text: '', facets: ['live'] });
      assert.deepEqual(await rows([]), ['Add cart persistence | dialog open · 4f0c2b7e']);
      await register('busy');
      assert.equal(view.badge, undefined);
      await register('waiting');
      await configure(false);
      assert.equal(view.badge, undefined);
      await configure(undefined);
      assert.deepEqual(view.badge, { value: 1, tooltip: '1 session waits for you' });
      provider.setVisible(true);
      assert.equal((await rows([])).length, 1);
      const change = announced();
      rmSync(registered, { recursive: true });
      await service.refresh();
      await change;
      assert.deepEqual(await rows([]), []);
    } finally {
      badge.dispose();
      waiting.dispose();
      scope.clearFilter();
      rmSync(registered, { recursive: true, force: true });
    }
  });

  /** Resolved with the next event of the tree. */
  function announced(): Promise<void> {
    return new Promise((resolve) => void provider.onDidChangeTreeData(() => resolve()));
  }

  async function until(condition: () => boolean): Promise<void> {
    for (let wait = 0; !condition(); wait++) {
      assert.ok(wait < 500, 'it does not come about');
      await pause(20);
    }
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  function entryOf(sessionId: string, time?: number): string {
    const last = time ?? service.rows.get(sessionId as never)?.lastActivity ?? 0;
    const entry = { type: 'system', uuid: `u${last}`, sessionId, timestamp: new Date(last + 1000).toISOString() };
    return `${JSON.stringify(entry)}\n`;
  }
});

function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.get(key) as T | undefined) ?? fallback,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}
