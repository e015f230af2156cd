/**
 * The records that prove something, as nine client versions (1.0.128 to 2.1.330) and published logs write them. Only
 * the fields that are used are named; everything else is welcome, and a field of another type makes the record no proof.
 */
import { anything, either, flag, list, nullish, object, oneOf, optional, text } from '../text/schema.ts';

/** `attachment` entries that name the plan file (2.1.100 on; `plan_file_reference` after /compact holds its text too). */
export const planAttachment = object({
  attachment: object({
    type: oneOf('plan_mode', 'plan_mode_reentry', 'plan_mode_exit', 'plan_file_reference'),
    planFilePath: text,
    planContent: nullish(text),
    planExists: optional(flag),
    isSubAgent: optional(flag),
  }),
});

/** Result of an approved ExitPlanMode (2.0.60 on). */
export const planApproval = object({
  toolUseResult: object({ plan: text, filePath: text, isAgent: optional(flag) }),
});

/** Result of a Write (`content`) or an Edit (`oldString`, `newString`, `originalFile`). */
export const fileWrite = object({
  toolUseResult: object({
    filePath: text,
    content: nullish(text),
    oldString: nullish(text),
    newString: nullish(text),
    originalFile: nullish(text),
    replaceAll: optional(flag),
  }),
});

/** The prompt that starts an implementing session after an approval with cleared context (2.1.40 on). */
export const planPrompt = object({ planContent: text, slug: nullish(text), message: anything });

export const title = either(
  object({ type: oneOf('custom-title'), customTitle: text }),
  object({ type: oneOf('ai-title'), aiTitle: text }),
  object({ type: oneOf('summary'), summary: text }),
);

/** A `user` entry that may be what a person typed. */
export const prompt = object({
  message: object({ content: anything }),
  isMeta: nullish(flag),
  isCompactSummary: nullish(flag),
  isVisibleInTranscriptOnly: nullish(flag),
});
export const textBlock = object({ type: oneOf('text'), text });

export const blocks = object({ message: object({ content: list }) });

/** Call of the tool that starts an agent: `Task`, since about 2.1.6x `Agent`. */
export const spawnBlock = object({
  type: oneOf('tool_use'),
  id: text,
  name: oneOf('Task', 'Agent'),
  input: object({ subagent_type: nullish(text), description: nullish(text), prompt: nullish(text) }),
});

/**
 * Result of such a call; `agent_id` for team spawns, `async_launched` while it runs on in the background. The result block
 * names the call.
 */
export const agentResult = object({
  toolUseResult: object({
    agentId: nullish(text),
    agent_id: nullish(text),
    status: nullish(text),
    totalToolUseCount: anything,
  }),
});
export const toolResultBlock = object({
  type: oneOf('tool_result'),
  tool_use_id: text,
  is_error: nullish(flag),
});

/** A task notification waits in the queue, then it is an attachment, or a prompt of its own. */
export const taskNotification = object({
  content: optional(text),
  attachment: optional(object({ prompt: optional(text) })),
});

/** Where the client says that it keeps files of the session: task outputs, and the scratchpad (2.1.288). */
export const taskOutput = object({
  toolUseResult: object({ outputFile: nullish(text), backgroundTaskId: nullish(text) }),
});
export const scratchpad = object({
  attachment: object({ snapshot: object({ scratchpadDirectory: text }) }),
});

/** First entry that /branch copied (2.1.100 on). */
export const copiedEntry = object({ forkedFrom: object({ sessionId: text }) });

/** Records of a change of place without an own `cwd` (seen to 2.1.239). */
export const relocation = object({ relocatedCwd: text });
export const worktreeState = object({ worktreeSession: object({ worktreePath: text }) });
