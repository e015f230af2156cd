/** What is said where two live sessions changed one file. Text from logs passes `toSingleLine`. */
import { t } from '@vscode/l10n';
import type { FileSessions } from '../core/answers/sessionsOfPaths.ts';
import type { SessionId } from '../core/model.ts';
import { formatPlural } from '../core/text/format.ts';
import type { Fact } from './facts.ts';
import { briefId, fileLabel } from './fileRowText.ts';
import { sessionLabel } from './rowText.ts';

const mostFacts = 5;

/** For the row of one of the sessions; `undefined` when it shares no file. */
export function collisionMark(id: SessionId, collisions: readonly FileSessions[]): string | undefined {
  const [first, ...rest] = othersOf(id, collisions);
  if (first === undefined) return undefined;
  return rest.length > 0
    ? t('same file as {0} and {1} more', briefId(first), rest.length)
    : t('same file as {0}', briefId(first));
}

/** For its hover: the file and the other session. */
export function collisionFacts(
  id: SessionId,
  collisions: readonly FileSessions[],
  titleOf: (id: SessionId) => string | undefined,
): Fact[] {
  const words = (other: SessionId): string => `${other} (${sessionLabel({ title: titleOf(other) })})`;
  const own = collisions.filter(({ sessions }) => sessions.some(({ sessionId }) => sessionId === id));
  const facts = own.slice(0, mostFacts).map((collision) => {
    const others = othersOf(id, [collision]).map(words).join(', ');
    return {
      name: t('Same file'),
      value: t('{0} was also changed by {1}, live too', fileLabel(collision.path), others),
    };
  });
  const rest = own.length - facts.length;
  return rest > 0 ? [...facts, { name: t('Same file'), value: moreFiles(rest) }] : facts;
}

/** For the notice about some of them; `undefined` for none. */
export function collisionSentence([first, ...rest]: readonly FileSessions[]): string | undefined {
  if (first === undefined) return undefined;
  const ids = first.sessions.map(({ sessionId }) => briefId(sessionId));
  const args = [ids.slice(0, -1).join(', '), ids.at(-1) ?? '', fileLabel(first.path)];
  return rest.length === 0
    ? t('Live sessions {0} and {1} changed the same file: {2}.', ...args)
    : t('Live sessions {0} and {1} changed the same file: {2}, and {3}.', ...args, moreFiles(rest.length));
}

function moreFiles(count: number): string {
  return formatPlural(count, t('1 more file'), t('{0} more files'));
}

function othersOf(id: SessionId, collisions: readonly FileSessions[]): SessionId[] {
  const all = collisions
    .map(({ sessions }) => sessions.map(({ sessionId }) => sessionId))
    .filter((ids) => ids.includes(id));
  return [...new Set(all.flat())].filter((other) => other !== id);
}
