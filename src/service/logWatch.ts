/** Notices changes of a log that is shown: by file events where they arrive, by polling where they do not. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { errorCode } from '../core/disk/errors.ts';

const interval = 1000;

export class LogWatch implements vscode.Disposable {
  readonly #path: string;
  readonly #changed: () => void;
  readonly #watcher: vscode.FileSystemWatcher;
  #timer: NodeJS.Timeout | undefined;
  #last = '';
  #looking = false;

  /** `changed` is called while `active` is on, once for each state of the file. */
  constructor(log: string, changed: () => void) {
    this.#path = log;
    this.#changed = changed;
    const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(log)), path.basename(log));
    this.#watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const look = (): void => void this.#look();
    this.#watcher.onDidChange(look);
    this.#watcher.onDidCreate(look);
    this.#watcher.onDidDelete(look);
  }

  /** Off while nobody sees the log; on again looks at once. */
  set active(active: boolean) {
    clearInterval(this.#timer);
    this.#timer = active ? setInterval(() => void this.#look(), interval) : undefined;
    if (active) void this.#look();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watcher.dispose();
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#timer === undefined) return;
    this.#looking = true;
    const state = await stateOf(this.#path);
    this.#looking = false;
    if (state === this.#last || this.#timer === undefined) return;
    this.#last = state;
    this.#changed();
  }
}

async function stateOf(log: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs } = await fs.promises.lstat(log);
    return [dev, ino, size, mtimeMs].join(' ');
  } catch (error) {
    return errorCode(error) ?? 'gone';
  }
}
