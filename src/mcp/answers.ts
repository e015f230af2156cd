/** What the tools answer: the contract's own answers, cut to what a model reads at a glance. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { answers } from '../contract/answers.ts';
import { count, evidence, plan, sessionId } from '../contract/parts.ts';
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';

const next = z.string().optional().describe('how the rest is asked for');
const [touched] = answers.touched.options;

export const outputs = {
  whoami: z.object({
    sessionId,
    proof: z.enum(['tool-call', ...answers.who.shape.proof.options]),
    agentId: z.string().optional(),
    evidence: evidence.optional(),
  }),
  plan: z.object({ sessionId, plan, next }),
  touched: z.object({ ...touched.shape, next }),
  siblings: z.object({ ...answers.siblings.shape, count, next }),
  scratch_dir: z.object({ sessionId, ...answers['scratch-dir'].shape }),
  find: z.object({ ...answers.resolve.shape, next }),
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

export function answered(answer: object): CallToolResult {
  const structuredContent = quoted(answer) as Record<string, unknown>;
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}

export function failed(error: string, message: string): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ error, message }) }], isError: true };
}
