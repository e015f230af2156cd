/** `find-plan-slug`: the slug of one session's plan. Opens that session's log alone. */
import { newSessionLog, type KnownSessionLog } from '../../core/logStore.ts';
import type { SessionId } from '../../core/model.ts';
import { PlanDirectories } from '../../core/planDirectories.ts';
import { lastSlug } from '../../core/plans.ts';
import { sessionLogPaths } from '../../core/roots.ts';
import { logsInOrder, plansOfSession } from '../../core/sessionRow.ts';
import { toSingleLine } from '../../core/text.ts';
import { isCliError, type CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { notFound, type CallContext } from '../callContext.ts';

export const findPlanSlug: Command<string, CallContext> = {
  help: [
    'find-plan-slug [--session-id ID]',
    '  Prints the slug of the plan in force; when no plan file exists, the last slug of the session.',
  ],
  options: {},
  positional: 'session-id',
  run(context) {
    const id = context.sessionId();
    if (isCliError(id)) return id;
    const logs = readLogs(context, id);
    if (isCliError(logs)) return logs;
    const sources = { id, logs: new Set(logs), agents: new Set<never>() };
    const plan = plansOfSession(sources, new PlanDirectories()).find(({ inForce }) => inForce);
    if (plan !== undefined) return plan.slug;
    const slug = lastSlug(logsInOrder(logs));
    if (slug === undefined) return { error: 'no_plan_found', message: 'This session has no plan and no slug.' };
    context.input.warn(`The slug is all there is: no plan file ${slug}.md exists.`);
    return slug;
  },
  text: (slug) => toSingleLine(slug),
};

function readLogs(context: CallContext, id: SessionId): KnownSessionLog[] | CliError {
  const logs = sessionLogPaths(context.roots, id).map(({ root, path }) =>
    newSessionLog({ kind: 'session', path, sessionId: id }, root),
  );
  for (const log of logs) log.readNewLines();
  const read = logs.filter((log) => log.state === 'read');
  if (read.length > 0) return read;
  const failed = logs.find((log) => log.state !== 'missing');
  if (failed === undefined) return notFound(id);
  return {
    error: 'unreadable',
    message: 'The log of this session cannot be read.',
    path: failed.file.path,
    reason: failed.state,
  };
}
