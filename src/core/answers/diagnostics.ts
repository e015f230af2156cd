/**
 * What is known about the data and about what reads it, for a report of a defect. It leaves the machine, so it holds no
 * title, no text, no name of a project and no path but that of a data root, and of that only the two ends.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { indexCacheFormat } from '../index/cache/indexCache.ts';
import { clientVersions } from '../log/clientVersions.ts';
import type { DamageReason } from '../log/repair.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { LiveState, SessionRow } from '../model.ts';
import { rootCondition, type RootCondition } from '../roots/rootCondition.ts';
import { unreadPlaces } from './unreadPlaces.ts';

/** What of the programs is known to whoever asks. */
export interface Programs {
  readonly sessionScope: string;
  readonly node: string;
  /** `linux x64` */
  readonly platform: string;
  /** `undefined` on the command line. */
  readonly vscode: string | undefined;
}

/** How the index came about. Times in milliseconds. */
export interface IndexDiagnostics {
  readonly cache: {
    /**
     * `used`: the start was from the cache; `rebuilt`: there was none that fits, so all logs were read; `off`: none is
     * kept.
     */
    readonly state: 'used' | 'rebuilt' | 'off';
    readonly format: number;
    /** Size of the file; `undefined` where there is none. */
    readonly bytes: number | undefined;
  };
  /** `undefined`: nothing is followed. `complete`: all changes have events, as far as was seen. */
  readonly watching: { readonly folders: number; readonly complete: boolean } | undefined;
  /** From the start until all was compared with the disk; `undefined` until then. */
  readonly startMs: number | undefined;
  /** The last comparison with the disk, without reading; `undefined` where there was none after the start. */
  readonly comparisonMs: number | undefined;
}

export interface DamagedFile {
  /** Base name: an ID. */
  readonly name: string;
  readonly skipped: number;
  readonly repaired: number;
  /** Each once; no reason is kept of what was got back whole. */
  readonly reasons: readonly DamageReason[];
}

export interface Diagnostics extends IndexDiagnostics {
  readonly roots: readonly {
    /** Below the home directory from `~` on; folders between are `…`. */
    readonly root: string;
    readonly condition: RootCondition;
    readonly sessions: number;
  }[];
  readonly sessions: number;
  readonly withPlan: number;
  readonly withAgents: number;
  /**
   * Of the sessions those of which only agent logs or scratch are left, or that are live and have written nothing yet.
   */
  readonly withoutLog: number;
  readonly live: Readonly<Record<LiveState, number>>;
  readonly logs: number;
  readonly agentLogs: number;
  readonly bytes: number;
  /** Logs, and folders of logs, that could not be looked at. */
  readonly unreadCount: number;
  readonly linesSkipped: number;
  readonly linesRepaired: number;
  /** The first lines of each log by reason, most first. */
  readonly damage: readonly { readonly reason: DamageReason; readonly lines: number }[];
  /** At most 50 logs, those with the most lines first. */
  readonly damaged: readonly DamagedFile[];
  /** By version, newest first, of the sessions that were active last; a session can have two. */
  readonly clients: readonly { readonly version: string; readonly sessions: number }[];
  /** Sessions whose logs were asked for a version. */
  readonly clientsAskedOf: number;
}

const mostDamaged = 50;
/** Sessions, each of up to two logs, of which the ends are read. */
const mostAsked = 100;
const mostLogs = 2;

/** Of the cache at `file`; `undefined`: none is kept. */
export function cacheDiagnostics(file: string | undefined, isUsed: boolean): IndexDiagnostics['cache'] {
  const bytes = file === undefined ? undefined : fs.statSync(file, { throwIfNoEntry: false })?.size;
  return { state: file === undefined ? 'off' : isUsed ? 'used' : 'rebuilt', format: indexCacheFormat, bytes };
}

/** Reads the ends of the newest logs. `home`: the home directory, which is not named. */
export function diagnosticsOf(index: SessionIndex, how: IndexDiagnostics, home: string): Diagnostics {
  const rows = [...index.rows.newestFirst()];
  const count = (having: (row: SessionRow) => boolean): number => rows.filter(having).length;
  const state = (live: LiveState): number => count((row) => row.state === live);
  const { logs, agentLogs, bytes, badLines, repairedLines } = index.figures();
  return {
    ...how,
    roots: index.host.roots.map((root) => ({
      root: redactedPath(root, home),
      condition: rootCondition(root),
      sessions: count((row) => row.root === root),
    })),
    sessions: rows.length,
    withPlan: count(({ plans }) => plans > 0),
    withAgents: count(({ agents }) => agents > 0),
    withoutLog: count((row) => row.logs.length === 0),
    live: { waiting: state('waiting'), busy: state('busy'), running: state('running'), idle: state('idle') },
    logs,
    agentLogs,
    bytes,
    unreadCount: unreadPlaces(index).length,
    linesSkipped: badLines,
    linesRepaired: repairedLines,
    ...damageOf(index),
    ...clientsOf(rows),
  };
}

/** The path with its two ends: `~/.claude`, `~/…/.claude`, `/…/data`. What is between may be a name of a project. */
export function redactedPath(file: string, home: string, rules: path.PlatformPath = path): string {
  if (file === home) return '~';
  const isBelowHome = home !== '' && file.startsWith(home + rules.sep);
  const { root } = rules.parse(file);
  // The root of a share names a machine and a folder of it.
  const start = isBelowHome ? '~' : root.startsWith('\\\\') ? '\\\\…' : root.replace(/[/\\]$/, '');
  const names = file
    .slice(isBelowHome ? home.length : root.length)
    .split(rules.sep)
    .filter(Boolean);
  return [start, ...(names.length > 1 ? ['…'] : []), ...names.slice(-1)].join(rules.sep);
}

function damageOf(index: SessionIndex): Pick<Diagnostics, 'damage' | 'damaged'> {
  const lines = new Map<DamageReason, number>();
  const files = index.logs.damaged().map((log): DamagedFile => {
    const facts = index.logs.get(log.path)?.facts.damage ?? [];
    for (const { reason } of facts) lines.set(reason, (lines.get(reason) ?? 0) + 1);
    const reasons = [...new Set(facts.map(({ reason }) => reason))];
    return { name: path.basename(log.path), skipped: log.badLines, repaired: log.repairedLines, reasons };
  });
  return {
    damage: Array.from(lines, ([reason, count]) => ({ reason, lines: count })).sort((a, b) => b.lines - a.lines),
    damaged: files.sort((a, b) => b.skipped + b.repaired - a.skipped - a.repaired).slice(0, mostDamaged),
  };
}

function clientsOf(rows: readonly SessionRow[]): Pick<Diagnostics, 'clients' | 'clientsAskedOf'> {
  const asked = rows.filter(({ logs }) => logs.length > 0).slice(0, mostAsked);
  const sessions = new Map<string, number>();
  for (const { logs } of asked) {
    const versions = new Set(logs.slice(0, mostLogs).flatMap((log) => [...clientVersions(log)]));
    for (const version of versions) sessions.set(version, (sessions.get(version) ?? 0) + 1);
  }
  return {
    clients: Array.from(sessions, ([version, count]) => ({ version, sessions: count })).sort((a, b) =>
      b.version.localeCompare(a.version, 'en', { numeric: true }),
    ),
    clientsAskedOf: asked.length,
  };
}
