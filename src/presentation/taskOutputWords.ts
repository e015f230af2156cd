/** What is said of the outputs of background tasks as a whole. */
import { formatBytes } from '../core/text/format.ts';

export function taskOutputsSentence(bytes: number): string {
  return `What background tasks of Claude Code wrote below the temporary directory takes ${formatBytes(bytes)}.`;
}
