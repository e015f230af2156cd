/** Which sessions changed each of some files, by either spelling of their paths. */
import { samePlaces } from '../disk/samePlaces.ts';
import type { FileChanges } from '../files/fileChanges.ts';
import type { FileChange } from '../model.ts';
import { changedFiles, type ChangedFile } from './changedFiles.ts';

export interface FileSessions {
  readonly path: string;
  /** Empty: nothing proves who changed it. */
  readonly sessions: readonly ChangedFile[];
}

/**
 * One for each of `paths` (absolute), in their order. `changes`: what touches one of them. Looks at the disk for links.
 */
export function sessionsOfPaths(changes: readonly FileChange[], paths: readonly string[]): FileSessions[] {
  const places = samePlaces();
  const byPlace = new Map<string, ChangedFile[]>();
  for (const file of changedFiles(changes, false)) {
    const place = places.realOf(file.path, true);
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, [file]);
    else known.push(file);
  }
  return paths.map((path) => ({ path, sessions: byPlace.get(places.realOf(path, true)) ?? [] }));
}

/** The same, with what the logs say of /rewind. Reads the logs of their sessions. */
export function withTakenBack(known: FileChanges, files: readonly FileSessions[]): FileSessions[] {
  const changesOf = ({ sessions }: FileSessions): FileChange[] => sessions.flatMap(({ changes }) => changes);
  const marked = known.withTakenBack(files.flatMap(changesOf));
  let at = 0;
  return files.map((file) => {
    const own = marked.slice(at, (at += changesOf(file).length));
    return { path: file.path, sessions: changedFiles(own, false) };
  });
}
