/** One level of a scratch directory, a page at a time: what a tree shows when a folder is unfolded. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { toSingleLine } from '../text/singleLine.ts';
import { openDirectory, type DirectoryHandle, type OpenProblem } from '../disk/directoryHandle.ts';
import { isMissing } from '../disk/errors.ts';
import { markerLabel } from './scratchLayout.ts';

export interface ScratchEntry {
  /** The name, safe for one line. */
  readonly label: string;
  /** `undefined` where the name is no UTF-8, so that no path can spell it. */
  readonly path: string | undefined;
  /** A link is shown and never entered; `other`: a pipe, socket or device, never opened. */
  readonly type: 'file' | 'folder' | 'link' | 'other';
  /** Size of a file. */
  readonly bytes: number | undefined;
  /** Modification time, milliseconds since 1970; for display only. */
  readonly modified: number;
  /** What a link names, safe for one line. */
  readonly target: string | undefined;
  /** What an erk marker file says, in words. */
  readonly marker: string | undefined;
}

export interface ScratchPage {
  readonly entries: readonly ScratchEntry[];
  /** Entries of the whole directory, as far as they were counted. */
  readonly total: number;
}

export interface PageOptions {
  readonly offset: number;
  readonly limit: number;
  /** Only entries of these names. */
  readonly only?: readonly string[];
}

const maxNames = 200_000;

/**
 * Folders first, then by name. Only the names of the whole directory are read, and sizes of the page alone.
 * A directory that is reached through a link by now is refused with a word for why.
 */
export function listScratch(directory: string, options: PageOptions): ScratchPage | OpenProblem {
  const folder = openDirectory(directory);
  if (typeof folder === 'string') return folder;
  try {
    const names = readNames(folder, options.only);
    const page = names.slice(options.offset, options.offset + options.limit);
    const entries = page.flatMap(({ name }) => describe(folder, name) ?? []);
    return { entries, total: names.length };
  } catch (error) {
    return isMissing(error) ? 'missing' : 'unreadable';
  } finally {
    folder.close();
  }
}

function readNames(
  folder: DirectoryHandle,
  only: readonly string[] | undefined,
): { name: Buffer; isFolder: boolean }[] {
  const wanted = only && new Set(only);
  const names: { name: Buffer; isFolder: boolean }[] = [];
  for (const { name, dirent } of folder.entries()) {
    if (!wanted || wanted.has(name.toString())) names.push({ name, isFolder: dirent.isDirectory() });
    if (names.length === maxNames) break;
  }
  return names.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.compare(b.name));
}

/** `undefined` when the entry has gone since its name was read. */
function describe(folder: DirectoryHandle, name: Buffer): ScratchEntry | undefined {
  const stat = folder.stat(name);
  if (!stat) return undefined;
  const text = name.toString();
  const isLink = stat.isSymbolicLink();
  return {
    label: toSingleLine(text),
    path: Buffer.from(text).equals(name) ? path.join(folder.path, text) : undefined,
    type: isLink ? 'link' : stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other',
    bytes: stat.isFile() ? Number(stat.size) : undefined,
    modified: Number(stat.mtimeMs),
    target: isLink ? toSingleLine(fs.readlinkSync(folder.at(name))) : undefined,
    marker: stat.isFile() ? markerLabel(text) : undefined,
  };
}
