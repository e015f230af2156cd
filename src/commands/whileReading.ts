import { t } from '@vscode/l10n';
import * as vscode from 'vscode';

/** Says in the status bar that logs are read while something waits for them: at a first start that can take a while. */
export function whileReading<Result>(work: () => Promise<Result>): Thenable<Result> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Reading session logs…') },
    work,
  );
}
