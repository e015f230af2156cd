/** What is said where two live sessions changed one file. Text from logs passes `toSingleLine`. */
import type { FileSessions } from '../core/answers/sessionsOfPaths.ts';
import type { SessionId } from '../core/model.ts';
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
  return collisions.slice(0, mostFacts).flatMap((collision) => {
    const others = othersOf(id, [collision]);
    const value = `${fileLabel(collision.path)} was also changed by ${others.map(words).join(', ')}, which is live too`;
    return others.length === 0 ? [] : [{ name: 'Same file', value }];
  });
}

function othersOf(id: SessionId, collisions: readonly FileSessions[]): SessionId[] {
  const all = collisions
    .map(({ sessions }) => sessions.map(({ sessionId }) => sessionId))
    .filter((ids) => ids.includes(id));
  return [...new Set(all.flat())].filter((other) => other !== id);
}
