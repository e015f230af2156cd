/** The changed files of the workspace, with the sessions that changed them since the last commit of each. */
import * as vscode from 'vscode';
import { changedAfter } from '../core/answers/changedFiles.ts';
import type { FileSessions } from '../core/answers/sessionsOfPaths.ts';
import { Throttle } from '../core/throttle.ts';
import type { GitChangedFile, GitRepositories } from './gitRepositories.ts';
import type { SessionService } from './sessionService.ts';

export type WorkspaceFile = FileSessions & GitChangedFile;

/** Milliseconds between two events: git's state changes in bursts, and a live session's log with each entry. */
const eventSpacing = 2_000;
/** Git is asked for the commits of this many files at a time. */
const atOnce = 4;

export class WorkspaceChanges implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #git: GitRepositories;
  readonly #subscription: vscode.Disposable;
  readonly #throttle = new Throttle(() => this.#fire());
  #value: Promise<readonly WorkspaceFile[]> | undefined;

  constructor(service: SessionService, git: GitRepositories) {
    this.#service = service;
    this.#git = git;
    this.#subscription = vscode.Disposable.from(
      git.onDidChange(() => this.#outdate()),
      service.onDidChange(() => this.#outdate()),
    );
  }

  /** By path. Asks git and the worker only when something has changed since the last time. */
  read(): Promise<readonly WorkspaceFile[]> {
    const value = (this.#value ??= this.#read());
    // The next one tries again.
    value.catch(() => {
      if (this.#value === value) this.#value = undefined;
    });
    return value;
  }

  dispose(): void {
    this.#throttle.cancel();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #outdate(): void {
    this.#value = undefined;
    this.#throttle.schedule();
  }

  #fire(): void {
    this.#throttle.rest(eventSpacing);
    this.#changed.fire();
  }

  async #read(): Promise<WorkspaceFile[]> {
    const dirty = (await this.#git.changedFiles()).sort((a, b) => (a.path < b.path ? -1 : 1));
    const found = await this.#service.files.sessionsOfPaths(dirty.map(({ path }) => path));
    const files = dirty.map((file, at) => ({ ...file, sessions: found[at]?.sessions ?? [] }));
    const touched = files.filter(({ sessions }) => sessions.length > 0);
    const since = new Map<string, number>();
    for (let at = 0; at < touched.length; at += atOnce) {
      const some = touched.slice(at, at + atOnce);
      const times = await Promise.all(some.map(({ path }) => this.#git.committedAt(path)));
      some.forEach(({ path }, i) => since.set(path, times[i] ?? Infinity));
    }
    const later = files.map(({ path, sessions }) => {
      return { path, sessions: changedAfter(sessions, since.get(path) ?? Infinity) };
    });
    const marked = await this.#service.files.withTakenBack(later.filter(({ sessions }) => sessions.length > 0));
    const sessionsOf = new Map(marked.map(({ path, sessions }) => [path, sessions]));
    return files.map((file) => ({ ...file, sessions: sessionsOf.get(file.path) ?? [] }));
  }
}
