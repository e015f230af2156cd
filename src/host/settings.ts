/** The extension's settings: typed, validated, with an event for changes. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { settings as ids, settingsSection, type SettingId } from './contributions.ts';
import { isHostName } from '../core/hosts/sshHost.ts';
import { parseScratchPattern, type ScratchBase } from '../core/scratch/scratchLayout.ts';
import { binAgeOfSetting, staleAgeOfSetting, type AgeSetting } from '../core/scratch/staleAge.ts';
import type { Log } from './log.ts';

export type PlanOpening = 'preview' | 'source';

export type Settings = ReturnType<typeof settingValues> & vscode.Disposable;

/** One setting. `read` makes a valid value of any raw one. The event fires only when that value changes. */
export class ConfigValue<T> implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<T>();
  readonly #subscription: vscode.Disposable;
  readonly #id: SettingId;
  readonly #read: (raw: unknown) => T;
  #value: T;

  constructor(id: SettingId, read: (raw: unknown) => T) {
    this.#id = id;
    this.#read = read;
    this.#value = this.#current();
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(id)) return;
      const value = this.#current();
      if (JSON.stringify(value) === JSON.stringify(this.#value)) return;
      this.#value = value;
      this.#changed.fire(value);
    });
  }

  get value(): T {
    return this.#value;
  }

  readonly onDidChange: vscode.Event<T> = this.#changed.event;

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #current(): T {
    const key = this.#id.slice(settingsSection.length + 1);
    return this.#read(vscode.workspace.getConfiguration(settingsSection).get<unknown>(key));
  }
}

export function readSettings(log: Log): Settings {
  const values = settingValues(log);
  const dispose = (): void => {
    for (const value of Object.values(values)) value.dispose();
  };
  return { ...values, dispose };
}

function settingValues(log: Log) {
  return {
    /** Absolute paths, or below `~`; empty means the client's default. */
    dataRoots: new ConfigValue<readonly string[]>(ids.dataRoots, (raw) => readPaths(raw, log)),
    /** Machines that are asked by ssh, as its configuration names them. */
    hosts: new ConfigValue<readonly string[]>(ids.hosts, (raw) => readHosts(raw, log)),
    planOpening: new ConfigValue<PlanOpening>(ids.planOpening, (raw) => (raw === 'source' ? 'source' : 'preview')),
    showAllProjects: new ConfigValue(ids.showAllProjects, (raw) => raw === true),
    openTranscriptOnClick: new ConfigValue(ids.openTranscriptOnClick, (raw) => raw !== false),
    /** Select the row of the session whose transcript or file is in front. */
    autoReveal: new ConfigValue(ids.autoReveal, (raw) => raw !== false),
    showInternalAgents: new ConfigValue(ids.showInternalAgents, (raw) => raw === true),
    /** Count the sessions that wait for a person on the view's icon. */
    showBadge: new ConfigValue(ids.showBadge, (raw) => raw !== false),
    /** Tell of each session that begins to wait. */
    waitingNotification: new ConfigValue(ids.waitingNotification, (raw) => raw === true),
    /** Say in the status bar which sessions wrote the file in front. */
    showWriters: new ConfigValue(ids.showWriters, (raw) => raw !== false),
    /** Tell once where two live sessions changed the same file, or may write the same plan file. */
    collisionNotice: new ConfigValue(ids.collisionNotice, (raw) => raw !== false),
    /** Mark changed files with the session that changed them. */
    fileDecorations: new ConfigValue(ids.fileDecorations, (raw) => raw === true),
    /** Scratch older than this many milliseconds is stale. */
    staleAge: new ConfigValue(ids.staleAgeDays, (raw) => checked(staleAgeOfSetting(raw), ids.staleAgeDays, log)),
    /** Scratch roots beyond erk's own. */
    scratchPatterns: new ConfigValue<readonly ScratchBase[]>(ids.scratchPatterns, (raw) => readPatterns(raw, log)),
    /** Bin entries older than this many milliseconds have expired. */
    binAge: new ConfigValue(ids.binDays, (raw) => checked(binAgeOfSetting(raw), ids.binDays, log)),
    /** Bytes of task outputs above which it is told; `undefined`: never. */
    taskOutputsWarning: new ConfigValue(ids.taskOutputsWarning, (raw) => gigabytes(raw, 10)),
    emptyBinAutomatically: new ConfigValue(ids.emptyBinAutomatically, (raw) => raw === true),
    /** The command line is on the PATH of integrated terminals. */
    terminalCommand: new ConfigValue(ids.terminalCommand, (raw) => raw !== false),
  };
}

/** What is no number of GB counts as the default. */
function gigabytes(raw: unknown, preset: number): number | undefined {
  const value = typeof raw === 'number' && raw >= 0 ? raw : preset;
  return value === 0 ? undefined : value * 1024 ** 3;
}

function readPaths(raw: unknown, log: Log): string[] {
  const entries: unknown[] = Array.isArray(raw) ? raw : [];
  const valid = entries.filter(isPath);
  const ignored = entries.length - valid.length;
  if (ignored > 0)
    log.warn(`${ids.dataRoots}: ${ignored} of ${entries.length} entries ignored, since they are not absolute paths`);
  return [...new Set(valid)];
}

function readHosts(raw: unknown, log: Log): string[] {
  const entries: unknown[] = Array.isArray(raw) ? raw : [];
  const valid = entries.filter((entry) => typeof entry === 'string' && isHostName(entry)) as string[];
  const ignored = entries.length - valid.length;
  if (ignored > 0)
    log.warn(`${ids.hosts}: ${ignored} of ${entries.length} entries ignored, since they are no names of hosts`);
  return [...new Set(valid)];
}

function readPatterns(raw: unknown, log: Log): ScratchBase[] {
  const entries: unknown[] = Array.isArray(raw) ? raw : [];
  const roots = entries.map(parseScratchPattern).filter((root) => root !== undefined);
  const ignored = entries.length - roots.length;
  if (ignored > 0) {
    const rule = 'since they are no relative paths that end with ${sessionId}';
    log.warn(`${ids.scratchPatterns}: ${ignored} of ${entries.length} entries ignored, ${rule}`);
  }
  return roots;
}

function checked({ maxAgeMs, warning }: AgeSetting, id: SettingId, log: Log): number {
  if (warning !== undefined) log.warn(`${id}: ${warning}`);
  return maxAgeMs;
}

function isPath(entry: unknown): entry is string {
  return typeof entry === 'string' && (path.isAbsolute(entry) || /^~(?:$|[/\\])/.test(entry)) && !entry.includes('\0');
}
