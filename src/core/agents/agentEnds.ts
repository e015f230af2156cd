/** What only the text of a log says of an agent's end. Read on demand: few agents need it. */
import { readSmallFile } from '../disk/openRegularFile.ts';
import { ended, notifiedEnd, type AgentOutcome } from '../log/spawnFacts.ts';
import * as records from '../log/recordShapes.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { safeParse } from '../text/schema.ts';

/** A larger log is not searched. */
const largestLog = 32 * 1024 * 1024;

/** What the client says in the place of a result when a call goes on in the background. */
const launched = /^(?:Async agent launched|Fork started)/;

/**
 * How an agent ended by the text of its caller's log: by the result of its call that has no `toolUseResult`, as in logs
 * of agents of `-p` runs (2.1.181 to 2.1.332), else by a notification that the client gave to the caller as a prompt,
 * behind words of its own (2.1.240 on). `undefined` when the log has neither, or only says that the agent was started.
 */
export function outcomeInText(log: string, toolUseId: string, agentId: string): AgentOutcome | undefined {
  const end: { outcome: AgentOutcome | undefined } = { outcome: undefined };
  for (const line of linesWith(log, [toolUseId, agentId])) {
    const record = parseJsonObject(line);
    if (record?.type !== 'user') continue;
    const notified = notifiedEnd(record);
    if (notified?.taskId === agentId || notified?.toolUseId === toolUseId) ended(end, notified.outcome);
    if (record.toolUseResult !== undefined) continue;
    for (const block of safeParse(records.blocks, record)?.message.content ?? []) {
      const result = safeParse(records.toolResultBlock, block);
      if (result?.tool_use_id !== toolUseId) continue;
      if (result.is_error === true) return 'failed';
      if (!launched.test(textOf(block))) return 'completed';
    }
  }
  return end.outcome;
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

function linesWith(log: string, texts: readonly string[]): string[] {
  const all = readSmallFile(log, largestLog)?.toString('utf8').split('\n') ?? [];
  return all.filter((line) => texts.some((text) => line.includes(text)));
}

function textOf(block: unknown): string {
  const content = safeParse(records.resultText, block)?.content;
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map((one) => safeParse(records.textBlock, one)?.text ?? '').join('\n') : '';
}
