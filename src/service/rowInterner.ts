/** Interns the strings of rows: each row that comes from another thread brings copies of its own. */
import type { SessionRow } from '../core/model.ts';

/** Beyond this many entries a table starts anew; what many rows share is soon in it again. */
const maxEntries = 4_096;

const none: readonly string[] = [];
const noNames: SessionRow['names'] = [];
const noOrigins: SessionRow['origins'] = [];

export class RowInterner {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  /** An equal row that shares strings and lists with earlier ones. */
  intern(row: SessionRow): SessionRow {
    const { root, branch, cwds, entrypoints, names, slugs, origins } = row;
    for (const table of [this.#texts, this.#lists]) if (table.size > maxEntries) table.clear();
    return {
      ...row,
      root: internIn(this.#texts, root, root),
      branch: branch === undefined ? undefined : internIn(this.#texts, branch, branch),
      cwds: internIn(this.#lists, JSON.stringify(cwds), cwds),
      entrypoints: internIn(this.#lists, JSON.stringify(entrypoints), entrypoints),
      names: names.length === 0 ? noNames : names,
      slugs: slugs.length === 0 ? none : slugs,
      origins: origins.length === 0 ? noOrigins : origins,
    };
  }
}

function internIn<T>(table: Map<string, T>, key: string, value: T): T {
  const interned = table.get(key);
  if (interned === undefined) table.set(key, value);
  return interned ?? value;
}
