/**
 * The bin of task outputs, in the client's folder below the temporary directory: one entry holds the files of one session that came
 * from one folder. Each file moves by one rename, so a kill at any point leaves each whole, here or there.
 */
import { randomBytes } from '../disk/crypto.ts';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { openDirectory, type DirectoryHandle } from '../disk/directoryHandle.ts';
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
import type { MoveResult } from './moveToBin.ts';
import { keepOutputs, measureOutputs, outputPrint, printsOf } from './outputCandidates.ts';
import type { KeepReason } from './reasons.ts';
import type { RestoreResult } from './restoreFromBin.ts';
import { ensureFolder, ensureFolders } from './scratchDirectory.ts';
import type { StaleRule } from './selectStale.ts';

const maxBeside = 100;
/** Of every folder of outputs. */
const tasksName = 'tasks';

/** Moves the outputs of a candidate, if they are still exactly what the preview showed and the rule still lets them go. */
export function moveOutputs(candidate: ScratchCandidate, rule: StaleRule): MoveResult {
  const { base, name, outputs, sessionId } = candidate;
  if (sessionId === undefined || !isTasksFolder([...base, name]) || !outputs?.every(isOutputName))
    return kept('not-scratch');
  const top = openDirectory(candidate.toplevel);
  if (typeof top === 'string') return kept(top === 'missing' ? 'missing' : 'root-not-a-real-directory');
  try {
    const folder = top.openAll([...base, tasksName]);
    if (typeof folder === 'string') return kept(folder === 'missing' ? 'missing' : 'root-not-a-real-directory');
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

/** All removed outputs of this user's clients, newest first. Reads only. `unread`: called with what could not be looked at. */
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

/** Moves removed outputs back into their folder; one whose name is taken there gets another. Nothing is overwritten. */
export function restoreOutputs({ toplevel, binBase, entry, base, name }: BinEntry): RestoreResult {
  if (base === undefined || !isTasksFolder([...base, name]) || parseEntryName(entry) === undefined)
    return { restored: false, reason: 'not-scratch' };
  const result = withBin(toplevel, binBase, undefined, ({ folder: bin }): RestoreResult => {
    const top = openDirectory(toplevel);
    if (typeof top === 'string') return { restored: false, reason: 'root-not-a-real-directory' };
    const into = ensureFolders(top, [...base, name]);
    top.close();
    if (typeof into === 'string') {
      return { restored: false, reason: into === 'not-permitted' ? 'not-permitted' : 'root-not-a-real-directory' };
    }
    try {
      return moveBack(bin, entry, into);
    } finally {
      into.close();
    }
  });
  return result ?? { restored: false, reason: 'missing' };
}

function moveBack(bin: DirectoryHandle, entry: string, into: DirectoryHandle): RestoreResult {
  const from = bin.open(entry);
  if (typeof from === 'string') return { restored: false, reason: from === 'missing' ? 'missing' : 'not-scratch' };
  let beside = false;
  try {
    for (const name of readNames(from)) {
      const file = from.stat(name);
      const target = isOutputName(name) ? freeName(into, name, file) : undefined;
      if (target === undefined || !from.isIntact() || !into.isIntact())
        return { restored: false, reason: 'not-permitted' };
      // Without a link of its own first, a file that came to stand there meanwhile would be replaced.
      if (!isSame(into.stat(target), file)) fs.linkSync(from.at(name), into.at(target));
      fs.unlinkSync(from.at(name));
      beside ||= target !== name;
    }
  } catch {
    return { restored: false, reason: 'not-permitted' };
  } finally {
    from.close();
  }
  forget(bin, entry);
  return { restored: true, path: into.path, beside };
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
