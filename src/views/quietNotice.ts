/** A notification that nobody asked for, with the way to be told no more. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { type SettingId, settings } from '../host/contributions.ts';
import type { SurfaceText } from '../host/surfaces.ts';

const never = t("Don't Show Again");
/** What a setting is set to by which such notices are turned off. */
const offValues = {
  [settings.collisionNotice]: false,
  [settings.waitingNotification]: false,
  [settings.taskOutputsWarning]: 0,
} satisfies Partial<Record<SettingId, unknown>>;

/** The action that was chosen; `undefined`: none, or to be told no more. */
export async function sayQuietly<Action extends string>(
  sentence: SurfaceText<'message'>,
  actions: readonly Action[],
  setting: keyof typeof offValues,
): Promise<Action | undefined> {
  const answer = await vscode.window.showInformationMessage(sentence, ...actions, never);
  if (answer !== never) return actions.find((action) => action === answer);
  await vscode.workspace.getConfiguration().update(setting, offValues[setting], vscode.ConfigurationTarget.Global);
  return undefined;
}
