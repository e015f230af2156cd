/**
 * The bin of task outputs, in the client's folder below the temporary directory: one entry holds the files of one
 * session that came from one folder. Each file moves by one rename, so a kill at any point leaves each whole, here or
 * there.
 */
import { randomBytes } from '../disk/crypto.ts';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { openDirectory, type DirectoryHandle } from '../disk/directoryHandle.ts';
import { errorCode } from '../disk/errors.ts';
import {
  namesIn,
  openBinFor,
  outputBin,
  tellUnread,
  withBin,
  type BinEntry,
  type OpenBin,
  type Unread,
} from './bin.ts';
import { entryName, manifestMaxBytes, manifestName, parseEntryName, parseManifest } from './binManifest.ts';
import type { ScratchCandidate } from './candidates.ts';
import { clientFolders, isOutputName, isTasksFolder, type ClaudeTmpHost } from './claudeTmp.ts';
import type { Measurement } from './measure.ts';
import { folderReason, type MoveResult } from './moveToBin.ts';
import { keepOutputs, measureOutputs, outputPrint, printsOf } from './outputCandidates.ts';
import { staysInBin, type KeepReason, type RestoreProblem } from './reasons.ts';
import { intoFolder, stays, type RestoreResult } from './restoreFromBin.ts';
import { ensureFolder } from './scratchDirectory.ts';
import type { StaleRule } from './selectStale.ts';

const maxBeside = 100;
/** Of every folder of outputs. */
const tasksName = 'tasks';

/**
 * Moves the outputs of a candidate, if they are still exactly what the preview showed and the rule still lets them go.
 */
export function moveOutputs(candidate: ScratchCandidate, rule: StaleRule): MoveResult {
  const { base, name, outputs, sessionId } = candidate;
  if (sessionId === undefined || !isTasksFolder([...base, name]) || !outputs?.every(isOutputName))
    return kept('not-scratch');
  const top = openDirectory(candidate.toplevel);
  if (typeof top === 'string') return kept(folderReason(top));
  try {
    const folder = top.openAll([...base, tasksName]);
    if (typeof folder === 'string') return kept(folderReason(folder));
    try {
      const measurement = measureOutputs(folder, outputs);
      if (measurement.fingerprint !== candidate.measurement?.fingerprint) return kept('changed-since-preview');
      const reason = keepOutputs({ ...candidate, measurement }, rule);
      if (reason !== undefined) return kept(reason);
      const bin = openBinFor(top, folder, base, [outputBin]);
      if (typeof bin === 'string') return kept(bin);
      try {
        return moveAll({ ...candidate, sessionId, outputs, measurement }, folder, bin, rule.now);
      } finally {
        bin.folder.close();
      }
    } finally {
      folder.close();
    }
  } catch {
    return kept('unreadable');
  } finally {
    top.close();
  }
}

/** Outputs that were measured and belong to a session. */
type ShownOutputs = ScratchCandidate & {
  readonly [Field in 'sessionId' | 'outputs' | 'measurement']-?: NonNullable<ScratchCandidate[Field]>;
};

function moveAll(shown: ShownOutputs, from: DirectoryHandle, bin: OpenBin, now: number): MoveResult {
  const { toplevel, base, outputs, sessionId, measurement } = shown;
  const entry = entryName(sessionId, now, randomBytes(4).toString('hex'));
  const { dev, ino, mode, files, bytes } = measurement;
  const location = [...base, tasksName];
  const manifest = { version: 1, sessionId, path: location.join('/'), removedAt: now, mode, dev, ino, files, bytes };
  try {
    bin.folder.createFile(manifestName(entry), JSON.stringify(manifest));
  } catch {
    return kept('bin-unusable');
  }
  const into = ensureFolder(bin.folder, entry, 0o700);
  if (typeof into === 'string') {
    forget(bin.folder, entry);
    return kept('bin-unusable');
  }
  const prints = printsOf(measurement);
  const moved = { files: 0, bytes: 0 };
  let refused: KeepReason = 'changed-since-preview';
  try {
    for (const output of outputs) {
      const size = moveOne(from, into, output, prints);
      if (typeof size !== 'number') {
        refused = size;
        continue;
      }
      moved.files++;
      moved.bytes += size;
    }
  } finally {
    into.close();
  }
  if (moved.files === 0) {
    forget(bin.folder, entry);
    return kept(refused);
  }
  return {
    moved: true,
    entry: {
      entry,
      toplevel,
      binBase: outputBin,
      sessionId,
      base,
      name: tasksName,
      path: path.join(toplevel, ...location),
      removedAt: now,
      ...moved,
      isOutputs: true,
    },
  };
}

/** The bytes that were moved, or why it was not: only what was measured moves. */
function moveOne(
  from: DirectoryHandle,
  into: DirectoryHandle,
  name: string,
  measured: ReadonlySet<string>,
): number | KeepReason {
  try {
    const before = from.stat(name);
    if (!before?.isFile() || !measured.has(outputPrint(name, before))) return 'changed-since-preview';
    if (!from.isIntact() || !into.isIntact()) return 'changed-since-preview';
    fs.renameSync(from.at(name), into.at(name));
    const arrived = into.stat(name);
    if (arrived?.isFile() && isSame(arrived, before)) return Number(arrived.size);
    // Another file took its place in the last moment: it goes back, unless that is taken again.
    if (from.stat(name) === undefined) fs.renameSync(into.at(name), from.at(name));
    return 'changed-since-preview';
  } catch {
    return 'not-permitted';
  }
}

