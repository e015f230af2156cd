/** Where a session's plans can be: `plansDirectory` of its project roots' settings (2.1.12 on), then `<root>/plans`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode, isMissing } from '../disk/errors.ts';
import { realLocation, toplevelOf, worktreesOf, type RepositoryCache } from '../disk/repositories.ts';
import { readSettings } from '../roots/clientSettings.ts';
import { object, optional, safeParse, string } from '../text/schema.ts';
import { isBelow } from '../disk/paths.ts';
import { localPath } from '../disk/otherSystem.ts';

const settings = object({ plansDirectory: optional(string) });
const projectSettings = ['.claude/settings.local.json', '.claude/settings.json'];

/** What a name in a plans directory is; `other`: a link or a folder; `unreadable`: what is in the directory cannot be known. */
export type PlanFileKind = 'file' | 'other' | 'unreadable';

export interface PlanDirectory {
  readonly path: string;
  /** What stands under the name of a plan. */
  kindOf(name: string): PlanFileKind | undefined;
}

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

/** In the place of a listing, of a directory that is there and cannot be listed: no name has a slash. */
const unlisted = '//';

export class ListedPlanDirectory implements PlanDirectory {
  readonly path: string;
  /**
   * All that is listed as one line each, to compare two listings at once: a name without `.md`; `/` marks what is no
   * file.
   */
  readonly text: string;
  #files: Map<string, PlanFileKind> | undefined;

  constructor(directory: string, text: string) {
    this.path = directory;
    this.text = text;
  }

  /** It is there, and cannot be listed: any plan may be in it. */
  get isUnreadable(): boolean {
    return this.text === unlisted;
  }

  kindOf(name: string): PlanFileKind | undefined {
    return this.isUnreadable ? 'unreadable' : this.files.get(name);
  }

  /** Markdown files by name without `.md`; links and folders are `other`. */
  get files(): ReadonlyMap<string, PlanFileKind> {
    if (this.#files === undefined) {
      this.#files = new Map();
      for (const line of this.text === '' || this.isUnreadable ? [] : this.text.split('\n')) {
        if (line.endsWith('/')) this.#files.set(line.slice(0, -1), 'other');
        else this.#files.set(line, 'file');
      }
    }
    return this.#files;
  }
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
}

interface SettingsFile {
  readonly path: string;
  /** As it is written there. */
  readonly plansDirectory: string | undefined;
  readonly isUnreadable: boolean;
}

/** What the settings for a root and a working directory say. */
interface SettingsOfPlace {
  /** Plans directories. */
  readonly directories: readonly string[];
  /** Settings files that cannot be read. */
  readonly unread: readonly string[];
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
  readonly #settings = new Map<string, SettingsFile>();
  readonly #byPlace = new Map<string, SettingsOfPlace>();
  /** What is searched for the sessions of a root and working directories: most of a project have the same. */
  readonly #bySession = new Map<string, PlanSearch>();
  /** The repositories that working directories lie in, as far as they were looked for. */
  readonly repositories: RepositoryCache = new Map();

  constructor(options: PlanDirectoriesOptions = {}) {
    this.#options = options;
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
    const places = cwds.flatMap((cwd) => localPath(cwd, root) ?? []);
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
        if (folder === undefined) return isOfMovedRoot(logged, root) ? this.#at(ofRoot) : undefined;
        const named = searched.find((one) => one.path === folder);
        if (named !== undefined) return named;
        if ((this.#options.roots ?? []).some((other) => folder === path.join(other, 'plans'))) return this.#at(folder);
        const project = this.#projectAbove(folder, places);
        if (project !== undefined && !isClients) return undefined;
        if (project !== undefined && fs.existsSync(folder))
          return leadsOut(folder, project) ? undefined : this.#at(folder);
        return isOfMovedRoot(folder, root) ? this.#at(ofRoot) : undefined;
      },
    };
  }

