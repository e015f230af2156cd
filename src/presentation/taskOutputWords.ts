/** What is said of the outputs of background tasks as a whole. */
import { t } from '@vscode/l10n';
import { formatBytes } from '../core/text/format.ts';

export function taskOutputsSentence(bytes: number): string {
  return t('What background tasks of Claude Code wrote below the temporary directory takes {0}.', formatBytes(bytes));
}
