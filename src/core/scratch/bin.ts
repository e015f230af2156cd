/** The bins of a working tree: folders on the same file system that removed scratch directories wait in. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { SessionId } from '../model.ts';
import { entryOfManifest, manifestMaxBytes, manifestName, parseEntryName, parseManifest } from './binManifest.ts';
import { openDirectory, type DirectoryHandle, type HandleKind, type OpenProblem } from '../disk/directoryHandle.ts';
import { ensureFolder, ignoreAll, type ScratchDirectoryProblem } from './scratchDirectory.ts';
import {
  binName,
  binFolders,
  currentBase,
  scratchBases,
  sessionIdOfScratch,
  type ScratchBase,
} from './scratchLayout.ts';

/** One removed directory. */
export interface BinEntry {
  /** Name in its bin, unique beyond it. */
  readonly entry: string;
  readonly toplevel: string;
  /** Folder names from the toplevel to the bin. */
  readonly binBase: ScratchBase;
  readonly sessionId: SessionId;
  /** Root that it was taken from; `undefined` when the manifest names none that is known. */
  readonly base: ScratchBase | undefined;
  /** Its name there: the session ID, or that of one that had been restored beside another. */
  readonly name: string;
  /** Where it was. */
  readonly path: string | undefined;
  /** Milliseconds since 1970. */
  readonly removedAt: number;
  /**
   * As counted when it was removed; `undefined` when the manifest is lost. Of outputs what is there now; `undefined`
   * where that cannot be read.
   */
  readonly files: number | undefined;
  readonly bytes: number | undefined;
  /** It holds outputs of background tasks, which go back into their folder one by one. */
  readonly isOutputs?: true;
}

export interface BinOptions {
  /** Bases beyond erk's own. */
  readonly patterns?: readonly ScratchBase[];
  readonly handles?: HandleKind;
  /** Called with each place that could not be looked at: what it holds is not listed. */
  readonly unread?: Unread;
}

export type Unread = (place: string) => void;

/** Prefix of what the bin is about to delete. */
export const doomedPrefix = '.deleting-';

/** In a client's folder, from there. */
export const outputBin: ScratchBase = [binName];

/** A manifest without its directory is left alone for this long: another process may be about to move it there. */
const pendingMs = 60_000;

/** All removed directories of the given working trees, newest first. Reads only. */
export function listBin(toplevels: readonly string[], options: BinOptions = {}): BinEntry[] {
  const known = scratchBases(options.patterns);
  const entries: BinEntry[] = [];
  eachBin(toplevels, options, (bin) => {
    for (const name of namesIn(bin.folder, options.unread)) {
      const entry = isFolder(bin.folder, name, options.unread) ? describe(bin, name, known) : undefined;
      if (entry) entries.push(entry);
    }
  });
  return entries.sort((a, b) => b.removedAt - a.removedAt || (a.entry < b.entry ? -1 : 1));
}

/**
 * Removes manifests of moves that never happened: left by a process that was killed before the rename. In working
 * trees, and in the folders of clients, whose own bin has the task outputs.
 */
export function reconcileBins(toplevels: readonly string[], now: number, options: BinOptions = {}): void {
  const sweep = ({ folder }: OpenBin): void => {
    for (const name of namesIn(folder)) {
      const entry = entryOfManifest(name);
      if (entry !== undefined) sweepManifest(folder, entry, now);
    }
  };
  eachBin(toplevels, options, sweep);
  for (const toplevel of toplevels) {
    withBin(toplevel, outputBin, options.handles, (bin) => {
      for (const name of namesIn(bin.folder)) sweepEmpty(bin.folder, name, now);
      sweep(bin);
    });
  }
}

function eachBin(toplevels: readonly string[], options: BinOptions, use: (bin: OpenBin) => void): void {
  for (const toplevel of toplevels) {
    for (const binBase of allBins(options.patterns))
      withBin(toplevel, binBase, options.handles, use, tellUnread(toplevel, binBase, options.unread));
  }
}

function describe(
  { folder, toplevel, binBase }: OpenBin,
  entry: string,
  known: readonly ScratchBase[],
): BinEntry | undefined {
  const named = parseEntryName(entry);
  if (!named) return undefined;
  const { sessionId, removedAt } = named;
  const text = folder.readFile(manifestName(entry), manifestMaxBytes);
  const manifest = text && parseManifest(text);
  // The name of the entry holds the session, so that a directory whose manifest is lost can still be given back.
  const name = manifest?.path.split('/').at(-1) ?? sessionId;
  const isOwn = sessionIdOfScratch(name) === sessionId;
  const base = manifest ? known.find((each) => isOwn && [...each, name].join('/') === manifest.path) : currentBase;
  const { files, bytes } = manifest ?? {};
  const location = base && path.join(toplevel, ...base, name);
  return { entry, toplevel, binBase, sessionId, base, name, path: location, removedAt, files, bytes };
}

