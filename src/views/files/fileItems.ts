/** “Files” and the rows below it as TreeItems. */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands, contextValue, contextWords as words } from '../../host/contributions.ts';
import { labelText, unnamed } from '../../host/surfaces.ts';
import {
  changedFileAccessibleLabel,
  changedFileDescription,
  fileLabel,
  isOnDisk,
} from '../../presentation/fileRowText.ts';
import type { ChangedFileNode, FilesNode } from '../../presentation/treeNodes.ts';
import { localFolders } from '../../service/openedFolders.ts';
import { iconUri } from './changeDocuments.ts';

export function filesItem({ agentId }: FilesNode): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Files'), vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = new vscode.ThemeIcon('files');
  item.contextValue = contextValue(words.files, words.hasPaths);
  item.accessibilityInformation = {
    label: agentId === undefined ? t('Files that this session changed') : t('Files that this agent changed'),
  };
  return item;
}

/** `cwds`: working directories of the session, below which its files are shown where they lie in no opened folder. */
export function changedFileItem(node: ChangedFileNode, cwds: readonly string[]): vscode.TreeItem {
  const { file } = node;
  const places = { opened: localFolders(), cwds, home: os.homedir() };
  const item = new vscode.TreeItem(labelText(fileLabel(file.path), unnamed));
  item.description = labelText(changedFileDescription(file, places));
  item.accessibilityInformation = { label: labelText(changedFileAccessibleLabel(file, places)) };
  // Only a file of an opened folder has its decorations: the others' names are from a log, and are looked up nowhere.
  item.resourceUri = isOnDisk(file) ? vscode.Uri.file(file.path) : iconUri(fileLabel(file.path));
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = contextValue(words.changedFile, isOnDisk(file) && words.file);
  item.command = { command: commands.openFileChanges, title: t('Open Changes'), arguments: [node] };
  return item;
}
