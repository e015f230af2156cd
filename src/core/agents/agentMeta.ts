/** `agent-<id>.meta.json` (2.1.100 on): what kind of agent an agent log is of, which call started it, whether it is done. */
import * as z from 'zod/mini';
import { readSmallFile } from '../disk/openRegularFile.ts';

const meta = z.object({
  agentType: z.optional(z.nullable(z.string())),
  description: z.optional(z.nullable(z.string())),
  toolUseId: z.optional(z.nullable(z.string())),
  parentAgentId: z.optional(z.nullable(z.string())),
  /** Names an agent of a workflow. */
  label: z.optional(z.nullable(z.string())),
  /** Written at the agent's end (2.1.330). */
  finished: z.optional(z.nullable(z.boolean())),
});

export type AgentMeta = z.infer<typeof meta>;

const largestMeta = 256 * 1024;

/** Where the meta file of an agent log is, whether or not it is there. */
export function agentMetaFile(agentLog: string): string {
  return agentLog.replace(/\.jsonl$/, '.meta.json');
}

/** The meta file beside an agent log; `undefined` when there is none or it is not readable as one. */
export function readAgentMeta(agentLog: string): AgentMeta | undefined {
  const bytes = readSmallFile(agentMetaFile(agentLog), largestMeta);
  if (bytes === undefined) return undefined;
  try {
    return meta.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
