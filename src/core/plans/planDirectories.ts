/** Where a session's plans can be: `plansDirectory` of its project roots' settings (2.1.12 on), then `<root>/plans`. */
import * as path from 'node:path';
import { localPath, rulesOf } from '../disk/otherSystem.ts';
import { isBelow } from '../disk/paths.ts';
import { toplevelOf, type RepositoryCache } from '../disk/repositories.ts';
import { LoggedFolders, mayBeAsked, realPlace, type LoggedFoldersSnapshot } from './loggedFolders.ts';
import {
  differentNames,
  directoryByName,
  listDirectory,
  ListedPlanDirectory,
  type PlanDirectory,
} from './planDirectory.ts';
import { leadsOut, PlansSettings, type SettingsOfPlace } from './plansSettings.ts';

/** Where the plans of a session can be. */
export interface PlanSearch {
  /**
   * Directories that are searched for a plan of which only the name is known, in this order; that of its data root
   * last.
   */
  readonly searched: readonly PlanDirectory[];
  /** Whether settings that may name another directory cannot be read. */
  readonly hasUnreadSettings: boolean;
  /**
   * The plans directory that `folder`, a folder as a log names it, stands for; `undefined` when it is not one that may
   * be looked at. `isClients`: the client itself called it the place of a plan; else a file was only written there.
   */
  directoryNamed(folder: string, isClients: boolean): PlanDirectory | undefined;
}

export interface PlanDirectoriesOptions {
  /** Data roots whose plans folders are always looked at. */
  readonly roots?: readonly string[];
  /** Whether settings files in this project may be read (an untrusted workspace's may not). Default: all may. */
  readonly mayReadSettingsOf?: (projectRoot: string) => boolean;
  /** Few plans will be asked for: each is looked for by its name, and no directory is listed. */
  readonly byName?: boolean;
}

/** What was found of plans directories, as plain data. */
export interface PlanDirectoriesSnapshot {
  /** By root and working directory: plans directories that settings name, and settings that cannot be read. */
  readonly places: readonly (readonly [string, readonly string[], readonly string[]])[];
  /** What was listed in each folder, as `ListedPlanDirectory.text`. */
  readonly listings: readonly (readonly [string, string])[];
  readonly logged: LoggedFoldersSnapshot;
}

/** The differences between two scans of plans directories. */
export interface PlanChanges {
  readonly isNone: boolean;
  /**
   * Whether a session may have other plans now: by its root and working directories, or by the plan names it speaks of.
   */
  concern(root: string, cwds: readonly string[], names: readonly string[]): boolean;
}

/**
 * Finds and lists plans directories. Each folder is listed and each settings file read once in its life: make a new one
 * for a new look at the disk.
 */
export class PlanDirectories {
  readonly #options: PlanDirectoriesOptions;
  readonly #listings = new Map<string, ListedPlanDirectory>();
  /** One object for each folder: what is proved of a plan is put together by it. */
  readonly #byName = new Map<string, PlanDirectory>();
  readonly #settings: PlansSettings;
  readonly #byPlace = new Map<string, SettingsOfPlace>();
  /** What is searched for the sessions of a root and working directories: most of a project have the same. */
  readonly #bySession = new Map<string, PlanSearch>();
  /** The repositories that working directories lie in, as far as they were looked for. */
  readonly repositories: RepositoryCache = new Map();
  readonly #logged = new LoggedFolders(this.repositories);
  /** Where the data roots' plans folders really are; kept from scan to scan while they list the same. */
  readonly #realPlaces = new Map<string, string>();

  constructor(options: PlanDirectoriesOptions = {}) {
    this.#options = options;
    this.#settings = new PlansSettings(options.mayReadSettingsOf ?? (() => true), this.repositories);
  }

  /** Where the plans of a session of `root` with these working directories can be. */
  searchFor(root: string, cwds: readonly string[]): PlanSearch {
    const key = JSON.stringify([root, cwds]);
    let found = this.#bySession.get(key);
    if (found === undefined) {
      found = this.#newSearch(root, cwds);
      this.#bySession.set(key, found);
    }
    return found;
  }

