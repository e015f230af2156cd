/** The one act of cleaning: a single rename of a whole scratch directory into the bin, checked before and after. */
import { randomBytes } from '../disk/crypto.ts';
import * as fs from 'node:fs';
import { openBinFor, type BinEntry, type OpenBin } from './bin.ts';
import { entryName, manifestName, type BinManifest } from './binManifest.ts';
import type { ScratchCandidate } from './candidates.ts';
import { openDirectory, type DirectoryHandle, type HandleKind, type OpenProblem } from '../disk/directoryHandle.ts';
import { errorCode } from '../disk/errors.ts';
import { measure } from './measure.ts';
import type { KeepReason } from './reasons.ts';
import { keepReason, type StaleRule } from './selectStale.ts';

export interface MoveOptions {
  /** The person was asked about the repository inside, and agreed. */
  readonly withRepositories?: boolean;
  readonly handles?: HandleKind;
}

/** `stranded`: another directory took its place in the last moment and could not be put back; it waits in the bin. */
export type MoveResult =
  | { readonly moved: true; readonly entry: BinEntry }
  | { readonly moved: false; readonly reason: KeepReason; readonly stranded?: BinEntry };

/**
 * Moves a candidate to the bin, if it is still exactly what the preview showed and the rule still lets it go.
 * Killed at any point, the directory is whole either where it was or in the bin.
 */
export function moveToBin(candidate: ScratchCandidate, rule: StaleRule, options: MoveOptions = {}): MoveResult {
  const { name, base, sessionId, measurement } = candidate;
  if (name === undefined || !sessionId || !measurement || candidate.problem)
    return kept(candidate.problem ?? 'not-a-session-id');
  const top = openDirectory(candidate.toplevel, options.handles);
  if (typeof top === 'string') return kept(folderReason(top));
  try {
    const folder = top.openAll(base);
    if (typeof folder === 'string') return kept(folderReason(folder));
    try {
      const shown = { ...candidate, name, sessionId, measurement };
      const reason = checkAgain(shown, folder, rule, options);
      return reason ? kept(reason) : act(shown, { top, folder }, rule.now);
    } finally {
      folder.close();
    }
  } finally {
    top.close();
  }
}

/** Why what lies in a folder is kept that cannot be opened. */
export function folderReason(problem: OpenProblem): KeepReason {
  return problem === 'missing' || problem === 'unreadable' ? problem : 'root-not-a-real-directory';
}

function kept(reason: KeepReason): MoveResult {
  return { moved: false, reason };
}

/** A candidate that was measured and belongs to a session. */
type ShownCandidate = ScratchCandidate & {
  readonly [Field in 'name' | 'sessionId' | 'measurement']-?: NonNullable<ScratchCandidate[Field]>;
};

function checkAgain(
  candidate: ShownCandidate,
  folder: DirectoryHandle,
  rule: StaleRule,
  options: MoveOptions,
): KeepReason | undefined {
  const measurement = measure(folder, candidate.name);
  if (measurement.problem) return measurement.problem;
  if (measurement.fingerprint !== candidate.measurement.fingerprint) return 'changed-since-preview';
  if (measurement.hasRepository && !options.withRepositories) return 'nested-repository';
  return keepReason({ ...candidate, measurement }, rule);
}

interface OpenPlace {
  readonly top: DirectoryHandle;
  readonly folder: DirectoryHandle;
}

function act(candidate: ShownCandidate, { top, folder }: OpenPlace, now: number): MoveResult {
  const bin = openBinFor(top, folder, candidate.base);
  if (typeof bin === 'string') return kept(bin);
  try {
    const manifest = manifestOf(candidate, now);
    const entry = entryName(manifest.sessionId, now, randomBytes(4).toString('hex'));
    return renameInto(bin, entry, manifest, folder, candidate);
  } finally {
    bin.folder.close();
  }
}

function renameInto(
  { folder: bin, binBase }: OpenBin,
  entry: string,
  manifest: BinManifest,
  folder: DirectoryHandle,
  { toplevel, base, name, path }: ShownCandidate,
): MoveResult {
  const { sessionId, removedAt, files, bytes } = manifest;
  const result: BinEntry = { entry, toplevel, binBase, sessionId, base, name, path, removedAt, files, bytes };
  try {
    bin.createFile(manifestName(entry), JSON.stringify(manifest));
  } catch {
    return kept('bin-unusable');
  }
  if (!folder.isIntact() || !bin.isIntact()) return withoutManifest(bin, entry, 'changed-since-preview');
  try {
    fs.renameSync(folder.at(name), bin.at(entry));
  } catch (error) {
    return withoutManifest(bin, entry, renameProblem(error));
  }
  if (!hasArrived(bin, entry, manifest)) {
    return putBack(bin, entry, folder, name)
      ? withoutManifest(bin, entry, 'changed-since-preview')
      : { moved: false, reason: 'changed-since-preview', stranded: result };
  }
  keepManifest(bin, entry, manifest);
  return { moved: true, entry: result };
}

function manifestOf({ sessionId, name, base, measurement }: ShownCandidate, removedAt: number): BinManifest {
  const { mode, dev, ino, files, bytes } = measurement;
  return { version: 1, sessionId, path: [...base, name].join('/'), removedAt, mode, dev, ino, files, bytes };
}

function hasArrived(bin: DirectoryHandle, entry: string, { dev, ino }: BinManifest): boolean {
  try {
    const stat = bin.stat(entry);
    return stat?.isDirectory() === true && String(stat.dev) === dev && String(stat.ino) === ino && bin.isIntact();
  } catch {
    return false;
  }
}

function putBack(bin: DirectoryHandle, entry: string, folder: DirectoryHandle, name: string): boolean {
  try {
    if (folder.stat(name)) return false;
    fs.renameSync(bin.at(entry), folder.at(name));
    return true;
  } catch {
    return false;
  }
}

/** Another process that listed the bin between manifest and rename may have taken the manifest for a left-over. */
function keepManifest(bin: DirectoryHandle, entry: string, manifest: BinManifest): void {
  try {
    bin.createFile(manifestName(entry), JSON.stringify(manifest));
  } catch {
    // It is still there, as it should be; or it is lost, and the entry's name says enough to restore it.
  }
}

function withoutManifest(bin: DirectoryHandle, entry: string, reason: KeepReason): MoveResult {
  try {
    fs.unlinkSync(bin.at(manifestName(entry)));
  } catch {
    // A manifest without a directory is swept when the bin is listed.
  }
  return kept(reason);
}

function renameProblem(error: unknown): KeepReason {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'missing';
    case 'EXDEV':
      return 'other-file-system';
    case 'EBUSY':
      return 'mount-point';
    default:
      return 'not-permitted';
  }
}
