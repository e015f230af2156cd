/** Opens a plan: as the settings say, rendered, as source, or beside what is open. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText } from '../host/surfaces.ts';
import type { PlanOpening } from '../host/settings.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { copyIdButton } from './copySessionId.ts';
import { openLoggedPlan } from './planHistory.ts';
import { planInForce, planOfSession, planProblem, planTarget, type PlanTarget } from './planTarget.ts';
import { chosenRows } from './sessionArgument.ts';
import type { PickButton } from './sessionPick.ts';

export function openPlan(context: CommandContext): Handler {
  return (argument, selected) => showEach(argument, selected, context.settings.planOpening.value, context);
}

export function openPlanPreview(context: CommandContext): Handler {
  return (argument, selected) => showEach(argument, selected, 'preview', context);
}

export function openPlanSource(context: CommandContext): Handler {
  return (argument, selected) => showEach(argument, selected, 'source', context);
}

export function openPlanToSide(context: CommandContext): Handler {
  return async (argument) => {
    const plan = await planTarget(argument, context);
    await show(plan, context.settings.planOpening.value, context, vscode.ViewColumn.Beside);
  };
}

/** Always about a session as a whole: without an argument it asks, whatever row is selected. */
export function openPlanOfSession(context: CommandContext): Handler {
  return async (argument) => {
    const opening = context.settings.planOpening.value;
    const other = opening === 'preview' ? 'source' : 'preview';
    const buttons: PickButton[] = [
      {
        iconPath: new vscode.ThemeIcon('split-horizontal'),
        tooltip: t('Open to the Side'),
        run: async (id) => show(await planInForce(id, context), opening, context, vscode.ViewColumn.Beside),
      },
      {
        iconPath: new vscode.ThemeIcon(other === 'preview' ? 'open-preview' : 'go-to-file'),
        tooltip: other === 'preview' ? t('Open Preview') : t('Open Source'),
        run: async (id) => show(await planInForce(id, context), other, context),
      },
      copyIdButton,
    ];
    await show(await planOfSession(argument, context, buttons), opening, context);
  };
}

/** The plan of each chosen row; several stay open beside each other. */
async function showEach(
  argument: unknown,
  selected: unknown,
  opening: PlanOpening,
  context: CommandContext,
): Promise<void> {
  const rows = chosenRows(argument, selected);
  for (const row of rows) await show(await planTarget(row, context), opening, context, undefined, rows.length === 1);
}

async function show(
  plan: PlanTarget | undefined,
  opening: PlanOpening,
  context: CommandContext,
  viewColumn?: vscode.ViewColumn,
  preview = true,
): Promise<void> {
  if (!plan) return;
  if (plan.state === 'missing' && plan.of && (await openLoggedPlan(plan.of, context, { viewColumn, preview }))) return;
  const problem = planProblem(plan.state);
  if (problem !== undefined) {
    void vscode.window.showWarningMessage(messageText(problem));
    return;
  }
  const uri = vscode.Uri.file(plan.path);
  const options: vscode.TextDocumentShowOptions = { viewColumn, preview };
  if (opening === 'source') {
    await vscode.commands.executeCommand('vscode.open', uri, options);
    return;
  }
  await context.planPreviews.show(uri, options);
}
