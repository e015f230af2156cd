/** Messages from the web view are checked before anything is done: what runs there has shown hostile text. */
import * as z from 'zod/mini';
import type { FromView } from '../../messages/webviewMessages.ts';

// No schema is compiled: this host may run where code must not be made from text.
z.config({ jitless: true });

const offset = z.int().check(z.nonnegative());
const name = z.string().check(z.maxLength(200));
const toward = z.enum(['older', 'newer']);
const text = z.string().check(z.minLength(1), z.maxLength(1000));
const goal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text }),
  z.object({ kind: z.literal('prompt') }),
  z.object({ kind: z.literal('error') }),
]);
const cursor = z.object({
  offset,
  dev: z.number(),
  ino: z.number(),
  marker: z.string().check(z.maxLength(2000)),
});

const request = { type: z.literal('request'), id: offset };
const requests = z.discriminatedUnion('name', [
  z.object({ ...request, name: z.literal('page'), parameters: one({ toward, offset: z.optional(offset) }) }),
  z.object({ ...request, name: z.literal('follow'), parameters: one({ cursor }) }),
  z.object({ ...request, name: z.literal('entry'), parameters: one({ offset }) }),
  z.object({ ...request, name: z.literal('records'), parameters: one({ start: offset, end: offset }) }),
  z.object({ ...request, name: z.literal('takenBack'), parameters: one({}) }),
  z.object({ ...request, name: z.literal('image'), parameters: one({ offset, key: name, index: offset }) }),
  z.object({ ...request, name: z.literal('count'), parameters: one({ text }) }),
  z.object({ ...request, name: z.literal('search'), parameters: one({ goal, from: z.optional(offset), toward }) }),
]);

const message = z.discriminatedUnion('type', [
  requests,
  z.object({ type: z.literal('cancel'), id: offset }),
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('openRaw'), offset: z.optional(offset) }),
  z.object({ type: z.literal('openText') }),
  z.object({ type: z.literal('openAgent'), toolUseId: z.optional(name), agentId: z.optional(name) }),
  z.object({ type: z.literal('openSpawn') }),
  z.object({
    type: z.literal('openFile'),
    path: z.string().check(z.minLength(1), z.maxLength(1000)),
    line: z.optional(offset),
  }),
  z.object({ type: z.literal('openPlan') }),
  z.object({ type: z.literal('openLink'), url: z.string().check(z.maxLength(4000)) }),
  z.object({ type: z.literal('copyText'), text: z.string().check(z.maxLength(2_000_000)) }),
  z.object({
    type: z.literal('copy'),
    stretches: z.array(z.object({ start: offset, end: offset })).check(z.maxLength(2)),
  }),
]);

/** The parameters of a request are one object. */
function one<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.tuple([z.object(shape)]);
}

/** The message, or `undefined` when it is none that the web view sends. */
export function parseMessage(data: unknown): FromView | undefined {
  return message.safeParse(data).data;
}
