/** Whether a session that starts has nothing on disk yet, and no other one is open: told without reading a log. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ProcessTable } from '../disk/processStart.ts';
import { isMissing } from '../disk/errors.ts';
import { mayBeThere } from '../disk/mayBeThere.ts';
import { isAlive } from '../disk/processes.ts';
import type { HookInput } from './callerSession.ts';
import { registrationsIn } from './liveRegistry.ts';

/**
 * `false` where the projects or the registry cannot be read, or where `processes` does not know the start of a process
 * that is there and may have another session open. As everywhere, a session that nothing proves to be live counts as
 * none.
 */
export function hasNoLogAndIsAlone(
  { sessionId, transcriptOf }: HookInput,
  roots: readonly string[],
  processes: ProcessTable,
): boolean {
  if (transcriptOf !== undefined && transcriptOf !== sessionId) return false;
  if (!roots.every((root) => hasNoLog(root, sessionId))) return false;
  const { known, unread } = registrationsIn(roots);
  if (unread.length > 0) return false;
  const others = known.filter((one) => one.sessionId !== sessionId);
  return others.every((one) =>
    processes.startOf(one.pid) === undefined ? !isAlive(one.pid) : one.prove(processes) === undefined,
  );
}

function hasNoLog(root: string, sessionId: string): boolean {
  const projects = path.join(root, 'projects');
  try {
    return fs.readdirSync(projects).every((name) => {
      const log = path.join(projects, name, sessionId);
      return !mayBeThere(`${log}.jsonl`) && !mayBeThere(log);
    });
  } catch (error) {
    return isMissing(error);
  }
}
