/** What the commands work on. */
import type * as vscode from 'vscode';
import type { SessionTexts } from '../service/sessionTexts.ts';
import type { SessionService } from '../service/sessionService.ts';
import type { Settings } from '../host/settings.ts';
import type { Diagnostics } from '../views/diagnostics.ts';
import type { ForeignReports } from '../views/foreignReports.ts';
import type { FileViews } from '../views/files/fileViews.ts';
import type { HostsView } from '../views/hosts/hostsView.ts';
import type { PlanPreviews } from '../views/plans/planPreviews.ts';
import type { PlansView } from '../views/plans/plansView.ts';
import type { SearchResultsView } from '../views/search/searchResultsView.ts';
import type { SessionsView } from '../views/sessions/sessionsView.ts';
import type { Timeline } from '../views/timeline/timeline.ts';
import type { Transcripts } from '../views/transcript/transcripts.ts';
import type { UnattributedView } from '../views/unattributed/unattributedView.ts';
import type { ViewScope } from '../views/sessions/viewScope.ts';

export interface CommandContext {
  readonly service: SessionService;
  readonly sessions: SessionsView;
  readonly plans: PlansView;
  readonly unattributed: UnattributedView;
  readonly search: SearchResultsView;
  readonly hosts: HostsView;
  readonly texts: SessionTexts;
  readonly transcripts: Transcripts;
  readonly timeline: Timeline;
  readonly files: FileViews;
  readonly planPreviews: PlanPreviews;
  readonly scope: ViewScope;
  readonly settings: Settings;
  readonly diagnostics: Diagnostics;
  readonly foreignReports: ForeignReports;
  readonly log: vscode.LogOutputChannel;
}

/**
 * A command's handler. From a menu of a tree it gets the row, and all selected rows when that one is among them. Anyone
 * can call a command with anything, so both are to be checked.
 */
export type Handler = (argument?: unknown, selected?: unknown) => void | Promise<void>;
