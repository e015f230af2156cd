/**
 * What erk's workflow leaves in files: markers in a session's scratch directory, and the run state of a branch, which
 * names the session that implements its plan. See docs/format.md, "erk".
 */
import * as path from 'node:path';
import { openDirectory, type DirectoryHandle } from '../disk/directoryHandle.ts';
import { readSmallFile } from '../disk/openRegularFile.ts';
import type { SessionId, WorkflowFile } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import { parseJson } from '../text/parseJson.ts';
import { nullish, object, safeParse, string } from '../text/schema.ts';

const markerName = /^([A-Za-z0-9][A-Za-z0-9._-]{0,99})\.marker$/;
const folderName = /^[^\0-\x1f\x7f/\\]{1,255}$/;
/** Larger files are none of erk's. */
const largestFile = 64 * 1024;
const longestValue = 200;
/** In one folder: a hostile repository may have any number. */
const mostFiles = 100;
const mostBranches = 500;

const runState = object({ session_id: string, last_event: nullish(string) });
export const runStateName = 'local-run-state.json';

/** The markers in a directory that has the session's ID for a name. Never throws. */
export function erkMarkers(directory: string): WorkflowFile[] {
  const evidence = { kind: 'folder-name', file: directory, line: 0, offset: 0 } as const;
  return inFolder(directory, (folder) =>
    namesIn(folder, mostFiles, (name) => markerName.test(name)).flatMap((file): WorkflowFile[] => {
      const stat = folder.stat(file);
      const name = markerName.exec(file)?.[1];
      if (!stat?.isFile() || name === undefined) return [];
      const value = firstLine(folder.readFile(file, largestFile)?.toString('utf8') ?? '');
      const modified = Number(stat.mtimeMs);
      const branch = undefined;
      return [{ kind: 'marker', name, branch, value, path: path.join(directory, file), modified, evidence }];
    }),
  );
}

/**
 * The branches of a working tree whose run state names the session: `.erk/impl-context/<branch>/local-run-state.json`,
 * in a working tree of one branch also without that folder. `branches`: those that the session's own entries name.
 * Never throws.
 */
export function erkBranches(toplevel: string, id: SessionId, branches: readonly string[]): WorkflowFile[] {
  return inFolder(path.join(toplevel, '.erk', 'impl-context'), (context) => {
    const folders = namesIn(context, mostBranches, (name, isFolder) => isFolder && folderName.test(name));
    return ['', ...folders].flatMap((name): WorkflowFile[] => {
      const folder = name === '' ? context : context.open(name);
      if (typeof folder === 'string') return [];
      try {
        const stat = folder.stat(runStateName);
        const text = stat?.isFile() ? folder.readFile(runStateName, largestFile)?.toString('utf8') : undefined;
        const state = safeParse(runState, parseJson(text));
        if (text === undefined || stat === undefined || parseSessionId(state?.session_id) !== id) return [];
        const file = path.join(context.path, name, runStateName);
        const value = firstLine(state?.last_event ?? '');
        const evidence = { kind: 'run-state', file, ...positionOf('"session_id"', text) } as const;
        const branch = branchOf(name, branches);
        return [{ kind: 'branch', name, branch, value, path: file, modified: Number(stat.mtimeMs), evidence }];
      } catch {
        // One folder that cannot be read costs the others nothing.
        return [];
      } finally {
        if (name !== '') folder.close();
      }
    });
  });
}

/** The session that a file names where it is a run state. */
export function sessionOfRunState(file: string): SessionId | undefined {
  if (path.basename(file) !== runStateName) return undefined;
  const text = readSmallFile(file, largestFile)?.toString('utf8');
  return parseSessionId(safeParse(runState, parseJson(text))?.session_id);
}

/**
 * A name without `--` stands for itself alone; another for the one branch that the session names, and of two for
 * neither.
 */
function branchOf(name: string, branches: readonly string[]): string | undefined {
  if (name !== '' && !name.includes('--')) return name;
  const [branch, ...others] = new Set(branches.filter((one) => one.replaceAll('/', '--') === name));
  return others.length === 0 ? branch : undefined;
}

function firstLine(text: string): string | undefined {
  return text.trimStart().split('\n', 1)[0]?.trimEnd().slice(0, longestValue) || undefined;
}

/** Line (from 1) and byte offset of the line in which the text stands first. */
function positionOf(part: string, text: string): { readonly line: number; readonly offset: number } {
  const before = text.slice(0, Math.max(0, text.indexOf(part))).split('\n');
  const start = before.slice(0, -1).reduce((sum, line) => sum + line.length + 1, 0);
  return { line: before.length, offset: Buffer.byteLength(text.slice(0, start)) };
}

/** The first `most` as the disk lists them, in the order of their names. */
function namesIn(
  folder: DirectoryHandle,
  most: number,
  isWanted: (name: string, isFolder: boolean) => boolean,
): string[] {
  const names: string[] = [];
  for (const { name, dirent } of folder.entries()) {
    const text = name.toString();
    if (isWanted(text, dirent.isDirectory())) names.push(text);
    if (names.length === most) break;
  }
  return names.sort();
}

/** Nothing where the folder is none, is reached through a link, or cannot be read. */
function inFolder<T>(location: string, read: (folder: DirectoryHandle) => T[]): T[] {
  const folder = openDirectory(location);
  if (typeof folder === 'string') return [];
  try {
    return read(folder);
  } catch {
    return [];
  } finally {
    folder.close();
  }
}
