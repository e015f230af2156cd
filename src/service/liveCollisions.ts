/** The files that two live sessions changed, followed while two are live. */
import * as vscode from 'vscode';
import type { FileSessions } from '../core/answers/sessionsOfPaths.ts';
import { errorMessage } from '../core/text/errorText.ts';
import type { SessionId } from '../core/model.ts';
import { Throttle } from '../core/throttle.ts';
import type { Log } from '../host/log.ts';
import { LiveSessions } from './liveSessions.ts';
import type { SessionChange, SessionService } from './sessionService.ts';

/** Milliseconds between two questions: a busy session's log changes with each entry. */
const questionSpacing = 5_000;

export class LiveCollisions implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ReadonlySet<SessionId>>();
  /** The sessions that collide now or did before. */
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #log: Log;
  readonly #throttle = new Throttle(() => void this.#ask());
  readonly #subscription: vscode.Disposable;
  readonly #spacing: number;
  readonly #live = new LiveSessions();
  #value: readonly FileSessions[] = [];
  #disposed = false;

  constructor(service: SessionService, log: Log, spacing = questionSpacing) {
    this.#service = service;
    this.#log = log;
    this.#spacing = spacing;
    this.#subscription = vscode.Disposable.from(
      service.onDidChange((change) => this.#follow(change)),
      service.onDidChangeStatus(() => this.#throttle.schedule()),
    );
  }

  get value(): readonly FileSessions[] {
    return this.#value;
  }

  dispose(): void {
    this.#disposed = true;
    this.#throttle.cancel();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #follow(change: SessionChange): void {
    const isTold = this.#live.follow(change, this.#service.rows);
    if (isTold && (this.#live.size > 1 || this.#value.length > 0)) this.#throttle.schedule();
  }

  async #ask(): Promise<void> {
    if (this.#service.status.phase !== 'ready') return;
    this.#throttle.rest(this.#spacing);
    try {
      const value = this.#live.size > 1 ? await this.#service.files.collisions() : [];
      if (!this.#disposed) this.#set(value);
    } catch (error) {
      this.#log.error(`files of two live sessions cannot be looked for: ${errorMessage(error)}`);
    }
  }

  #set(value: readonly FileSessions[]): void {
    const before = this.#value;
    this.#value = value;
    if (value.length === 0 && before.length === 0) return;
    if (JSON.stringify(value.map(keysOf)) === JSON.stringify(before.map(keysOf))) return;
    const touched = [...before, ...value].flatMap(({ sessions }) => sessions.map(({ sessionId }) => sessionId));
    this.#changed.fire(new Set(touched));
  }
}

/** One for each session that is in it. */
export function keysOf({ path, sessions }: FileSessions): string[] {
  return sessions.map(({ sessionId }) => `${sessionId} ${path}`).sort();
}
