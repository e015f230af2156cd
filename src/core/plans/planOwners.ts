/** Which sessions prove which plan files. */
import * as path from 'node:path';
import type { SessionId } from '../model.ts';

export interface RowPlans {
  /** Paths of the plans that the session's row counts. */
  readonly paths: readonly string[];
  /** Names beside its slugs that its logs give to plans, whether or not there is such a file. */
  readonly names: readonly string[];
}

export const noPlans: RowPlans = { paths: [], names: [] };

/** A plan as its file is named, without `.md`, and a session that proves it. */
export type NamedPlan = readonly [name: string, id: SessionId];

/** Sessions are found by the names of their plans, which their rows have anyway: a path for each would take memory. */
export class PlanOwners {
  readonly #plansOf: (id: SessionId) => RowPlans;
  /** Who has, or once had, a plan of this name: what a session has now, its plans say. */
  readonly #byName = new Map<string, SessionId | Set<SessionId>>();
  #cached: (() => Iterable<NamedPlan>) | undefined;

  constructor(plansOf: (id: SessionId) => RowPlans) {
    this.#plansOf = plansOf;
  }

  /** Begins with what the cache knows, which is put together when it is first asked for; or goes on with it. */
  restore(plans: () => Iterable<NamedPlan>): void {
    this.#byName.clear();
    this.#cached = plans;
  }

  /** Sessions whose own entries prove the plan file at `file`. */
  ownersOf(file: string): ReadonlySet<SessionId> {
    this.#settle();
    const named = this.#byName.get(planNameOf(file)) ?? [];
    const ids = typeof named === 'string' ? [named] : [...named];
    return new Set(ids.filter((id) => this.#plansOf(id).paths.includes(file)));
  }

  /** A session has these paths in place of those before. Those that got or lost it are added to `changed`. */
  update(id: SessionId, before: readonly string[], now: readonly string[], changed: Set<string>): void {
    for (const file of before) if (!now.includes(file)) changed.add(file);
    for (const file of now) {
      if (before.includes(file)) continue;
      this.#settle();
      this.#add(planNameOf(file), id);
      changed.add(file);
    }
  }

  #settle(): void {
    const recall = this.#cached;
    if (recall === undefined) return;
    this.#cached = undefined;
    for (const [name, id] of recall()) this.#add(name, id);
  }

  #add(name: string, id: SessionId): void {
    const known = this.#byName.get(name);
    if (known === undefined) this.#byName.set(name, id);
    else if (typeof known !== 'string') known.add(id);
    else if (known !== id) this.#byName.set(name, new Set([known, id]));
  }
}

/** Whether both say the same. */
export function samePlans(a: RowPlans, b: RowPlans): boolean {
  return isSameList(a.paths, b.paths) && isSameList(a.names, b.names);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

/** Name of a plan's file. */
export function planNameOf(file: string): string {
  return path.basename(file, '.md');
}
