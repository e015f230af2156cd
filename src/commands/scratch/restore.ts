import * as vscode from 'vscode';
import { messageText, statusText } from '../../host/surfaces.ts';
import { restoreSummary, type PartlyRestored } from '../../presentation/scratchText.ts';
import type { BinEntry, RestoreProblem } from '../../service/scratchService.ts';
import type { CommandContext } from '../commandContext.ts';
import { lookAgainAtUnattributed } from './scratchContext.ts';

/** How long the status bar says that all went well. */
const shortly = 5_000;

/** Moves removed directories back, or beside what has taken their place, and says what did not go as asked. */
export async function restore(entries: readonly BinEntry[], context: CommandContext): Promise<void> {
  const { service, log } = context;
  const restored: BinEntry[] = [];
  const inPart: BinEntry[] = [];
  const parts: PartlyRestored[] = [];
  let beside = 0;
  const problems: RestoreProblem[] = [];
  for (const entry of entries) {
    const result = await service.scratch.restoreScratch(entry);
    if (!result.restored && result.part !== undefined) {
      const { path, files, left, beside: isBeside } = result.part;
      inPart.push(entry);
      parts.push({ files, left, reason: result.reason });
      if (isBeside) beside++;
      log.warn(`Restored in part: ${path}, ${files} back, ${left} left (${entry.entry}, ${result.reason})`);
      continue;
    }
    if (!result.restored) {
      problems.push(result.reason);
      log.warn(`Not restored: ${entry.entry} (${result.reason})`);
      continue;
    }
    restored.push(entry);
    if (result.beside) beside++;
    log.info(`Restored: ${result.path} (${entry.entry})`);
  }
  await lookAgainAtUnattributed([...restored, ...inPart], context);
  const text = restoreSummary({ restored: restored.length, beside, problems, parts });
  if (problems.length + parts.length > 0) void vscode.window.showWarningMessage(messageText(text));
  else if (beside > 0) void vscode.window.showInformationMessage(messageText(text));
  else vscode.window.setStatusBarMessage(statusText(text), shortly);
}
