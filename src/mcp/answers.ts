/** What each tool answers: the contract of the command line, in pieces that a model reads at a glance. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { asked } from '../contract/askedAnswers.ts';
import { changedFile, count, evidence, lack, plan, session, sessionId, sibling } from '../contract/parts.ts';
import { quoted } from '../presentation/quotedAnswer.ts';

const next = z.string().optional().describe('how the rest is asked for');
const [touched] = asked.touched.options;

export const outputs = {
  whoami: z.object({
    sessionId,
    proof: z.enum(['tool-call', ...asked.who.shape.proof.exclude(['nonce']).options]),
    agentId: z
      .string()
      .optional()
      .describe('the subagent that calls; without one, and with another proof than tool-call, not known'),
    evidence: evidence.optional(),
  }),
  plan: z.object({ sessionId, plan: plan.partial(), ...lack, next }),
  touched: z.object({
    paths: touched.shape.paths.describe('the first of those that were asked for, all of which were looked at'),
    copies: touched.shape.copies,
    count,
    files: z.array(changedFile.partial()),
    ...lack,
    next,
  }),
  siblings: z.object({ self: asked.siblings.shape.self, count, siblings: z.array(sibling.partial()), ...lack, next }),
  scratch_dir: z.object({ sessionId, ...asked['scratch-dir'].shape }),
  find: z.object({ ...asked.resolve.shape, sessions: z.array(session.partial()), ...lack, next }),
};

export function answered(answer: object): CallToolResult {
  const structuredContent = quoted(answer) as Record<string, unknown>;
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}

export function failed(error: string, message: string): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ error, message }) }], isError: true };
}
