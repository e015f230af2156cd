/** What no session's own entries prove, by kind. */
import * as os from 'node:os';
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText } from '../../host/surfaces.ts';
import { commands, contextValue, contextWords as words } from '../../host/contributions.ts';
import { formatNumber } from '../../core/text/format.ts';
import { displayPath } from '../../presentation/rowText.ts';
import { unattributedReasons } from '../../core/text/unattributedReasons.ts';
import type { UnattributedItem } from '../../core/model.ts';
import { factsTooltip } from '../sessions/tooltips.ts';

type Kind = UnattributedItem['kind'];

export type UnattributedNode =
  | { readonly kind: 'group'; readonly of: Kind; readonly items: readonly UnattributedItem[] }
  | { readonly kind: 'item'; readonly item: UnattributedItem }
  | { readonly kind: 'rest'; readonly of: Kind; readonly hidden: number };

interface KindWords {
  readonly label: string;
  readonly icon: string;
  readonly itemIcon: string;
}

/** In the order in which the groups are shown. */
const kindWords: Readonly<Record<Kind, KindWords>> = {
  plan: { label: t('Plans'), icon: 'notebook', itemIcon: 'file' },
  scratch: { label: t('Scratch'), icon: 'beaker', itemIcon: 'folder-library' },
  'agent-log': { label: t('Agent Logs'), icon: 'hubot', itemIcon: 'list-flat' },
};
const contextValues: Readonly<Record<Kind, string>> = {
  plan: contextValue(words.plan, words.found, words.file),
  scratch: contextValue(words.folder, words.erk),
  'agent-log': contextValue(words.agentLog, words.file),
};
const maxItems = 1000;

export class UnattributedTreeDataProvider implements vscode.TreeDataProvider<UnattributedNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #handedOut = new WeakSet<object>();
  #items: readonly UnattributedItem[] = [];

  get items(): readonly UnattributedItem[] {
    return this.#items;
  }

  set items(items: readonly UnattributedItem[]) {
    if (items.length === this.#items.length && items.every((item, i) => isSame(item, this.#items[i]))) return;
    this.#items = items;
    this.#changed.fire(undefined);
  }

  /** The item that a command was given; `undefined` for anything that this tree did not hand out. */
  itemOf(argument: unknown): UnattributedItem | undefined {
    if (typeof argument !== 'object' || argument === null || !this.#handedOut.has(argument)) return undefined;
    const node = argument as UnattributedNode;
    return node.kind === 'item' ? node.item : undefined;
  }

  getChildren(node?: UnattributedNode): UnattributedNode[] {
    if (!node) {
      return (Object.keys(kindWords) as Kind[])
        .map((kind) => ({
          kind: 'group' as const,
          of: kind,
          items: this.#items.filter((item) => item.kind === kind),
        }))
        .filter(({ items }) => items.length > 0);
    }
    if (node.kind !== 'group') return [];
    const shown = node.items.slice(0, maxItems).map((item) => ({ kind: 'item' as const, item }));
    const hidden = node.items.length - shown.length;
    return hidden > 0 ? [...shown, { kind: 'rest', of: node.of, hidden }] : shown;
  }

  getTreeItem(node: UnattributedNode): vscode.TreeItem {
    this.#handedOut.add(node);
    switch (node.kind) {
      case 'group':
        return groupItem(node.of, node.items.length);
      case 'item':
        return leafItem(node, node.item);
      case 'rest': {
        const item = new vscode.TreeItem(labelText(t('{0} more are not shown', formatNumber(node.hidden))));
        item.id = `rest:${node.of}`;
        return item;
      }
    }
  }

  resolveTreeItem(item: vscode.TreeItem, node: UnattributedNode): vscode.TreeItem {
    if (node.kind === 'item') {
      item.tooltip = factsTooltip(undefined, [
        { name: t('Path'), value: displayPath(node.item.path, os.homedir()) },
        { name: t('Why it has no session'), value: unattributedReasons[node.item.kind] },
      ]);
    }
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function isSame(a: UnattributedItem, b: UnattributedItem | undefined): boolean {
  return a.kind === b?.kind && a.path === b.path && a.reason === b.reason;
}

function groupItem(kind: Kind, count: number): vscode.TreeItem {
  const { label, icon } = kindWords[kind];
  const item = new vscode.TreeItem(labelText(label), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `group:${kind}`;
  item.description = labelText(formatNumber(count));
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function leafItem(node: UnattributedNode, { kind, path: file }: UnattributedItem): vscode.TreeItem {
  const name = path.basename(file);
  const label = labelText(kind === 'plan' ? name.replace(/\.md$/, '') : name, displayPath(name, ''));
  const item = new vscode.TreeItem(label);
  item.id = `${kind}:${file}`;
  item.resourceUri = vscode.Uri.file(file);
  item.description = labelText(displayPath(path.dirname(file), os.homedir()));
  item.iconPath = new vscode.ThemeIcon(kindWords[kind].itemIcon);
  item.contextValue = contextValues[kind];
  item.accessibilityInformation = { label: labelText(`${label}, ${unattributedReasons[kind]}`) };
  if (kind === 'plan') item.command = { command: commands.openPlan, title: t('Open Plan'), arguments: [node] };
  if (kind === 'agent-log')
    item.command = { command: commands.openAgentLog, title: t('Open Agent Transcript'), arguments: [node] };
  return item;
}
