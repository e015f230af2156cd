/** The changed files of a workspace by the sessions that are proved to have changed them. */
import type { FileSessions } from '../core/answers/sessionsOfPaths.ts';
import type { SessionId } from '../core/model.ts';

/** `session`: one alone. `several`: two or more. `no-proof`: no log proves who. */
export type ChangedGroup<File extends FileSessions = FileSessions> =
  | { readonly kind: 'session'; readonly sessionId: SessionId; readonly files: readonly File[] }
  | { readonly kind: 'several' | 'no-proof'; readonly files: readonly File[] };

/** Sessions by their last change, newest first; then what several changed; what nothing is proved of comes last. */
export function changedGroups<File extends FileSessions>(files: readonly File[]): ChangedGroup<File>[] {
  const bySession = new Map<SessionId, { files: File[]; newest: number }>();
  const several: File[] = [];
  const noProof: File[] = [];
  for (const file of files) {
    const [first, second] = file.sessions;
    if (first === undefined) noProof.push(file);
    else if (second !== undefined) several.push(file);
    else {
      const known = bySession.get(first.sessionId) ?? { files: [], newest: -Infinity };
      known.files.push(file);
      known.newest = Math.max(known.newest, first.last.time ?? -Infinity);
      bySession.set(first.sessionId, known);
    }
  }
  const sessions = [...bySession].sort(([, a], [, b]) => b.newest - a.newest);
  const rest: ChangedGroup<File>[] = [
    { kind: 'several', files: several },
    { kind: 'no-proof', files: noProof },
  ];
  return [
    ...sessions.map(([sessionId, { files: own }]): ChangedGroup<File> => ({ kind: 'session', sessionId, files: own })),
    ...rest.filter((group) => group.files.length > 0),
  ];
}
