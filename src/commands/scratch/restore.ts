import * as vscode from 'vscode';
import type { BinEntry } from '../../core/scratch/bin.ts';
import type { RestoreProblem } from '../../core/scratch/reasons.ts';
import { restoreSummary } from '../../presentation/scratchText.ts';
import type { CommandContext } from '../commandContext.ts';
import { lookAgain } from '../refresh.ts';

/** How long the status bar says that all went well. */
const shortly = 5_000;

/** Moves removed directories back, or beside what has taken their place, and says what did not go as asked. */
export async function restore(entries: readonly BinEntry[], context: CommandContext): Promise<void> {
  const { service, log } = context;
  let restored = 0;
  let beside = 0;
  const problems: RestoreProblem[] = [];
  for (const entry of entries) {
    const result = await service.scratch.restoreScratch(entry);
    if (!result.restored) {
      problems.push(result.reason);
      log.warn(`Not restored: ${entry.entry} (${result.reason})`);
      continue;
    }
    restored++;
    if (result.beside) beside++;
    log.info(`Restored: ${result.path} (${entry.entry})`);
  }
  await lookAgain(context);
  const text = restoreSummary(restored, beside, problems);
  if (problems.length > 0) void vscode.window.showWarningMessage(text);
  else if (beside > 0) void vscode.window.showInformationMessage(text);
  else vscode.window.setStatusBarMessage(text, shortly);
}
