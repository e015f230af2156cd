/** Messages from the timeline's web view are checked before anything is done: what runs there shows hostile text. */
import { parseSessionId } from '../../core/text/ids.ts';
import { array, count, literal, maxLength, object, optional, safeParse, tuple, union } from '../../core/text/schema.ts';
import type { FromTimeline } from '../../messages/timelineMessages.ts';

/** Lanes of a very high screen. */
const mostSessions = 500;

const id = maxLength(40);
const request = { type: literal('request'), id: count };
const message = union(
  object({ type: literal('ready') }),
  object({ type: literal('cancel'), id: count }),
  object({ ...request, name: literal('agents'), parameters: tuple(object({ sessionIds: array(id) })) }),
  object({ ...request, name: literal('marks'), parameters: tuple(object({ sessionId: id })) }),
  object({ type: literal('open'), sessionId: id, file: optional(maxLength(8000)), offset: optional(count) }),
);

/** The message, or `undefined` when it is none that the web view sends. */
export function parseMessage(data: unknown): FromTimeline | undefined {
  const parsed = safeParse(message, data);
  if (parsed === undefined) return undefined;
  if (parsed.type === 'open') return isId(parsed.sessionId) ? parsed : undefined;
  if (parsed.type !== 'request') return parsed;
  if (parsed.name === 'marks') return isId(parsed.parameters[0].sessionId) ? parsed : undefined;
  const { sessionIds } = parsed.parameters[0];
  return sessionIds.length <= mostSessions && sessionIds.every(isId) ? parsed : undefined;
}

function isId(text: string): boolean {
  return parseSessionId(text) === text;
}
