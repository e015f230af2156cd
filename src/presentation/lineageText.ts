/** The family of a session, as lines for a terminal and as a Mermaid flowchart. */
import { t } from '@vscode/l10n';
import type { Lineage, LineageSession } from '../core/answers/lineage.ts';
import type { SessionEvent } from '../core/answers/sessionEvents.ts';
import { joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { lazyRegExp } from '../core/text/lazyRegExp.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import { relationWords, teleportedWords } from './relationWords.ts';

const markup = lazyRegExp(String.raw`[^\p{L}\p{N} .,_-]`, 'gu');

const eventWords: Readonly<Record<SessionEvent['kind'], string>> = {
  compacted: t('compacted'),
  cleared: t('cleared'),
  resumed: t('resumed'),
  background: t('in the background'),
};

/** A line for each session, and one below it for each session that its log names. */
export function lineageLines({ sessions, relations, leftOut }: Lineage): string[] {
  const lines = sessions.flatMap((session) => [
    joinParts(shortId(session.sessionId), titleOf(session), ...factsOf(session)),
    ...relations
      .filter(({ from }) => from === session.sessionId)
      .map(({ kind, to }) => `    ${relationWords[kind].own} ${shortId(to)}`),
  ]);
  return leftOut > 0 ? [...lines, t('{0} more are left out', leftOut)] : lines;
}

/** The older session points to the one that came from it. Text from logs stands in it as entities alone. */
export function lineageMermaid({ sessions, relations }: Lineage): string {
  const names = new Map(sessions.map(({ sessionId }, at) => [sessionId, `s${at}`]));
  const nodes = sessions.map((session) => {
    const lines = [titleOf(session), joinParts(shortId(session.sessionId), ...factsOf(session))];
    return `  ${names.get(session.sessionId)}["${lines.map(mermaidText).join('<br>')}"]`;
  });
  const links = relations.map(({ from, to, kind }) => {
    const arrow = kind === 'foreign-entries' ? '-.->' : '-->';
    return `  ${names.get(to)} ${arrow}|"${mermaidText(relationWords[kind].reverse)}"| ${names.get(from)}`;
  });
  return ['flowchart TD', ...nodes, ...links].join('\n');
}

function titleOf({ title, found }: LineageSession): string {
  return found ? toSingleLine(title ?? '', 60) || t('Untitled session') : t('not in the data roots');
}

function factsOf({ events, teleportedFrom }: LineageSession): (string | undefined)[] {
  const counts = new Map<SessionEvent['kind'], number>();
  for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const words = [...counts].map(([kind, count]) =>
    count > 1 ? t('{0} {1} times', eventWords[kind], count) : eventWords[kind],
  );
  return [...words, teleportedFrom && teleportedWords(teleportedFrom)];
}

/** Letters, digits and blanks as they are; all else as the entities that Mermaid shows as text. */
function mermaidText(text: string): string {
  return text.replace(markup(), (character) => `#${character.codePointAt(0)};`);
}
