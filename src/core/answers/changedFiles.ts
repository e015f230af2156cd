/** Changes put together by file. */
import { pathKey } from '../files/targetPath.ts';
import type { FileChange } from '../model.ts';

export interface ChangedFile {
  readonly path: string;
  /** In log order. */
  readonly changes: readonly FileChange[];
}

/** In the order of their first change. */
export function filesOf(changes: readonly FileChange[]): ChangedFile[] {
  const files = new Map<string, { path: string; changes: FileChange[] }>();
  for (const change of changes) {
    const key = pathKey(change.path);
    const file = files.get(key);
    if (file === undefined) files.set(key, { path: change.path, changes: [change] });
    else file.changes.push(change);
  }
  return [...files.values()];
}
