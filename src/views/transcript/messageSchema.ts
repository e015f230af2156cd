/** Messages from the web view are checked before anything is done: what runs there has shown hostile text. */
import {
  count,
  exactObject,
  literal,
  maxLength,
  number,
  optional,
  safeParse,
  someText,
  union,
  type Infer,
  type Schema,
} from '../../core/text/schema.ts';
import type { FromView } from '../../messages/webviewMessages.ts';

const name = maxLength(200);
const toward = literal('older', 'newer');
const text = someText(1000);
const goal = union(
  exactObject({ kind: literal('text'), text }),
  exactObject({ kind: literal('prompt') }),
  exactObject({ kind: literal('error') }),
);
const cursor = exactObject({ offset: count, dev: number, ino: number, marker: maxLength(2000) });
const stretches = atMost(2, exactObject({ start: count, end: count }));

const message = union(
  request('page', { toward, offset: optional(count) }),
  request('follow', { cursor }),
  request('entry', { offset: count }),
  request('records', { start: count, end: count }),
  request('takenBack', {}),
  request('image', { offset: count, key: name, index: count }),
  request('count', { text }),
  request('search', { goal, from: optional(count), toward }),
  exactObject({ type: literal('cancel'), id: count }),
  exactObject({ type: literal('ready') }),
  exactObject({ type: literal('openRaw'), offset: optional(count) }),
  exactObject({ type: literal('openText') }),
  exactObject({ type: literal('openAgent'), toolUseId: optional(name), agentId: optional(name) }),
  exactObject({ type: literal('openSpawn') }),
  exactObject({ type: literal('openFile'), path: text, line: optional(count) }),
  exactObject({ type: literal('openPlan') }),
  exactObject({ type: literal('openLink'), url: maxLength(4000) }),
  exactObject({ type: literal('copyText'), text: maxLength(2_000_000) }),
  exactObject({ type: literal('copy'), stretches }),
);

/** The parameters of a request are one object. */
function request<const Name extends string, Fields extends Readonly<Record<string, Schema<unknown>>>>(
  name: Name,
  fields: Fields,
) {
  const parameters = atMost(1, exactObject(fields));
  const one = (value: unknown): value is readonly [Infer<ReturnType<typeof exactObject<Fields>>>] =>
    parameters(value) && value.length === 1;
  return exactObject({ type: literal('request'), id: count, name: literal(name), parameters: one });
}

function atMost<T>(most: number, schema: Schema<T>): Schema<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= most && value.every(schema);
}

/** The message, or `undefined` when it is none that the web view sends. */
export function parseMessage(data: unknown): FromView | undefined {
  return safeParse(message, data) as FromView | undefined;
}
