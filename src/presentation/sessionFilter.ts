/** The filter of the sessions view. */
import { joinParts } from '../core/text/format.ts';
import type { SessionRow } from '../core/model.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

export const sessionFacets = ['plan', 'scratch', 'agents', 'live'] as const;
/** `live`: the registry proves that it runs. */
export type SessionFacet = (typeof sessionFacets)[number];

export interface SessionFilter {
  /** Words that must all occur in the title, ID, branch, a slug or a working directory. Case is ignored. */
  readonly text: string;
  readonly facets: readonly SessionFacet[];
}

export const noFilter: SessionFilter = { text: '', facets: [] };

export function isFiltering(filter: SessionFilter): boolean {
  return filter.facets.length > 0 || filter.text.trim() !== '';
}

/** The test that a filter stands for; words may stand in what `moreOf` gives as well. */
export function sessionMatcher(
  filter: SessionFilter,
  moreOf: (row: SessionRow) => readonly string[] = () => [],
): (row: SessionRow) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const { facets } = filter;
  return (row) =>
    facets.every((facet) => hasFacet(row, facet)) &&
    words.every((word) => mentions(row, word) || moreOf(row).some((text) => includes(text, word)));
}

function hasFacet(row: SessionRow, facet: SessionFacet): boolean {
  switch (facet) {
    case 'plan':
      return row.plans > 0;
    case 'scratch':
      return row.scratch > 0;
    case 'agents':
      return row.agents > 0;
    case 'live':
      return row.state !== undefined;
  }
}

function mentions(row: SessionRow, word: string): boolean {
  return (
    row.sessionId.includes(word) ||
    includes(row.title, word) ||
    includes(row.branch, word) ||
    row.slugs.some((slug) => includes(slug, word)) ||
    row.cwds.some((cwd) => includes(cwd, word))
  );
}

function includes(text: string | undefined, word: string): boolean {
  return text !== undefined && text.toLowerCase().includes(word);
}

export const facetLabels: Readonly<Record<SessionFacet, string>> = {
  plan: 'With a plan',
  scratch: 'With scratch',
  agents: 'With agent logs',
  live: 'Live now',
};

/** The filter in words, for the view's description; `undefined` when nothing is filtered. */
export function filterWords(filter: SessionFilter): string | undefined {
  if (!isFiltering(filter)) return undefined;
  const text = toSingleLine(filter.text, 60);
  return joinParts(text && `“${text}”`, ...filter.facets.map((facet) => facetLabels[facet].toLowerCase()));
}
