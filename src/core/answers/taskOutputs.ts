/**
 * The outputs of background tasks by session. Which sessions may have some is found by the path: the ID in it, and the encoded working
 * directory; then each is asked for all that it has. Outputs that no session's entries name are nobody's, and are never cleaned.
 */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId } from '../model.ts';
import type { ScratchCandidate } from '../scratch/candidates.ts';
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
  const candidates = [...ids].flatMap((id) => outputsOf(index, id, host));
  return candidates.sort((a, b) => (b.measurement?.bytes ?? 0) - (a.measurement?.bytes ?? 0));
}

function outputsOf(index: SessionIndex, id: SessionId, host: ScratchHost): ScratchCandidate[] {
  const { logs = [], agents = [] } = index.sessionLogs(id) ?? {};
  const cwds = [...(index.rows.get(id)?.cwds ?? []), ...agents.flatMap(({ facts }) => facts.cwds)];
  const { outputFiles, taskIds } = scratchNames(logsInOrder(logs), agents);
  const folders = taskFolders({ sessionId: id, cwds, outputFiles, taskIds }, host);
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
