/**
 * The records that prove something, as recorded clients (docs/format.md) and published logs write them. Only the
 * fields that are used are named; everything else is welcome, and a field of another type makes the record no
 * proof.
 */
import { unknown, union, array, boolean, nullish, object, literal, optional, string } from '../text/schema.ts';

/**
 * `attachment` entries that name the plan file (2.1.100 on; `plan_file_reference` after /compact holds its text too).
 */
export const planAttachment = object({
  attachment: object({
    type: literal('plan_mode', 'plan_mode_reentry', 'plan_mode_exit', 'plan_file_reference'),
    planFilePath: string,
    planContent: nullish(string),
    planExists: optional(boolean),
    isSubAgent: optional(boolean),
  }),
});

/** Call of ExitPlanMode that names the plan's file (2.1.100 on). */
export const exitPlanCall = object({
  type: literal('tool_use'),
  name: literal('ExitPlanMode'),
  input: object({ plan: string, planFilePath: string }),
});

/** Result of an approved ExitPlanMode (2.0.60 on). */
export const planApproval = object({
  toolUseResult: object({ plan: string, filePath: string, isAgent: optional(boolean) }),
});

/** Result of a Write (`content`) or an Edit (`oldString`, `newString`, `originalFile`). */
export const fileWrite = object({
  toolUseResult: object({
    filePath: string,
    content: nullish(string),
    oldString: nullish(string),
    newString: nullish(string),
    originalFile: nullish(string),
    replaceAll: optional(boolean),
    structuredPatch: unknown,
  }),
});

/** The prompt that starts an implementing session after an approval with cleared context (2.1.40 on). */
export const planPrompt = object({ planContent: string, slug: nullish(string), message: unknown });

export const title = union(
  object({ type: literal('custom-title'), customTitle: string }),
  object({ type: literal('ai-title'), aiTitle: string }),
  object({ type: literal('summary'), summary: string, leafUuid: nullish(string) }),
);

/** The session as it is named elsewhere: by Remote Control, or where it was fetched from (both published). */
export const remoteName = union(
  object({ type: literal('bridge-session'), bridgeSessionId: string }),
  object({ type: literal('teleported-from'), remoteSessionId: string }),
);

/** A `user` entry that may be what a person typed. */
export const prompt = object({
  message: object({ content: unknown }),
  isMeta: nullish(boolean),
  isCompactSummary: nullish(boolean),
  isVisibleInTranscriptOnly: nullish(boolean),
});
export const textBlock = object({ type: literal('text'), text: string });

export const blocks = object({ message: object({ content: array(unknown) }) });

/** Call of the tool that starts an agent: `Task`, since about 2.1.6x `Agent`. */
export const spawnBlock = object({
  type: literal('tool_use'),
  id: string,
  name: literal('Task', 'Agent'),
  input: object({ subagent_type: nullish(string), description: nullish(string), prompt: nullish(string) }),
});

/**
 * Result of such a call; `agent_id` for team spawns, `async_launched` while it runs on in the background. The result
 * block names the call.
 */
export const agentResult = object({
  toolUseResult: object({
    agentId: nullish(string),
    agent_id: nullish(string),
    status: nullish(string),
    totalToolUseCount: unknown,
  }),
});
export const toolUse = object({ type: literal('tool_use') });
export const resultText = object({ content: unknown });
export const toolResultBlock = object({
  type: literal('tool_result'),
  tool_use_id: string,
  is_error: nullish(boolean),
});

/** A task notification waits in the queue, then it is an attachment, or a prompt of its own. */
export const taskNotification = object({
  content: optional(string),
  attachment: optional(object({ prompt: optional(string) })),
});

/** Where the client says that it keeps files of the session: task outputs, and the scratchpad (2.1.288). */
export const taskOutput = object({
  toolUseResult: object({ outputFile: nullish(string), backgroundTaskId: nullish(string) }),
});
export const scratchpad = object({
  attachment: object({ snapshot: object({ scratchpadDirectory: string }) }),
});

/** First entry that /branch copied (2.1.100 on). */
export const copiedEntry = object({ forkedFrom: object({ sessionId: string }) });

/** Records of a change of place without an own `cwd` (seen to 2.1.239). */
export const relocation = object({ relocatedCwd: string });
export const worktreeState = object({ worktreeSession: object({ worktreePath: string }) });
