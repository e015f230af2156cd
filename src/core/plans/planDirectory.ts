/** What stands in a plans directory: listed as a whole, or looked for by name. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isBrokenLink } from '../disk/brokenLink.ts';
import { errorCode, isMissing } from '../disk/errors.ts';
import { mayBeThere } from '../disk/mayBeThere.ts';

/**
 * What a name in a plans directory is; `other`: a link or a folder; `unreadable`: what is in the directory cannot be
 * known.
 */
export type PlanFileKind = 'file' | 'other' | 'unreadable';

export interface PlanDirectory {
  readonly path: string;
  /** What stands under the name of a plan. */
  kindOf(name: string): PlanFileKind | undefined;
}

/** In the place of a listing, of a directory that is there and cannot be listed: no name has a slash. */
const unlisted = '//';
/** The same of one that is not there. */
const absent = '///';

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

  /** It is there, or a link that leads nowhere just now, and cannot be listed: any plan may be in it. */
  get isUnreadable(): boolean {
    return this.text === unlisted;
  }

  get isAbsent(): boolean {
    return this.text === absent;
  }

  kindOf(name: string): PlanFileKind | undefined {
    return this.isUnreadable ? 'unreadable' : this.files.get(name);
  }

  /** Markdown files by name without `.md`; links and folders are `other`. */
  get files(): ReadonlyMap<string, PlanFileKind> {
    if (this.#files === undefined) {
      this.#files = new Map();
      for (const line of this.text === '' || this.isUnreadable || this.isAbsent ? [] : this.text.split('\n')) {
        if (line.endsWith('/')) this.#files.set(line.slice(0, -1), 'other');
        else this.#files.set(line, 'file');
      }
    }
    return this.#files;
  }
}

const noFiles: ListedPlanDirectory['files'] = new Map();

/** The directory, in which each plan is looked for by its name. */
export function directoryByName(directory: string): PlanDirectory {
  let isBroken: boolean | undefined;
  const ofMissing = (): PlanFileKind | undefined => {
    isBroken ??= isBrokenLink(directory);
    return isBroken ? 'unreadable' : undefined;
  };
  return { path: directory, kindOf: (name) => kindOf(directory, name) ?? ofMissing() };
}

/** The directory with all that is in it; `before`: as it was listed before. */
export function listDirectory(directory: string, before?: ListedPlanDirectory): ListedPlanDirectory {
  // Where nothing was, one question tells that nothing is, and no link either.
  const isAbsent = before?.isAbsent === true && !mayBeThere(directory);
  return new ListedPlanDirectory(directory, isAbsent ? absent : listMarkdown(directory));
}

/** Names that do not stand for the same in both; `undefined`: not listed. */
export function* differentNames(
  before: ListedPlanDirectory | undefined,
  now: ListedPlanDirectory | undefined,
): Generator<string, void> {
  if (before?.text === now?.text) return;
  const [was, is] = [before?.files ?? noFiles, now?.files ?? noFiles];
  for (const [name, kind] of is) if (was.get(name) !== kind) yield name;
  for (const name of was.keys()) if (!is.has(name)) yield name;
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

/** Where nothing is there are no plans; behind a link that leads nowhere just now there may be. */
function listMarkdown(directory: string): string {
  try {
    const entries = fs.readdirSync(directory, { withFileTypes: true });
    return entries
      .filter(({ name }) => name.endsWith('.md') && !name.includes('\n'))
      .map((entry) => entry.name.slice(0, -'.md'.length) + (entry.isFile() ? '' : '/'))
      .join('\n');
  } catch (error) {
    return isMissing(error) && !isBrokenLink(directory) ? absent : unlisted;
  }
}
