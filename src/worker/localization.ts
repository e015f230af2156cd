/**
 * Texts in VS Code's display language: the first import of a worker's script, whose `workerData.l10n` has the
 * translations.
 */
import { workerData } from 'node:worker_threads';
import { config } from '@vscode/l10n';

type Translations = Readonly<Record<string, string>>;

const translations = (workerData as { readonly l10n?: Translations } | null)?.l10n ?? {};
config({ contents: translations });

/** Runs what writes Markdown, which agents and other tools read: its own words stay English. */
export function inEnglish<Result>(write: () => Result): Result {
  config({ contents: {} });
  try {
    return write();
  } finally {
    config({ contents: translations });
  }
}
