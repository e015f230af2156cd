/** The folders open in this window, with what else counts as the same project. */
import { realpath } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { WindowFolder } from '../presentation/rowPlaces.ts';
import { Throttle } from '../core/throttle.ts';
import type { SessionService } from './sessionService.ts';

/** What git's files say of a folder. */
export type GitSource = Pick<SessionService, 'worktreesOf' | 'headOf'>;

/** Milliseconds: a rebase writes `HEAD` again and again. */
const restTime = 500;
/** Milliseconds until what the worker did not answer is asked for again. */
const askedAgainAfter = 5_000;

interface LookedUp {
  readonly window: WindowFolder;
  /** Absolute path of its `HEAD` file; `undefined` where it has none, or that was not answered. */
  readonly head: string | undefined;
  /** The worker is not always there. */
  readonly isAnswered: boolean;
}

export class OpenedFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #git: GitSource;
  readonly #subscription: vscode.Disposable;
  #value: readonly WindowFolder[];
  readonly #nextUpdate = new Throttle(() => void this.update());
  #updates = 0;
  /** A checkout changes `HEAD`, and rows name branches that are not the window's. */
  #watched: readonly string[] = [];
  #watchers: readonly vscode.Disposable[] = [];

  constructor(git: GitSource) {
    this.#git = git;
    this.#value = localFolders().map((folder) => ({ folder, related: [] }));
    this.#subscription = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.update());
  }

  /** Their own paths at once; real paths and worktrees follow with an event. */
  get value(): readonly WindowFolder[] {
    return this.#value;
  }

  /** Looks up worktrees again: they come and go without an event. */
  async update(): Promise<void> {
    const update = ++this.#updates;
    const looked = await Promise.all(localFolders().map((folder) => this.#look(folder)));
    if (update !== this.#updates) return;
    const value = looked.map(({ window }) => window);
    const heads = looked.flatMap(({ head }) => head ?? []);
    if (looked.every(({ isAnswered }) => isAnswered)) this.#watch(heads.sort());
    else this.#nextUpdate.schedule(askedAgainAfter);
    if (JSON.stringify(value) === JSON.stringify(this.#value)) return;
    this.#value = value;
    this.#changed.fire();
  }

  dispose(): void {
    this.#updates++;
    this.#nextUpdate.cancel();
    this.#watch([]);
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #look(folder: string): Promise<LookedUp> {
    // A folder that is gone or unreadable still stands for the sessions that name it.
    const real = await realpath(folder).catch(() => folder);
    try {
      const [worktrees, head] = await Promise.all([this.#git.worktreesOf(folder), this.#git.headOf(folder)]);
      const window = { folder, related: [real, ...worktrees], branch: head?.branch };
      return { window, head: head?.file, isAnswered: true };
    } catch {
      // What was known before stays until there is an answer.
      const known = this.#value.find((one) => one.folder === folder && one.related.length > 0);
      return { window: known ?? { folder, related: [real] }, head: undefined, isAnswered: false };
    }
  }

  #watch(heads: readonly string[]): void {
    if (heads.join('\n') === this.#watched.join('\n')) return;
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watched = heads;
    this.#watchers = heads.map((head) => {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(head)), path.basename(head));
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const update = (): void => this.#nextUpdate.schedule(restTime);
      return vscode.Disposable.from(watcher, watcher.onDidChange(update), watcher.onDidCreate(update));
    });
  }
}

/** Folders of other schemes lie on no disk that a session can run on. */
export function localFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
