/**
 * Whose is this path? The sessions that may have it are found by the path; then each is asked for all that it has, so
 * that `owner` names a session exactly when `session` lists the file, or a folder that it lies in.
 */
import * as path from 'node:path';
import { isInside } from '../disk/paths.ts';
import { isLocalPath } from '../disk/repositories.ts';
import { samePlaces, type Places } from '../disk/samePlaces.ts';
import { sessionOfJob } from '../extras/extrasLayout.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { agentIdOfPlan } from '../plans/agentPlans.ts';
import { logsInOrder } from '../plans/sessionPlans.ts';
import type { Evidence, ExtraKind, SessionDetails, SessionId } from '../model.ts';
import { scratchpadAt, sessionOfAgentLog, taskOutputPath } from '../scratch/claudeTmp.ts';
import { sessionOfRunState } from '../scratch/erkWorkflow.ts';
import { outputsIn, ownScratch, type ScratchHost } from '../scratch/findScratch.ts';
import { parseSessionId } from '../text/ids.ts';
import { agentLogsOf } from './agentLogsOf.ts';
import { ownersOfPlanAt } from './planAtPath.ts';
import { scratchNames, sessionDetails } from './sessionDetails.ts';

export type OwnedKind = 'plan' | 'session-log' | 'agent-log' | 'scratch' | 'run-state' | ExtraKind;

export interface Owner {
  readonly sessionId: SessionId;
  readonly kind: OwnedKind;
  /** Lines that prove it, or (line 0) the file or folder whose name does. */
  readonly evidence: readonly Evidence[];
}

/** A file, or a folder with all that is in it, that belongs to a session. */
interface Belonging extends Omit<Owner, 'sessionId'> {
  readonly path: string;
}

/**
 * The sessions that the file or folder at `file` (absolute) belongs to. Sorted by ID; empty when nothing proves any.
 */
export function ownersOf(file: string, index: SessionIndex, scratchHost: ScratchHost): Owner[] {
  const places = samePlaces();
  const real = places.realOf(file);
  const spellings = spellingsOf(file, index.host.roots, places);
  const owners: Owner[] = [];
  for (const id of candidates(spellings, index, scratchHost)) {
    const details = sessionDetails(index, id, scratchHost, { most: Infinity });
    if (details === undefined) continue;
    const all = belongings(details, index);
    const own =
      all.find((one) => spellings.some((each) => isInside(each, one.path))) ??
      // A log may name a place of another machine, which is not to be asked for.
      all.find((one) => isLocalPath(one.path) && isInside(real, places.realOf(one.path)));
    if (own !== undefined) owners.push({ sessionId: id, kind: own.kind, evidence: own.evidence });
  }
  return owners.sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
}

/** All that a session has, files before the folders that hold some of them. */
function belongings(details: SessionDetails, index: SessionIndex): Belonging[] {
  const { logs, plans, agentPlans, agents, scratch, extras, workflow, sessionId } = details;
  const named = (kind: string, file: string): Evidence[] => [{ kind, file, line: 0, offset: 0 }];
  return [
    ...logs.map((log): Belonging => ({ kind: 'session-log', path: log.path, evidence: named('file-name', log.path) })),
    ...plans.map(({ path: file, evidence }): Belonging => ({ kind: 'plan', path: file, evidence })),
    ...agentPlans.map(({ path: file, evidence }): Belonging => ({ kind: 'plan', path: file, evidence })),
    ...agents.flatMap(({ agentId, path: file }): Belonging[] => {
      if (agentId === undefined) return [];
      const log = index.logs.get(file);
      const share =
        log && 'shares' in log.facts ? log.facts.shares.find((one) => one.sessionId === sessionId) : undefined;
      const evidence =
        log?.file.kind === 'agent' && log.file.sessionId === undefined && share?.position !== undefined
          ? [{ kind: 'entries', file, ...share.position }]
          : named('session-folder', file);
      return [{ kind: 'agent-log', path: file, evidence }];
    }),
    ...extras.files.map(({ kind, path: file, evidence }): Belonging => ({ kind, path: file, evidence: [evidence] })),
    ...workflow.flatMap(({ kind, path: file, evidence }): Belonging[] =>
      kind === 'branch' ? [{ kind: 'run-state', path: file, evidence: [evidence] }] : [],
    ),
    ...outputsIn(scratch).map((one): Belonging => ({ kind: 'scratch', ...one })),
    ...ownScratch(scratch).map((one): Belonging => ({ kind: 'scratch', path: one.path, evidence: one.evidence })),
  ];
}

/** Sessions that may have the file, by what stands in its path or names it. */
function candidates(spellings: readonly string[], index: SessionIndex, host: ScratchHost): Set<SessionId> {
  const ids = new Set<SessionId>();
  for (const file of spellings) {
    for (const [named] of file.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi)) {
      const id = parseSessionId(named);
      if (id !== undefined) ids.add(id);
    }
    for (const id of ownersOfPlanAt(index, file)) ids.add(id);
    for (const id of index.logs.get(file)?.owners ?? []) ids.add(id);
    const implementing = sessionOfRunState(file);
    if (implementing !== undefined) ids.add(implementing);
    const job = sessionOfJob(path.dirname(file));
    if (job !== undefined) ids.add(job.sessionId);
    const target = mayBeTaskOutput(file)
      ? host.taskOutputs.find(({ path: output }) => output === file)?.target
      : undefined;
    const linked = target === undefined ? undefined : sessionOfAgentLog(target);
    if (linked !== undefined) ids.add(linked);
    for (const id of target === undefined ? [] : (index.logs.get(target)?.owners ?? [])) ids.add(id);
    for (const log of agentLogsOf(agentIdOfPlan(file), index)) for (const id of log.owners) ids.add(id);
    if (isClientScratch(file, host)) for (const id of sessionsThatName(file, index, host)) ids.add(id);
  }
  return ids;
}

function isClientScratch(file: string, host: ScratchHost): boolean {
  if (file.split(path.sep).includes('scratchpad')) return true;
  if (!mayBeTaskOutput(file)) return false;
  return host.taskOutputs.some(({ path: output, folder }) => output === file || isInside(file, folder));
}

/** Their folders are called `tasks`. To look for all outputs is to list the folders of all clients. */
function mayBeTaskOutput(file: string): boolean {
  return file.split(path.sep).includes('tasks');
}

/** Sessions in whose logs an entry names the output, its task, or a scratchpad that the file is in. */
function* sessionsThatName(file: string, index: SessionIndex, host: ScratchHost): Generator<SessionId> {
  const taskId = path.basename(file, '.output');
  for (const id of index.rows.keys()) {
    const { logs = [], agents = [] } = index.sessionLogs(id) ?? {};
    const { outputFiles, taskIds, scratchpads } = scratchNames(logsInOrder(logs), agents);
    const isNamed =
      taskIds.some(({ name }) => name === taskId) ||
      outputFiles.some(({ name }) => taskOutputPath(name, host) === file) ||
      scratchpads.some(({ name }) => isInside(file, scratchpadAt(name, host) ?? name));
    if (isNamed) yield id;
  }
}

/** The path as it was given, as the disk has it, and below each data root as that root is spelled. */
function spellingsOf(file: string, roots: readonly string[], places: Places): string[] {
  const real = places.realOf(file);
  const spelled = roots.flatMap((root) => {
    const realRoot = places.realOf(root, true);
    return isInside(real, realRoot) ? [path.join(root, path.relative(realRoot, real))] : [];
  });
  return [...new Set([file, real, ...spelled])];
}
