/** The rows below a session's “More” as TreeItems. */
import * as vscode from 'vscode';
import { commands } from '../../host/contributions.ts';
import { joinParts } from '../../core/text/format.ts';
import type { OtherFileKind } from '../../core/model.ts';
import { openedFolderOf } from '../../core/extras/currentFile.ts';
import {
  otherFileDescription,
  otherFileKindNames,
  otherFileLabel,
  otherFolderDescription,
  otherFolderLabel,
} from '../../presentation/extraRowText.ts';
import type { OtherFileNode, OtherFolderNode } from '../../presentation/treeNodes.ts';
import { localFolders } from '../../service/openedFolders.ts';

const fileIcons: Readonly<Record<OtherFileKind, string>> = {
  todos: 'checklist',
  task: 'tasklist',
  checkpoint: 'history',
  'tool-result': 'terminal',
  'debug-log': 'debug',
};

/** Without the file's address: the row opens a read-only text of it, and its name says nothing about its language. */
export function otherFileItem(node: OtherFileNode): vscode.TreeItem {
  const { file } = node;
  const label = otherFileLabel(node);
  const item = new vscode.TreeItem(label);
  item.description = otherFileDescription(node);
  item.accessibilityInformation = { label: [otherFileKindNames[file.kind], label, item.description].join(', ') };
  const isFound = file.state === 'found';
  const isComparable = isFound && file.kind === 'checkpoint' && openedFolderOf(file, localFolders()) !== undefined;
  item.contextValue = `otherFile file ${file.kind}${isComparable ? ' comparable' : ''}`;
  item.iconPath = new vscode.ThemeIcon(isFound ? fileIcons[file.kind] : 'circle-slash');
  item.command = { command: commands.openOtherFile, title: 'Open', arguments: [node] };
  return item;
}

const folderIcons: Readonly<Record<OtherFolderNode['of'], string>> = {
  todos: 'checklist',
  tasks: 'tasklist',
  checkpoints: 'history',
  versions: 'file',
  toolResults: 'terminal',
};

export function otherFolderItem(node: OtherFolderNode): vscode.TreeItem {
  const item = new vscode.TreeItem(otherFolderLabel(node), vscode.TreeItemCollapsibleState.Collapsed);
  item.description = otherFolderDescription(node);
  item.iconPath = new vscode.ThemeIcon(folderIcons[node.of]);
  item.contextValue = 'otherFolder';
  item.accessibilityInformation = { label: joinParts(otherFolderLabel(node), item.description) };
  return item;
}
