/** Rows from another thread bring a copy of each text of their own: what many of them say is kept once. */
import type { SessionRow } from '../core/model.ts';

/** Texts and lists that are kept to be shared; what many rows have is soon among them again. */
const mostKept = 4_096;

const none: readonly string[] = [];

export class SharedTexts {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  /** The same row, of the texts that were there before as far as possible. */
  sharedBy(row: SessionRow): SessionRow {
    const { root, branch, cwds, slugs } = row;
    for (const kept of [this.#texts, this.#lists]) if (kept.size > mostKept) kept.clear();
    return {
      ...row,
      root: known(this.#texts, root, root),
      branch: branch === undefined ? undefined : known(this.#texts, branch, branch),
      cwds: known(this.#lists, JSON.stringify(cwds), cwds),
      slugs: slugs.length === 0 ? none : slugs,
    };
  }
}

function known<T>(all: Map<string, T>, key: string, one: T): T {
  const before = all.get(key);
  if (before === undefined) all.set(key, one);
  return before ?? one;
}
