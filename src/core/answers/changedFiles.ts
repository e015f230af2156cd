/** Changes to files put together by file and by who made them. */
import { pathKey } from '../files/targetPath.ts';
import type { FileChange, SessionId } from '../model.ts';

/** What one session, or one agent of it, did to one file. */
export interface ChangedFile {
  readonly path: string;
  readonly sessionId: SessionId;
  readonly agentId: string | undefined;
  /** In the order of the log. */
  readonly changes: readonly FileChange[];
  /** The last one by the log's own time. */
  readonly last: FileChange;
}

/** One for each file and writer, in the order of their first changes. `byAgent`: agents apart from their sessions. */
export function changedFiles(changes: readonly FileChange[], byAgent: boolean): ChangedFile[] {
  const files = new Map<string, FileChange[]>();
  for (const change of changes) {
    const { sessionId, agentId } = change;
    const key = [pathKey(change.path), sessionId, byAgent ? agentId : undefined].join('\0');
    const known = files.get(key);
    if (known === undefined) files.set(key, [change]);
    else known.push(change);
  }
  return [...files.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const last = all.reduce((a, b) => ((b.time ?? -Infinity) >= (a.time ?? -Infinity) ? b : a));
    const { path, sessionId } = first;
    return [{ path, sessionId, agentId: byAgent ? first.agentId : undefined, changes: all, last }];
  });
}

/** Those that have a change after a commit (milliseconds since 1970, whole seconds), with these changes alone. */
export function changedAfter(files: readonly ChangedFile[], commit: number, byAgent = false): ChangedFile[] {
  const since = commit + 999;
  return changedFiles(
    files.flatMap(({ changes }) => changes.filter(({ time }) => time !== undefined && time > since)),
    byAgent,
  );
}

/** Newest last change first, by the log's own time: for reading only. */
export function newestFirst(files: readonly ChangedFile[]): ChangedFile[] {
  return [...files].sort((a, b) => (b.last.time ?? -Infinity) - (a.last.time ?? -Infinity));
}

/** Sum of lines; `undefined` where one change does not tell. */
export function sumOf(changes: readonly FileChange[], field: 'added' | 'removed'): number | undefined {
  let sum = 0;
  for (const change of changes) {
    const lines = change[field];
    if (lines === undefined) return undefined;
    sum += lines;
  }
  return sum;
}
