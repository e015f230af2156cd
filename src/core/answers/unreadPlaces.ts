/** What may hold entries of a session, and was not read: of that nothing can be said. */
import * as path from 'node:path';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId } from '../model.ts';
import { brokenProjectLinks, logFileIn } from '../roots/roots.ts';
import { parseSessionId } from '../text/ids.ts';

export interface UnreadPlace {
  readonly path: string;
  /** The only session whose entries it may hold; `undefined`: it may be any. */
  readonly sessionId: SessionId | undefined;
}

/** Folders and logs that could not be read or lie behind links. */
export function unreadPlaces(index: SessionIndex): UnreadPlace[] {
  const { roots } = index.host;
  return [
    ...roots.flatMap(brokenProjectLinks).map((folder) => ({ path: folder, sessionId: undefined })),
    ...index.passedOver
      .filter(({ reason }) => reason !== 'ignored-name')
      .map(({ path: place }) => ({ path: place, sessionId: sessionOfPlace(place, roots) })),
    ...unreadLogs(index),
  ];
}

/** Those of them that may hold entries of this session. */
export function unreadPlacesOf(id: SessionId, places: readonly UnreadPlace[]): UnreadPlace[] {
  return places.filter(({ sessionId }) => sessionId === undefined || sessionId === id);
}

/**
 * Where plans of this session may be, too, or may be said to be: plans directories and settings that could not be read.
 */
export function unreadOfPlans(index: SessionIndex, id: SessionId): string[] {
  const { unlisted, unreadSettings } = index.directories;
  const row = index.rows.get(id);
  const { paths, names } = index.plansOf(id);
  if (row === undefined || row.slugs.length + names.length === 0) return [];
  if (unlisted.length + unreadSettings.length === 0) return [];
  const { searched, hasUnreadSettings } = index.directories.searchFor(row.root, row.cwds);
  const folders = new Set([...searched, ...paths.map((file) => ({ path: path.dirname(file) }))].map((one) => one.path));
  return [...(hasUnreadSettings ? unreadSettings : []), ...unlisted.filter((folder) => folders.has(folder))];
}

/**
 * Where sessions may be said to be live, or what those that are may have logged; none of what no live session has.
 * `besides`: a session that is not asked about.
 */
export function unreadOfLive(index: SessionIndex, places: readonly UnreadPlace[], besides?: SessionId): string[] {
  const others = new Set(index.liveIds());
  if (besides !== undefined) others.delete(besides);
  const mayHoldTheirs = ({ sessionId }: UnreadPlace): boolean =>
    sessionId === undefined ? others.size > 0 : others.has(sessionId);
  return [...index.unreadRegistry, ...places.filter(mayHoldTheirs).map((place) => place.path)];
}

/** Logs that could not be read. */
export function* unreadLogs({ logs }: SessionIndex): Generator<UnreadPlace, void> {
  for (const catalogued of logs.folders) {
    const { folder } = catalogued;
    for (const name of catalogued.unreadNames())
      yield { path: path.join(folder.path, name), sessionId: logFileIn(folder, name)?.sessionId };
  }
}

/**
 * Those of them that may hold a session's own log, which alone says where it works. Its directory's name does not: a
 * session can change to any folder.
 */
export function unreadOfProjects(index: SessionIndex, places: readonly UnreadPlace[]): UnreadPlace[] {
  return places.filter(({ path: place }) =>
    index.host.roots.some((root) => {
      const [project, ofSession, inside] = path.relative(path.join(root, 'projects'), place).split(path.sep);
      if (project === '..' || inside !== undefined) return false;
      return ofSession === undefined || parseSessionId(/^(.*)\.jsonl$/.exec(ofSession)?.[1]) !== undefined;
    }),
  );
}

/** The session that a place below `projects/<project>/` is named after. */
function sessionOfPlace(place: string, roots: readonly string[]): SessionId | undefined {
  for (const root of roots) {
    const [project, ofSession] = path.relative(path.join(root, 'projects'), place).split(path.sep);
    if (project !== '..' && ofSession !== undefined) return parseSessionId(ofSession.replace(/\.jsonl$/, ''));
  }
  return undefined;
}
