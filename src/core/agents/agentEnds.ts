/** What only the text of a log says of an agent's end. Read on demand: few agents need it. */
import { readSmallFile } from '../disk/openRegularFile.ts';
import type { AgentOutcome } from '../log/spawnFacts.ts';
import * as records from '../log/recordShapes.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { safeParse } from '../text/schema.ts';

/** A larger log is not searched. */
const largestLog = 32 * 1024 * 1024;

/** What the client says in the place of a result when a call goes on in the background. */
const launched = /^(?:Async agent launched|Fork started)/;

/**
 * How a call ended whose result has no `toolUseResult`, as in logs of agents of `-p` runs (2.1.181 to 2.1.332): there
 * the text is all there is. `undefined` when the log has no result of it, or one that only says that the agent was
 * started.
 */
export function outcomeInText(log: string, toolUseId: string): AgentOutcome | undefined {
  for (const line of linesWith(log, toolUseId)) {
    const record = parseJsonObject(line);
    for (const block of (record && safeParse(records.blocks, record)?.message.content) ?? []) {
      const result = safeParse(records.toolResultBlock, block);
      if (result?.tool_use_id !== toolUseId) continue;
      if (result.is_error === true) return 'failed';
      return launched.test(textOf(block)) ? undefined : 'completed';
    }
  }
  return undefined;
}

/** Whether the last entry of the conversation is an answer that calls no tool. */
export function isTurnOver(log: string): boolean {
  const lines = readSmallFile(log, largestLog)?.toString('utf8').split('\n') ?? [];
  for (const line of lines.reverse()) {
    const record = parseJsonObject(line);
    if (record?.type === 'user') return false;
    if (record?.type !== 'assistant') continue;
    const blocks = safeParse(records.blocks, record)?.message.content ?? [];
    return !blocks.some((block) => safeParse(records.toolUse, block) !== undefined);
  }
  return false;
}

function linesWith(log: string, text: string): string[] {
  const all = readSmallFile(log, largestLog)?.toString('utf8').split('\n') ?? [];
  return all.filter((line) => line.includes(text));
}

function textOf(block: unknown): string {
  const content = safeParse(records.resultText, block)?.content;
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map((one) => safeParse(records.textBlock, one)?.text ?? '').join('\n') : '';
}
