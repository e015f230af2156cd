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
  /** Gone from the list, but with parts that the file system did not let go of; tried again the next time. */
  readonly incomplete: readonly BinEntry[];
}

/** Deletes removed directories for good. What is no longer in the bin counts as deleted. */
export function emptyBin(entries: readonly BinEntry[], options: { readonly handles?: HandleKind } = {}): EmptyResult {
  const deleted: BinEntry[] = [];
  const incomplete: BinEntry[] = [];
  for (const removed of entries) {
    const { toplevel, binBase, entry } = removed;
    const isDone = withBin(toplevel, binBase, options.handles, ({ folder }) => {
      const done = parseEntryName(entry) !== undefined && deleteEntry(folder, entry);
      sweepDoomed(folder);
      return done;
    });
    (isDone === false ? incomplete : deleted).push(removed);
  }
  return { deleted, incomplete };
}

function deleteEntry(bin: DirectoryHandle, entry: string): boolean {
  try {
    const doomed = bin.stat(entry) ? [takeOut(bin, entry, bin)] : [];
    fs.rmSync(bin.at(manifestName(entry)), { force: true });
    return deleteDoomed(bin, doomed);
  } catch {
    return false;
  }
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

/** Deletes what stands at doomed names, folder by folder; whether all of it is gone. */
function deleteDoomed(bin: DirectoryHandle, names: readonly EntryName[]): boolean {
  const pending = [...names];
  let isComplete = true;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    try {
      if (!bin.isIntact()) return false;
      const folder = bin.open(name);
      if (folder === 'symlink' || folder === 'not-a-directory') fs.unlinkSync(bin.at(name));
      else if (typeof folder === 'string') isComplete &&= folder === 'missing';
      else {
        pending.push(...deleteContents(bin, folder));
        fs.rmdirSync(bin.at(name));
      }
    } catch {
      isComplete = false;
    }
  }
  return isComplete;
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
