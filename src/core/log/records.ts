/**
 * The records that prove something, as nine client versions (1.0.128 to 2.1.330) and published logs write them. Only
 * the fields that are used are named; everything else is dropped, and a field of another type makes the record no proof.
 */
import * as z from 'zod/mini';
import { lazily } from '../lazily.ts';

const text = z.string();
const optionalText = z.optional(z.nullable(text));

/** `attachment` entries that name the plan file (2.1.100 on; `plan_file_reference` after /compact holds its text too). */
export const planAttachment = lazily(() =>
  z.object({
    attachment: z.object({
      type: z.enum(['plan_mode', 'plan_mode_reentry', 'plan_mode_exit', 'plan_file_reference']),
      planFilePath: text,
      planContent: optionalText,
      planExists: z.optional(z.boolean()),
      isSubAgent: z.optional(z.boolean()),
    }),
  }),
);

/** Result of an approved ExitPlanMode (2.0.60 on). */
export const planApproval = lazily(() =>
  z.object({
    toolUseResult: z.object({ plan: text, filePath: text, isAgent: z.optional(z.boolean()) }),
  }),
);

/** Result of a Write (`content`) or an Edit (`oldString`, `newString`, `originalFile`). */
export const fileWrite = lazily(() =>
  z.object({
    toolUseResult: z.object({
      filePath: text,
      content: optionalText,
      oldString: optionalText,
      newString: optionalText,
      originalFile: optionalText,
      replaceAll: z.optional(z.boolean()),
    }),
  }),
);

/** The prompt that starts an implementing session after an approval with cleared context (2.1.40 on). */
export const planPrompt = lazily(() =>
  z.object({ planContent: text, slug: optionalText, message: z.optional(z.unknown()) }),
);

export const title = lazily(() =>
  z.union([
    z.object({ type: z.literal('custom-title'), customTitle: text }),
    z.object({ type: z.literal('ai-title'), aiTitle: text }),
    z.object({ type: z.literal('summary'), summary: text }),
  ]),
);

/** A `user` entry that may be what a person typed. */
export const prompt = lazily(() =>
  z.object({
    message: z.object({ content: z.unknown() }),
    isMeta: z.optional(z.nullable(z.boolean())),
    isCompactSummary: z.optional(z.nullable(z.boolean())),
    isVisibleInTranscriptOnly: z.optional(z.nullable(z.boolean())),
  }),
);
export const textBlock = lazily(() => z.object({ type: z.literal('text'), text }));

export const blocks = lazily(() => z.object({ message: z.object({ content: z.array(z.unknown()) }) }));

/** Call of the tool that starts an agent: `Task`, since about 2.1.6x `Agent`. */
export const spawnBlock = lazily(() =>
  z.object({
    type: z.literal('tool_use'),
    id: text,
    name: z.enum(['Task', 'Agent']),
    input: z.object({ subagent_type: optionalText, description: optionalText, prompt: optionalText }),
  }),
);

/** Result of such a call; `agent_id` for team spawns, `async_launched` while it runs on in the background. The result block names the call. */
export const agentResult = lazily(() =>
  z.object({
    toolUseResult: z.object({
      agentId: optionalText,
      agent_id: optionalText,
      status: optionalText,
      totalToolUseCount: z.optional(z.nullable(z.number())),
    }),
  }),
);
export const toolResultBlock = lazily(() =>
  z.object({
    type: z.literal('tool_result'),
    tool_use_id: text,
    is_error: z.optional(z.nullable(z.boolean())),
  }),
);

/** A task notification waits in the queue, then it is an attachment, or a prompt of its own. */
export const taskNotification = lazily(() =>
  z.object({
    content: z.optional(text),
    attachment: z.optional(z.object({ prompt: z.optional(text) })),
  }),
);

/** Where the client says that it keeps files of the session: task outputs, and the scratchpad (2.1.288). */
export const taskOutput = lazily(() =>
  z.object({
    toolUseResult: z.object({ outputFile: optionalText, backgroundTaskId: optionalText }),
  }),
);
export const scratchpad = lazily(() =>
  z.object({
    attachment: z.object({ snapshot: z.object({ scratchpadDirectory: text }) }),
  }),
);

/** First entry that /branch copied (2.1.100 on). */
export const copiedEntry = lazily(() => z.object({ forkedFrom: z.object({ sessionId: text }) }));

/** Records of a change of place without an own `cwd` (seen to 2.1.239). */
export const relocation = lazily(() => z.object({ relocatedCwd: text }));
export const worktreeState = lazily(() => z.object({ worktreeSession: z.object({ worktreePath: text }) }));
