/** Which sessions prove which plan files. */
import * as path from 'node:path';
import type { SessionId } from '../model.ts';

export interface SessionPlans {
  /** Paths of the plans that the session's row counts. */
  readonly paths: readonly string[];
  /** Names beside its slugs that its logs give to plans, whether or not there is such a file. */
  readonly names: readonly string[];
}

export const noPlans: SessionPlans = { paths: [], names: [] };

/** A plan as its file is named, without `.md`, and a session that proves it. */
export type NamedPlan = readonly [name: string, id: SessionId];

/** Sessions are found by the names of their plans, which their rows have anyway: a path for each would take memory. */
export class PlanOwners {
  readonly #plansOf: (id: SessionId) => SessionPlans;
  /** Who has, or once had, a plan of this name: what a session has now, its plans say. */
  readonly #byName = new Map<string, SessionId | Set<SessionId>>();
  #recall: (() => Iterable<NamedPlan>) | undefined;

  constructor(plansOf: (id: SessionId) => SessionPlans) {
    this.#plansOf = plansOf;
  }

  /** Begins with what the cache knows, which is put together when it is first asked for; or goes on with it. */
  recall(plans: () => Iterable<NamedPlan>): void {
    this.#byName.clear();
    this.#recall = plans;
  }

  /** Sessions whose own entries prove the plan file at `file`. */
  of(file: string): ReadonlySet<SessionId> {
    this.#settle();
    const named = this.#byName.get(nameOf(file)) ?? [];
    const ids = typeof named === 'string' ? [named] : [...named];
    return new Set(ids.filter((id) => this.#plansOf(id).paths.includes(file)));
  }

  /** A session has these paths in place of those before. Those that got or lost it are added to `changed`. */
  change(id: SessionId, before: readonly string[], now: readonly string[], changed: Set<string>): void {
    for (const file of before) if (!now.includes(file)) changed.add(file);
    for (const file of now) {
      if (before.includes(file)) continue;
      this.#settle();
      this.#add(nameOf(file), id);
      changed.add(file);
    }
  }

  #settle(): void {
    const recall = this.#recall;
    if (recall === undefined) return;
    this.#recall = undefined;
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
export function samePlans(a: SessionPlans, b: SessionPlans): boolean {
  return isSameList(a.paths, b.paths) && isSameList(a.names, b.names);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

/** Name of a plan's file. */
export function nameOf(file: string): string {
  return path.basename(file, '.md');
}
