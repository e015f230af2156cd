/** All known folders of logs, by project and place in it: a path for each would take memory. */
import * as path from 'node:path';
import type { KnownFolder } from './catalogFolder.ts';
import { keyBelow, type LogFolder } from '../roots/logFolder.ts';

export class KnownFolders implements Iterable<KnownFolder> {
  readonly #projects = new Map<string, Map<string, KnownFolder>>();

  get(folder: LogFolder): KnownFolder | undefined {
    return this.#projects.get(folder.project)?.get(folder.key);
  }

  /** The folder at a path. */
  at(location: string): KnownFolder | undefined {
    for (let project = location, above = ''; project !== above; above = project, project = path.dirname(project)) {
      const folders = this.#projects.get(project);
      if (folders === undefined) continue;
      const key = project === location ? '' : keyBelow(location.slice(project.length + 1));
      return key === undefined ? undefined : folders.get(key);
    }
    return undefined;
  }

  add(known: KnownFolder): void {
    const { project, key } = known.folder;
    const folders = this.#projects.get(project);
    if (folders === undefined) this.#projects.set(project, new Map([[key, known]]));
    else folders.set(key, known);
  }

  delete({ folder }: KnownFolder): void {
    const folders = this.#projects.get(folder.project);
    folders?.delete(folder.key);
    if (folders?.size === 0) this.#projects.delete(folder.project);
  }

  clear(): void {
    this.#projects.clear();
  }

  *[Symbol.iterator](): Generator<KnownFolder, undefined> {
    for (const folders of this.#projects.values()) yield* folders.values();
  }
}
