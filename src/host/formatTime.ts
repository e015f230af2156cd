import { env, l10n } from 'vscode';

/** A date with its time: in the display language where texts are translated, else as the machine writes them. */
export function formatTime(time: number): string {
  return new Date(time).toLocaleString(l10n.bundle === undefined ? undefined : env.language);
}