  #newSearch(root: string, cwds: readonly string[]): PlanSearch {
    const paths = new Set<string>();
    const places = cwds.flatMap((cwd) => localPath(cwd, root) ?? []).filter((place) => mayBeAsked(place, root));
    const settings = places.map((cwd) => this.#ofPlace(root, cwd));
    for (const { directories } of settings) for (const one of directories) paths.add(one);
    const ofRoot = path.join(root, 'plans');
    paths.add(ofRoot);
    const searched = [...paths].map((one) => this.#at(one));
    return {
      searched,
      hasUnreadSettings: settings.some(({ unread }) => unread.length > 0),
      directoryNamed: (logged, isClients) => {
        const folder = localPath(logged, root);
        if (folder === undefined) {
          const isOfProject = cwds.some((cwd) => isBelow(logged, cwd, rulesOf(logged)));
          return isOfMovedRoot(logged, root) && (isClients || !isOfProject) ? this.#at(ofRoot) : undefined;
        }
        const named = searched.find((one) => one.path === folder);
        if (named !== undefined) return named;
        if ((this.#options.roots ?? []).some((other) => folder === path.join(other, 'plans'))) return this.#at(folder);
        const linked = this.#ownAt(folder, ofRoot);
        if (linked !== undefined) return this.#at(linked);
        const isAsked = mayBeAsked(folder, root);
        const project = this.#projectAbove(folder, places);
        if (project !== undefined && !isClients) return undefined;
        if (project !== undefined && isAsked && this.#logged.stands(folder))
          return leadsOut(folder, project) ? undefined : this.#at(folder);
        return isOfMovedRoot(folder, root) && this.#wasOfRoot(folder, { ofRoot, places, project, isClients, isAsked })
          ? this.#at(ofRoot)
          : undefined;
      },
    };
  }

  #at(directory: string): PlanDirectory {
    // Where letters of another case mean the same file, only a listing tells names apart.
    const isByName = this.#options.byName === true && process.platform === 'linux';
    if (!isByName) return this.list(directory);
    let found = this.#byName.get(directory);
    if (found === undefined) this.#byName.set(directory, (found = directoryByName(directory)));
    return found;
  }

  /** The data root's plans folder from which links lead to `folder`. */
  #ownAt(folder: string, ofRoot: string): string | undefined {
    const own = [ofRoot, ...(this.#options.roots ?? []).map((root) => path.join(root, 'plans'))];
    return own.find((one) => {
      let real = this.#realPlaces.get(one);
      if (real === undefined) this.#realPlaces.set(one, (real = realPlace(one)));
      return real === folder;
    });
  }

  /**
   * Whether a folder that a log names, called as the plans folder of a data root is, is no place of its own here, or
   * that of another data root, from which the log was copied with its plans: then it is the root's under the path that
   * it had elsewhere. Where a file was only written, it may be a removed
   * worktree's; in a repository that the session worked in, the repository's own that was removed.
   */
  #wasOfRoot(
    folder: string,
    {
      ofRoot,
      places,
      project,
      isClients,
      isAsked,
    }: { ofRoot: string; places: readonly string[]; project: string | undefined; isClients: boolean; isAsked: boolean },
  ): boolean {
    if (!isAsked) return isClients;
    if (this.#logged.stands(folder))
      return this.#logged.isOfDataRoot(folder) || this.#logged.isSamePlace(folder, ofRoot);
    return (isClients && project === undefined) || !this.#logged.isOfRepository(folder, places);
  }

  /** The working directory, or the repository around one, that `folder` lies below. */
  #projectAbove(folder: string, cwds: readonly string[]): string | undefined {
    const isAbove = (project: string | undefined): boolean => project !== undefined && isBelow(folder, project);
    return cwds.find(isAbove) ?? cwds.map((cwd) => toplevelOf(cwd, this.repositories)).find(isAbove);
  }

  /** What was found, for `restore`. */
  snapshot(): PlanDirectoriesSnapshot {
    return {
      places: Array.from(this.#byPlace, ([place, { directories, unread }]) => [place, directories, unread]),
      listings: [...this.#listings.values()].map(({ path: directory, text }) => [directory, text]),
      logged: this.#logged.snapshot(),
    };
  }

  /** Starts from a snapshot, which `rescan` then compares with the disk. */
  restore({ places, listings, logged }: PlanDirectoriesSnapshot): void {
    for (const [place, directories, unread] of places) this.#byPlace.set(place, { directories, unread });
    for (const [directory, text] of listings) this.#listings.set(directory, new ListedPlanDirectory(directory, text));
    this.#logged.restore(logged);
  }

  /** Folders that were listed. */
  get listed(): ReadonlySet<string> {
    return new Set(this.#listings.keys());
  }

  /** Folders that are there, and links in their place that lead nowhere, which could not be listed. */
  get unlisted(): string[] {
    return [...this.#listings.values()].filter((one) => one.isUnreadable).map((one) => one.path);
  }

  /** Settings files that are there and could not be read. */
  get unreadSettings(): string[] {
    return [...new Set([...this.#byPlace.values()].flatMap(({ unread }) => unread))];
  }

  /** Looks again for everything that this one was asked for, and returns that with the differences. */
  rescan(): { directories: PlanDirectories; changes: PlanChanges } {
    const directories = new PlanDirectories(this.#options);
    for (const [directory, before] of this.#listings) directories.#list(directory, before);
    for (const root of this.#options.roots ?? []) directories.list(path.join(root, 'plans'));
    const places = new Set<string>();
    for (const [key, before] of this.#byPlace) {
      const end = key.indexOf('\0');
      const now = directories.#ofPlace(key.slice(0, end), key.slice(end + 1));
      for (const directory of now.directories) directories.list(directory);
      if (JSON.stringify(now) !== JSON.stringify(before)) places.add(key);
    }
    const names = new Set<string>();
    let concernsAllNames = directories.#logged.hasChangedSince(this.#logged);
    for (const directory of new Set([...this.#listings.keys(), ...directories.#listings.keys()])) {
      const [before, now] = [this.#listings.get(directory), directories.#listings.get(directory)];
      if ((before?.isUnreadable === true) !== (now?.isUnreadable === true)) concernsAllNames = true;
      for (const name of differentNames(before, now)) names.add(name);
    }
    for (const [own, real] of this.#realPlaces) {
      if (this.#listings.get(own)?.text === directories.#listings.get(own)?.text)
        directories.#realPlaces.set(own, real);
    }
    const changes: PlanChanges = {
      isNone: places.size === 0 && names.size === 0 && !concernsAllNames,
      concern: (root, cwds, spokenOf) =>
        spokenOf.some((name) => concernsAllNames || names.has(name)) ||
        cwds.some((cwd) => places.has(placeKey(root, cwd))),
    };
    return { directories, changes };
  }

  #ofPlace(root: string, cwd: string): SettingsOfPlace {
    const key = placeKey(root, cwd);
    let found = this.#byPlace.get(key);
    if (found === undefined) this.#byPlace.set(key, (found = this.#settings.of(root, cwd)));
    return found;
  }

  /** The plans directory at this path. */
  list(directory: string): ListedPlanDirectory {
    return this.#list(directory);
  }

  #list(directory: string, before?: ListedPlanDirectory): ListedPlanDirectory {
    let listing = this.#listings.get(directory);
    if (listing === undefined) this.#listings.set(directory, (listing = listDirectory(directory, before)));
    return listing;
  }
}

/** A root is a path of this system, which has no NUL; a log may name anything as a working directory. */
function placeKey(root: string, cwd: string): string {
  return `${root}\0${cwd}`;
}

/**
 * Whether this is the plans folder of a data root of this name elsewhere: data that was copied here keeps its old
 * paths.
 */
function isOfMovedRoot(folder: string, root: string): boolean {
  const [base, plans] = folder.split(/[/\\]/).slice(-2);
  return plans === 'plans' && (base === '.claude' || base === path.basename(root));
}
