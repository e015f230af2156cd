/** The picker over sessions: by title, by words, by a pasted ID or the start of one. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { labelText, pickText, type SurfaceText } from '../host/surfaces.ts';
import { joinParts } from '../core/text/format.ts';
import { sessionsById } from '../presentation/idSearch.ts';
import type { SessionId, SessionRow } from '../core/model.ts';
import { displayPath, planLabel, sessionDescription, sessionLabel } from '../presentation/rowText.ts';
import { pickedRows } from '../presentation/sessionPickRows.ts';
import { errorDetail } from '../core/text/errorText.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import { logIdentity } from '../service/transcriptRequests.ts';
import type { CommandContext } from './commandContext.ts';

/** Something else to do with a session than what the picker is for. */
export interface PickButton extends vscode.QuickInputButton {
  readonly run: (id: SessionId) => void | Promise<void>;
}

export interface PickOptions {
  readonly placeholder: string;
  readonly buttons?: readonly PickButton[];
  /** Finds sessions by what their plans are about, too, and says it. */
  readonly byPlan?: boolean;
  /** Only these. */
  readonly among?: readonly SessionId[];
}

type PlanNames = Awaited<ReturnType<CommandContext['service']['planTitles']>>;

interface SessionItem extends vscode.QuickPickItem {
  readonly sessionId?: SessionId;
}

const mostItems = 1000;

/** Asks for a session. Opens at once and fills up while logs are read; `undefined` when it is closed. */
export function pickSession(context: CommandContext, options: PickOptions): Promise<SessionId | undefined> {
  const { service } = context;
  const pick = vscode.window.createQuickPick<SessionItem>();
  pick.placeholder = labelText(options.placeholder);
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const preset = presetSession(context);
  let active = preset;
  let filledFor: string | undefined;
  let plans: PlanNames = new Map();
  const fill = (): void => {
    pick.busy = service.status.phase === 'indexing';
    const items = sessionItems(context, { ...options, plans, preset }, pick.value);
    const isTyped = filledFor !== undefined && filledFor !== pick.value;
    // New items unselect the active one, so they are set only when they say something else.
    if (!isTyped && JSON.stringify(items) === JSON.stringify(pick.items)) return;
    if (filledFor !== undefined) active = isTyped ? undefined : pick.activeItems[0]?.sessionId;
    filledFor = pick.value;
    pick.keepScrollPosition = !isTyped;
    pick.items = items;
    // VS Code may have no active item after new ones came in: then Enter would do nothing.
    const item = items.find(({ sessionId }) => sessionId !== undefined && sessionId === active) ?? firstOf(items);
    if (item) pick.activeItems = [item];
  };
  return new Promise((resolve) => {
    const subscriptions = vscode.Disposable.from(
      pick,
      pick.onDidChangeValue(fill),
      service.onDidChange(fill),
      service.onDidChangeStatus(fill),
      pick.onDidTriggerItemButton(({ item, button }) => {
        if (item.sessionId) void (button as PickButton).run(item.sessionId);
      }),
      pick.onDidAccept(() => {
        // Right after typing or pasting an ID the items may just be replaced: what is selected may be one of before.
        const byId = sessionsById(pick.value, service.rows);
        const chosen = [...pick.selectedItems, ...pick.activeItems].find((item) => pick.items.includes(item));
        const id = byId?.length === 1 ? byId[0] : (chosen ?? firstOf(pick.items))?.sessionId;
        if (!id) return;
        resolve(id);
        pick.hide();
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        subscriptions.dispose();
      }),
    );
    fill();
    pick.show();
    if (options.byPlan !== true) return;
    const found = service.planTitles().then((titles) => {
      plans = titles;
      fill();
    });
    // Without them the picker finds what the rows say.
    found.catch((error: unknown) => context.log.error(`Plan titles: ${errorDetail(error)}`));
  });
}

/** The session that a person looks at: the selected row's, else that of the transcript in front. */
function presetSession(context: CommandContext): SessionId | undefined {
  const node = context.sessions.nodeOf(undefined);
  return node && 'sessionId' in node ? node.sessionId : transcriptSession(context);
}

/** The session whose transcript, or that of one of its agents, is the active editor. */
export function transcriptSession({ transcripts }: CommandContext): SessionId | undefined {
  const { active } = transcripts;
  return active && logIdentity(active.path, active.sessionId).ownId;
}

function firstOf(items: readonly SessionItem[]): SessionItem | undefined {
  return items.find(({ sessionId }) => sessionId !== undefined);
}

interface ItemOptions extends PickOptions {
  readonly plans: PlanNames;
  readonly preset: SessionId | undefined;
}

function sessionItems(context: CommandContext, options: ItemOptions, value: string): SessionItem[] {
  const { rows, status } = context.service;
  const { folderOf } = context.scope.value;
  const byId = sessionsById(value, rows);
  if (byId) {
    const found = byId.slice(0, mostItems).map((id) => rows.get(id));
    const items = found.flatMap((row) => (row ? [sessionItem(row, options)] : []));
    return items.length > 0
      ? items
      : [{ label: 'No session has this ID', detail: searchedIn(status.roots), alwaysShow: true }];
  }
  const isHere = (row: SessionRow): boolean => folderOf(row) !== undefined;
  const plansOf = ({ sessionId }: SessionRow): string[] =>
    (options.plans.get(sessionId) ?? []).flatMap(({ slug, title = '' }) => [slug, title]);
  const all = options.among?.flatMap((id) => rows.get(id) ?? []) ?? [...rows.values()];
  const picked = pickedRows(all, value, mostItems, isHere, plansOf);
  const presetRow = options.preset && rows.get(options.preset);
  if (presetRow && value === '' && !picked.includes(presetRow)) picked.push(presetRow);
  const here = picked.filter(isHere);
  const elsewhere = picked.filter((row) => !isHere(row));
  return [
    ...section('This Workspace', here, options),
    ...section(here.length > 0 ? 'Other Projects' : 'All Projects', elsewhere, options),
  ];
}

function section(
  label: 'This Workspace' | 'Other Projects' | 'All Projects',
  rows: readonly SessionRow[],
  options: ItemOptions,
): SessionItem[] {
  if (rows.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows.map((row) => sessionItem(row, options))];
}

function sessionItem(row: SessionRow, options: ItemOptions): SessionItem {
  const folder = row.cwds[0];
  const plans = options.plans.get(row.sessionId) ?? [];
  return {
    label: pickText(sessionLabel(row)),
    description: pickText(sessionDescription(row, Date.now())),
    detail: pickText(
      joinParts(
        ...plans.map(planLabel),
        folder && displayPath(folder, os.homedir()),
        row.branch && toSingleLine(row.branch, 60),
        row.plans === 0 ? 'no plan' : undefined,
      ),
    ),
    buttons: options.buttons,
    // The matching is done here: VS Code's own looks at one field at a time, and never at older sessions.
    alwaysShow: true,
    sessionId: row.sessionId,
  };
}

function searchedIn(roots: readonly string[]): SurfaceText<'pick'> {
  return pickText(`Searched in ${roots.map((root) => displayPath(root, os.homedir())).join(', ')}`);
}
