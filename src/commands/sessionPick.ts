/** The picker over sessions: by title, by words, by a pasted ID or the start of one. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { joinParts } from '../core/text/format.ts';
import { sessionsById } from '../presentation/idSearch.ts';
import type { SessionId, SessionRow } from '../core/model.ts';
import { displayPath, sessionDescription, sessionLabel } from '../presentation/rowText.ts';
import { pickedRows } from '../presentation/sessionPickRows.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { CommandContext } from './commandContext.ts';

/** Something else to do with a session than what the picker is for. */
export interface PickButton extends vscode.QuickInputButton {
  readonly run: (id: SessionId) => void | Promise<void>;
}

export interface PickOptions {
  readonly placeholder: string;
  readonly buttons?: readonly PickButton[];
}

interface SessionItem extends vscode.QuickPickItem {
  readonly sessionId?: SessionId;
}

const mostItems = 1000;

/** Asks for a session. Opens at once and fills up while logs are read; `undefined` when it is closed. */
export function pickSession(context: CommandContext, options: PickOptions): Promise<SessionId | undefined> {
  const { service } = context;
  const pick = vscode.window.createQuickPick<SessionItem>();
  pick.placeholder = options.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  const fill = (): void => {
    pick.busy = service.status.phase === 'indexing';
    const items = sessionItems(context, options, pick.value);
    // New items unselect the active one, so they are set only when they say something else.
    if (JSON.stringify(items) === JSON.stringify(pick.items)) return;
    const active = pick.activeItems[0]?.sessionId;
    pick.items = items;
    const same = items.find(({ sessionId }) => sessionId !== undefined && sessionId === active);
    if (same) pick.activeItems = [same];
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
        // Right after typing or pasting an ID the items may just be replaced, and nothing is selected.
        const byId = sessionsById(pick.value, service.rows);
        const id = byId?.length === 1 ? byId[0] : (pick.selectedItems[0] ?? pick.activeItems[0])?.sessionId;
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
  });
}

function sessionItems(context: CommandContext, options: PickOptions, value: string): SessionItem[] {
  const { rows, status } = context.service;
  const byId = sessionsById(value, rows);
  if (byId) {
    const found = byId.slice(0, mostItems).map((id) => rows.get(id));
    const items = found.flatMap((row) => (row ? [{ ...sessionItem(row, options), alwaysShow: true }] : []));
    return items.length > 0
      ? items
      : [{ label: 'No session has this ID', detail: searchedIn(status.roots), alwaysShow: true }];
  }
  return grouped(context, pickedRows([...rows.values()], value, mostItems), options);
}

function grouped(context: CommandContext, rows: readonly SessionRow[], options: PickOptions): SessionItem[] {
  const { folderOf } = context.scope.value;
  const here = rows.filter((row) => folderOf(row) !== undefined);
  const elsewhere = rows.filter((row) => folderOf(row) === undefined);
  return [
    ...section('This Workspace', here, options),
    ...section(here.length > 0 ? 'Other Projects' : 'All Projects', elsewhere, options),
  ];
}

function section(label: string, rows: readonly SessionRow[], options: PickOptions): SessionItem[] {
  if (rows.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows.map((row) => sessionItem(row, options))];
}

function sessionItem(row: SessionRow, options: PickOptions): SessionItem {
  const folder = row.cwds[0];
  return {
    label: withoutIcons(sessionLabel(row)),
    description: sessionDescription(row, Date.now()),
    detail: withoutIcons(
      joinParts(
        folder && displayPath(folder, os.homedir()),
        row.branch && toSingleLine(row.branch, 60),
        row.plans === 0 ? 'no plan' : undefined,
      ),
    ),
    buttons: options.buttons,
    sessionId: row.sessionId,
  };
}

/** VS Code draws `$(name)` in a picker as an icon, which a title must not be able to do. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

function searchedIn(roots: readonly string[]): string {
  return `Searched in ${roots.map((root) => displayPath(root, os.homedir())).join(', ')}`;
}
