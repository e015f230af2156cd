/** What each tool answers: the contract of the command line, in pieces that a model reads at a glance. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { answers } from '../contract/answers.ts';
import { changedFile, count, evidence, plan, session, sessionId, sibling } from '../contract/parts.ts';
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';

const next = z.string().optional().describe('how the rest is asked for');
const [touched] = answers.touched.options;

export const outputs = {
  whoami: z.object({
    sessionId,
    proof: z.enum(['tool-call', ...answers.who.shape.proof.options]),
    agentId: z
      .string()
      .optional()
      .describe('the subagent that calls; without one, and with another proof than tool-call, not known'),
    evidence: evidence.optional(),
  }),
  plan: z.object({ sessionId, plan: plan.partial(), next }),
  touched: z.object({
    ...touched.pick({ paths: true, copies: true }).shape,
    count,
    files: z.array(changedFile.partial()),
    next,
  }),
  siblings: z.object({ self: answers.siblings.shape.self, count, siblings: z.array(sibling.partial()), next }),
  scratch_dir: z.object({ sessionId, ...answers['scratch-dir'].shape }),
  find: z.object({ ...answers.resolve.shape, sessions: z.array(session.partial()), next }),
};

/** Fields that are paths, which are longer than other text. */
const paths: ReadonlySet<string> = new Set(['path', 'file', 'cwd', 'toplevel', 'paths']);

/** The same with each text on one line, without control characters, and cut: it may be of a log, and a model reads it. */
function quoted(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return paths.has(key) ? toSingleLinePath(value, 400) : toSingleLine(value, 80);
  if (Array.isArray(value)) return value.map((one) => quoted(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, quoted(field, name)]));
}

/** Only these fields of an element; all where none is named. */
export function withFields<T extends object>(element: T, fields: readonly string[] | undefined): Partial<T> {
  if (fields === undefined) return element;
  return Object.fromEntries(Object.entries(element).filter(([name]) => fields.includes(name))) as Partial<T>;
}

/** A list has this many bytes in one answer, unless its first element alone has more. */
const pageBytes = 1400;

export interface Page {
  readonly elements: readonly object[];
  readonly next?: string;
}

/** The elements from `offset` on that one answer has room for. */
export function pageOf(
  all: readonly object[],
  { offset, fields }: { readonly offset: number; readonly fields?: readonly string[] | undefined },
): Page {
  let bytes = 0;
  const elements: object[] = [];
  for (const one of all.slice(offset)) {
    const element = withFields(one, fields);
    bytes += JSON.stringify(quoted(element)).length;
    if (bytes > pageBytes && elements.length > 0) break;
    elements.push(element);
  }
  const until = offset + elements.length;
  return until < all.length ? { elements, next: `offset: ${until}` } : { elements };
}

export function answered(answer: object): CallToolResult {
  const structuredContent = quoted(answer) as Record<string, unknown>;
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}

export function failed(error: string, message: string): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ error, message }) }], isError: true };
}
