/** Messages from the timeline's web view are checked before anything is done: what runs there shows hostile text. */
import { parseSessionId } from '../../core/text/ids.ts';
import {
  count,
  literal,
  maxLength,
  object,
  optional,
  safeParse,
  tuple,
  union,
  type Infer,
  type Schema,
} from '../../core/text/schema.ts';
import type { FromTimeline } from '../../messages/timelineMessages.ts';

/** Lanes of a very high screen. */
const mostSessions = 500;

const id = maxLength(40);
const sessions: Schema<readonly string[]> = (value): value is readonly string[] =>
  Array.isArray(value) && value.length <= mostSessions && value.every(id);
const request = { type: literal('request'), id: count };
const message = union(
  object({ type: literal('ready') }),
  object({ type: literal('cancel'), id: count }),
  object({ ...request, name: literal('details'), parameters: tuple(object({ sessionIds: sessions })) }),
  object({ ...request, name: literal('marks'), parameters: tuple(object({ sessionId: id })) }),
  object({ type: literal('open'), sessionId: id, file: optional(maxLength(8000)), offset: optional(count) }),
);

/** The message, or `undefined` when it is none that the web view sends. */
export function parseMessage(data: unknown): FromTimeline | undefined {
  const parsed = safeParse(message, data);
  return parsed !== undefined && sessionsOf(parsed).every(isId) ? (parsed as FromTimeline) : undefined;
}

function sessionsOf(parsed: Infer<typeof message>): readonly string[] {
  if (parsed.type === 'open') return [parsed.sessionId];
  if (parsed.type !== 'request') return [];
  return parsed.name === 'marks' ? [parsed.parameters[0].sessionId] : parsed.parameters[0].sessionIds;
}

function isId(text: string): boolean {
  return parseSessionId(text) === text;
}
