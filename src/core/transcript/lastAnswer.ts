/** The newest answer of a log, with what it says of model and tokens. Nothing is summed up or guessed. */
import { linesBackward } from '../log/lineReader.ts';
import { withOpenLog, type LogPath } from '../log/openLog.ts';
import { count, literal, nullish, object, safeParse, string, unknown } from '../text/schema.ts';
import type { LogContext } from './items/logContext.ts';
import { recordsOf } from './lineRecords.ts';

export interface LastAnswer {
  /** As the API names it. Hostile. */
  readonly model: string;
  /** Tokens of the request and of the answer; `undefined` where the entry has none. */
  readonly usage: AnswerUsage | undefined;
  /** Where its entry stands. */
  readonly offset: number;
}

export interface AnswerUsage {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWritten: number;
  readonly output: number;
}

/** Bytes looked through from the end: an answer lies near it. */
const farthest = 16 * 1024 * 1024;

/**
 * The last own answer of a log; copied entries and talk of subagents do not count. `undefined`: none lies in its last
 * 16 MB, or it names no model. Throws `LogUnreadableError` alone.
 */
export function lastAnswer(path: LogPath, context: LogContext): LastAnswer | undefined {
  return withOpenLog(path, (file) => {
    for (const line of linesBackward(file, file.size)) {
      if (file.size - line.start > farthest) return undefined;
      const parts = Buffer.isBuffer(line.bytes) ? [line.bytes] : [line.bytes.head, line.bytes.tail];
      if (!parts.some((part) => part.includes('"assistant"'))) continue;
      const { records, partial } = recordsOf(file, line, context.ownId);
      for (const record of records.toReversed()) {
        // Too long to be read whole: what an older one says would not be of the last answer.
        if (partial && record['type'] === 'assistant') return undefined;
        const answer = safeParse(assistantEntry, record);
        if (answer === undefined || !isOwn(answer, context)) continue;
        const { model, usage } = answer.message;
        if (model === undefined || model === null) return undefined;
        // `<synthetic>`: a sentence of the client's own, such as that of an error.
        if (model.startsWith('<')) continue;
        return { model, usage: usageOf(usage), offset: line.start };
      }
    }
    return undefined;
  });
}

const assistantEntry = object({
  type: literal('assistant'),
  sessionId: nullish(string),
  isSidechain: unknown,
  forkedFrom: unknown,
  message: object({ model: nullish(string), usage: unknown }),
});

function isOwn(
  { sessionId, isSidechain, forkedFrom }: { sessionId?: string | null; isSidechain?: unknown; forkedFrom?: unknown },
  { ownId, alsoOf = [], agentLog }: LogContext,
): boolean {
  if (forkedFrom !== undefined || (isSidechain === true && !agentLog)) return false;
  const named = sessionId?.toLowerCase();
  return named === undefined || ownId === undefined || named === ownId || alsoOf.includes(named);
}

const usageShape = object({
  input_tokens: count,
  cache_read_input_tokens: nullish(count),
  cache_creation_input_tokens: nullish(count),
  output_tokens: nullish(count),
});

function usageOf(value: unknown): AnswerUsage | undefined {
  const usage = safeParse(usageShape, value);
  return (
    usage && {
      input: usage.input_tokens,
      cacheRead: usage.cache_read_input_tokens ?? 0,
      cacheWritten: usage.cache_creation_input_tokens ?? 0,
      output: usage.output_tokens ?? 0,
    }
  );
}
