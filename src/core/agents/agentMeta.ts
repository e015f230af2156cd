/**
 * `agent-<id>.meta.json` (2.1.100 on): what kind of agent an agent log is of, which call started it, whether it is
 * done.
 */
import { readSmallFile } from '../disk/openRegularFile.ts';
import { parseJson } from '../text/parseJson.ts';
import { boolean, nullish, object, safeParse, string, type Infer } from '../text/schema.ts';

const meta = object({
  agentType: nullish(string),
  description: nullish(string),
  toolUseId: nullish(string),
  parentAgentId: nullish(string),
  /** A named agent, or a teammate (2.1.240, 2.1.332). */
  name: nullish(string),
  taskKind: nullish(string),
  /** Names an agent of a workflow. */
  label: nullish(string),
  /** Written at the agent's end (2.1.330). */
  finished: nullish(boolean),
});

export type AgentMeta = Infer<typeof meta>;

const largestMeta = 256 * 1024;

/** Where the meta file of an agent log is, whether or not it is there. */
export function agentMetaFile(agentLog: string): string {
  return agentLog.replace(/\.jsonl$/, '.meta.json');
}

/** The meta file of an agent log; `undefined` when there is none or it is not readable as one. */
export function readAgentMeta(agentLog: string): AgentMeta | undefined {
  return safeParse(meta, parseJson(readSmallFile(agentMetaFile(agentLog), largestMeta)));
}
