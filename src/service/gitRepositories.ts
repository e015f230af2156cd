/** What VS Code's own git extension says of the opened repositories. Git itself is never run from here. */
import * as vscode from 'vscode';
import { isBelow } from '../core/disk/paths.ts';
import { errorMessage } from '../core/text/errorText.ts';
import type { Log } from '../host/log.ts';

/** The part of the git extension's API, version 1, that is used. */
interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: vscode.Event<unknown>;
  readonly onDidCloseRepository: vscode.Event<unknown>;
}

interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly mergeChanges: readonly GitChange[];
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    /** Only where the setting `git.untrackedChanges` keeps them apart. */
    readonly untrackedChanges?: readonly GitChange[];
    readonly onDidChange: vscode.Event<void>;
  };
  add(paths: string[]): Promise<void>;
  log(options: { readonly path: string; readonly maxEntries: number }): Promise<{ readonly commitDate?: Date }[]>;
}

interface GitChange {
  readonly uri: vscode.Uri;
}

interface GitExports {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): GitApi;
}

/** A changed file of a checkout. */
export interface GitChangedFile {
  readonly path: string;
  /** The toplevel of its repository. */
  readonly root: string;
  /** It has changes that are not staged. */
  readonly isUnstaged: boolean;
}

export class GitRepositories implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Something is changed in a repository, or one was opened or closed. */
  readonly onDidChange = this.#changed.event;
  readonly #log: Log;
  readonly #subscriptions: vscode.Disposable[] = [];
  #states: vscode.Disposable[] = [];
  #exports: Promise<GitExports | undefined> | undefined;
  /** Why it did not start last; it may be asked often. */
  #failure: string | undefined;
  #isDisposed = false;
  /** When each file was committed last, by repository, its commit and path. */
  readonly #committed = new Map<string, Promise<number>>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** What is changed and lies on this machine's disk, each file once; nothing where the workspace is not trusted. */
  async changedFiles(): Promise<GitChangedFile[]> {
    const files = new Map<string, GitChangedFile>();
    for (const { rootUri, state } of await this.#repositories()) {
      const add = (changes: readonly GitChange[], isUnstaged: boolean): void => {
        for (const { uri } of changes) {
          const path = uri.fsPath;
          if (uri.scheme === 'file' && !files.has(path)) files.set(path, { path, root: rootUri.fsPath, isUnstaged });
        }
      };
      const { mergeChanges, indexChanges, workingTreeChanges, untrackedChanges = [] } = state;
      add([...mergeChanges, ...workingTreeChanges, ...untrackedChanges], true);
      add(indexChanges, false);
    }
    return [...files.values()];
  }

  /**
   * When a file was committed last, in milliseconds since 1970; -Infinity when it never was, Infinity when git does not
   * say.
   */
  async committedAt(file: string): Promise<number> {
    const repository = await this.#repositoryOf(file);
    if (repository === undefined) return Infinity;
    const commit = repository.state.HEAD?.commit;
    if (commit === undefined) return -Infinity;
    const key = `${repository.rootUri.fsPath}\0${commit}\0${file}`;
    let found = this.#committed.get(key);
    if (found === undefined) {
      if (this.#committed.size > 10_000) this.#committed.clear();
      this.#committed.set(key, (found = this.#lastCommit(repository, file)));
    }
    const time = await found;
    // Git may answer the next question.
    if (time === Infinity && this.#committed.get(key) === found) this.#committed.delete(key);
    return time;
  }

  /** Stages exactly these files, whole. */
  async stage(files: readonly string[]): Promise<void> {
    const byRepository = new Map<GitRepository, string[]>();
    for (const file of files) {
      const repository = await this.#repositoryOf(file);
      if (repository === undefined) continue;
      byRepository.set(repository, [...(byRepository.get(repository) ?? []), file]);
    }
    for (const [repository, paths] of byRepository) await repository.add(paths);
  }

  dispose(): void {
    this.#isDisposed = true;
    vscode.Disposable.from(...this.#subscriptions, ...this.#states, this.#changed).dispose();
  }

  async #lastCommit(repository: GitRepository, file: string): Promise<number> {
    try {
      const [last] = await repository.log({ path: file, maxEntries: 1 });
      return last === undefined ? -Infinity : (last.commitDate?.getTime() ?? Infinity);
    } catch (error) {
      this.#log.warn(`git does not say when a file was committed: ${errorMessage(error)}`);
      return Infinity;
    }
  }

  /** The innermost repository that has the file. */
  async #repositoryOf(file: string): Promise<GitRepository | undefined> {
    const around = (await this.#repositories()).filter(({ rootUri }) => isBelow(file, rootUri.fsPath));
    return around.sort((a, b) => b.rootUri.path.length - a.rootUri.path.length)[0];
  }

  async #repositories(): Promise<readonly GitRepository[]> {
    if (this.#isDisposed || !vscode.workspace.isTrusted) return [];
    const started = (this.#exports ??= this.#start());
    const git = await started;
    // One that is not there or does not start may do so by the next question.
    if (git === undefined && this.#exports === started) this.#exports = undefined;
    if (this.#isDisposed) return [];
    return git?.enabled === true ? git.getAPI(1).repositories : [];
  }

  async #start(): Promise<GitExports | undefined> {
    const extension = vscode.extensions.getExtension<GitExports>('vscode.git');
    if (extension === undefined) return undefined;
    try {
      const git = await extension.activate();
      // Nobody would dispose of what is registered now.
      if (this.#isDisposed) return undefined;
      this.#subscriptions.push(git.onDidChangeEnablement(() => this.#follow(git)));
      this.#follow(git);
      return git;
    } catch (error) {
      const failure = errorMessage(error);
      if (failure !== this.#failure) this.#log.warn(`the git extension does not start: ${failure}`);
      this.#failure = failure;
      return undefined;
    }
  }

  #follow(git: GitExports): void {
    vscode.Disposable.from(...this.#states).dispose();
    this.#states = [];
    if (git.enabled) {
      const api = git.getAPI(1);
      const again = (): void => this.#follow(git);
      this.#states = [
        api.onDidOpenRepository(again),
        api.onDidCloseRepository(again),
        ...api.repositories.map(({ state }) => state.onDidChange(() => this.#changed.fire())),
      ];
    }
    this.#changed.fire();
  }
}
