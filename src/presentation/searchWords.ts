/** What the rows of search results say. Everything from logs and disks passes `toSingleLine`. */
import * as path from 'node:path';
import type { HitKind, SearchHit } from '../core/search/sessionSearch.ts';
import { formatAge, formatCount, formatNumber, joinParts } from '../core/text/format.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

const kindWords: Readonly<Record<HitKind, string>> = {
  prompt: 'prompt',
  answer: 'answer',
  thinking: 'thinking',
  call: 'tool call',
  result: 'tool result',
  plan: 'plan',
  compaction: 'compaction',
  summary: 'summary',
  command: 'command',
  output: 'output',
  note: 'note',
  attachment: 'attachment',
  record: 'record',
  details: 'records',
  skipped: 'damaged line',
  line: 'line',
};

/** What says it, of whom, and when by the log. */
export function hitDescription(hit: SearchHit, now: number): string {
  const { source, evidence, time } = hit;
  return joinParts(
    source === 'plan' || source === 'scratch'
      ? toSingleLine(path.basename(evidence.file), 60)
      : kindWords[evidence.kind],
    source === 'agent-log' ? 'agent' : undefined,
    hit.foreign ? 'in the log of another session' : undefined,
    hit.copied ? 'copied' : undefined,
    hit.sharedWith.length > 0 ? 'shared' : undefined,
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
  const quoted = `“${toSingleLine(text, 60)}”`;
  const found = `${formatCount(hits, 'hit', 'hits')} in ${formatCount(sessions, 'session', 'sessions')}`;
  const unread = unreadable > 0 ? ` ${formatCount(unreadable, 'file', 'files')} could not be read.` : '';
  switch (state) {
    case 'searching':
      return `${quoted}: searching… ${hits > 0 ? found : ''}`.trimEnd();
    case 'done':
      return `${quoted}: ${hits > 0 ? found : 'nowhere'}.${unread}`;
    case 'stopped':
      return `${quoted}: stopped, ${found} so far.${unread}`;
    case 'full':
      return `${quoted}: the first ${formatNumber(hits)} hits. A longer text finds fewer.${unread}`;
    case 'failed':
      return `${quoted}: the search failed. The log channel says why.`;
  }
}
