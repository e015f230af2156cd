/** The rows below a session's “Extras” as TreeItems. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText, unnamed } from '../../host/surfaces.ts';
import { commands, contextValue, contextWords as words } from '../../host/contributions.ts';
import { joinParts } from '../../core/text/format.ts';
import type { ExtraKind } from '../../core/model.ts';
import {
  extraDescription,
  extraLabel,
  isComparable,
  extraFolderDescription,
  extraFolderLabel,
} from '../../presentation/extraRowText.ts';
import { extraKindWords } from '../../presentation/extraWords.ts';
import type { ExtraFileNode, ExtraFolderNode } from '../../presentation/treeNodes.ts';
import { localFolders } from '../../service/openedFolders.ts';

const fileIcons: Readonly<Record<ExtraKind, string>> = {
  todos: 'checklist',
  task: 'tasklist',
  checkpoint: 'history',
  'tool-result': 'terminal',
  'debug-log': 'debug',
  'session-file': 'file',
};

/** Without the file's address: the row opens a read-only text of it, and its name says nothing about its language. */
export function extraFileItem(node: ExtraFileNode): vscode.TreeItem {
  const { file } = node;
  const label = labelText(extraLabel(node), unnamed);
  const item = new vscode.TreeItem(label);
  item.description = labelText(extraDescription(node));
  item.accessibilityInformation = {
    label: labelText([extraKindWords[file.kind].name, label, item.description].join(', ')),
  };
  const isFound = file.state === 'found';
  item.contextValue = contextValue(words.extraFile, words.file, isComparable(file, localFolders()) && words.comparable);
  item.iconPath = new vscode.ThemeIcon(isFound ? fileIcons[file.kind] : 'circle-slash');
  item.command = { command: commands.openExtra, title: t('Open'), arguments: [node] };
  return item;
}

const folderIcons: Readonly<Record<ExtraFolderNode['of'], string>> = {
  todos: 'checklist',
  tasks: 'tasklist',
  checkpoints: 'history',
  versions: 'file',
  toolResults: 'terminal',
};

export function extraFolderItem(node: ExtraFolderNode): vscode.TreeItem {
  const label = labelText(extraFolderLabel(node), unnamed);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = labelText(extraFolderDescription(node));
  item.iconPath = new vscode.ThemeIcon(folderIcons[node.of]);
  item.accessibilityInformation = { label: labelText(joinParts(label, item.description)) };
  return item;
}
