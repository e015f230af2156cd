/** The versions of a plan, as the session's logs have them: opened, compared, restored. */
import * as os from 'node:os';
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { joinParts } from '../core/text/format.ts';
import { formatTime } from '../host/formatTime.ts';
import { labelText, messageText, pickText } from '../host/surfaces.ts';
import { planVersionWords } from '../presentation/planHistoryWords.ts';
import { planLabel } from '../presentation/rowText.ts';
import { writeNewFile } from '../service/newFile.ts';
import { localFolders } from '../service/openedFolders.ts';
import { planVersionUri } from '../views/plans/planDocuments.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { planTarget, type PlanTarget } from './planTarget.ts';
import { chosenRows } from './sessionArgument.ts';

type OwnedPlan = NonNullable<PlanTarget['of']>;
type PlanHistory = NonNullable<Awaited<ReturnType<CommandContext['service']['planHistory']>>>;

interface VersionItem extends vscode.QuickPickItem {
  /** `undefined`: the file as it is now. */
  readonly version?: number;
}

const compareWithFile = { iconPath: new vscode.ThemeIcon('compare-changes'), tooltip: t('Compare with the File') };
const compareWithBefore = { iconPath: new vscode.ThemeIcon('diff'), tooltip: t('Compare with the Version Before') };
const compareWithOther = { iconPath: new vscode.ThemeIcon('git-compare'), tooltip: t('Compare with Another Version…') };

/** Asks for a version of a plan and opens it; its buttons compare it. */
export function planHistory(context: CommandContext): Handler {
  return async (argument) => {
    const of = await ownedPlan(argument, context);
    if (of === undefined) return;
    const history = await context.service.planHistory(of.sessionId, of.plan.path);
    if (history === undefined || history.versions.length === 0) return sayNothingLogged();
    await pickVersion(history, t('Plan History: {0}', planLabel(of.plan)), true, {
      open: async ({ version }) => {
        const uri =
          version === undefined ? vscode.Uri.file(of.plan.path) : planVersionUri(of.sessionId, of.plan, version);
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
      },
      compare: async ({ version = 0 }, button) => {
        if (button === compareWithFile) return compare(of, version, undefined);
        if (button === compareWithBefore) return compare(of, version - 1, version);
        await pickVersion(history, t('Compare Version {0} with', version), false, {
          open: async (other) => {
            const [older, newer] = [version, other.version ?? 0].sort((a, b) => a - b);
            if (older !== undefined && newer !== undefined && older !== newer) await compare(of, older, newer);
          },
        });
      },
    });
  };
}

/** The difference that the row of a plan tells of. */
export function compareLoggedPlan(context: CommandContext): Handler {
  return async (argument) => {
    const of = await ownedPlan(argument, context);
    if (of === undefined) return;
    const last = await context.service.planVersion(of.sessionId, of.plan.path);
    if (last?.version === undefined) return sayNothingLogged();
    await compare(of, last.version, undefined);
  };
}

/** The plans of two selected rows: sessions, or plans. */
export function comparePlans(context: CommandContext): Handler {
  return async (argument, selected) => {
    const rows = chosenRows(argument, selected);
    if (rows.length !== 2) {
      void vscode.window.showInformationMessage(t('Select two sessions or two plans to compare their plans.'));
      return;
    }
    const targets: PlanTarget[] = [];
    for (const row of rows) {
      const target = await planTarget(row, context);
      if (target === undefined) return;
      targets.push(target);
    }
    await compareTargets(targets, context);
  };
}

/** The plan that a copy was made from beside the copy. */
export function compareOriginalPlan(context: CommandContext): Handler {
  return async (argument) => {
    const target = await planTarget(argument, context);
    if (target === undefined) return;
    const { of } = target;
    const original = of && (await context.service.originalOfPlan(of.sessionId, of.plan.path));
    if (original === undefined) {
      void vscode.window.showInformationMessage(t('Nothing proves which plan this one was copied from.'));
      return;
    }
    const { path: file, state } = original.plan;
    await compareTargets([{ path: file, state, of: original }, target], context);
  };
}

/** Each as its file, else as its session logged it last. */
async function compareTargets(targets: readonly PlanTarget[], context: CommandContext): Promise<void> {
  const sides: { readonly uri: vscode.Uri; readonly label: string }[] = [];
  for (const { path: file, state, of } of targets) {
    const uri = state === 'found' ? vscode.Uri.file(file) : await lastVersionUri(of, context);
    if (uri === undefined) return sayNothingLogged();
    const label = of === undefined ? path.basename(file) : planLabel(of.plan);
    sides.push({ uri, label: state === 'found' ? label : t('{0} (as logged)', label) });
  }
  const [left, right] = sides;
  if (left === undefined || right === undefined) return;
  const title = labelText(`${left.label} ↔ ${right.label}`);
  await vscode.commands.executeCommand('vscode.diff', left.uri, right.uri, title);
}

