import * as vscode from 'vscode';
import { views } from '../host/contributions.ts';
import type { CommandContext, Handler } from './commandContext.ts';

/** Compares what is shown with the disk. Never needed where file events arrive. */
export function refresh(context: CommandContext): Handler {
  return () => whileBusy(() => lookAgain(context));
}

/** Has the views show what is on disk now. */
export async function lookAgain({ service, sessions, unattributed }: CommandContext): Promise<void> {
  await service.refresh();
  sessions.refresh();
  await unattributed.refresh();
}

/** Forgets what is known and reads all logs again. */
export function rebuildIndex(context: CommandContext): Handler {
  return () => whileBusy(() => context.service.rebuild());
}

async function whileBusy(work: () => Promise<void>): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: views.sessions } }, work);
}
