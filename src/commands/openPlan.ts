/** Opens a plan: as the settings say, rendered, as source, or beside what is open. */
import * as vscode from 'vscode';
import type { PlanOpening } from '../host/settings.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { copyIdButton } from './copySessionId.ts';
import { planInForce, planOfSession, planProblem, planTarget, type PlanTarget } from './planTarget.ts';
import type { PickButton } from './sessionPick.ts';

/** The built-in Markdown extension's editor for rendered files. */
const markdownPreview = 'vscode.markdown.preview.editor';

export function openPlan(context: CommandContext): Handler {
  return async (argument) => show(await planTarget(argument, context), context.settings.planOpening.value);
}

export function openPlanPreview(context: CommandContext): Handler {
  return async (argument) => show(await planTarget(argument, context), 'preview');
}

export function openPlanSource(context: CommandContext): Handler {
  return async (argument) => show(await planTarget(argument, context), 'source');
}

export function openPlanToSide(context: CommandContext): Handler {
  return async (argument) => {
    const plan = await planTarget(argument, context);
    await show(plan, context.settings.planOpening.value, vscode.ViewColumn.Beside);
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
        tooltip: 'Open to the Side',
        run: async (id) => show(await planInForce(id, context), opening, vscode.ViewColumn.Beside),
      },
      {
        iconPath: new vscode.ThemeIcon(other === 'preview' ? 'open-preview' : 'go-to-file'),
        tooltip: other === 'preview' ? 'Open Preview' : 'Open Source',
        run: async (id) => show(await planInForce(id, context), other),
      },
      copyIdButton,
    ];
    await show(await planOfSession(argument, context, buttons), opening);
  };
}

async function show(plan: PlanTarget | undefined, opening: PlanOpening, viewColumn?: vscode.ViewColumn): Promise<void> {
  if (!plan) return;
  const problem = planProblem(plan.state);
  if (problem !== undefined) {
    void vscode.window.showWarningMessage(problem);
    return;
  }
  const uri = vscode.Uri.file(plan.path);
  const options: vscode.TextDocumentShowOptions = { viewColumn, preview: true };
  if (opening === 'preview') await vscode.commands.executeCommand('vscode.openWith', uri, markdownPreview, options);
  else await vscode.commands.executeCommand('vscode.open', uri, options);
}
