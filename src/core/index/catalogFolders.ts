/** All known folders of logs, by project and place in it: a path for each would take memory. */
import * as path from 'node:path';
import type { CatalogFolder } from './catalogFolder.ts';
import { placeBelow, type LogFolder } from '../roots/logFolder.ts';

export class CatalogFolders implements Iterable<CatalogFolder> {
  readonly #projects = new Map<string, Map<string, CatalogFolder>>();

  get(folder: LogFolder): CatalogFolder | undefined {
    return this.#projects.get(folder.project)?.get(folder.place);
  }

  /** The folder at a path. */
  folderAt(location: string): CatalogFolder | undefined {
    for (let project = location, above = ''; project !== above; above = project, project = path.dirname(project)) {
      const folders = this.#projects.get(project);
      if (folders === undefined) continue;
      const place = project === location ? '' : placeBelow(location.slice(project.length + 1));
      return place === undefined ? undefined : folders.get(place);
    }
    return undefined;
  }

  add(known: CatalogFolder): void {
    const { project, place } = known.folder;
    const folders = this.#projects.get(project);
    if (folders === undefined) this.#projects.set(project, new Map([[place, known]]));
    else folders.set(place, known);
  }

  delete({ folder }: CatalogFolder): void {
    const folders = this.#projects.get(folder.project);
    folders?.delete(folder.place);
    if (folders?.size === 0) this.#projects.delete(folder.project);
  }

  clear(): void {
    this.#projects.clear();
  }

  *[Symbol.iterator](): Generator<CatalogFolder, undefined> {
    for (const folders of this.#projects.values()) yield* folders.values();
  }
}
