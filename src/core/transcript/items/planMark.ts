/** The plan that a record speaks of, by the names written in it. */
import { isSlug } from '../../text/ids.ts';
import { asString, type Json } from '../../text/schema.ts';
import type { PlanMark } from './items.ts';

/** The plan's name: base name of a plan file's path, of either system, without `.md`. */
export function slugOfPath(path: unknown): string | undefined {
  const name = /([^/\\]+)\.md$/.exec(asString(path) ?? '')?.[1];
  return isSlug(name) ? name : undefined;
}

/**
 * A file write counts for a plan when the path lies in a `.claude/plans` folder or its name is the record's own slug;
 * a repository's `docs/plans` is no plans directory.
 */
export function writtenPlan(input: Json, record: Json): PlanMark | undefined {
  const path = asString(input['file_path']) ?? '';
  const slug = slugOfPath(path);
  if (slug === undefined) return undefined;
  return slug === record['slug'] || /[/\\]\.claude[/\\]plans[/\\][^/\\]+$/.test(path)
    ? { event: 'written', slug }
    : undefined;
}
