/** Which sessions prove which plan files. */
import * as path from 'node:path';
import type { SessionId } from '../model.ts';
import type { RowPlans } from './rowPlans.ts';

/** A plan as its file is named, without `.md`, and a session that proves it. */
export type NamedPlan = readonly [name: string, id: SessionId];

/** Sessions are found by the names of their plans, which their rows have anyway: a path for each would take memory. */
export class PlanOwners {
  readonly #plansOf: (id: SessionId) => RowPlans;
  /** Candidates by plan name, maybe stale; `ownersOf` checks each one against its plans. */
  readonly #byName = new Map<string, SessionId | Set<SessionId>>();
  /** Plans that are not in `#byName` yet. */
  #pending: (() => Iterable<NamedPlan>) | undefined;

  constructor(plansOf: (id: SessionId) => RowPlans) {
    this.#plansOf = plansOf;
  }

  /** Replaces everything by `plans`, which are listed when an owner is first asked for. */
  restore(plans: () => Iterable<NamedPlan>): void {
    this.#byName.clear();
    this.#pending = plans;
  }

  /** Sessions whose own entries prove the plan file at `file`. */
  ownersOf(file: string): ReadonlySet<SessionId> {
    return new Set(this.#candidates(planNameOf(file)).filter((id) => this.#plansOf(id).paths.includes(file)));
  }

  /** Paths of the plan files of this name that some session proves. */
  pathsNamed(name: string): ReadonlySet<string> {
    const paths = this.#candidates(name).flatMap((id) => this.#plansOf(id).paths);
    return new Set(paths.filter((file) => planNameOf(file) === name));
  }

  #candidates(name: string): readonly SessionId[] {
    this.#addPending();
    const named = this.#byName.get(name) ?? [];
    return typeof named === 'string' ? [named] : [...named];
  }

  /**
   * A session has the plans at `now` in place of those at `before`. Paths that it lost or got are added to `changed`.
   */
  update(id: SessionId, before: readonly string[], now: readonly string[], changed: Set<string>): void {
    for (const file of before) if (!now.includes(file)) changed.add(file);
    for (const file of now) {
      if (before.includes(file)) continue;
      this.#addPending();
      this.#add(planNameOf(file), id);
      changed.add(file);
    }
  }

  #addPending(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    for (const [name, id] of pending()) this.#add(name, id);
  }

  #add(name: string, id: SessionId): void {
    const ids = this.#byName.get(name);
    if (ids === undefined) this.#byName.set(name, id);
    else if (typeof ids !== 'string') ids.add(id);
    else if (ids !== id) this.#byName.set(name, new Set([ids, id]));
  }
}

/** Name of a plan's file, without `.md`. */
export function planNameOf(file: string): string {
  return path.basename(file, '.md');
}
