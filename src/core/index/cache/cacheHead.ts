/** What of the cache's head is JSON, and whether it has the form that it is written in. */
import type { LogTexts } from './logColumns.ts';
import type { RowTexts } from './rowColumns.ts';
import type { PlanDirectoriesSnapshot } from '../../plans/planDirectories.ts';
import { list, listOf, nullish, number, object, optional, shaped, text, tuple } from '../../text/schema.ts';

export interface HeadTexts {
  /** What the index depends on beside the disk. */
  readonly key: string;
  readonly logs: LogTexts;
  readonly rows: RowTexts;
  readonly directories: PlanDirectoriesSnapshot;
}

const numbered = listOf(tuple(number, listOf(number)));

const headTexts = object({
  key: text,
  logs: object({
    projects: listOf(tuple(number, text)),
    deeper: listOf(tuple(number, listOf(text))),
    damaged: listOf(tuple(number, number, number)),
    shared: numbered,
    split: numbered,
  }),
  rows: object({
    // One for each session: each is looked at when its row is put together.
    slugs: list,
    cwds: listOf(listOf(text)),
    branches: listOf(nullish(text)),
    oddTitles: listOf(tuple(number, text)),
    oddPlans: listOf(tuple(number, listOf(text), listOf(text))),
  }),
  directories: object({
    places: listOf(tuple(text, listOf(text))),
    listings: listOf(
      tuple(text, text, optional(object({ size: number, mtimeMs: number, ctimeMs: number, ino: number }))),
    ),
  }),
});

/** Throws when the text is anything else. */
export function parseHeadTexts(json: string): HeadTexts {
  const texts = shaped(headTexts, JSON.parse(json));
  if (texts === undefined) throw new TypeError('not what is written into a cache');
  return texts as HeadTexts;
}
