/**
 * The only place that deletes for good: removed directories, after the age that the person set or on their word.
 *
 * Nothing is deleted where it stands. Each folder is first renamed to a fresh name at the top of the bin and emptied
 * there through a handle, its own folders being renamed out of it in turn: no level below an open folder is ever
 * resolved by path, so that a link put in the place of a folder loses the link and nothing behind it.
 */
import { randomBytes } from '../disk/crypto.ts';
import * as fs from 'node:fs';
import { doomedPrefix, withBin, type BinEntry } from './bin.ts';
import { manifestName, parseEntryName } from './binManifest.ts';
import type { DirectoryHandle, EntryName, HandleKind } from '../disk/directoryHandle.ts';
import { errorCode } from '../disk/errors.ts';

export interface EmptyResult {
  readonly deleted: readonly BinEntry[];
  /** Of which all or a part is still there: the file system did not let go of it. */
  readonly incomplete: readonly NotDeleted[];
}

export interface NotDeleted {
  readonly removed: BinEntry;
  /** A word for the log: the first code of the system, or what stands in the way of the bin. */
  readonly reason: string;
}

/**
 * Deletes removed directories for good. What is no longer in the bin counts as deleted; a bin that cannot be opened, or
 * that is a link by now, says nothing of what is in it.
 */
export function emptyBin(entries: readonly BinEntry[], options: { readonly handles?: HandleKind } = {}): EmptyResult {
  const deleted: BinEntry[] = [];
  const incomplete: NotDeleted[] = [];
  for (const removed of entries) {
    const { toplevel, binBase, entry } = removed;
    const reason = withBin<string | undefined>(
      toplevel,
      binBase,
      options.handles,
      ({ folder }) => {
        const left = parseEntryName(entry) === undefined ? 'not-an-entry' : deleteEntry(folder, entry);
        sweepDoomed(folder);
        return left;
      },
      (problem) => (problem === 'missing' ? undefined : problem),
    );
    if (reason === undefined) deleted.push(removed);
    else incomplete.push({ removed, reason });
  }
  return { deleted, incomplete };
}

/** Why it is not deleted, or not all of it. */
function deleteEntry(bin: DirectoryHandle, entry: string): string | undefined {
  try {
    const doomed = bin.stat(entry) ? [takeOut(bin, entry, bin)] : [];
    fs.rmSync(bin.at(manifestName(entry)), { force: true });
    return deleteDoomed(bin, doomed);
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  return errorCode(error) ?? String(error);
}

/** Goes on with what an earlier call, or one that was killed, left behind. */
function sweepDoomed(bin: DirectoryHandle): void {
  try {
    const names = Array.from(bin.entries(), ({ name }) => name).filter((name) =>
      name.toString().startsWith(doomedPrefix),
    );
    deleteDoomed(bin, names);
  } catch {
    // Left for the next time.
  }
}

/** Moves an entry of `parent` to a fresh doomed name in the bin, which is returned. */
function takeOut(bin: DirectoryHandle, name: EntryName, parent: DirectoryHandle): string {
  const doomed = doomedPrefix + randomBytes(8).toString('hex');
  try {
    fs.renameSync(parent.at(name), bin.at(doomed));
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
    // Moving a folder to another parent writes its `..`, which needs the right to write in it.
    const folder = parent.open(name);
    if (typeof folder === 'string') throw error;
    try {
      folder.makeWritable();
    } finally {
      folder.close();
    }
    fs.renameSync(parent.at(name), bin.at(doomed));
  }
  return doomed;
}

/** Deletes what stands at doomed names, folder by folder; why not all of it is gone. */
function deleteDoomed(bin: DirectoryHandle, names: readonly EntryName[]): string | undefined {
  const pending = [...names];
  let first: string | undefined;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    try {
      if (!bin.isIntact()) return 'exchanged';
      const folder = bin.open(name);
      if (folder === 'symlink' || folder === 'not-a-directory') fs.unlinkSync(bin.at(name));
      else if (folder === 'unreadable') first ??= folder;
      else if (folder !== 'missing') {
        pending.push(...deleteContents(bin, folder));
        fs.rmdirSync(bin.at(name));
      }
    } catch (error) {
      first ??= reasonOf(error);
    }
  }
  return first;
}

/** Empties one folder; the doomed names of the folders that were in it. Closes the folder. */
function deleteContents(bin: DirectoryHandle, folder: DirectoryHandle): string[] {
  try {
    folder.makeWritable();
    const inner: string[] = [];
    for (const { name } of folder.entries()) {
      if (!folder.isIntact()) break;
      if (folder.stat(name)?.isDirectory()) inner.push(takeOut(bin, name, folder));
      else fs.unlinkSync(folder.at(name));
    }
    return inner;
  } finally {
    folder.close();
  }
}
