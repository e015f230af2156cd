/** The tools. All but `whoami` answer what a command answers. */
import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { toSingleLine } from '../core/text/singleLine.ts';
import { pageOf, withFields, type Page } from '../presentation/quotedAnswer.ts';
import { answered, failed, outputs } from './answers.ts';
import type { AskedCommand, McpHost, Question } from './host.ts';

type Answer = Readonly<Record<string, unknown>>;

const session_id = z.string().optional().describe('a session ID; default: the session that calls');
const fields = z
  .array(z.string())
  .max(30)
  .optional()
  .describe('only these fields of each element, so that more fit in');
const offset = z.int().min(0).default(0).describe('elements to pass over, as "next" says');
const readOnly = { readOnlyHint: true, openWorldHint: false };
/** Evidence and other sessions that are shown of one plan. */
const mostOfPlan = 4;

export function addTools(server: McpServer, host: McpHost): void {
  const caller = async (context: ServerContext) => {
    await tellProgress(context, 0, 'Looking for the call in the logs');
    return host.callerOf(context.mcpReq._meta?.['claudecode/toolUseId'], context.mcpReq.signal);
  };

  /** What a command answers, made into a tool's answer. */
  const ask = async (
    command: AskedCommand,
    question: Question,
    context: ServerContext,
    of: (answer: Answer) => object,
  ): Promise<CallToolResult> => {
    await tellProgress(context, 1, `Asking: ${command}`);
    const answer = (await host.ask(command, question)) as Answer;
    const { error, message } = answer;
    if (typeof error !== 'string') return answered(of(answer));
    const advice = error === 'no_plan_found' ? ' Take no other.' : '';
    return failed(error, `${typeof message === 'string' ? toSingleLine(message) : ''}${advice}`);
  };

  /** The same of a command about one session: the one that is named, else the caller's. */
  const askAbout = async (
    named: string | undefined,
    command: AskedCommand,
    context: ServerContext,
    of: (answer: Answer, id: string) => object,
    options: Question['options'] = {},
  ): Promise<CallToolResult> => {
    const id = named ?? (await caller(context))?.sessionId;
    if (id === undefined) return failed('no_session', 'Nothing names the session of this call: give session_id.');
    return ask(command, { options: { ...options, 'session-id': id } }, context, (answer) => of(answer, id));
  };

  server.registerTool(
    'whoami',
    {
      description: 'The session, and the subagent, that makes this call, with the proof.',
      inputSchema: z.object({}),
      outputSchema: outputs.whoami,
      annotations: readOnly,
    },
    async (_input, context) => {
      const found = await caller(context);
      return found === undefined ? failed('no_session', 'Nothing names the session of this call.') : answered(found);
    },
  );

  server.registerTool(
    'plan',
    {
      description: 'The plan in force of a session: file, heading, state, who shares it, and the strongest proof.',
      inputSchema: z.object({ session_id, fields }),
      outputSchema: outputs.plan,
      annotations: readOnly,
    },
    (input, context) =>
      askAbout(input.session_id, 'plan', context, ({ sessionId, plan, plans }) => {
        const {
          evidence,
          sharedWith,
          owners: _owners,
          ...rest
        } = plan as { evidence: unknown[]; sharedWith: unknown[]; owners: unknown };
        const shown = { ...rest, sharedWith: sharedWith.slice(0, mostOfPlan), evidence: evidence.slice(0, 1) };
        const all = (plans as unknown[]).length;
        const more = all > 1 && { next: `session-scope plan has all ${all}` };
        return { sessionId, plan: withFields(shown, input.fields), ...more };
      }),
  );

  server.registerTool(
    'touched',
    {
      description:
        'The sessions and agents that changed these files or folders (absolute paths), by the results of their calls.',
      inputSchema: z.object({ paths: z.array(z.string().min(1).max(4096)).min(1).max(20), offset, fields }),
      outputSchema: outputs.touched,
      annotations: readOnly,
    },
    (input, context) =>
      ask('touched', { options: { limit: '999999999' }, words: input.paths }, context, (answer) => {
        const files = answer.files as object[];
        const { copies } = answer;
        const { elements, ...more } = pageOf(files, input);
        return { paths: input.paths.slice(0, 3), copies, count: files.length, files: elements, ...more };
      }),
  );

  server.registerTool(
    'siblings',
    {
      description: 'The other live sessions of this repository: title, branch, plan, what they wait for.',
      inputSchema: z.object({ session_id, offset, fields }),
      outputSchema: outputs.siblings,
      annotations: readOnly,
    },
    (input, context) =>
      askAbout(input.session_id, 'siblings', context, ({ self, siblings }) => {
        const all = siblings as object[];
        const { elements, ...more } = pageOf(all, input);
        return { self, count: all.length, siblings: elements, ...more };
      }),
  );

  server.registerTool(
    'scratch_dir',
    {
      description: 'A directory for temporary files of this session alone. Makes it, readable by the user alone.',
      inputSchema: z.object({ session_id }),
      outputSchema: outputs.scratch_dir,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    (input, context) =>
      askAbout(input.session_id, 'scratch-dir', context, (answer, id) => ({ sessionId: id, ...answer }), {
        create: true,
      }),
  );

  server.registerTool(
    'find',
    {
      description:
        'The sessions that a name stands for: ID or its start, plan, agent, title, branch, folder, else words.',
      inputSchema: z.object({ name: z.string().max(1000), offset, fields }),
      outputSchema: outputs.find,
      annotations: readOnly,
    },
    (input, context) =>
      ask('resolve', { words: [input.name] }, context, ({ sessions, ...answer }) => {
        const all = sessions as object[];
        const { elements, ...more } = pageOf(all, input);
        return { ...answer, sessions: elements, ...more, ...beyond(more, all.length, answer.count) };
      }),
  );
}

/** Of many sessions with a name not all are listed. */
function beyond({ next }: Pick<Page, 'next'>, listed: number, count: unknown): object | undefined {
  return next === undefined && typeof count === 'number' && count > listed
    ? { next: `a name that fewer than ${count} sessions have` }
    : undefined;
}

/** Where the client wants to know. A cancellation that has come meanwhile ends the request, before logs are read. */
async function tellProgress({ mcpReq }: ServerContext, progress: number, message: string): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken !== undefined) {
    const params = { progressToken, progress, total: 2, message };
    await mcpReq.notify({ method: 'notifications/progress', params });
  }
  await new Promise(setImmediate);
  mcpReq.signal.throwIfAborted();
}
