/** All known folders of logs, by project and place in it: a path for each would take memory. */
import * as path from 'node:path';
import type { CatalogFolder } from './catalogFolder.ts';
import { keyBelow, type LogFolder } from '../roots/logFolder.ts';

export class CatalogFolders implements Iterable<CatalogFolder> {
  readonly #projects = new Map<string, Map<string, CatalogFolder>>();

  get(folder: LogFolder): CatalogFolder | undefined {
    return this.#projects.get(folder.project)?.get(folder.key);
  }

  /** The folder at a path. */
  folderAt(location: string): CatalogFolder | undefined {
    for (let project = location, above = ''; project !== above; above = project, project = path.dirname(project)) {
      const folders = this.#projects.get(project);
      if (folders === undefined) continue;
      const key = project === location ? '' : keyBelow(location.slice(project.length + 1));
      return key === undefined ? undefined : folders.get(key);
    }
    return undefined;
  }

  add(known: CatalogFolder): void {
    const { project, key } = known.folder;
    const folders = this.#projects.get(project);
    if (folders === undefined) this.#projects.set(project, new Map([[key, known]]));
    else folders.set(key, known);
  }

  delete({ folder }: CatalogFolder): void {
    const folders = this.#projects.get(folder.project);
    folders?.delete(folder.key);
    if (folders?.size === 0) this.#projects.delete(folder.project);
  }

  clear(): void {
    this.#projects.clear();
  }

  *[Symbol.iterator](): Generator<CatalogFolder, undefined> {
    for (const folders of this.#projects.values()) yield* folders.values();
  }
}
