/** What is said where two live sessions changed one file. Text from logs passes `toSingleLine`. */
import type { FileSessions } from '../core/answers/sessionsOfPaths.ts';
import type { SessionId } from '../core/model.ts';
import { formatCount } from '../core/text/format.ts';
import type { Fact } from './facts.ts';
import { briefId, fileLabel } from './fileRowText.ts';
import { sessionLabel } from './rowText.ts';

const mostFacts = 5;

/** For the row of one of the sessions; `undefined` when it shares no file. */
export function collisionMark(id: SessionId, collisions: readonly FileSessions[]): string | undefined {
  const [first, ...rest] = othersOf(id, collisions);
  if (first === undefined) return undefined;
  return `same file as ${briefId(first)}${rest.length > 0 ? ` and ${rest.length} more` : ''}`;
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
    return { name: 'Same file', value: `${fileLabel(collision.path)} was also changed by ${others}, live too` };
  });
  const rest = own.length - facts.length;
  return rest > 0 ? [...facts, { name: 'Same file', value: formatCount(rest, 'more file', 'more files') }] : facts;
}

/** For the notice about some of them; `undefined` for none. */
export function collisionSentence([first, ...rest]: readonly FileSessions[]): string | undefined {
  if (first === undefined) return undefined;
  const ids = first.sessions.map(({ sessionId }) => briefId(sessionId));
  const more = rest.length === 0 ? '' : `, and ${formatCount(rest.length, 'more file', 'more files')}`;
  return `Live sessions ${ids.slice(0, -1).join(', ')} and ${ids.at(-1)} changed the same file: ${fileLabel(first.path)}${more}.`;
}

function othersOf(id: SessionId, collisions: readonly FileSessions[]): SessionId[] {
  const all = collisions
    .map(({ sessions }) => sessions.map(({ sessionId }) => sessionId))
    .filter((ids) => ids.includes(id));
  return [...new Set(all.flat())].filter((other) => other !== id);
}
