/** Which sessions words mean: in the filter of the sessions view as in a picker. */
import { t } from '@vscode/l10n';
import { joinParts } from '../core/text/format.ts';
import type { SessionRow } from '../core/model.ts';
import { embeddedSessionId } from './idSearch.ts';
import { dayNumber } from './sessionSections.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

export const sessionFacets = ['waiting', 'live', 'today', 'plan', 'scratch', 'agents'] as const;
/** `waiting`, `live`: the registry proves it. `today`: its last entry is of this day of the calendar. */
export type SessionFacet = (typeof sessionFacets)[number];

export interface SessionFilter {
  /**
   * Words that a session must all have, whatever their case: in its title, ID, branch, a slug, a working directory, a
   * name in the registry, a job's or remote ID, a plan's heading, its first or last prompt; or as the whole of its
   * state, a process ID or an entrypoint. A whole session ID in the text, as in a log's path, means that session alone.
   */
  readonly text: string;
  readonly facets: readonly SessionFacet[];
}

export const noFilter: SessionFilter = { text: '', facets: [] };

export function isFiltering(filter: SessionFilter): boolean {
  return filter.facets.length > 0 || filter.text.trim() !== '';
}

/** What of a session is looked at beyond its row, made by `searchable`. */
export type MoreText = (row: SessionRow) => string;

/** Joins texts for the search for words: in lower case, and so that no word lies across two of them. */
export function searchable(...texts: readonly (string | undefined)[]): string {
  return texts.filter(Boolean).join('\n').toLowerCase();
}

/** The test that a filter stands for. */
export function sessionMatcher(filter: SessionFilter, moreText: MoreText = () => ''): (row: SessionRow) => boolean {
  const { facets } = filter;
  const id = embeddedSessionId(filter.text);
  const words = id === undefined ? wordsOf(filter.text) : [];
  return (row) =>
    facets.every((facet) => hasFacet(row, facet)) &&
    (id === undefined || row.sessionId === id) &&
    words.every((word) => isWord(row, word) || rowText(row).includes(word) || moreText(row).includes(word));
}

/** What only the whole word names: the state, a process, what ran the client. */
function isWord({ state, names, entrypoints }: SessionRow, word: string): boolean {
  return (
    state === word || entrypoints.includes(word) || names.some(({ kind, name }) => kind === 'process' && name === word)
  );
}

/** The words of a text that is looked for. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

const rowTexts = new WeakMap<SessionRow, string>();

/** The row as words are looked for in it. Made once for each row: one that changes is another object. */
export function rowText(row: SessionRow): string {
  let text = rowTexts.get(row);
  if (text === undefined) {
    const names = row.names.flatMap(({ kind, name }) => (kind === 'process' ? [] : name));
    text = searchable(row.sessionId, row.title, row.branch, ...row.slugs, ...row.cwds, ...names);
    rowTexts.set(row, text);
  }
  return text;
}

function hasFacet(row: SessionRow, facet: SessionFacet): boolean {
  switch (facet) {
    case 'waiting':
      return row.state === 'waiting';
    case 'today':
      return row.lastActivity !== undefined && dayNumber(row.lastActivity) === dayNumber(Date.now());
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

export const facetLabels: Readonly<Record<SessionFacet, string>> = {
  waiting: t('Waiting for you'),
  live: t('Live now'),
  today: t('Today'),
  plan: t('With a plan'),
  scratch: t('With scratch'),
  agents: t('With agent logs'),
};

/** The filter in words, for the view's description; `undefined` when nothing is filtered. */
export function filterWords(filter: SessionFilter): string | undefined {
  if (!isFiltering(filter)) return undefined;
  const text = toSingleLine(filter.text, 60);
  return joinParts(text && `“${text}”`, ...filter.facets.map((facet) => startingSmall(facetLabels[facet])));
}

/** As it stands between other words. The rest keeps its case: names, and the nouns of some languages, have capitals. */
function startingSmall(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
