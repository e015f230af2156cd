/** What is said of the lines of a file: which call wrote them, or that nothing proves it. */
import { t } from '@vscode/l10n';
import type { Blame, BlamedLines } from '../core/answers/blame.ts';
import type { ChainStart, SessionId } from '../core/model.ts';
import { formatAge, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { Fact } from './facts.ts';
import { briefId, changeProof, changeTool } from './fileRowText.ts';
import { sessionLabel } from './rowText.ts';

/** Where the chain of calls begins, or why it goes no further back. */
export const chainStartWords: Readonly<Record<ChainStart, string>> = {
  created: t('The chain of calls goes back to the one that made the file.'),
  'text-before': t('The chain of calls begins with a text that no logged call left.'),
  'changed-since': t('No logged call left the file as it is now: nothing proves who wrote its lines.'),
  'no-text-before': t(
    'A gap: the log does not hold what the file was before a call. What stood there then has no proof.',
  ),
  'several-calls': t('A gap: calls in more than one log left the same text. What stood there then has no proof.'),
  restored: t(
    'A gap: no logged call put back the text that a later one had before it. What stood there then has no proof.',
  ),
  'too-different': t('A gap: too many lines changed at once. What stood there then has no proof.'),
};

/** Whether at least one line has a writer. */
export function hasWriters({ lines }: Pick<Blame, 'lines'>): boolean {
  return lines.some(({ change }) => change !== undefined);
}

/** Beside the first line of a group: `4f0c… Edit · 3 h`, at most some twenty characters. */
export function linesLabel({ change }: BlamedLines, now: number): string {
  if (change === undefined) return t('no proof');
  const age = change.time === undefined ? undefined : formatAge(change.time, now);
  return joinParts(`${briefId(change.sessionId)} ${changeTool(change.kind)}`, age);
}

/** The hover over a group of lines. */
export function linesFacts(
  { from, to, change }: BlamedLines,
  start: ChainStart,
  source: {
    readonly titleOf: (id: SessionId) => string | undefined;
    readonly formatTime: (time: number) => string;
    readonly home: string;
  },
): Fact[] {
  const lines =
    from === to ? { name: t('Line'), value: String(from) } : { name: t('Lines'), value: t('{0} to {1}', from, to) };
  if (change === undefined) return [lines, { name: t('No proof'), value: chainStartWords[start] }];
  const { sessionId, agentId, time, kind, evidence } = change;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('Written by'), joinParts(sessionLabel({ title: source.titleOf(sessionId) }), shortId(sessionId))],
    [t('Agent'), agentId === undefined ? undefined : toSingleLine(agentId, 80)],
    [t('When'), time === undefined ? undefined : t('{0}, by the log', source.formatTime(time))],
    [t('Proved by'), changeProof(kind, evidence, source.home)],
  ];
  return [lines, ...facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))];
}