export interface OpenBin {
  readonly toplevel: string;
  readonly binBase: ScratchBase;
  readonly folder: DirectoryHandle;
}

/** Hears why a bin cannot be opened; a link or file in its place is none of this user's bins. */
export function tellUnread(toplevel: string, binBase: ScratchBase, unread: Unread | undefined) {
  return (problem: OpenProblem): undefined => {
    if (problem === 'unreadable') unread?.(path.join(toplevel, ...binBase));
  };
}

/** Calls `use` with an existing bin; `otherwise` when there is none, it is no real folder, or that cannot be known. */
export function withBin<T>(
  toplevel: string,
  binBase: ScratchBase,
  kind: HandleKind | undefined,
  use: (bin: OpenBin) => T,
  otherwise?: (problem: OpenProblem) => T | undefined,
): T | undefined {
  const top = binBase.at(-1) === binName ? openDirectory(toplevel, kind) : 'missing';
  if (typeof top === 'string') return otherwise?.(top);
  const folder = top.openAll(binBase);
  top.close();
  if (typeof folder === 'string') return otherwise?.(folder);
  try {
    return use({ toplevel, binBase, folder });
  } finally {
    folder.close();
  }
}

/**
 * The first place for a bin on the file system of `baseFolder`, made if need be; why not, otherwise. Close its folder.
 */
export function openBinFor(
  top: DirectoryHandle,
  baseFolder: DirectoryHandle,
  base: ScratchBase,
  places: readonly ScratchBase[] = binFolders(base),
): OpenBin | 'bin-unusable' | 'other-file-system' {
  let problem: 'bin-unusable' | 'other-file-system' = 'other-file-system';
  for (const binBase of places) {
    const folder = openBinAt(top, binBase, baseFolder);
    if (typeof folder === 'string') {
      if (folder !== 'other-file-system') problem = 'bin-unusable';
      continue;
    }
    ignoreAll(folder);
    return { toplevel: top.path, binBase, folder };
  }
  return problem;
}

function openBinAt(
  top: DirectoryHandle,
  binBase: ScratchBase,
  baseFolder: DirectoryHandle,
): DirectoryHandle | ScratchDirectoryProblem | 'missing' | 'other-file-system' {
  const parent = top.openAll(binBase.slice(0, -1));
  if (typeof parent === 'string') return parent;
  // Looked at before anything is made, and again after: the bin itself may be a mount.
  const folder = parent.isSameMount(baseFolder) ? ensureFolder(parent, binName, 0o700) : 'other-file-system';
  if (parent !== top) parent.close();
  if (typeof folder === 'string' || folder.isSameMount(baseFolder)) return folder;
  folder.close();
  return 'other-file-system';
}

/** All bins that the given bases can have. */
function allBins(patterns: readonly ScratchBase[] | undefined): ScratchBase[] {
  const bins = scratchBases(patterns).flatMap(binFolders);
  return [...new Map(bins.map((binBase) => [binBase.join('/'), binBase])).values()];
}

/** The folder of an entry is made before the first output is moved into it. */
function sweepEmpty(bin: DirectoryHandle, entry: string, now: number): void {
  try {
    const stat = parseEntryName(entry) && bin.stat(entry);
    // What holds something stays: it cannot be removed so.
    if (stat?.isDirectory() && Math.abs(now - Number(stat.mtimeMs)) > pendingMs) fs.rmdirSync(bin.at(entry));
  } catch {
    // It holds outputs, or is swept the next time.
  }
}

function sweepManifest(bin: DirectoryHandle, entry: string, now: number): void {
  try {
    const age = Math.abs(now - Number(bin.stat(manifestName(entry))?.mtimeMs));
    // After the age: the directory may come while that is looked at.
    if (age > pendingMs && !bin.stat(entry)) fs.unlinkSync(bin.at(manifestName(entry)));
  } catch {
    // Swept the next time.
  }
}

function isFolder(bin: DirectoryHandle, name: string, unread: Unread | undefined): boolean {
  try {
    return bin.stat(name)?.isDirectory() === true;
  } catch {
    if (parseEntryName(name) !== undefined) unread?.(path.join(bin.path, name));
    return false;
  }
}

/** Names in a folder; none where it cannot be read, which `unread` is told. */
export function namesIn(folder: DirectoryHandle, unread?: Unread): string[] {
  try {
    return Array.from(folder.entries(), ({ name }) => name.toString());
  } catch {
    unread?.(folder.path);
    return [];
  }
}
