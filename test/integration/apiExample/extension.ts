/** An extension that uses the API of this one, as any other would: by its ID and the types in `api/`. */
import * as vscode from 'vscode';
import type { SessionScopeApi } from '../../../api/sessionScope.d.ts';

export interface Example {
  /** `<title>: <heading of the plan in force>` of each session that has one. */
  plansInForce(): Promise<string[]>;
}

export async function activate(): Promise<Example> {
  const extension = vscode.extensions.getExtension<SessionScopeApi>('session-scope.session-scope');
  const api = await extension?.activate();
  if (api === undefined) throw new Error('Session Scope is not there.');
  return {
    async plansInForce() {
      const sessions = await api.sessions();
      const lines = sessions.map(async ({ sessionId, title, plans }) => {
        const plan = plans > 0 ? await api.planOf(sessionId) : undefined;
        return plan && `${title ?? sessionId}: ${plan.title ?? plan.slug}`;
      });
      return (await Promise.all(lines)).filter((line) => line !== undefined).sort();
    },
  };
}
