/** Which plan a command is about. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText } from '../host/surfaces.ts';
import { shortId } from '../core/text/ids.ts';
import type { OwnPlan, PlanState, SessionId } from '../core/model.ts';
import type { CommandContext } from './commandContext.ts';
import { rowOrId, sessionOrPick } from './sessionArgument.ts';
import type { PickButton } from './sessionPick.ts';

const pickOptions = { placeholder: t('Session whose plan to open: title, plan, folder, or its ID') };

export interface PlanTarget extends Pick<OwnPlan, 'path' | 'state'> {
  /** The plan as a session has it; `undefined` for one that no session proves. */
  readonly of: { readonly sessionId: SessionId; readonly plan: OwnPlan } | undefined;
}

/**
 * The plan that an argument names: a plan's own row, or the plan in force of a session, which is picked when none is
 * named. Says so in one sentence when the session has no plan.
 */
export async function planTarget(argument: unknown, context: CommandContext): Promise<PlanTarget | undefined> {
  const unattributed = context.unattributed.itemOf(argument);
  if (unattributed?.kind === 'plan') return { path: unattributed.path, state: 'found', of: undefined };
  const listed = context.plans.planOf(argument);
  if (listed) return targetOf(listed.sessionId, listed.plan);
  const node = context.sessions.nodeOf(argument);
  if (node?.kind === 'plan') return targetOf(node.sessionId, node.plan);
  if (node?.kind === 'agentPlan') return { path: node.plan.path, state: 'found', of: undefined };
  const id = await sessionOrPick(node ?? rowOrId(argument, context), context, pickOptions);
  return id && planInForce(id, context);
}

/** The plan in force of the session that an argument names or a person picks. */
export async function planOfSession(
  argument: unknown,
  context: CommandContext,
  buttons: readonly PickButton[] = [],
): Promise<PlanTarget | undefined> {
  const id = await sessionOrPick(rowOrId(argument, context), context, { ...pickOptions, buttons });
  return id && planInForce(id, context);
}

/** The plan in force of a session; says so in one sentence when there is none. */
export async function planInForce(id: SessionId, context: CommandContext): Promise<PlanTarget | undefined> {
  const plan = await context.service.planOf(id);
  if (plan) return targetOf(id, plan);
  void vscode.window.showInformationMessage(
    messageText(
      context.service.rows.has(id)
        ? t('Session {0} has no plan.', shortId(id))
        : t('There is no session {0} in the data roots.', shortId(id)),
    ),
  );
  return undefined;
}

function targetOf(sessionId: SessionId, plan: OwnPlan): PlanTarget {
  return { path: plan.path, state: plan.state, of: { sessionId, plan } };
}

/** Why a plan cannot be opened, in one sentence; `undefined` for one that can. */
export function planProblem(state: PlanState): string | undefined {
  switch (state) {
    case 'found':
      return undefined;
    case 'missing':
      return t('The session’s log proves this plan, but its file is no longer there.');
    case 'not-a-regular-file':
      return t('A link, folder or device stands in place of this plan’s file, so it was not opened.');
    case 'unreadable':
      return t('This plan’s file cannot be read.');
    case 'not-looked-at':
      return t(
        'The session’s log names a place outside of its projects and data roots, so this plan’s file was not looked at.',
      );
  }
}
