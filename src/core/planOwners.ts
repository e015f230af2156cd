/** Which sessions prove which plan files. */
import type { SessionId } from './model.ts';

export interface SessionPlans {
  /** Paths of the plans that the session's row counts. */
  readonly paths: readonly string[];
  /** Names beside its slugs that its logs give to plans, whether or not there is such a file. */
  readonly names: readonly string[];
}

const noPlans: SessionPlans = { paths: [], names: [] };

export class PlanOwners {
  readonly #plansOf = new Map<SessionId, SessionPlans>();
  readonly #owners = new Map<string, Set<SessionId>>();
  #recall: (() => Iterable<readonly [SessionId, SessionPlans]>) | undefined;

  /** Begins with what the cache knows, which is put together when it is first asked for. */
  recall(plans: () => Iterable<readonly [SessionId, SessionPlans]>): void {
    this.#recall = plans;
  }

  /** Sessions whose own entries prove the plan file at `path`. */
  of(path: string): ReadonlySet<SessionId> {
    this.#settle();
    return this.#owners.get(path) ?? new Set();
  }

  plansOf(id: SessionId): SessionPlans {
    this.#settle();
    return this.#plansOf.get(id) ?? noPlans;
  }

  /** Sets a session's plans. Paths that got or lost an owner are added to `changed`. */
  set(id: SessionId, plans: SessionPlans, changed: Set<string>): void {
    const before = this.plansOf(id).paths;
    for (const path of before) {
      if (plans.paths.includes(path)) continue;
      const owners = this.#owners.get(path);
      owners?.delete(id);
      if (owners?.size === 0) this.#owners.delete(path);
      changed.add(path);
    }
    for (const path of plans.paths) {
      if (before.includes(path)) continue;
      this.#add(path, id);
      changed.add(path);
    }
    if (plans.paths.length > 0 || plans.names.length > 0) this.#plansOf.set(id, plans);
    else this.#plansOf.delete(id);
  }

  #settle(): void {
    const recall = this.#recall;
    if (recall === undefined) return;
    this.#recall = undefined;
    for (const [id, plans] of recall()) {
      this.#plansOf.set(id, plans);
      for (const path of plans.paths) this.#add(path, id);
    }
  }

  #add(path: string, id: SessionId): void {
    const owners = this.#owners.get(path);
    if (owners === undefined) this.#owners.set(path, new Set([id]));
    else owners.add(id);
  }
}
