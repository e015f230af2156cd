/** A file of erk's workflow as a TreeItem. */
import * as vscode from 'vscode';
import { t } from '@vscode/l10n';
import { labelText, unnamed } from '../../host/surfaces.ts';
import { contextValue, contextWords as words } from '../../host/contributions.ts';
import { workflowDescription, workflowName } from '../../presentation/workflowWords.ts';
import type { WorkflowFileNode } from '../../presentation/treeNodes.ts';

export function workflowFileItem({ file }: WorkflowFileNode, now: number): vscode.TreeItem {
  const item = new vscode.TreeItem(labelText(workflowName(file), unnamed));
  item.resourceUri = vscode.Uri.file(file.path);
  item.description = labelText(workflowDescription(file, now));
  item.iconPath = new vscode.ThemeIcon(file.kind === 'branch' ? 'git-branch' : 'bookmark');
  item.contextValue = contextValue(words.file);
  item.command = { command: 'vscode.open', title: labelText(t('Open')), arguments: [item.resourceUri] };
  return item;
}
