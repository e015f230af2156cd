/** Files or plans that two live sessions both have, looked for while at least two sessions are live. */
import * as vscode from 'vscode';
import type { FileSessions } from '../core/answers/sessionsOfPaths.ts';
import { errorMessage } from '../core/text/errorText.ts';
import type { PlanCollision, SessionId } from '../core/model.ts';
import { Throttle } from '../core/throttle.ts';
import type { Log } from '../host/log.ts';
import { LiveSessions } from './liveSessions.ts';
import type { SessionChange, SessionService } from './sessionService.ts';

/** Milliseconds between two questions: a busy session's log changes with each entry. */
const questionSpacing = 5_000;

/** A kind of collision: how to ask for all of them, and which sessions are in one. */
interface Subject<Collision> {
  readonly ask: (service: SessionService) => Promise<readonly Collision[]>;
  readonly sessionsOf: (collision: Collision) => readonly SessionId[];
}

/** The files that two live sessions changed. */
export const inFiles: Subject<FileSessions> = {
  ask: (service) => service.files.collisions(),
  sessionsOf: ({ sessions }) => sessions.map(({ sessionId }) => sessionId),
};

/** The plan files that two live sessions may write. */
export const inPlans: Subject<PlanCollision> = {
  ask: (service) => service.planCollisions(),
  sessionsOf: ({ sessions }) => sessions,
};

export class LiveCollisions<Collision extends { readonly path: string }> implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ReadonlySet<SessionId>>();
  /** The sessions that collide now or did before. */
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #subject: Subject<Collision>;
  readonly #log: Log;
  readonly #throttle = new Throttle(() => void this.#ask());
  readonly #subscription: vscode.Disposable;
  readonly #spacing: number;
  readonly #live = new LiveSessions();
  #value: readonly Collision[] = [];
  #disposed = false;

  constructor(service: SessionService, subject: Subject<Collision>, log: Log, spacing = questionSpacing) {
    this.#service = service;
    this.#subject = subject;
    this.#log = log;
    this.#spacing = spacing;
    this.#subscription = vscode.Disposable.from(
      service.onDidChange((change) => this.#follow(change)),
      service.onDidChangeStatus(() => this.#throttle.schedule()),
    );
  }

  get value(): readonly Collision[] {
    return this.#value;
  }

  /** A key for each session in the collision, to know it again. */
  keysOf(collision: Collision): string[] {
    return this.#subject
      .sessionsOf(collision)
      .map((id) => `${id} ${collision.path}`)
      .sort();
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
      const value = this.#live.size > 1 ? await this.#subject.ask(this.#service) : [];
      if (!this.#disposed) this.#set(value);
    } catch (error) {
      this.#log.error(`what two live sessions have both cannot be looked for: ${errorMessage(error)}`);
    }
  }

  #set(value: readonly Collision[]): void {
    const before = this.#value;
    this.#value = value;
    const keys = (collisions: readonly Collision[]): string =>
      JSON.stringify(collisions.map((one) => this.keysOf(one)));
    if (keys(value) === keys(before)) return;
    this.#changed.fire(new Set([...before, ...value].flatMap((one) => this.#subject.sessionsOf(one))));
  }
}

export type FileCollisions = LiveCollisions<FileSessions>;
export type PlanCollisions = LiveCollisions<PlanCollision>;
