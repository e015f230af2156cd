/** The message about two live sessions that may undo each other's work, with the way to be told no more. */
import * as vscode from 'vscode';
import { settings } from '../host/contributions.ts';
import type { SurfaceText } from '../host/surfaces.ts';

const never = "Don't Show Again";

/** Whether `show`, the label of a button, was chosen. */
export async function sayCollision(sentence: SurfaceText<'message'>, show: string): Promise<boolean> {
  const answer = await vscode.window.showInformationMessage(sentence, show, never);
  if (answer === never)
    await vscode.workspace
      .getConfiguration()
      .update(settings.collisionNotice, false, vscode.ConfigurationTarget.Global);
  return answer === show;
}
