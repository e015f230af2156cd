/** `find-plan-slug`: the slug of one session's plan. Opens that session's log alone. */
import * as path from 'node:path';
import { readLog } from '../../core/log/logReader.ts';
import type { FileFailure } from '../../core/disk/openRegularFile.ts';
import { visitSmallLog } from '../../core/log/smallLogReader.ts';
import { emptySessionLogFacts } from '../../core/log/sessionLogFacts.ts';
import { SessionLogVisitor } from '../../core/log/sessionLogVisitor.ts';
import type { SessionId } from '../../core/model.ts';
import { PlanDirectories } from '../../core/plans/planDirectories.ts';
import { lastSlug } from '../../core/plans/planProofs.ts';
import { sessionLogPaths } from '../../core/roots/roots.ts';
import { logsInOrder, plansOfSession, type LogOfSession } from '../../core/plans/sessionPlans.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import { isCliError, type CliError } from '../answers.ts';
import { cannotTell, noLog, type CallContext } from '../callContext.ts';
import type { Command } from '../command.ts';

export const command: Command<string, CallContext> = {
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
    const directories = new PlanDirectories({ roots: context.roots, byName: true });
    const plans = plansOfSession(logs, directories);
    const plan = plans.find(({ inForce }) => inForce);
    if (plan !== undefined) return plan.slug;
    // Of several, which one has a file decides.
    const last = plans.at(-1);
    if (last !== undefined)
      return cannotTell('Which plan is in force', [directories.unreadSettings[0] ?? path.dirname(last.path)]);
    const slug = lastSlug(logsInOrder(logs));
    if (slug === undefined) return { error: 'no_plan_found', message: 'This session has no plan and no slug.' };
    context.input.warn(`The slug is all there is: no plan file ${slug}.md exists.`);
    return slug;
  },
  text: (slug) => toSingleLine(slug),
};

function readLogs(context: CallContext, id: SessionId): LogOfSession[] | CliError {
  const read: LogOfSession[] = [];
  let failed: { path: string; reason: FileFailure } | undefined;
  const { logs, unread } = sessionLogPaths(context.roots, id);
  for (const { root, path: log } of logs) {
    const facts = factsOf(log, id);
    if (typeof facts !== 'string') read.push({ file: { kind: 'session', path: log, sessionId: id }, root, facts });
    else if (facts !== 'missing') failed ??= { path: log, reason: facts };
  }
  if (read.length > 0) return read;
  if (failed) return { error: 'unreadable', message: 'The log of this session cannot be read.', ...failed };
  // It has written nothing yet.
  const registry = context.registry((one) => one === id);
  if (registry.live.size > 0) return [];
  return noLog(id, [...unread, ...registry.unread]);
}

/** What a log says about plans, the line that has no newline yet included. */
function factsOf(log: string, id: SessionId): LogOfSession['facts'] | FileFailure {
  const few = emptySessionLogFacts(id);
  if (visitSmallLog(log, new SessionLogVisitor(few, { onlyPlans: true }))) return few;
  const facts = emptySessionLogFacts(id);
  const visitor = (): SessionLogVisitor => new SessionLogVisitor(facts, { onlyPlans: true });
  const { state } = readLog(log, undefined, { visitor, tailVisitor: visitor });
  return state === 'read' ? facts : state;
}
