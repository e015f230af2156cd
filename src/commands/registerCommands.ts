/** Every command with its handler. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands, type CommandId } from '../host/contributions.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { chooseDataRoots } from './chooseDataRoots.ts';
import { copyDiagnostics } from './copyDiagnostics.ts';
import { copyPath, copyPaths } from './copyPath.ts';
import { copySessionId } from './copySessionId.ts';
import { copyTranscript } from './copyTranscript.ts';
import { openChangedFile, openFileChanges, showCall, viewAllChanges } from './fileChanges.ts';
import { clearFilter, filter } from './filter.ts';
import { goToRelatedSession } from './goToRelatedSession.ts';
import { openContainingFolder } from './openContainingFolder.ts';
import {
  groupSessions,
  hideSession,
  pinSession,
  showHidden,
  stopShowingHidden,
  unhideSession,
  unpinSession,
} from './listSessions.ts';
import { exportSession, exportSessions } from './exportSession.ts';
import { goToSpawningCall, openLog, openLogRaw, openTranscriptAsText, revealLog } from './openLog.ts';
import { compareCheckpoint, openExtra } from './openExtra.ts';
import { openPlan, openPlanOfSession, openPlanPreview, openPlanSource, openPlanToSide } from './openPlan.ts';
import { openWalkthrough } from './openWalkthrough.ts';
import { openSessionFolder } from './openSessionFolder.ts';
import { compareLoggedPlan, compareOriginalPlan, comparePlans, planHistory, restorePlan } from './planHistory.ts';
import { rebuildIndex, refresh } from './refresh.ts';
import { reportForeignEntries } from './reportForeignEntries.ts';
import { copyResumeCommand, resumeInTerminal } from './resumeSession.ts';
import { revealOwningSession } from './revealOwningSession.ts';
import { revealSession } from './revealSession.ts';
import { cleanStaleScratch } from './scratch/cleanStaleScratch.ts';
import { cleanTaskOutputs } from './scratch/cleanTaskOutputs.ts';
import { emptyScratchBin } from './scratch/emptyScratchBin.ts';
import { moveScratchToBin } from './scratch/moveScratchToBin.ts';
import { newScratchFile } from './scratch/newScratchFile.ts';
import { recentlyRemovedScratch } from './scratch/recentlyRemovedScratch.ts';
import { clearSearch, openSearchHit, refreshSearch, searchInSessions, stopSearch } from './searchInSessions.ts';
import { searchSessions } from './searchSessions.ts';
import { showDiagnostics } from './showDiagnostics.ts';
import { showLog } from './showLog.ts';
import { showTimeline } from './showTimeline.ts';
import { showMore } from './showMore.ts';
import { showAllProjects, showThisWorkspace } from './showProjects.ts';
import { stageFilesOfSession } from './stageFilesOfSession.ts';
import { goToWaitingSession } from './goToWaitingSession.ts';
import { showCallOfLine, toggleLinesBySession } from './linesBySession.ts';
import { whichSession } from './whichSession.ts';
import { goToTerminal, openPlanOfTerminal, revealSessionOfTerminal } from './terminalSession.ts';
import { errorDetail } from '../core/text/errorText.ts';

const handlers: Readonly<Record<CommandId, (context: CommandContext) => Handler>> = {
  [commands.openPlanOfSession]: openPlanOfSession,
  [commands.searchSessions]: searchSessions,
  [commands.searchInSessions]: searchInSessions,
  [commands.refreshSearch]: refreshSearch,
  [commands.stopSearch]: stopSearch,
  [commands.clearSearch]: clearSearch,
  [commands.openSearchHit]: openSearchHit,
  [commands.openPlan]: openPlan,
  [commands.openPlanPreview]: openPlanPreview,
  [commands.openPlanSource]: openPlanSource,
  [commands.openPlanToSide]: openPlanToSide,
  [commands.planHistory]: planHistory,
  [commands.compareLoggedPlan]: compareLoggedPlan,
  [commands.compareOriginalPlan]: compareOriginalPlan,
  [commands.comparePlans]: comparePlans,
  [commands.restorePlan]: restorePlan,
  [commands.openSessionLog]: openLog,
  [commands.openAgentLog]: openLog,
  [commands.openTranscriptAsText]: openTranscriptAsText,
  [commands.openLogRaw]: openLogRaw,
  [commands.revealLog]: revealLog,
  [commands.resumeInTerminal]: resumeInTerminal,
  [commands.copyResumeCommand]: copyResumeCommand,
  [commands.goToTerminal]: goToTerminal,
  [commands.goToWaitingSession]: goToWaitingSession,
  [commands.openSessionFolder]: openSessionFolder,
  [commands.exportSession]: exportSession,
  [commands.exportSessions]: exportSessions,
  [commands.openPlanOfTerminal]: openPlanOfTerminal,
  [commands.revealSessionOfTerminal]: revealSessionOfTerminal,
  [commands.revealOwningSession]: revealOwningSession,
  [commands.goToSpawningCall]: goToSpawningCall,
  [commands.openFileChanges]: openFileChanges,
  [commands.viewAllChanges]: viewAllChanges,
  [commands.openChangedFile]: openChangedFile,
  [commands.showCall]: showCall,
  [commands.whichSession]: whichSession,
  [commands.toggleLinesBySession]: toggleLinesBySession,
  [commands.showCallOfLine]: showCallOfLine,
  [commands.revealSession]: revealSession,
  [commands.stageFilesOfSession]: stageFilesOfSession,
  [commands.openExtra]: openExtra,
  [commands.compareCheckpoint]: compareCheckpoint,
  [commands.goToRelatedSession]: goToRelatedSession,
  [commands.copySessionId]: copySessionId,
  [commands.copyTranscript]: copyTranscript,
  [commands.copyPath]: copyPath,
  [commands.copyPaths]: copyPaths,
  [commands.openContainingFolder]: openContainingFolder,
  [commands.newScratchFile]: newScratchFile,
  [commands.moveScratchToBin]: moveScratchToBin,
  [commands.cleanStaleScratch]: cleanStaleScratch,
  [commands.cleanTaskOutputs]: cleanTaskOutputs,
  [commands.recentlyRemovedScratch]: recentlyRemovedScratch,
  [commands.emptyScratchBin]: emptyScratchBin,
  [commands.refresh]: refresh,
  [commands.rebuildIndex]: rebuildIndex,
  [commands.filter]: filter,
  [commands.clearFilter]: clearFilter,
  [commands.groupSessions]: groupSessions,
  [commands.pinSession]: pinSession,
  [commands.unpinSession]: unpinSession,
  [commands.hideSession]: hideSession,
  [commands.unhideSession]: unhideSession,
  [commands.showHidden]: showHidden,
  [commands.stopShowingHidden]: stopShowingHidden,
  [commands.showTimeline]: showTimeline,
  [commands.showAllProjects]: showAllProjects,
  [commands.showThisWorkspace]: showThisWorkspace,
  [commands.showMore]: showMore,
  [commands.chooseDataRoots]: chooseDataRoots,
  [commands.showLog]: showLog,
  [commands.reportForeignEntries]: reportForeignEntries,
  [commands.showDiagnostics]: showDiagnostics,
  [commands.copyDiagnostics]: copyDiagnostics,
  [commands.openWalkthrough]: openWalkthrough,
};

export function registerCommands(context: CommandContext): vscode.Disposable {
  const registrations = Object.entries(handlers).map(([id, createHandler]) => {
    const handler = createHandler(context);
    return vscode.commands.registerCommand(id, (argument?: unknown, selected?: unknown) =>
      guarded(id, () => handler(argument, selected), context),
    );
  });
  return vscode.Disposable.from(...registrations);
}

/** One sentence for the person, the reason for the log: an error may quote what a log says. */
async function guarded(id: string, run: () => void | Promise<void>, { log }: CommandContext): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.error(`${id} failed:`, errorDetail(error));
    const answer = await vscode.window.showErrorMessage(
      t('That did not work. The log channel says why.'),
      t('Show Log'),
    );
    if (answer) log.show();
  }
}
