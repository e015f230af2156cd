/** All plans of the sessions in the view's scope, and below each the sessions that prove it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText } from '../../host/surfaces.ts';
import { commands } from '../../host/contributions.ts';
import { formatPlural, joinParts } from '../../core/text/format.ts';
import { shortId } from '../../core/text/ids.ts';
import type { Plan, SessionId, SessionRow } from '../../core/model.ts';
import { planMarks, planMarkWords } from '../../presentation/planWords.ts';
import { planLabel, sessionLabel } from '../../presentation/rowText.ts';
import { sessionContextValue } from '../sessions/sessionContext.ts';
import { planItem } from '../sessions/treeItems.ts';

export interface ListedPlan {
  readonly sessionId: SessionId;
  readonly plan: Plan;
}

export type PlansNode =
  | ({ readonly kind: 'plan' } & ListedPlan)
  | { readonly kind: 'owner'; readonly sessionId: SessionId; readonly of: Plan }
  | { readonly kind: 'rest' };

export class PlansTreeDataProvider implements vscode.TreeDataProvider<PlansNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #rows: ReadonlyMap<SessionId, SessionRow>;
  readonly #handedOut = new WeakSet<object>();
  #plans: readonly ListedPlan[] = [];
  #isAll = true;

  constructor(rows: ReadonlyMap<SessionId, SessionRow>) {
    this.#rows = rows;
  }

  show(plans: readonly ListedPlan[], isAll: boolean): void {
    if (isAll === this.#isAll && JSON.stringify(plans) === JSON.stringify(this.#plans)) return;
    this.#plans = plans;
    this.#isAll = isAll;
    this.#changed.fire(undefined);
  }

  /** The node that a command was given; `undefined` for anything that this tree did not hand out. */
  nodeOf(argument: unknown): PlansNode | undefined {
    const isOwn = typeof argument === 'object' && argument !== null && this.#handedOut.has(argument);
    return isOwn ? (argument as PlansNode) : undefined;
  }

  getChildren(node?: PlansNode): PlansNode[] {
    if (node === undefined) {
      const plans = this.#plans.map((listed): PlansNode => ({ kind: 'plan', ...listed }));
      return this.#isAll ? plans : [...plans, { kind: 'rest' }];
    }
    if (node.kind !== 'plan') return [];
    return [node.sessionId, ...node.plan.sharedWith].map((sessionId) => ({ kind: 'owner', sessionId, of: node.plan }));
  }

  getTreeItem(node: PlansNode): vscode.TreeItem {
    this.#handedOut.add(node);
    switch (node.kind) {
      case 'plan':
        return this.#planItem(node);
      case 'owner':
        return this.#ownerItem(node);
      case 'rest':
        return new vscode.TreeItem(labelText(t('Plans of older sessions are not shown')));
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** As under its session, with the owner in place of what only that session can say: that it is in force. */
  #planItem(node: PlansNode & { readonly kind: 'plan' }): vscode.TreeItem {
    const { plan, sessionId } = node;
    const item = planItem(node);
    const marks = planMarks(plan).filter((mark) => mark !== 'inForce' && mark !== 'shared');
    const owners = plan.sharedWith.length + 1;
    item.id = plan.path;
    item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
    item.description = labelText(
      joinParts(
        ...marks.map((mark) => planMarkWords[mark].word),
        ...(owners > 1
          ? [formatPlural(owners, t('1 session'), t('{0} sessions'))]
          : [this.#labelOf(sessionId), shortId(sessionId)]),
      ),
    );
    item.accessibilityInformation = { label: labelText(t('Plan {0}, {1}', planLabel(plan), item.description)) };
    return item;
  }

  #ownerItem(node: PlansNode & { readonly kind: 'owner' }): vscode.TreeItem {
    const { sessionId, of } = node;
    const item = new vscode.TreeItem(labelText(this.#labelOf(sessionId)));
    item.id = `${of.path}\n${sessionId}`;
    item.description = labelText(shortId(sessionId));
    item.iconPath = new vscode.ThemeIcon('comment-discussion');
    item.contextValue = sessionContextValue(this.#rows.get(sessionId));
    item.command = { command: commands.goToRelatedSession, title: t('Go to Session'), arguments: [node] };
    return item;
  }

  #labelOf(id: SessionId): string {
    const row = this.#rows.get(id);
    return row === undefined ? shortId(id) : sessionLabel(row);
  }
}