/** An entry that came to hold nothing. A folder that does hold something stays, with its manifest. */
function forget(bin: DirectoryHandle, entry: string): void {
  try {
    if (bin.stat(entry)) fs.rmdirSync(bin.at(entry));
    fs.unlinkSync(bin.at(manifestName(entry)));
  } catch {
    // It is listed with what it holds.
  }
}

/**
 * All removed outputs of this user's clients, newest first. Reads only. `unread`: called with what could not be looked
 * at.
 */
export function listOutputBins(host: ClaudeTmpHost, unread?: Unread): BinEntry[] {
  const entries = clientFolders(host).flatMap(
    (client) =>
      withBin(
        client,
        outputBin,
        undefined,
        ({ folder }) => namesIn(folder, unread).flatMap((name) => describe(client, folder, name, unread) ?? []),
        tellUnread(client, outputBin, unread),
      ) ?? [],
  );
  return entries.sort((a, b) => b.removedAt - a.removedAt || (a.entry < b.entry ? -1 : 1));
}

function describe(
  client: string,
  bin: DirectoryHandle,
  entry: string,
  unread: Unread | undefined,
): BinEntry | undefined {
  const named = parseEntryName(entry);
  if (named === undefined) return undefined;
  const folder = bin.open(entry);
  if (folder === 'unreadable') unread?.(path.join(bin.path, entry));
  if (typeof folder === 'string') return undefined;
  const held = measureAll(folder);
  folder.close();
  const text = bin.readFile(manifestName(entry), manifestMaxBytes);
  const names = (text && parseManifest(text)?.path.split('/')) ?? [];
  const isKnown = isTasksFolder(names);
  return {
    entry,
    toplevel: client,
    binBase: outputBin,
    ...named,
    base: isKnown ? names.slice(0, -1) : undefined,
    name: tasksName,
    path: isKnown ? path.join(client, ...names) : undefined,
    files: held?.files,
    bytes: held?.bytes,
    isOutputs: true,
  };
}

/** What an entry holds by now: not all that was measured may have come, and some may have gone back. */
function measureAll(folder: DirectoryHandle): Measurement | undefined {
  try {
    return measureOutputs(folder, readNames(folder));
  } catch {
    return undefined;
  }
}

/**
 * Moves removed outputs back into their folder; one whose name is taken there gets another. Nothing is overwritten.
 * What cannot go back stays, and keeps no other.
 */
export function restoreOutputs(removed: BinEntry): RestoreResult {
  const { entry, base, name } = removed;
  if (base === undefined || !isTasksFolder([...base, name]) || parseEntryName(entry) === undefined)
    return stays('not-scratch');
  return intoFolder(removed, [...base, name], undefined, (bin, folder) => moveBack(bin, entry, folder));
}

function moveBack(bin: DirectoryHandle, entry: string, into: DirectoryHandle): RestoreResult {
  const from = bin.open(entry);
  if (typeof from === 'string') return stays(from === 'missing' || from === 'unreadable' ? from : 'replaced');
  let files = 0;
  let left = 0;
  let beside = false;
  let reason: RestoreProblem | undefined;
  try {
    for (const name of readNames(from)) {
      const { target, problem } = moveOneBack(from, into, name);
      if (target !== undefined) files++;
      if (problem !== undefined && staysInBin(problem)) left++;
      beside ||= target !== undefined && target !== name;
      reason ??= problem;
    }
  } catch {
    return stays('unreadable');
  } finally {
    from.close();
  }
  if (left === 0) forget(bin, entry);
  if (reason === undefined) return { restored: true, path: into.path, beside };
  if (files === 0) return stays(reason);
  return { restored: false, reason, part: { path: into.path, files, left, beside } };
}

/** The name that it has in its folder, if it is back there, and what did not go as asked. */
function moveOneBack(
  from: DirectoryHandle,
  into: DirectoryHandle,
  name: string,
): { readonly target?: string; readonly problem?: RestoreProblem } {
  if (!isOutputName(name)) return { problem: 'not-an-output' };
  let target: string | undefined;
  try {
    const file = from.stat(name);
    if (file === undefined) return { problem: 'missing' };
    const free = freeName(into, name, file);
    if (free === undefined) return { problem: 'no-free-name' };
    if (!from.isIntact() || !into.isIntact()) return { problem: 'root-not-a-real-directory' };
    // Without a link of its own first, a file that came to stand there meanwhile would be replaced.
    if (!isSame(into.stat(free), file)) fs.linkSync(from.at(name), into.at(free));
    target = free;
    fs.unlinkSync(from.at(name));
    return { target };
  } catch (error) {
    // What is linked is back. Taking it away again might take what another process put there meanwhile.
    if (target !== undefined) return { target, problem: 'still-in-bin' };
    return { problem: errorCode(error) === 'EXDEV' ? 'other-file-system' : 'not-permitted' };
  }
}

/** A name that nothing has there, or the file itself: an earlier try may have ended between link and unlink. */
function freeName(folder: DirectoryHandle, name: string, file: fs.BigIntStats | undefined): string | undefined {
  for (let n = 0; n <= maxBeside; n++) {
    const target = n === 0 ? name : name.replace('.output', `-restored-${n}.output`);
    if (!isOutputName(target)) return undefined;
    const there = folder.stat(target);
    if (there === undefined || isSame(there, file)) return target;
  }
  return undefined;
}

function isSame(one: fs.BigIntStats | undefined, other: fs.BigIntStats | undefined): boolean {
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

function kept(reason: KeepReason): MoveResult {
  return { moved: false, reason };
}

/** Throws where the folder cannot be read. */
function readNames(folder: DirectoryHandle): string[] {
  return Array.from(folder.entries(), ({ name }) => name.toString());
}
