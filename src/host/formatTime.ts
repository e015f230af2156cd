import { env } from 'vscode';

/** A date with its time: in the display language where that is a translation, else as the machine writes them. */
export function formatTime(time: number): string {
  return new Date(time).toLocaleString(/^en\b/.test(env.language) ? undefined : env.language);
}
