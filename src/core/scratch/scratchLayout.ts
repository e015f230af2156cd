/** Where scratch directories lie below a toplevel, and what else erk keeps there. */
import { parseSessionId } from '../text/ids.ts';
import type { SessionId } from '../model.ts';

/** Folder names from a toplevel to a folder whose subfolders are named by session IDs. */
export type ScratchBase = readonly string[];

/** erk since December 2025 (`sessions/<id>`), and before. In the order in which they are looked at. */
export const currentBase: ScratchBase = ['.erk', 'scratch', 'sessions'];
export const formerBase: ScratchBase = ['.erk', 'scratch'];

/** What erk itself keeps beside the session directories of the former layout. */
const erkOwnNames = new Set(['sessions', '__erk_markers', 'remote-sessions', 'push-session', 'current-session-id']);

const sessionPlaceholder = '${sessionId}';

/** Files by which erk's hooks and commands leave word for each other. */
const markers = new Map([
  ['exit-plan-mode-hook.implement-now', 'Implement now'],
  ['exit-plan-mode-hook.plan-saved', 'Plan saved'],
  ['plan-saved-issue', 'Plan saved as an issue'],
  ['plan-saved-branch', 'Plan saved on a branch'],
  ['incremental-plan', 'Incremental plan'],
  ['objective-context', 'Objective'],
  ['roadmap-step', 'Roadmap step'],
  ['objective-saved-issue', 'Objective saved as an issue'],
]);

/**
 * The base that a pattern of the settings names: a path relative to the toplevel, with `${sessionId}` as its last part
 * (`tmp/agents/${sessionId}`). `undefined` when it is absolute, leaves the toplevel, or has the ID elsewhere.
 */
export function parseScratchPattern(pattern: unknown): ScratchBase | undefined {
  if (typeof pattern !== 'string' || pattern.length > 1000) return undefined;
  const parts = pattern.replace(/^\.[/\\]/, '').split(/[/\\]/);
  if (parts.pop() !== sessionPlaceholder || parts.length === 0) return undefined;
  const isPlain = (part: string) =>
    /^[^\0-\x1f\x7f:*?"<>|]+$/.test(part) && !/^\.*$/.test(part) && part.toLowerCase() !== '.git';
  return parts.every(isPlain) && !parts.some((part) => part.includes(sessionPlaceholder)) ? parts : undefined;
}

/** All bases below a toplevel: erk's two and those of the settings, each once. */
export function scratchBases(patterns: readonly ScratchBase[] = []): ScratchBase[] {
  const bases = new Map([currentBase, formerBase, ...patterns].map((base) => [base.join('/'), base]));
  return [...bases.values()];
}

/** Name of the nth directory that was restored beside one that had taken its place. */
export function restoredName(sessionId: SessionId, n: number): string {
  return `${sessionId}.restored-${n}`;
}

/**
 * The session ID that a directory's name is, or was before it was restored beside another. Names that only spell an ID
 * in another case are used by no client.
 */
export function sessionIdOfScratch(name: string): SessionId | undefined {
  const own = name.replace(/\.restored-[1-9]\d{0,2}$/, '');
  const id = parseSessionId(own);
  return id === own ? id : undefined;
}

/** Whether `name` is erk's own in the former base, or the bin. */
export function isReservedName(name: string): boolean {
  return erkOwnNames.has(name) || name === binName || name === '.gitignore';
}

/** What an erk marker file says, in words; `undefined` for any other file. */
export function markerLabel(name: string): string | undefined {
  return name.endsWith('.marker') ? markers.get(name.slice(0, -'.marker'.length)) : undefined;
}

/** Name of the folder that removed directories are moved to. */
export const binName = '.session-scope-bin';

/**
 * Where the bin of a base may be, best first: beside `.erk/scratch`, where wiping all scratch at once leaves it alone;
 * else in the base itself, which is always on the file system of what it holds.
 */
export function binFolders(base: ScratchBase): ScratchBase[] {
  return [
    ['.erk', binName],
    [...base, binName],
  ];
}
