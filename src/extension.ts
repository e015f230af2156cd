/** Composition root. Nothing is read from disk here: the service's worker thread does that. */
import './host/localization.ts';
import * as vscode from 'vscode';
import { registerCommands } from './commands/registerCommands.ts';
import { ExpiredBin } from './service/expiredBin.ts';
import type { SessionScopeApi } from '../api/sessionScope.d.ts';
import { createLog } from './host/log.ts';
import { Integrations } from './integrations/integrations.ts';
import type { SessionId } from './core/model.ts';
import { FileOwners } from './service/fileOwners.ts';
import { inFiles, inPlans, LiveCollisions } from './service/liveCollisions.ts';
import { OpenedFolders } from './service/openedFolders.ts';
import { readSettings, type Settings } from './host/settings.ts';
import { ContextKeys } from './views/sessions/contextKeys.ts';
import { Diagnostics } from './views/diagnostics.ts';
import { ForeignReports } from './views/foreignReports.ts';
import { ExtraDocuments } from './views/extras/extraDocuments.ts';
import { PlanCollisionBadges } from './views/plans/planCollisionBadges.ts';
import { PlanCollisionNotice } from './views/plans/planCollisionNotice.ts';
import { FileViews } from './views/files/fileViews.ts';
import { PlanDocuments } from './views/plans/planDocuments.ts';
import { PlanPreviews } from './views/plans/planPreviews.ts';
import { PlansView } from './views/plans/plansView.ts';
import { SearchResultsView } from './views/search/searchResultsView.ts';
import { HostsView } from './views/hosts/hostsView.ts';
import { SessionTexts } from './service/sessionTexts.ts';
import { SessionsTreeDataProvider } from './views/sessions/sessionsTreeDataProvider.ts';
import { SessionsView } from './views/sessions/sessionsView.ts';
import { TaskOutputsNotice } from './views/taskOutputsNotice.ts';
import { Timeline } from './views/timeline/timeline.ts';
import { Transcripts } from './views/transcript/transcripts.ts';
import { TreeViews } from './views/treeViews.ts';
import { AutoReveal } from './views/sessions/autoReveal.ts';
import { WaitingBadge } from './views/sessions/waitingBadge.ts';
import { WaitingSessions } from './views/sessions/waitingSessions.ts';
import { WaitingStatus } from './views/sessions/waitingStatus.ts';
import { UnattributedView } from './views/unattributed/unattributedView.ts';
import { ViewScope } from './views/sessions/viewScope.ts';
import { WorkerSessionService } from './service/workerSessionService.ts';

let running: Running | undefined;

/** Other extensions get the API that it returns. */
export function activate(context: vscode.ExtensionContext): SessionScopeApi {
  const log = createLog();
  const settings = readSettings(log);
  const transcripts = new Transcripts({ log, dist: distOf(context) });
  const integrations = new Integrations(context, settings, log);
  const lasting = { context, settings, transcripts, integrations, log };
  running = start(lasting);
  let isEnding = false;
  const restart = async (): Promise<void> => {
    const last = running;
    // A start that is to come takes what has changed now, too.
    if (last === undefined) return;
    running = undefined;
    await last.dispose();
    if (!isEnding) running = start(lasting);
  };
  context.subscriptions.push(
    log,
    settings,
    transcripts,
    integrations,
    settings.dataRoots.onDidChange(() => void restart()),
    settings.scratchPatterns.onDidChange(() => void restart()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void restart()),
    {
      dispose: () => {
        isEnding = true;
        void running?.dispose();
      },
    },
  );
  return integrations.api;
}

/** VS Code waits for this when a window closes: the worker writes its cache for the next start. */
export function deactivate(): Promise<void> | undefined {
  return running?.close();
}

/** What a new start goes on with. */
interface Lasting {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  readonly transcripts: Transcripts;
  readonly integrations: Integrations;
  readonly log: vscode.LogOutputChannel;
}

interface Running {
  /** Resolved when the next start may follow. */
  dispose(): Promise<void>;
  /** Ends the worker and waits for it, a bounded time. */
  close(): Promise<void>;
}

/** Everything that depends on the data roots and on what may be read. What is made last is disposed of first. */
function start({ context, settings, transcripts, integrations, log }: Lasting): Running {
  const parts: vscode.Disposable[] = [];
  const own = <Part extends vscode.Disposable>(part: Part): Part => {
    parts.unshift(part);
    return part;
  };
  const service = own(
    new WorkerSessionService({
      script: vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath,
      roots: settings.dataRoots.value,
      scratchPatterns: settings.scratchPatterns.value,
      cacheDirectory: context.globalStorageUri.fsPath,
      log,
    }),
  );
  const trees = new TreeViews();
  const keys = new ContextKeys();
  const folders = own(new OpenedFolders(service));
  const texts = own(new SessionTexts(service, log));
  const scope = own(new ViewScope(folders, settings, context.workspaceState, texts));
  const owners = own(new FileOwners(service));

  const collisions = own(new LiveCollisions(service, inFiles, log));
  const provider = own(new SessionsTreeDataProvider(service, scope, settings, collisions, log));
  const sessions = own(new SessionsView(service, scope, provider, trees, keys));
  const waiting = own(new WaitingSessions(service, scope));
  own(new WaitingStatus(service, waiting, settings, log));
  own(new WaitingBadge(sessions, waiting, settings));
  own(new AutoReveal({ service, owners, transcripts, sessions, scope, settings, log }));
  const files = own(new FileViews({ service, owners, collisions, settings, trees, log }));

  const plans = own(new PlansView(service, scope, trees, log));
  own(new PlanDocuments(service));
  const planPreviews = own(new PlanPreviews(context.workspaceState));
  const planCollisions = own(new LiveCollisions(service, inPlans, log));
  const reveal = (id: SessionId) => sessions.reveal(id);
  own(new PlanCollisionBadges(planCollisions));
  own(new PlanCollisionNotice({ collisions: planCollisions, service, scope, settings, reveal }));

  const unattributed = own(new UnattributedView(service, sessions, trees, keys, log));
  const hosts = own(new HostsView(service, settings, trees, keys, log));
  const search = own(new SearchResultsView(service, trees, keys, log));
  const timeline = own(new Timeline({ service, scope, transcripts, log, dist: distOf(context) }));
  own(new ExtraDocuments(service));
  const foreignReports = own(new ForeignReports(service));
  const diagnostics = own(new Diagnostics(service, versionOf(context)));
  own(new TaskOutputsNotice(service, settings, context.globalState, log));
  own(new ExpiredBin(service, settings, log));

  const shown = { sessions, plans, unattributed, search, hosts, files, timeline, transcripts, planPreviews };
  const asked = { service, texts, scope, settings, diagnostics, foreignReports, log };
  own(registerCommands({ ...shown, ...asked }));
  transcripts.use(service);
  integrations.use({ service, sessions });
  own(sessions.onDidChangeVisibility(({ visible }) => service.setShown(visible)));
  service.setShown(sessions.visible);
  void folders.update();

  // Disposes of them once: when a window closes, `deactivate` and the subscription both ask for it.
  const all = vscode.Disposable.from(...parts);
  const dispose = (): Promise<void> => {
    all.dispose();
    return trees.dispose();
  };
  const close = (): Promise<void> => {
    void dispose();
    return service.close();
  };
  return { dispose, close };
}

function distOf({ extensionUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist');
}

function versionOf({ extension }: vscode.ExtensionContext): string {
  return (extension.packageJSON as { version: string }).version;
}
