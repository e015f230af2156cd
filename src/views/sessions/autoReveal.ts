/** Selects the row of the session whose transcript, plan or other file is in front, as the Explorer does with files. */
import * as vscode from 'vscode';
import type { SessionId } from '../../core/model.ts';
import { errorMessage } from '../../core/text/errorText.ts';
import { frontFile } from '../../host/frontFile.ts';
import type { Log } from '../../host/log.ts';
import type { Settings } from '../../host/settings.ts';
import type { FileOwners } from '../../service/fileOwners.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { sessionOfPlanVersion } from '../plans/planDocuments.ts';
import type { Transcripts } from '../transcript/transcripts.ts';
import { FrontFollower } from './frontFollower.ts';
import type { SessionsView } from './sessionsView.ts';
import type { ViewScope } from './viewScope.ts';

export interface AutoRevealInput {
  readonly service: SessionService;
  readonly owners: FileOwners;
  readonly transcripts: Transcripts;
  readonly sessions: SessionsView;
  readonly scope: ViewScope;
  readonly settings: Settings;
  readonly log: Log;
}

export class AutoReveal implements vscode.Disposable {
  readonly #input: AutoRevealInput;
  readonly #subscription: vscode.Disposable;

  constructor(input: AutoRevealInput) {
    this.#input = input;
    const { service, transcripts, sessions, scope, settings } = input;
    const follower = new FrontFollower({
      isFollowing: () => settings.autoReveal.value && sessions.visible && service.status.phase === 'ready',
      front: () => this.#front(),
      select: (id) => sessions.select(id),
    });
    const changed = (): void => follower.changed();
    this.#subscription = vscode.Disposable.from(
      follower,
      vscode.window.tabGroups.onDidChangeTabs(changed),
      // A tab may be there long before its editor.
      vscode.window.onDidChangeActiveTextEditor(changed),
      vscode.window.tabGroups.onDidChangeTabGroups(changed),
      transcripts.onDidChangeActivePanel(changed),
      sessions.onDidChangeVisibility(changed),
      sessions.onDidSelectOther((selection) =>
        follower.selected(selection.flatMap((node) => ('sessionId' in node ? [node.sessionId] : []))),
      ),
      service.onDidChangeStatus(changed),
      // A plan may turn out to be a session's only when more of its log was read.
      service.onDidChange(changed),
      scope.onDidChange(changed),
      settings.autoReveal.onDidChange(changed),
    );
    changed();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #front(): Promise<SessionId | undefined> {
    const { transcripts, owners, log } = this.#input;
    const named = transcripts.activeSession ?? versionInFront();
    const file = named === undefined ? frontFile() : undefined;
    if (file === undefined) return named;
    try {
      const [owner, ...others] = await owners.of(file);
      return others.length === 0 ? owner?.sessionId : undefined;
    } catch (error) {
      log.error(`whose a file is cannot be said: ${errorMessage(error)}`);
      return undefined;
    }
  }
}

/** The session of the logged version of a plan that is in front. */
function versionInFront(): SessionId | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isDocument = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return isDocument ? sessionOfPlanVersion(input.uri) : undefined;
}
