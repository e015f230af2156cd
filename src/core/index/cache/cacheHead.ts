/** What of the cache's head is JSON, and whether it has the form that it is written in. */
import type { LogTexts } from './logColumns.ts';
import type { RowTexts } from './rowColumns.ts';
import type { PlanDirectoriesSnapshot } from '../../plans/planDirectories.ts';
import { array, nullish, number, object, safeParse, string, tuple, unknown } from '../../text/schema.ts';

export interface HeadTexts {
  /** What the index depends on besides the disk. */
  readonly key: string;
  readonly logs: LogTexts;
  readonly rows: RowTexts;
  readonly directories: PlanDirectoriesSnapshot;
}

const numbered = array(tuple(number, array(number)));

const headTexts = object({
  key: string,
  logs: object({
    projects: array(tuple(number, string)),
    deeper: array(tuple(number, array(string))),
    spelled: array(tuple(number, string)),
    damaged: array(tuple(number, number, number)),
    shared: numbered,
    split: numbered,
  }),
  rows: object({
    // One for each session: each is checked when its row is decoded.
    slugs: array(unknown),
    cwds: array(array(string)),
    branches: array(nullish(string)),
    entrypoints: array(array(string)),
    oddTitles: array(tuple(number, string)),
    oddPlans: array(tuple(number, array(string), array(string))),
    remoteIds: array(tuple(number, array(string))),
    origins: array(tuple(number, array(string))),
  }),
  directories: object({
    places: array(tuple(string, array(string), array(string))),
    listings: array(tuple(string, string)),
    logged: array(tuple(string, string)),
  }),
});

/** Throws when the text is anything else. */
export function parseHeadTexts(json: string): HeadTexts {
  const texts = safeParse(headTexts, JSON.parse(json));
  if (texts === undefined) throw new TypeError('not what is written into a cache');
  return texts as HeadTexts;
}
