/** The client's settings about plans: `plansDirectory` (2.1.12 on), of the project's files and the user's. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isBelow } from '../disk/paths.ts';
import { realLocation, toplevelOf, worktreesOf, type RepositoryCache } from '../disk/repositories.ts';
import { readSettings, type MayFollow } from '../roots/clientSettings.ts';
import { object, optional, safeParse, string } from '../text/schema.ts';

const settings = object({ plansDirectory: optional(string) });
const projectSettings = ['.claude/settings.local.json', '.claude/settings.json'];

interface SettingsFile {
  readonly path: string;
  /** As it is written there. */
  readonly plansDirectory: string | undefined;
  readonly isUnreadable: boolean;
}

/** What the settings for a root and a working directory say. */
export interface SettingsOfPlace {
  /** Plans directories. */
  readonly directories: readonly string[];
  /** Settings files that cannot be read. */
  readonly unread: readonly string[];
}

/** Reads each settings file once in its life. */
export class PlansSettings {
  readonly #mayReadSettingsOf: (projectRoot: string) => boolean;
  readonly #repositories: RepositoryCache;
  readonly #files = new Map<string, SettingsFile>();

  constructor(mayReadSettingsOf: (projectRoot: string) => boolean, repositories: RepositoryCache) {
    this.#mayReadSettingsOf = mayReadSettingsOf;
    this.#repositories = repositories;
  }

  /**
   * Directories are relative to the project root, those of local settings before those of shared ones and of the
   * user's; one outside of the project does not count.
   */
  of(root: string, cwd: string): SettingsOfPlace {
    const projectRoots = new Set([cwd, toplevelOf(cwd, this.#repositories) ?? cwd]);
    const directories: string[] = [];
    const unread: string[] = [];
    for (const projectRoot of projectRoots) {
      const mayRead = this.#mayReadSettingsOf(projectRoot);
      // Most projects have no such folder, and asking once is cheaper than failing to open each file.
      const hasSettings = mayRead && fs.existsSync(path.join(projectRoot, '.claude'));
      const files = hasSettings ? projectSettings.map((name) => path.join(projectRoot, name)) : [];
      // On Windows, to look where a link of a repository leads can hand credentials to a server.
      const mayFollow =
        process.platform === 'win32' ? undefined : (target: string) => this.#isOfRepository(target, projectRoot);
      const read = files.map((file) => this.#fileAt(file, mayFollow));
      // The user's own file is where the user has put it.
      for (const one of [...read, this.#fileAt(path.join(root, 'settings.json'), () => true)]) {
        if (one.isUnreadable) unread.push(one.path);
        if (one.plansDirectory === undefined) continue;
        const directory = path.resolve(projectRoot, one.plansDirectory);
        if (isBelow(directory, projectRoot) && !leadsOut(directory, projectRoot)) directories.push(directory);
      }
    }
    return { directories, unread };
  }

  #fileAt(file: string, mayFollow: MayFollow | undefined): SettingsFile {
    let found = this.#files.get(file);
    if (found === undefined) this.#files.set(file, (found = readSettingsFile(file, mayFollow)));
    return found;
  }

  /** Whether a place lies in the project, or in another worktree of its repository. */
  #isOfRepository(place: string, projectRoot: string): boolean {
    const folders = [projectRoot, ...worktreesOf(projectRoot, this.#repositories)];
    return folders.some((folder) => isBelow(place, realLocation(folder) ?? folder));
  }
}

function readSettingsFile(file: string, mayFollow: MayFollow | undefined): SettingsFile {
  const read = readSettings(file, mayFollow);
  const named = safeParse(settings, read)?.plansDirectory;
  return {
    path: file,
    plansDirectory: named === undefined || named.trim() === '' ? undefined : named,
    isUnreadable: read === 'unreadable',
  };
}

/**
 * Whether links lead from the folder to a place outside of the project: a repository is not to say what else is listed.
 */
export function leadsOut(directory: string, projectRoot: string): boolean {
  try {
    return !isBelow(fs.realpathSync(directory), fs.realpathSync(projectRoot));
  } catch {
    // Of a link that leads nowhere just now, where it would lead.
    const target = targetOf(directory);
    return target !== undefined && !isBelow(target, projectRoot);
  }
}

function targetOf(link: string): string | undefined {
  try {
    return path.resolve(path.dirname(link), fs.readlinkSync(link));
  } catch {
    return undefined;
  }
}
