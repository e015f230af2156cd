/** `session`: everything on one ID. */
import { sessionDetails } from '../../core/answers/sessionDetails.ts';
import { unreadOfPlans } from '../../core/answers/unreadPlaces.ts';
import { listExtras } from '../../core/extras/listExtras.ts';
import { ownScratch } from '../../core/scratch/findScratch.ts';
import type { Extras, SessionDetails } from '../../core/model.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { notFound } from '../callContext.ts';
import { agentJson, planJson, type AgentJson, type PlanJson } from '../json.ts';
import { hostHelp, hostOptions } from '../hosts/remoteCommand.ts';
import { unlistedSession, unreadableSession } from '../sessionErrors.ts';
import { agentLine, logLine, extraLines, nameLine, planLines, processLine, scratchLine, sessionHead } from '../text.ts';
import { mayLack, type MayLack } from '../unreadRoots.ts';
import { workflowJson, workflowLine, type WorkflowJson } from '../workflowLine.ts';

type SessionAnswer = Omit<
  SessionDetails,
  'plan' | 'plans' | 'agents' | 'extras' | 'workflow' | 'titleSource' | 'slugs' | 'root'
> & {
  readonly slugs: readonly string[];
  readonly plan: PlanJson | undefined;
  readonly plans: readonly PlanJson[];
  readonly agents: readonly AgentJson[];
  readonly extras: Extras;
  readonly workflow: readonly WorkflowJson[];
} & MayLack;

export const command: Command<SessionAnswer> = {
  help: [
    'session [--session-id ID]',
    '  Prints everything that belongs to the session: logs, plans, agents, scratch, relations, and',
    '  extras: todos, tasks, checkpoints, spilled tool results, debug log.',
    ...hostHelp,
  ],
  options: hostOptions,
  positional: 'session-id',
  run(context) {
    const id = context.sessionId();
    if (isCliError(id)) return id;
    const index = context.openIndex();
    const unread = context.unread(id);
    const failed = unreadableSession(index, id) ?? unlistedSession(index, id, unread);
    if (failed !== undefined) return failed;
    const details = sessionDetails(index, id, context.scratchHost());
    const isFound = index.rows.has(id) || (details && details.extras.files.length + details.scratch.length > 0);
    if (details === undefined || !isFound)
      return notFound(id, [
        ...unread,
        ...index.unreadRegistry,
        ...listExtras(index, id).unlisted.map(({ path }) => path),
      ]);
    const lack = mayLack(
      unread,
      context.unreadPlaces().map(({ path }) => path),
      unreadOfPlans(index, id),
      index.unreadRegistry,
    );
    context.warnOfUnread(lack.unread);
    return {
      sessionId: id,
      title: details.title,
      cwds: details.cwds,
      branch: details.branch,
      entrypoints: details.entrypoints,
      names: details.names,
      firstActivity: details.firstActivity,
      lastActivity: details.lastActivity,
      state: details.state,
      waitingFor: details.waitingFor,
      processes: details.processes,
      slugs: details.slugs,
      logs: details.logs,
      plan: details.plan && planJson(details.plan),
      plans: details.plans.map(planJson),
      agentPlans: details.agentPlans,
      agents: details.agents.map(agentJson),
      scratch: ownScratch(details.scratch),
      extras: details.extras,
      workflow: details.workflow.map(workflowJson),
      relations: details.relations,
      reverseRelations: details.reverseRelations,
      teleportedFrom: details.teleportedFrom,
      cleaning: details.cleaning,
      ...lack,
    };
  },
  text(answer) {
    const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', title, ...lines]);
    return [
      ...sessionHead(answer),
      ...section('Names', answer.names.map(nameLine)),
      ...section(
        'Plans',
        answer.plans.flatMap((one) => planLines(one, one.path === answer.plan?.path)),
      ),
      ...section('Agents', answer.agents.filter((agent) => !agent.internal).map(agentLine)),
      ...section('Scratch', answer.scratch.map(scratchLine)),
      ...section('Extras', extraLines(answer.extras)),
      ...section('Workflow', answer.workflow.map(workflowLine)),
      ...section('Logs', answer.logs.map(logLine)),
      ...section('Open in', answer.processes.map(processLine)),
    ].join('\n');
  },
};
