/**
 * The outputs of background tasks by session. Which sessions may have some is found by the path: the ID in it, and the
 * encoded working directory; then each is asked for all that it has. Outputs that no session's entries name are
 * nobody's, and are never cleaned.
 */
import * as path from 'node:path';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId } from '../model.ts';
import type { ScratchCandidate } from '../scratch/candidates.ts';
import type { TaskOutput } from '../scratch/claudeTmp.ts';
import { isEncodingOf, taskFolders, type ScratchHost } from '../scratch/findScratch.ts';
import { outputCandidate } from '../scratch/outputCandidates.ts';
import { parseSessionId } from '../text/ids.ts';
import { logsInOrder } from '../plans/sessionPlans.ts';
import { scratchNames } from './sessionDetails.ts';

/** All that can be cleaned, or those of some sessions; the largest first. */
export function outputCandidates(
  index: SessionIndex,
  host: ScratchHost,
  only?: ReadonlySet<SessionId>,
): ScratchCandidate[] {
  const ids = only ?? sessionsOfOutputs(index, host);
  const byTask = new Map<string, TaskOutput[]>();
  for (const output of host.taskOutputs) {
    const same = byTask.get(output.taskId);
    if (same === undefined) byTask.set(output.taskId, [output]);
    else same.push(output);
  }
  const candidates = [...ids].flatMap((id) => outputsOf(index, id, host, byTask));
  return candidates.sort((a, b) => (b.measurement?.bytes ?? 0) - (a.measurement?.bytes ?? 0));
}

/** `byTask`: all outputs by their task, of which a session is only asked for those that its entries name. */
function outputsOf(
  index: SessionIndex,
  id: SessionId,
  host: ScratchHost,
  byTask: ReadonlyMap<string, readonly TaskOutput[]>,
): ScratchCandidate[] {
  const { logs = [], agents = [] } = index.sessionLogs(id) ?? {};
  const cwds = [...(index.rows.get(id)?.cwds ?? []), ...agents.flatMap(({ facts }) => facts.cwds)];
  const { outputFiles, taskIds } = scratchNames(logsInOrder(logs), agents);
  const named = new Set([...taskIds, ...outputFiles].map(({ name }) => path.basename(name, '.output')));
  const taskOutputs = [...named].flatMap((task) => byTask.get(task) ?? []);
  const folders = taskFolders({ sessionId: id, cwds, outputFiles, taskIds }, { ...host, taskOutputs });
  return folders.flatMap(({ path: folder, only = [] }) => outputCandidate(id, folder, only, host) ?? []);
}

function sessionsOfOutputs(index: SessionIndex, host: ScratchHost): Set<SessionId> {
  const ids = new Set<SessionId>();
  const encodings = new Set<string>();
  for (const { path: file, encodedCwd, bytes } of host.taskOutputs) {
    if (bytes === undefined) continue;
    encodings.add(encodedCwd);
    const id = parseSessionId(file.split(/[/\\]/).at(-3));
    if (id !== undefined && index.rows.has(id)) ids.add(id);
  }
  if (encodings.size === 0) return ids;
  for (const { sessionId, cwds } of index.rows.values()) {
    if (cwds.some((cwd) => [...encodings].some((encoded) => isEncodingOf(encoded, cwd)))) ids.add(sessionId);
  }
  return ids;
}
