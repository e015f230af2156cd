/** What the commands answer by which tools of the MCP server answer, too: its bundle has these alone. */
import * as z from 'zod';
import { sessionNameKinds } from '../core/model.ts';
import { changedFile, count, evidence, hostile, lack, path, rest, session, sessionId, sibling } from './parts.ts';

const dirtyGroups = ['thisSession', 'otherSessions', 'severalSessions', 'noProof'] as const;

export const asked = {
  who: z.strictObject({
    sessionId,
    from: z.enum(['hook', 'CLAUDE_CODE_SESSION_ID', 'SESSION_CONTEXT', 'registry', 'nonce']),
    proof: z
      .enum(['nonce', 'hook', 'call', 'registry', 'process'])
      .describe('strongest first; help who says what each is'),
    file: path.nullish().describe('the registry file that says so'),
    evidence: evidence.nullish().describe('the entry that holds the command with the nonce'),
    contradicts: z.string().nullish().describe('another session that a weaker proof names'),
    agentId: z.string().nullish().describe('the subagent that asks, where that is proved'),
    agentType: hostile.nullish(),
    hasLog: z.boolean().nullable().describe('null: a folder of logs cannot be read'),
  }),
  touched: z.union([
    z.strictObject({ paths: z.array(z.string()), files: z.array(changedFile), copies: count, ...rest, ...lack }),
    z
      .strictObject({
        toplevel: path,
        sessionId: sessionId.nullable().describe('the session that asks'),
        counts: z.record(z.enum(dirtyGroups), count),
        dirty: z.array(
          z.strictObject({
            path,
            group: z.enum(dirtyGroups),
            sessions: z.array(
              changedFile.pick({
                sessionId: true,
                changes: true,
                added: true,
                removed: true,
                time: true,
                evidence: true,
              }),
            ),
          }),
        ),
        ...rest,
        ...lack,
      })
      .describe('with --dirty'),
  ]),
  siblings: z.strictObject({
    self: sessionId.nullable().describe("the caller's, which is left out"),
    siblings: z.array(sibling).describe('those that wait first'),
    ...lack,
  }),
  resolve: z.strictObject({
    text: z.string(),
    kind: z.enum(['session-id', 'plan', 'agent', 'title', ...sessionNameKinds, 'branch', 'folder', 'words']),
    count: count.describe('sessions that have the name; of several each may be meant'),
    sessions: z.array(session).describe('at most 20'),
    ...lack,
  }),
  'scratch-dir': z.strictObject({ path, exists: z.boolean() }),
};
