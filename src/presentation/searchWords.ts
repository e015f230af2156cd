/** What the rows of search results say. Everything from logs and disks passes `toSingleLine`. */
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import type { HitKind, SearchHit } from '../core/search/sessionSearch.ts';
import { formatAge, formatNumber, formatPlural, joinParts } from '../core/text/format.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

const kindWords: Readonly<Record<HitKind, string>> = {
  prompt: t('prompt'),
  answer: t('answer'),
  thinking: t('thinking'),
  call: t('tool call'),
  result: t('tool result'),
  plan: t('plan'),
  compaction: t('compaction'),
  summary: t('summary'),
  command: t('command'),
  output: t('output'),
  note: t('note'),
  attachment: t('attachment'),
  record: t('record'),
  details: t('records'),
  skipped: t('damaged line'),
  line: t('line'),
};

/** What says it, of whom, and when by the log. */
export function hitDescription(hit: SearchHit, now: number): string {
  const { source, evidence, time } = hit;
  return joinParts(
    source === 'plan' || source === 'scratch'
      ? toSingleLine(path.basename(evidence.file), 60)
      : kindWords[evidence.kind],
    source === 'agent-log' ? t('agent') : undefined,
    hit.foreign ? t('in the log of another session') : undefined,
    hit.copied ? t('copied') : undefined,
    hit.sharedWith.length > 0 ? t('shared') : undefined,
    time === undefined ? undefined : formatAge(time, now),
  );
}

export interface SearchFigures {
  readonly text: string;
  readonly hits: number;
  readonly sessions: number;
  readonly state: 'searching' | 'done' | 'stopped' | 'full' | 'failed';
  readonly unreadable: number;
}

/** The line above the results. */
export function searchSentence({ text, hits, sessions, state, unreadable }: SearchFigures): string {
  const what = toSingleLine(text, 60);
  const found = t(
    '{0} in {1}',
    formatPlural(hits, t('1 hit'), t('{0} hits')),
    formatPlural(sessions, t('1 session'), t('{0} sessions')),
  );
  const unread =
    unreadable > 0
      ? ` ${formatPlural(unreadable, t('1 file could not be read.'), t('{0} files could not be read.'))}`
      : '';
  switch (state) {
    case 'searching':
      return hits > 0 ? t('“{0}”: searching… {1}', what, found) : t('“{0}”: searching…', what);
    case 'done':
      return (hits > 0 ? t('“{0}”: {1}.', what, found) : t('“{0}”: nowhere.', what)) + unread;
    case 'stopped':
      return t('“{0}”: stopped, {1} so far.', what, found) + unread;
    case 'full':
      return t('“{0}”: the first {1} hits. A longer text finds fewer.', what, formatNumber(hits)) + unread;
    case 'failed':
      return t('“{0}”: the search failed. The log channel says why.', what);
  }
}
