/** Whose is this path? The reverse of looking up a session. */
import * as path from 'node:path';
import { parseSessionId } from './ids.ts';
import { isSessionLog } from './logStore.ts';
import type { Evidence, SessionId } from './model.ts';
import type { SessionIndex } from './sessionIndex.ts';
import { plansOfSession } from './sessionRow.ts';

export type OwnedKind = 'plan' | 'session-log' | 'agent-log' | 'scratch';

export interface Owner {
  readonly sessionId: SessionId;
  readonly kind: OwnedKind;
  /** Lines that prove it, or (line 0) the file or folder whose name does. */
  readonly evidence: readonly Evidence[];
}

/** The sessions that the file or folder at `file` (absolute) belongs to. Sorted by ID; empty when nothing proves any. */
export function ownersOf(file: string, index: SessionIndex): Owner[] {
  const owners = [...ownersOfPlan(file, index), ...ownersOfLog(file, index), ...ownersOfScratch(file, index)];
  return owners.sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
}

function ownersOfPlan(file: string, index: SessionIndex): Owner[] {
  return [...index.ownersOfPlan(file)].flatMap((sessionId) => {
    const sources = index.sources(sessionId);
    const plan = sources && plansOfSession(sources, index.directories).find((one) => one.path === file);
    return plan ? [{ sessionId, kind: 'plan' as const, evidence: plan.evidence }] : [];
  });
}

function ownersOfLog(file: string, index: SessionIndex): Owner[] {
  const log = index.logs.get(file);
  if (log === undefined) return [];
  const named = (kind: string): Evidence[] => [{ kind, file, line: 0, offset: 0 }];
  if (isSessionLog(log)) return [{ sessionId: log.file.sessionId, kind: 'session-log', evidence: named('file-name') }];
  const kind = log.file.sessionId === undefined ? 'entries' : 'session-folder';
  return log.facts.shares.map(({ sessionId }) => ({ sessionId, kind: 'agent-log', evidence: named(kind) }));
}

/** erk's scratch by the name of its folder, the client's by what the session's log names. */
function ownersOfScratch(file: string, index: SessionIndex): Owner[] {
  const byName = /^(.*[/\\]\.erk[/\\]scratch[/\\](?:sessions[/\\])?([0-9a-f-]{36}))(?:[/\\]|$)/.exec(file);
  const sessionId = parseSessionId(byName?.[2]);
  if (byName?.[1] !== undefined && sessionId !== undefined) {
    return [{ sessionId, kind: 'scratch', evidence: [{ kind: 'folder-name', file: byName[1], line: 0, offset: 0 }] }];
  }
  const owners: Owner[] = [];
  for (const [id] of index.rows) {
    for (const log of index.sources(id)?.logs ?? []) {
      const { outputFiles, scratchpads } = log.facts;
      if (!outputFiles.includes(file) && !scratchpads.some((directory) => isWithin(file, directory))) continue;
      owners.push({
        sessionId: id,
        kind: 'scratch',
        evidence: [{ kind: 'named-in-log', file: log.file.path, line: 0, offset: 0 }],
      });
    }
  }
  return owners;
}

function isWithin(file: string, directory: string): boolean {
  const relative = path.relative(directory, file);
  return (
    path.isAbsolute(directory) &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
}
