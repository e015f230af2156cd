/** Plans and prompts of sessions, for searches beyond their rows. Nothing is read before it is first asked for. */
import * as vscode from 'vscode';
import type { SessionId, SessionRow } from '../core/model.ts';
import { newestFirst } from '../core/index/sessionOrder.ts';
import { errorDetail } from '../core/text/errorText.ts';
import type { Log } from '../host/log.ts';
import { searchable, type MoreText } from '../presentation/sessionFilter.ts';
import type { PlanTitle } from './sessionRequests.ts';
import type { SessionService } from './sessionService.ts';

/** Sessions of one request: some 20 ms of the worker. */
const batch = 100;

export class SessionTexts implements vscode.Disposable {
  readonly #service: Pick<SessionService, 'rows' | 'planTitles' | 'promptsOf' | 'onDidChange'>;
  readonly #log: Log;
  readonly #loaded = new vscode.EventEmitter<void>();
  /** Some more of it is there. */
  readonly onDidLoad = this.#loaded.event;
  readonly #prompts = new Map<SessionId, readonly string[]>();
  /** Sessions whose prompts are as the log has them. */
  readonly #fresh = new Set<SessionId>();
  readonly #texts = new Map<SessionId, string>();
  readonly #subscription: vscode.Disposable;
  #plans: ReadonlyMap<SessionId, readonly PlanTitle[]> = new Map();
  #loading: Promise<void> | undefined;
  readonly #askers = new Set<() => boolean>();
  #isDisposed = false;

  constructor(service: Pick<SessionService, 'rows' | 'planTitles' | 'promptsOf' | 'onDidChange'>, log: Log) {
    this.#service = service;
    this.#log = log;
    this.#subscription = service.onDidChange(({ changed, removed }) => {
      for (const id of changed) this.#fresh.delete(id);
      for (const id of removed) this.#forget(id);
    });
  }

  /** The plans of a session by slug and heading, as far as they are loaded. */
  plansOf(id: SessionId): readonly PlanTitle[] {
    return this.#plans.get(id) ?? [];
  }

  /** The first and the last prompt of a session, as far as they are loaded. */
  promptsOf(id: SessionId): readonly string[] {
    return this.#prompts.get(id) ?? [];
  }

  /** For the matcher of sessions. */
  readonly moreText: MoreText = ({ sessionId }: SessionRow) => this.#texts.get(sessionId) ?? '';

  /** Reads what is missing or has changed, newest sessions first, as long as somebody asks for it. Never rejects. */
  load(isAskedFor: () => boolean): Promise<void> {
    this.#askers.add(isAskedFor);
    this.#loading ??= this.#load()
      .catch((error: unknown) => this.#log.error(`Texts of sessions: ${errorDetail(error)}`))
      .finally(() => {
        this.#loading = undefined;
        this.#askers.clear();
      });
    return this.#loading;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
    this.#loaded.dispose();
  }

  async #load(): Promise<void> {
    this.#plans = await this.#service.planTitles();
    for (const id of this.#plans.keys()) this.#join(id);
    if (this.#isDisposed) return;
    this.#loaded.fire();
    const { rows } = this.#service;
    const missing = newestFirst([...rows.values()], rows.size).filter(({ sessionId }) => !this.#fresh.has(sessionId));
    for (let at = 0; at < missing.length; at += batch) {
      if (this.#isDisposed || ![...this.#askers].some((asks) => asks())) return;
      const ids = missing.slice(at, at + batch).map(({ sessionId }) => sessionId);
      // One that changes meanwhile is read again next time.
      for (const id of ids) this.#fresh.add(id);
      const read = await this.#service.promptsOf(ids).catch((error: unknown) => {
        for (const id of ids) this.#fresh.delete(id);
        throw error;
      });
      for (const [id, prompts] of read) {
        this.#prompts.set(id, prompts);
        this.#join(id);
      }
      if (!this.#isDisposed) this.#loaded.fire();
    }
  }

  #join(id: SessionId): void {
    const plans = this.plansOf(id).flatMap(({ slug, title }) => [slug, title]);
    this.#texts.set(id, searchable(...plans, ...this.promptsOf(id)));
  }

  #forget(id: SessionId): void {
    for (const all of [this.#fresh, this.#prompts, this.#texts]) all.delete(id);
  }
}
