/** A notification that nobody asked for, with the way to be told no more. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { type SettingId, settings } from '../host/contributions.ts';
import { messageText, type SurfaceText } from '../host/surfaces.ts';

const never = t("Don't Show Again");
/** What a setting is set to by which such notices are turned off. */
const offValues = {
  [settings.collisionNotice]: false,
  [settings.waitingNotification]: false,
  [settings.taskOutputsWarning]: 0,
} satisfies Partial<Record<SettingId, unknown>>;

/** The action that was chosen; `undefined`: none, or to be told no more. That it cannot be turned off is said. */
export async function sayQuietly<Action extends string>(
  sentence: SurfaceText<'message'>,
  actions: readonly Action[],
  setting: keyof typeof offValues,
): Promise<Action | undefined> {
  const answer = await vscode.window.showInformationMessage(sentence, ...actions, never);
  if (answer !== never) return actions.find((action) => action === answer);
  try {
    await vscode.workspace.getConfiguration().update(setting, offValues[setting], vscode.ConfigurationTarget.Global);
  } catch {
    // The file is read-only or has an error, or an organization has set it.
    const refusal = t('This notice cannot be turned off: VS Code could not write the setting {0}.', setting);
    void vscode.window.showErrorMessage(messageText(refusal));
  }
  return undefined;
}
