import * as vscode from 'vscode';
import { views } from '../host/contributions.ts';
import type { CommandContext, Handler } from './commandContext.ts';

/** Compares what is shown with the disk. Never needed where file events arrive. */
export function refresh(context: CommandContext): Handler {
  const { service, sessions, unattributed } = context;
  return () =>
    whileBusy(async () => {
      await service.refresh();
      sessions.refresh();
      await unattributed.refresh();
    });
}

/** Drops the index and reads all logs again. */
export function rebuildIndex(context: CommandContext): Handler {
  return () => whileBusy(() => context.service.rebuild());
}

async function whileBusy(work: () => Promise<void>): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: views.sessions } }, work);
}