  #at(directory: string): PlanDirectory {
    // Where letters of another case mean the same file, only a listing tells names apart.
    const isByName = this.#options.byName === true && process.platform === 'linux';
    return isByName ? { path: directory, kindOf: (name) => kindOf(directory, name) } : this.list(directory);
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
    };
  }

  /** Starts from a snapshot, which `rescan` then compares with the disk. */
  restore({ places, listings }: PlanDirectoriesSnapshot): void {
    for (const [place, directories, unread] of places) this.#byPlace.set(place, { directories, unread });
    for (const [directory, text] of listings) this.#listings.set(directory, new ListedPlanDirectory(directory, text));
  }

  /** Folders that were listed. */
  get listed(): ReadonlySet<string> {
    return new Set(this.#listings.keys());
  }

  /** Folders that are there and could not be listed. */
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
    for (const root of this.#options.roots ?? []) directories.list(path.join(root, 'plans'));
    for (const directory of this.#listings.keys()) directories.list(directory);
    const places = new Set<string>();
    for (const [key, before] of this.#byPlace) {
      const end = key.indexOf('\0');
      const now = directories.#ofPlace(key.slice(0, end), key.slice(end + 1));
      for (const directory of now.directories) directories.list(directory);
      if (JSON.stringify(now) !== JSON.stringify(before)) places.add(key);
    }
    const names = new Set<string>();
    let concernsAllNames = false;
    for (const directory of new Set([...this.#listings.keys(), ...directories.#listings.keys()])) {
      const [before, now] = [this.#listings.get(directory), directories.#listings.get(directory)];
      if ((before?.isUnreadable === true) !== (now?.isUnreadable === true)) concernsAllNames = true;
      addDifferences(before, now, names);
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
    if (found === undefined) {
      found = path.isAbsolute(cwd) ? this.#readSettings(root, cwd) : noSettings;
      this.#byPlace.set(key, found);
    }
    return found;
  }

  /**
   * Relative to the project root, local settings before shared ones before the user's; one outside of the project is
   * not followed.
   */
  #readSettings(root: string, cwd: string): SettingsOfPlace {
    const projectRoots = new Set([cwd, toplevelOf(cwd, this.repositories) ?? cwd]);
    const directories: string[] = [];
    const unread: string[] = [];
    for (const projectRoot of projectRoots) {
      const mayRead = this.#options.mayReadSettingsOf?.(projectRoot) !== false;
      // Most projects have no such folder, and asking once is cheaper than failing to open each file.
      const hasSettings = mayRead && fs.existsSync(path.join(projectRoot, '.claude'));
      const files = hasSettings ? projectSettings.map((name) => path.join(projectRoot, name)) : [];
      const mayFollow = (target: string): boolean => this.#isOfRepository(target, projectRoot);
      const read = files.map((file) => this.#settingsIn(file, mayFollow));
      // The user's own file is where the user has put it.
      for (const one of [...read, this.#settingsIn(path.join(root, 'settings.json'), () => true)]) {
        if (one.isUnreadable) unread.push(one.path);
        if (one.plansDirectory === undefined) continue;
        const directory = path.resolve(projectRoot, one.plansDirectory);
        if (isBelow(directory, projectRoot) && !leadsOut(directory, projectRoot)) directories.push(directory);
      }
    }
    return { directories, unread };
  }

  #settingsIn(file: string, mayFollow: (target: string) => boolean): SettingsFile {
    let found = this.#settings.get(file);
    if (found === undefined) this.#settings.set(file, (found = readSettingsFile(file, mayFollow)));
    return found;
  }

  /** Whether a place lies in the project, or in another worktree of its repository. */
  #isOfRepository(place: string, projectRoot: string): boolean {
    const folders = [projectRoot, ...worktreesOf(projectRoot, this.repositories)];
    return folders.some((folder) => isBelow(place, realLocation(folder) ?? folder));
  }

  /** The plans directory at this path. */
  list(directory: string): ListedPlanDirectory {
    let listing = this.#listings.get(directory);
    if (listing === undefined) {
      listing = new ListedPlanDirectory(directory, listMarkdown(directory));
      this.#listings.set(directory, listing);
    }
    return listing;
  }
}

/** A root is a path of this system, which has no NUL; a log may name anything as a working directory. */
function placeKey(root: string, cwd: string): string {
  return `${root}\0${cwd}`;
}

function addDifferences(
  before: ListedPlanDirectory | undefined,
  now: ListedPlanDirectory | undefined,
  names: Set<string>,
): void {
  if (before?.text === now?.text) return;
  const [was, is] = [before?.files ?? noFiles, now?.files ?? noFiles];
  for (const [name, kind] of is) if (was.get(name) !== kind) names.add(name);
  for (const name of was.keys()) if (!is.has(name)) names.add(name);
}

const noSettings: SettingsOfPlace = { directories: [], unread: [] };

const noFiles: ListedPlanDirectory['files'] = new Map();

function readSettingsFile(file: string, mayFollow: (target: string) => boolean): SettingsFile {
  const read = readSettings(file, mayFollow);
  const named = safeParse(settings, read)?.plansDirectory;
  return {
    path: file,
    plansDirectory: named === undefined || named.trim() === '' ? undefined : named,
    isUnreadable: read === 'unreadable',
  };
}

/**
 * Whether this is the plans folder of a data root of this name elsewhere: data that was copied here keeps its old
 * paths.
 */
function isOfMovedRoot(folder: string, root: string): boolean {
  const [base, plans] = folder.split(/[/\\]/).slice(-2);
  return plans === 'plans' && (base === '.claude' || base === path.basename(root));
}

/**
 * Whether links lead from the folder to a place outside of the project: a repository is not to say what else is listed.
 */
function leadsOut(directory: string, projectRoot: string): boolean {
  try {
    return !isBelow(fs.realpathSync(directory), fs.realpathSync(projectRoot));
  } catch {
    return false;
  }
}

function kindOf(directory: string, name: string): PlanFileKind | undefined {
  try {
    const stats = fs.lstatSync(path.join(directory, `${name}.md`), { throwIfNoEntry: false });
    return stats && (stats.isFile() ? 'file' : 'other');
  } catch (error) {
    // No file can have such a name.
    return isMissing(error) || errorCode(error) === 'ENAMETOOLONG' ? undefined : 'unreadable';
  }
}

/** Where nothing is there are no plans. */
function listMarkdown(directory: string): string {
  try {
    const entries = fs.readdirSync(directory, { withFileTypes: true });
    return entries
      .filter(({ name }) => name.endsWith('.md') && !name.includes('\n'))
      .map((entry) => entry.name.slice(0, -'.md'.length) + (entry.isFile() ? '' : '/'))
      .join('\n');
  } catch (error) {
    return isMissing(error) ? '' : unlisted;
  }
}
