/**
 * The bin of task outputs, in the client's folder below the temporary directory: one entry holds the files of one session that came
 * from one folder. Each file moves by one rename, so a kill at any point leaves each whole, here or there.
 */
import { randomBytes } from '../disk/crypto.ts';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { openDirectory, type DirectoryHandle, type EntryName } from '../disk/directoryHandle.ts';
import { openBinFor, outputBin, withBin, type BinEntry, type OpenBin } from './bin.ts';
import { entryName, manifestMaxBytes, manifestName, parseEntryName, parseManifest } from './binManifest.ts';
import type { ScratchCandidate } from './candidates.ts';
import { clientFolders, isOutputName, isTasksFolder, type ClaudeTmpHost } from './claudeTmp.ts';
import type { MoveOptions, MoveResult } from './moveToBin.ts';
import { keepOutputs, measureOutputs } from './outputCandidates.ts';
import type { KeepReason } from './reasons.ts';
import type { RestoreResult } from './restoreFromBin.ts';
import { ensureFolder, ensureFolders } from './scratchDirectory.ts';
import type { StaleRule } from './selectStale.ts';

const maxBeside = 100;

/** Moves the outputs of a candidate, if they are still exactly what the preview showed and the rule still lets them go. */
export function moveOutputs(
  candidate: ScratchCandidate,
  rule: StaleRule,
  { handles }: Pick<MoveOptions, 'handles'> = {},
): MoveResult {
  const { base, name, outputs, sessionId, measurement: shown } = candidate;
  if (name === undefined || outputs === undefined || sessionId === undefined || shown === undefined)
    return kept('not-scratch');
  if (!isTasksFolder([...base, name]) || !outputs.every(isOutputName)) return kept('not-scratch');
  const top = openDirectory(candidate.toplevel, handles);
  if (typeof top === 'string') return kept(top === 'missing' ? 'missing' : 'root-not-a-real-directory');
  try {
    const folder = top.openAll([...base, name]);
    if (typeof folder === 'string') return kept(folder === 'missing' ? 'missing' : 'root-not-a-real-directory');
    try {
      const measurement = measureOutputs(folder, outputs);
      if (measurement.fingerprint !== shown.fingerprint) return kept('changed-since-preview');
      const reason = keepOutputs({ ...candidate, measurement }, rule);
      if (reason !== undefined) return kept(reason);
      const bin = openBinFor(top, folder, base, [outputBin]);
      if (typeof bin === 'string') return kept(bin);
      try {
        return moveAll({ ...candidate, name, outputs, sessionId, measurement }, folder, bin, rule.now);
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
  readonly [Field in 'name' | 'outputs' | 'sessionId' | 'measurement']-?: NonNullable<ScratchCandidate[Field]>;
};

function moveAll(candidate: ShownOutputs, from: DirectoryHandle, bin: OpenBin, now: number): MoveResult {
  const { toplevel, base, name, outputs, sessionId, measurement } = candidate;
  const entry = entryName(sessionId, now, randomBytes(4).toString('hex'));
  const { dev, ino, mode, files, bytes } = measurement;
  const location = [...base, name];
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
  const moved = { files: 0, bytes: 0 };
  let refused: KeepReason = 'changed-since-preview';
  try {
    for (const output of outputs) {
      const size = moveOne(from, into, output);
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
      name,
      path: path.join(toplevel, ...location),
      removedAt: now,
      ...moved,
      isOutputs: true,
    },
  };
}

/** The bytes that were moved, or why it was not. */
function moveOne(from: DirectoryHandle, into: DirectoryHandle, name: string): number | KeepReason {
  try {
    const before = from.stat(name);
    if (!before?.isFile() || !from.isIntact() || !into.isIntact()) return 'changed-since-preview';
    fs.renameSync(from.at(name), into.at(name));
    const arrived = into.stat(name);
    if (arrived?.isFile() && arrived.ino === before.ino && arrived.dev === before.dev) return Number(arrived.size);
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

/** All removed outputs of this user's clients, newest first. Reads only. */
export function listOutputBins(host: ClaudeTmpHost): BinEntry[] {
  const entries = clientFolders(host).flatMap(
    (client) =>
      withBin(client, outputBin, undefined, ({ folder }) =>
        namesIn(folder).flatMap((name) => describe(client, folder, name) ?? []),
      ) ?? [],
  );
  return entries.sort((a, b) => b.removedAt - a.removedAt || (a.entry < b.entry ? -1 : 1));
}

function describe(client: string, bin: DirectoryHandle, entry: string): BinEntry | undefined {
  const named = parseEntryName(entry);
  if (named === undefined || !isFolder(bin, entry)) return undefined;
  const text = bin.readFile(manifestName(entry), manifestMaxBytes);
  const manifest = text && parseManifest(text);
  const names = manifest?.path.split('/') ?? [];
  const base = isTasksFolder(names) ? names.slice(0, -1) : undefined;
  const { sessionId, removedAt } = named;
  const { files, bytes } = manifest ?? {};
  const place = base && path.join(client, ...names);
  const name = 'tasks';
  const binBase = outputBin;
  return {
    entry,
    toplevel: client,
    binBase,
    sessionId,
    base,
    name,
    path: place,
    removedAt,
    files,
    bytes,
    isOutputs: true,
  };
}

/** Moves removed outputs back into their folder; one whose name is taken there gets another. Nothing is overwritten. */
export function restoreOutputs(
  { toplevel, binBase, entry, base, name }: BinEntry,
  { handles }: Pick<MoveOptions, 'handles'> = {},
): RestoreResult {
  if (base === undefined || !isTasksFolder([...base, name]) || parseEntryName(entry) === undefined)
    return { restored: false, reason: 'not-scratch' };
  const result = withBin(toplevel, binBase, handles, ({ folder: bin }): RestoreResult => {
    const top = openDirectory(toplevel, handles);
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
    for (const name of namesIn(from)) {
      const target = isOutputName(name) ? freeName(into, name) : undefined;
      if (target === undefined || !from.isIntact() || !into.isIntact())
        return { restored: false, reason: 'not-permitted' };
      // Without a link of its own first, a file that came to stand there meanwhile would be replaced.
      fs.linkSync(from.at(name), into.at(target));
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

function freeName(folder: DirectoryHandle, name: string): string | undefined {
  for (let n = 0; n <= maxBeside; n++) {
    const target = n === 0 ? name : name.replace(/\.output$/, `-restored-${n}.output`);
    if (isOutputName(target) && folder.stat(target) === undefined) return target;
  }
  return undefined;
}

function kept(reason: KeepReason): MoveResult {
  return { moved: false, reason };
}

function isFolder(parent: DirectoryHandle, name: EntryName): boolean {
  return parent.stat(name)?.isDirectory() === true;
}

function namesIn(folder: DirectoryHandle): string[] {
  return Array.from(folder.entries(), ({ name }) => name.toString());
}
