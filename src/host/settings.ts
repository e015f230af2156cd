/** The extension's settings: typed, validated, with an event for changes. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { settings as ids, settingsSection, type SettingId } from './contributions.ts';
import { parseScratchPattern, type ScratchBase } from '../core/scratch/scratchLayout.ts';
import { binAgeOfSetting, staleAgeOfSetting, type AgeSetting } from '../core/scratch/staleAge.ts';
import type { Log } from './log.ts';

export type PlanOpening = 'preview' | 'source';

export interface Settings extends vscode.Disposable {
  /** Absolute paths, or below `~`; empty means the client's default. */
  readonly dataRoots: ConfigValue<readonly string[]>;
  readonly planOpening: ConfigValue<PlanOpening>;
  readonly showAllProjects: ConfigValue<boolean>;
  readonly showInternalAgents: ConfigValue<boolean>;
  /** Count the sessions that wait for a person on the view's icon. */
  readonly showBadge: ConfigValue<boolean>;
  /** Scratch older than this many milliseconds is stale. */
  readonly staleAge: ConfigValue<number>;
  /** Scratch roots beyond erk's own. */
  readonly scratchPatterns: ConfigValue<readonly ScratchBase[]>;
  /** Bin entries older than this many milliseconds have expired. */
  readonly binAge: ConfigValue<number>;
  readonly emptyBinAutomatically: ConfigValue<boolean>;
}

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
  const settings = {
    dataRoots: new ConfigValue(ids.dataRoots, (raw) => readPaths(raw, log)),
    planOpening: new ConfigValue<PlanOpening>(ids.planOpening, (raw) => (raw === 'source' ? 'source' : 'preview')),
    showAllProjects: new ConfigValue(ids.showAllProjects, (raw) => raw === true),
    showBadge: new ConfigValue(ids.showBadge, (raw) => raw === true),
    showInternalAgents: new ConfigValue(ids.showInternalAgents, (raw) => raw === true),
    staleAge: new ConfigValue(ids.staleAgeDays, (raw) => checked(staleAgeOfSetting(raw), ids.staleAgeDays, log)),
    scratchPatterns: new ConfigValue(ids.scratchPatterns, (raw) => readPatterns(raw, log)),
    binAge: new ConfigValue(ids.binDays, (raw) => checked(binAgeOfSetting(raw), ids.binDays, log)),
    emptyBinAutomatically: new ConfigValue(ids.emptyBinAutomatically, (raw) => raw === true),
  };
  const dispose = (): void => {
    for (const setting of Object.values(settings)) setting.dispose();
  };
  return { ...settings, dispose };
}

function readPaths(raw: unknown, log: Log): string[] {
  const entries: unknown[] = Array.isArray(raw) ? raw : [];
  const valid = entries.filter(isPath);
  const ignored = entries.length - valid.length;
  if (ignored > 0)
    log.warn(`${ids.dataRoots}: ${ignored} of ${entries.length} entries ignored, since they are not absolute paths`);
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
