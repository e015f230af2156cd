/**
 * Outputs of a session's background tasks as something to clean: some files of a folder that other sessions may share.
 * Only regular files; a link leads to an agent's log and holds no bytes.
 */
import type * as fs from 'node:fs';
import * as path from 'node:path';
import { openDirectory, type DirectoryHandle } from '../disk/directoryHandle.ts';
import type { SessionId } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import type { ScratchCandidate } from './candidates.ts';
import { isOutputName, tasksFolderAt, type ClaudeTmpHost } from './claudeTmp.ts';
import type { Measurement } from './measure.ts';
import type { KeepReason } from './reasons.ts';
import { keepReason, type StaleRule } from './selectStale.ts';
import { minimumStaleAgeMs } from './staleAge.ts';

/**
 * These outputs of the session, proved to be its own, measured. `undefined` where the path is no folder of outputs by
 * its place, or none of them is a file.
 */
export function outputCandidate(
  sessionId: SessionId,
  folder: string,
  outputs: readonly string[],
  host: ClaudeTmpHost,
): ScratchCandidate | undefined {
  const place = tasksFolderAt(folder, host);
  if (place === undefined) return undefined;
  const { client, names } = place;
  const location = path.join(client, ...names);
  const opened = openDirectory(location);
  if (typeof opened === 'string') return undefined;
  try {
    const files = outputs.filter((name) => isOutputName(name) && opened.stat(name)?.isFile());
    if (files.length === 0) return undefined;
    const measurement = measureOutputs(opened, files);
    return {
      path: location,
      toplevel: client,
      base: names.slice(0, -1),
      name: names.at(-1),
      sessionId,
      measurement,
      problem: measurement.problem,
      outputs: files,
    };
  } catch {
    return undefined;
  } finally {
    opened.close();
  }
}

/**
 * Figures of these files alone; `printsOf` the fingerprint gives those of the files. Throws where the file system does
 * not say.
 */
export function measureOutputs(folder: DirectoryHandle, outputs: readonly string[]): Measurement {
  let bytes = 0n;
  let newest = -Infinity;
  let problem: Measurement['problem'];
  const prints: string[] = [];
  for (const name of outputs) {
    const stat = folder.stat(name);
    if (!stat?.isFile()) problem = 'changing';
    if (stat === undefined) continue;
    bytes += stat.size;
    newest = Math.max(newest, Number(stat.mtimeMs));
    prints.push(outputPrint(name, stat));
  }
  return {
    problem,
    files: prints.length,
    bytes: Number(bytes),
    newest,
    hasRepository: false,
    dev: String(folder.dev),
    ino: String(folder.ino),
    mode: 0o700,
    fingerprint: prints.join(),
  };
}

/** Equal as long as an output is the same file and did not change. */
export function outputPrint(name: string, { dev, ino, mode, size, mtimeNs, ctimeNs }: fs.BigIntStats): string {
  return [name, dev, ino, mode, size, mtimeNs, ctimeNs].join(':');
}

/** What was measured of each output: their names have no comma. */
export function printsOf({ fingerprint }: Measurement): ReadonlySet<string> {
  return new Set(fingerprint.split(','));
}

/**
 * Why outputs are kept; `undefined` when they may go. The ID in their path is the one that the process started with: it
 * must not be running either. What was written within the hour is kept even if a person picked it: a task may still be
 * at work.
 */
export function keepOutputs(candidate: ScratchCandidate, rule: StaleRule): KeepReason | undefined {
  const ofProcess = parseSessionId(candidate.base.at(1));
  const reason = keepReason(candidate, rule);
  if (reason !== undefined) return reason;
  const started = ofProcess !== undefined && rule.isLive(ofProcess);
  if (started !== false) return started === 'unknown' ? 'activity-unknown' : 'live-session';
  const newest = candidate.measurement?.newest ?? Infinity;
  if (newest > rule.now) return 'in-the-future';
  return rule.now - newest > minimumStaleAgeMs ? undefined : 'fresh';
}
