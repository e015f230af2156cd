import * as vscode from 'vscode';
import { walkthrough } from '../host/contributions.ts';
import type { Handler } from './commandContext.ts';

export function openWalkthrough(): Handler {
  return async () => {
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
  };
}
