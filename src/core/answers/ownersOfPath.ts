/** Whose is this path? The reverse of looking up a session. */
import * as path from 'node:path';
import { isInside } from '../disk/paths.ts';
import { isSessionLog } from '../log/trackedLog.ts';
import type { Evidence, ExtraKind, SessionId } from '../model.ts';
import { extraPlaceOf } from '../extras/extrasLayout.ts';
import { scratchBases, sessionIdOfScratch } from '../scratch/scratchLayout.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { plansOfSession } from '../plans/sessionPlans.ts';

export type OwnedKind = 'plan' | 'session-log' | 'agent-log' | 'scratch' | ExtraKind;

export interface Owner {
  readonly sessionId: SessionId;
  readonly kind: OwnedKind;
  /** Lines that prove it, or (line 0) the file or folder whose name does. */
  readonly evidence: readonly Evidence[];
}

/** The sessions that the file or folder at `file` (absolute) belongs to. Sorted by ID; empty when nothing proves any. */
export function ownersOf(file: string, index: SessionIndex): Owner[] {
  const owners = [
    ...ownersOfPlan(file, index),
    ...ownersOfLog(file, index),
    ...ownersOfScratch(file, index),
    ...ownersOfExtra(file, index),
  ];
  return owners.sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
}

function ownersOfPlan(file: string, index: SessionIndex): Owner[] {
  return [...index.ownersOfPlan(file)].flatMap((sessionId) => {
    const sources = index.sessionLogs(sessionId);
    const plan = sources && plansOfSession(sources.logs, index.directories).find((one) => one.path === file);
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

/** Scratch of the known roots by the name of its folder, the client's by what the session's log names. */
function ownersOfScratch(file: string, index: SessionIndex): Owner[] {
  const named = scratchDirectoryOf(file, index);
  if (named !== undefined) {
    const evidence = [{ kind: 'folder-name', file: named.directory, line: 0, offset: 0 }];
    return [{ sessionId: named.sessionId, kind: 'scratch', evidence }];
  }
  const owners: Owner[] = [];
  for (const id of index.rows.keys()) {
    for (const log of index.sessionLogs(id)?.logs ?? []) {
      const { outputFiles, scratchpads } = log.facts;
      if (!outputFiles.includes(file) && !scratchpads.some((directory) => isInside(file, directory))) continue;
      owners.push({
        sessionId: id,
        kind: 'scratch',
        evidence: [{ kind: 'named-in-log', file: log.file.path, line: 0, offset: 0 }],
      });
    }
  }
  return owners;
}

/** The session whose ID the file, or the folder that it lies in, has for a name. */
function ownersOfExtra(file: string, { host }: SessionIndex): Owner[] {
  return host.roots.flatMap((root) => {
    const place = extraPlaceOf(file, root);
    if (place === undefined) return [];
    const { kind, sessionId, named } = place;
    const proof = named === file ? 'file-name' : 'folder-name';
    return [{ sessionId, kind, evidence: [{ kind: proof, file: named, line: 0, offset: 0 }] }];
  });
}

/** The session's directory that `file` is or lies in, by the names of the folders above it alone. */
function scratchDirectoryOf(
  file: string,
  { host }: SessionIndex,
): { readonly directory: string; readonly sessionId: SessionId } | undefined {
  const parts = file.split(path.sep);
  for (const root of scratchBases(host.scratchPatterns)) {
    for (let at = root.length; at < parts.length; at++) {
      const sessionId = sessionIdOfScratch(parts[at] ?? '');
      const isBelowRoot = root.every((name, i) => parts[at - root.length + i] === name);
      if (sessionId !== undefined && isBelowRoot)
        return { directory: parts.slice(0, at + 1).join(path.sep), sessionId };
    }
  }
  return undefined;
}
