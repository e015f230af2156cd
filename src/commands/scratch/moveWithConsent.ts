/** From a choice of scratch directories to the bin: the questions, the act, and what is said of it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { dialogText, messageText } from '../../host/surfaces.ts';
import { views } from '../../host/contributions.ts';
import { moveQuestion, moveSummary, repositoryQuestion, type ScratchQuestion } from '../../presentation/scratchText.ts';
import type { BinEntry, KeepReason, MaxAge, OfferedScratch, ScratchCandidate } from '../../service/scratchService.ts';
import type { CommandContext } from '../commandContext.ts';
import { restore } from './restore.ts';
import { lookAgainAtUnattributed, textContext } from './scratchContext.ts';

/** More directories than this get a notification that can be cancelled. */
const quickly = 5;

interface MoveOutcome {
  readonly moved: readonly BinEntry[];
  readonly refused: readonly KeepReason[];
  readonly isCancelled: boolean;
}

/** Moves what was chosen once the person agrees; `kept` says why others of the choice are left out. */
export async function moveWithConsent(
  chosen: readonly OfferedScratch[],
  kept: readonly KeepReason[],
  maxAgeMs: MaxAge,
  context: CommandContext,
): Promise<void> {
  const agreed = await withoutUnwantedRepositories(chosen);
  if (!agreed || agreed.length === 0) return;
  if (!(await agree(moveQuestion(agreed, kept, textContext(context))))) return;
  const outcome = await moveAll(agreed, maxAgeMs, context);
  await lookAgainAtUnattributed(outcome.moved, context);
  await summarize(outcome, context);
}

/** Repositories are asked about apart; `undefined` when the person closes the question. */
async function withoutUnwantedRepositories(chosen: readonly OfferedScratch[]): Promise<ScratchCandidate[] | undefined> {
  const withRepository = chosen.filter((each) => each.needsExtraConfirmation);
  const others = chosen.filter((each) => !each.needsExtraConfirmation);
  if (withRepository.length === 0) return others.map(({ candidate }) => candidate);
  const { message, detail, button } = repositoryQuestion(withRepository.length);
  const leaveOut = t('Leave Out');
  const choices = others.length > 0 ? [button, leaveOut] : [button];
  const options = { modal: true, detail: dialogText(detail) };
  const answer = await vscode.window.showWarningMessage(dialogText(message), options, ...choices);
  if (answer === undefined) return undefined;
  return (answer === button ? chosen : others).map(({ candidate }) => candidate);
}

async function agree({ message, detail, button }: ScratchQuestion): Promise<boolean> {
  const options = { modal: true, detail: dialogText(detail) };
  return (await vscode.window.showWarningMessage(dialogText(message), options, button)) === button;
}

async function moveAll(
  chosen: readonly ScratchCandidate[],
  maxAgeMs: MaxAge,
  { service, log }: CommandContext,
): Promise<MoveOutcome> {
  const location = chosen.length > quickly ? vscode.ProgressLocation.Notification : { viewId: views.sessions };
  const options = { location, title: t('Moving scratch to the bin'), cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const moved: BinEntry[] = [];
    const refused: KeepReason[] = [];
    for (const [at, candidate] of chosen.entries()) {
      if (token.isCancellationRequested) return { moved, refused, isCancelled: true };
      progress.report({ increment: 100 / chosen.length, message: messageText(t('{0} of {1}', at + 1, chosen.length)) });
      // What contains a repository was agreed to, or is not among them.
      const withRepositories = candidate.measurement?.hasRepository ?? false;
      const result = await service.scratch.moveScratch(candidate, { maxAgeMs, withRepositories });
      if (result.moved) {
        moved.push(result.entry);
        log.info(`Moved to the bin: ${candidate.path} (${result.entry.entry})`);
        continue;
      }
      refused.push(result.reason);
      log.warn(`Not moved to the bin: ${candidate.path} (${result.reason})`);
      if (result.stranded)
        log.warn(`Something else was caught in its place and waits in the bin: ${result.stranded.entry}`);
    }
    return { moved, refused, isCancelled: false };
  });
}

async function summarize({ moved, refused, isCancelled }: MoveOutcome, context: CommandContext): Promise<void> {
  const text = messageText(moveSummary(moved, refused, isCancelled));
  if (moved.length === 0) {
    void vscode.window.showWarningMessage(text);
    return;
  }
  const undo = t('Undo');
  if ((await vscode.window.showInformationMessage(text, undo)) === undo) await restore(moved, context);
}
