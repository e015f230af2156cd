/** The picker over sessions: by title, by words, by a pasted ID or the start of one. */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText, pickText, type SurfaceText } from '../host/surfaces.ts';
import { joinParts } from '../core/text/format.ts';
import { sessionsById } from '../presentation/idSearch.ts';
import type { SessionId, SessionRow } from '../core/model.ts';
import { displayPath, planLabel, sessionDescription, sessionLabel, spokenState } from '../presentation/rowText.ts';
import { rowText, searchable, wordsOf } from '../presentation/sessionFilter.ts';
import { pickedRows, promptMeant } from '../presentation/sessionPickRows.ts';
import { Throttle } from '../core/throttle.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { CommandContext } from './commandContext.ts';

/** Something else to do with a session than what the picker is for. */
export interface PickButton extends vscode.QuickInputButton {
  readonly run: (id: SessionId) => void | Promise<void>;
}

export interface PickOptions {
  readonly placeholder: string;
  readonly buttons?: readonly PickButton[];
  /** Only these. */
  readonly among?: readonly SessionId[];
}

interface SessionItem extends vscode.QuickPickItem {
  readonly sessionId?: SessionId;
}

const mostItems = 1000;
/** Milliseconds between two looks at what came in, that typing is not held up. */
const restTime = 150;

/** Asks for a session. Opens at once and fills up while logs are read; `undefined` when it is closed. */
export function pickSession(context: CommandContext, options: PickOptions): Promise<SessionId | undefined> {
  const { service, texts } = context;
  const pick = vscode.window.createQuickPick<SessionItem>();
  pick.placeholder = labelText(options.placeholder);
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const preset = presetSession(context);
  let active = preset;
  let filledFor: string | undefined;
  const fill = (): void => {
    pick.busy = service.status.phase === 'indexing';
    const items = sessionItems(context, { ...options, preset }, pick.value);
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
  const refill = new Throttle(fill);
  const fillSoon = (): void => refill.schedule(restTime);
  let isOpen = true;
  return new Promise((resolve) => {
    const subscriptions = vscode.Disposable.from(
      pick,
      pick.onDidChangeValue(fill),
      service.onDidChange(fillSoon),
      service.onDidChangeStatus(fillSoon),
      texts.onDidLoad(fillSoon),
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
        isOpen = false;
        refill.cancel();
        resolve(undefined);
        subscriptions.dispose();
      }),
    );
    fill();
    pick.show();
    void texts.load(() => isOpen);
  });
}

/** The session that a person looks at: the selected row's, else that of the transcript in front. */
function presetSession(context: CommandContext): SessionId | undefined {
  const node = context.sessions.nodeOf(undefined);
  return node && 'sessionId' in node ? node.sessionId : transcriptSession(context);
}

/** The session whose transcript, or that of one of its agents, is the active editor. */
export function transcriptSession({ transcripts }: CommandContext): SessionId | undefined {
  return transcripts.activeSession;
}

function firstOf(items: readonly SessionItem[]): SessionItem | undefined {
  return items.find(({ sessionId }) => sessionId !== undefined);
}

interface ItemOptions extends PickOptions {
  readonly preset: SessionId | undefined;
}

function sessionItems(context: CommandContext, options: ItemOptions, value: string): SessionItem[] {
  const { rows, status } = context.service;
  const { folderOf } = context.scope.value;
  const byId = sessionsById(value, rows);
  if (byId) {
    const found = byId.slice(0, mostItems).map((id) => rows.get(id));
    const items = found.flatMap((row) => (row ? [sessionItem(context, row, options)] : []));
    return items.length > 0
      ? items
      : [{ label: t('No session has this ID'), detail: searchedIn(status.roots), alwaysShow: true }];
  }
  const isHere = (row: SessionRow): boolean => folderOf(row) !== undefined;
  const all = options.among?.flatMap((id) => rows.get(id) ?? []) ?? rows.values();
  const { near, others } = pickedRows(all, value, mostItems, isHere, context.texts.moreText);
  const preset = options.preset === undefined || value !== '' ? undefined : rows.get(options.preset);
  const isMissing = preset !== undefined && !near.includes(preset) && !others.includes(preset);
  const here = isMissing && isHere(preset) ? [...near, preset] : near;
  const elsewhere = isMissing && !isHere(preset) ? [...others, preset] : others;
  const itemOf = (row: SessionRow): SessionItem => sessionItem(context, row, options, wordsOf(value));
  return [
    ...section(pickText(t('This Workspace')), here.map(itemOf)),
    ...section(pickText(here.length > 0 ? t('Other Projects') : t('All Projects')), elsewhere.map(itemOf)),
  ];
}

function section(label: SurfaceText<'pick'>, items: readonly SessionItem[]): SessionItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function sessionItem(
  { texts }: CommandContext,
  row: SessionRow,
  options: ItemOptions,
  words: readonly string[] = [],
): SessionItem {
  const folder = row.cwds[0];
  const plans = texts.plansOf(row.sessionId);
  const shown = rowText(row) + searchable(...plans.flatMap(({ slug, title }) => [slug, title]));
  const prompt = promptMeant(words, shown, texts.promptsOf(row.sessionId));
  return {
    label: pickText(sessionLabel(row)),
    description: pickText(sessionDescription(row, Date.now(), [], spokenState(row))),
    detail: pickText(
      joinParts(
        prompt && `“${toSingleLine(prompt, 80)}”`,
        ...plans.map(planLabel),
        folder && displayPath(folder, os.homedir()),
        row.branch && toSingleLine(row.branch, 60),
        row.plans === 0 ? t('no plan') : undefined,
      ),
    ),
    buttons: options.buttons,
    // The matching is done here: VS Code's own looks at one field at a time, and never at older sessions.
    alwaysShow: true,
    sessionId: row.sessionId,
  };
}

function searchedIn(roots: readonly string[]): SurfaceText<'pick'> {
  return pickText(t('Searched in {0}', roots.map((root) => displayPath(root, os.homedir())).join(', ')));
}
