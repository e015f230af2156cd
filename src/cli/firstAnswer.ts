/** Long answers: a first part, and how the rest is asked for. */
import { toJson, type CliError } from './answers.ts';
import type { CliContext } from './context.ts';

/** A first answer is as long as a model reads at a glance. */
const firstBytes = 1500;

/** `--limit`; `undefined` when it is not given. */
export function limitOf(context: CliContext): number | undefined | CliError {
  const limit = context.text('limit');
  if (limit === undefined) return undefined;
  return /^\d{1,9}$/.test(limit) ? Number(limit) : { error: 'usage', message: '--limit takes a whole number.' };
}

/** What an answer leaves out, and how it is asked for. */
export interface Rest {
  readonly more: number;
  readonly next: string | undefined;
}

/** As many as `limit` says, else as many as a first answer has room for; and what is left out. */
export function firstOf<T>(
  all: readonly T[],
  limit: number | undefined,
  jsonOf: (one: T) => unknown,
): Rest & { readonly first: readonly T[] } {
  const first = all.slice(0, limit ?? roomFor(all, jsonOf));
  const more = all.length - first.length;
  return { first, more, next: more === 0 ? undefined : `--limit ${all.length}` };
}

function roomFor<T>(all: readonly T[], jsonOf: (one: T) => unknown): number {
  let bytes = 0;
  const rest = all.findIndex((one, at) => (bytes += toJson(jsonOf(one)).length) > firstBytes && at > 0);
  return rest === -1 ? all.length : rest;
}

/** For a terminal: no line where nothing is left out. */
export function restLine({ more, next }: Rest): string[] {
  return next === undefined ? [] : [`and ${more} more: ${next}`];
}
