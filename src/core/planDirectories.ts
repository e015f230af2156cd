/** Where a session's plans can be: `plansDirectory` of its project roots' settings (2.1.12 on), then `<root>/plans`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as z from 'zod/mini';
import { readSmallFile } from './log/openRegularFile.ts';
import { toplevelOf, type RepositoryCache } from './repositories.ts';

const settings = z.object({ plansDirectory: z.optional(z.string()) });
const largestSettings = 1024 * 1024;
const projectSettings = ['.claude/settings.local.json', '.claude/settings.json'];

/** What stands under a name in a plans directory. */
export type PlanFileKind = 'file' | 'other';

export interface PlanDirectory {
  readonly path: string;
  /** Markdown files by name without `.md`; links and folders are `other`. */
  readonly files: ReadonlyMap<string, PlanFileKind>;
}

export interface PlanDirectoriesOptions {
  /** Whether settings files in this project may be read (an untrusted workspace's may not). Default: all may. */
  readonly mayReadSettingsOf?: (projectRoot: string) => boolean;
}

export interface RememberedDirectories {
  readonly places: readonly (readonly [string, readonly string[]])[];
  readonly listings: readonly (readonly [string, readonly (readonly [string, PlanFileKind])[]])[];
}

/**
 * Finds and lists plans directories. Each folder is listed and each settings file read once in its life: make a new one
 * for a new look at the disk.
 */
export class PlanDirectories {
  readonly #options: PlanDirectoriesOptions;
  readonly #listings = new Map<string, PlanDirectory>();
  readonly #settings = new Map<string, string | undefined>();
  readonly #byPlace = new Map<string, readonly string[]>();
  readonly #repositories: RepositoryCache = new Map();

  constructor(options: PlanDirectoriesOptions = {}) {
    this.#options = options;
  }

  /** Plans directories of a session of `root` with these working directories, in the order they are searched. */
  of(root: string, cwds: readonly string[]): readonly PlanDirectory[] {
    const paths = new Set<string>();
    for (const cwd of cwds) for (const one of this.#ofPlace(root, cwd)) paths.add(one);
    paths.add(path.join(root, 'plans'));
    return [...paths].map((one) => this.list(one));
  }

  /** What was seen, to compare with later: plain data. */
  remember(): RememberedDirectories {
    return {
      places: [...this.#byPlace],
      listings: [...this.#listings.values()].map(({ path: directory, files }) => [directory, [...files]]),
    };
  }

  /** Takes what was seen before; `lookAgain` tells whether it still holds. */
  recall({ places, listings }: RememberedDirectories): void {
    for (const [place, directories] of places) this.#byPlace.set(place, directories);
    for (const [directory, files] of listings)
      this.#listings.set(directory, { path: directory, files: new Map(files) });
  }

  /** Folders that were looked at. */
  get listed(): ReadonlySet<string> {
    return new Set(this.#listings.keys());
  }

  /** Looks at everything that this one looked at, and says whether it is as it was. */
  lookAgain(): { directories: PlanDirectories; changed: boolean } {
    const directories = new PlanDirectories(this.#options);
    let changed = false;
    for (const [key, before] of this.#byPlace) {
      const [root = '', cwd = ''] = key.split('\n');
      changed = directories.#ofPlace(root, cwd).join('\n') !== before.join('\n') || changed;
    }
    for (const { path: directory, files } of this.#listings.values()) {
      const now = directories.list(directory).files;
      changed ||= now.size !== files.size || [...now].some(([name, kind]) => files.get(name) !== kind);
    }
    return { directories, changed };
  }

  #ofPlace(root: string, cwd: string): readonly string[] {
    const key = `${root}\n${cwd}`;
    let found = this.#byPlace.get(key);
    if (found === undefined) {
      found = path.isAbsolute(cwd) ? this.#readSettings(root, cwd) : [];
      this.#byPlace.set(key, found);
    }
    return found;
  }

  /** Relative to the project root, local settings before shared ones before the user's; one outside of the project is not followed. */
  #readSettings(root: string, cwd: string): string[] {
    const projectRoots = new Set([cwd, toplevelOf(cwd, this.#repositories) ?? cwd]);
    const found: string[] = [];
    for (const projectRoot of projectRoots) {
      const files =
        this.#options.mayReadSettingsOf?.(projectRoot) === false
          ? []
          : projectSettings.map((name) => path.join(projectRoot, name));
      for (const file of [...files, path.join(root, 'settings.json')]) {
        const named = this.#plansDirectoryIn(file);
        if (named === undefined) continue;
        const directory = path.resolve(projectRoot, named);
        if (isBelow(directory, projectRoot) && !leadsOut(directory, projectRoot)) found.push(directory);
      }
    }
    return found;
  }

  #plansDirectoryIn(file: string): string | undefined {
    if (!this.#settings.has(file)) this.#settings.set(file, readPlansDirectory(file));
    return this.#settings.get(file);
  }

  /** The plans directory at this path. */
  list(directory: string): PlanDirectory {
    let listing = this.#listings.get(directory);
    if (listing === undefined) {
      listing = { path: directory, files: listMarkdown(directory) };
      this.#listings.set(directory, listing);
    }
    return listing;
  }
}

function readPlansDirectory(file: string): string | undefined {
  const bytes = readSmallFile(file, largestSettings);
  if (bytes === undefined) return undefined;
  try {
    const named = settings.safeParse(JSON.parse(bytes.toString('utf8'))).data?.plansDirectory;
    return named === undefined || named.trim() === '' ? undefined : named;
  } catch {
    return undefined;
  }
}

function isBelow(directory: string, folder: string): boolean {
  const relative = path.relative(folder, directory);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** Whether links lead from the folder to a place outside of the project: a repository is not to say what else is listed. */
function leadsOut(directory: string, projectRoot: string): boolean {
  try {
    return !isBelow(fs.realpathSync(directory), fs.realpathSync(projectRoot));
  } catch {
    return false;
  }
}

function listMarkdown(directory: string): Map<string, PlanFileKind> {
  const files = new Map<string, PlanFileKind>();
  try {
    for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
      if (entry.name.endsWith('.md')) files.set(entry.name.slice(0, -3), entry.isFile() ? 'file' : 'other');
    }
  } catch {
    // No plans yet, or no right to see them: nothing is listed.
  }
  return files;
}