/** Saves the text that the session logged last where a person says, and never over another file. */
export function restorePlan(context: CommandContext): Handler {
  return async (argument) => {
    const of = await ownedPlan(argument, context);
    if (of === undefined) return;
    const last = await context.service.planVersion(of.sessionId, of.plan.path);
    if (last === undefined) return sayNothingLogged();
    const folder = localFolders()[0] ?? os.homedir();
    const uri = await vscode.window.showSaveDialog({
      title: t('Restore Plan as New File'),
      saveLabel: t('Restore'),
      defaultUri: vscode.Uri.file(path.join(folder, `${of.plan.slug}.md`)),
      filters: { Markdown: ['md'] },
    });
    if (uri === undefined) return;
    if (uri.scheme !== 'file') {
      void vscode.window.showWarningMessage(t('A plan can be restored to a file on disk only.'));
      return;
    }
    if (!(await writeNewFile(uri.fsPath, last.text))) {
      void vscode.window.showWarningMessage(t('There is a file of this name already, and it was left as it is.'));
      return;
    }
    await vscode.window.showTextDocument(uri);
  };
}

/** Opens a plan without a file as its session logged it last. False when that is not known. */
export async function openLoggedPlan(
  of: OwnedPlan,
  context: CommandContext,
  options: vscode.TextDocumentShowOptions,
): Promise<boolean> {
  const uri = await lastVersionUri(of, context);
  if (uri === undefined) return false;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), options);
  return true;
}

/**
 * The plan of a row, or of a session that is picked; `undefined` after saying so where no session's log can have it.
 */
async function ownedPlan(argument: unknown, context: CommandContext): Promise<OwnedPlan | undefined> {
  const target = await planTarget(argument, context);
  if (target !== undefined && target.of === undefined) sayNothingLogged();
  return target?.of;
}

async function lastVersionUri(of: OwnedPlan | undefined, { service }: CommandContext): Promise<vscode.Uri | undefined> {
  const last = of && (await service.planVersion(of.sessionId, of.plan.path));
  return last?.version === undefined || of === undefined
    ? undefined
    : planVersionUri(of.sessionId, of.plan, last.version);
}

/** Two versions side by side, or one and the file. */
async function compare({ sessionId, plan }: OwnedPlan, older: number, newer: number | undefined): Promise<void> {
  const right = newer === undefined ? vscode.Uri.file(plan.path) : planVersionUri(sessionId, plan, newer);
  const title = labelText(
    newer === undefined
      ? t('{0} (version {1} ↔ file)', planLabel(plan), older)
      : t('{0} (version {1} ↔ version {2})', planLabel(plan), older, newer),
  );
  await vscode.commands.executeCommand('vscode.diff', planVersionUri(sessionId, plan, older), right, title);
}

interface VersionActions {
  readonly open: (item: VersionItem) => Promise<void>;
  readonly compare?: (item: VersionItem, button: vscode.QuickInputButton) => Promise<void>;
}

/** The newest version first; `withFile`: the file as it is now above them. */
function pickVersion(
  { plan, versions, fileIs, leftOut }: PlanHistory,
  title: string,
  withFile: boolean,
  { open, compare: onCompare }: VersionActions,
): Promise<void> {
  const isFound = plan.state === 'found';
  const items = versions.map((version): VersionItem => {
    const { number, time, isGap } = version;
    const buttons = [isFound && compareWithFile, number > leftOut + 1 && compareWithBefore, compareWithOther];
    return {
      label: pickText(t('Version {0}', number)),
      description: pickText(
        joinParts(time === undefined ? undefined : formatTime(time), number === fileIs ? t('the file now') : undefined),
      ),
      detail: pickText(joinParts(...planVersionWords(version))),
      buttons: isGap || onCompare === undefined ? [] : buttons.filter((button) => button !== false),
      version: number,
    };
  });
  const pick = vscode.window.createQuickPick<VersionItem>();
  pick.title = labelText(title);
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const file: VersionItem[] =
    withFile && isFound && fileIs === undefined
      ? [{ label: t('The file now'), detail: t('not as the session logged it') }]
      : [];
  pick.items = [...file, ...items.reverse()];
  return new Promise((resolve, reject) => {
    let acting: Promise<void> | undefined;
    const act = (action: Promise<void>): void => {
      acting = action;
      pick.hide();
    };
    const subscriptions = vscode.Disposable.from(
      pick,
      pick.onDidTriggerItemButton(({ item, button }) => onCompare && act(onCompare(item, button))),
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item) act(open(item));
      }),
      pick.onDidHide(() => {
        subscriptions.dispose();
        Promise.resolve(acting).then(() => resolve(), reject);
      }),
    );
    pick.show();
  });
}

function sayNothingLogged(): void {
  void vscode.window.showInformationMessage(messageText(t('The session’s log does not have the text of this plan.')));
}
