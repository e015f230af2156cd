import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { settings, settingsSection } from '../host/contributions.ts';
import type { Handler } from './commandContext.ts';

/**
 * Asks for folders with Claude Code data and makes them the setting's value. The setting belongs to the machine: on a
 * remote `Global` writes it there, and the settings editor's first tab would not show it.
 */
export function chooseDataRoots(): Handler {
  return async () => {
    const folders = await vscode.window.showOpenDialog({
      title: t('Folders with Claude Code Data, in Place of Those of the Setting'),
      openLabel: t('Choose'),
      defaultUri: vscode.Uri.file(os.homedir()),
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: true,
    });
    if (folders === undefined || folders.length === 0) return;
    const key = settings.dataRoots.slice(settingsSection.length + 1);
    const paths = folders.map(({ fsPath }) => fsPath);
    await vscode.workspace.getConfiguration(settingsSection).update(key, paths, vscode.ConfigurationTarget.Global);
  };
}
