/** The tools. All but `whoami` answer what a command answers. */
import * as path from 'node:path';
import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { toSingleLine } from '../core/text/singleLine.ts';
import { pageOf, withFields, type Page } from '../presentation/quotedAnswer.ts';
import { atAGlance } from '../presentation/unreadPaths.ts';
import { answered, failed, outputs } from './answers.ts';
import type { AskedCommand, McpCaller, McpHost, Question } from './host.ts';

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

/** A sentence that can hold a path. */
const longestMessage = 600;
const unreadWords = 'With "unread" in it, an answer may lack what could not be read.';
/** Paths that were asked for of which an answer has the text. */
const mostPaths = 3;

export function addTools(server: McpServer, host: McpHost): void {
  const asker = askerOf(host);
  for (const add of [addWhoami, addPlan, addTouched, addSiblings, addScratchDir, addFind]) add(server, asker);
}

/** What the tools ask the host, made into tools' answers. */
interface Asker {
  readonly caller: (context: ServerContext) => Promise<McpCaller | undefined>;
  /** What a command answers. */
  readonly ask: (
    command: AskedCommand,
    question: Question,
    context: ServerContext,
    of: (answer: Answer) => object,
  ) => Promise<CallToolResult>;
  /** The same of a command about one session: the one that is named, else the caller's. */
  readonly askAbout: (
    named: string | undefined,
    command: AskedCommand,
    context: ServerContext,
    of: (answer: Answer) => object,
    options?: Question['options'],
  ) => Promise<CallToolResult>;
}

function askerOf(host: McpHost): Asker {
  const caller: Asker['caller'] = async (context) => {
    await tellProgress(context, 0, 'Looking for the call in the logs');
    return host.callerOf(context.mcpReq._meta?.['claudecode/toolUseId'], context.mcpReq.signal);
  };
  const ask: Asker['ask'] = async (command, question, context, of) => {
    await tellProgress(context, 1, `Asking: ${command}`);
    const answer = (await host.ask(command, question)) as Answer;
    const { error, message } = answer;
    if (typeof error !== 'string') return answered(of(answer));
    const advice = error === 'no_plan_found' ? ' Take no other.' : '';
    return failed(error, `${typeof message === 'string' ? toSingleLine(message, longestMessage) : ''}${advice}`);
  };
  const askAbout: Asker['askAbout'] = async (named, command, context, of, options = {}) => {
    const id = named ?? (await caller(context))?.sessionId;
    if (id === undefined) return failed('no_session', 'Nothing names the session of this call: give session_id.');
    return ask(command, { options: { ...options, 'session-id': id } }, context, of);
  };
  return { caller, ask, askAbout };
}

function addWhoami(server: McpServer, { caller }: Asker): void {
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
}

function addPlan(server: McpServer, { askAbout }: Asker): void {
  server.registerTool(
    'plan',
    {
      description: `The plan in force of a session: file, heading, state, who shares it, and the strongest proof. ${unreadWords}`,
      inputSchema: z.object({ session_id, fields }),
      outputSchema: outputs.plan,
      annotations: readOnly,
    },
    (input, context) =>
      askAbout(input.session_id, 'plan', context, ({ sessionId, plan, plans, unread, unreadCount }) => {
        const {
          evidence,
          sharedWith,
          owners: _owners,
          ...others
        } = plan as { evidence: unknown[]; sharedWith: unknown[]; owners: unknown };
        const shown = { ...others, sharedWith: sharedWith.slice(0, mostOfPlan), evidence: evidence.slice(0, 1) };
        const all = (plans as unknown[]).length;
        const rest = [
          ...(all > 1 ? [`${all}`] : []),
          ...(sharedWith.length > mostOfPlan ? [`${sharedWith.length} that share it`] : []),
        ];
        const more = rest.length > 0 && { next: `session-scope plan has all ${rest.join(', and all ')}` };
        return { sessionId, plan: withFields(shown, input.fields), ...atAGlance({ unread, unreadCount }), ...more };
      }),
  );
}

function addTouched(server: McpServer, { ask }: Asker): void {
  server.registerTool(
    'touched',
    {
      description: `The sessions and agents that changed these files or folders (absolute paths), by the results of their calls. ${unreadWords}`,
      inputSchema: z.object({ paths: z.array(z.string().min(1).max(4096)).min(1).max(20), offset, fields }),
      outputSchema: outputs.touched,
      annotations: readOnly,
    },
    (input, context) =>
      ask(
        'touched',
        { options: { limit: '999999999' }, words: input.paths },
        context,
        ({ files, copies, ...answer }) => {
          const all = files as object[];
          const beside = { paths: input.paths.slice(0, mostPaths), ...atAGlance(answer) };
          const { elements, ...more } = pageOf(all, input, beside);
          return { ...beside, copies, count: all.length, files: elements, ...more };
        },
      ),
  );
}

function addSiblings(server: McpServer, { askAbout }: Asker): void {
  server.registerTool(
    'siblings',
    {
      description: `The other live sessions of this repository: title, branch, plan, what they wait for. ${unreadWords}`,
      inputSchema: z.object({ session_id, offset, fields }),
      outputSchema: outputs.siblings,
      annotations: readOnly,
    },
    (input, context) =>
      askAbout(input.session_id, 'siblings', context, ({ self, siblings, ...answer }) => {
        const all = siblings as object[];
        const lack = atAGlance(answer);
        const { elements, ...more } = pageOf(all, input, lack);
        return { self, count: all.length, siblings: elements, ...lack, ...more };
      }),
  );
}

function addScratchDir(server: McpServer, { askAbout }: Asker): void {
  server.registerTool(
    'scratch_dir',
    {
      description: 'A directory for temporary files of this session alone. Makes it, readable by the user alone.',
      inputSchema: z.object({ session_id }),
      outputSchema: outputs.scratch_dir,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    (input, context) =>
      askAbout(
        input.session_id,
        'scratch-dir',
        context,
        // Its name is the whole ID; a caller may have named the start alone.
        (answer) => ({ sessionId: path.basename(String(answer.path)), ...answer }),
        { create: true },
      ),
  );
}

function addFind(server: McpServer, { ask }: Asker): void {
  server.registerTool(
    'find',
    {
      description: `The sessions that a name stands for: ID or its start, plan, agent, title, branch, folder, else words. ${unreadWords}`,
      inputSchema: z.object({ name: z.string().max(1000), offset, fields }),
      outputSchema: outputs.find,
      annotations: readOnly,
    },
    (input, context) =>
      ask('resolve', { words: [input.name] }, context, ({ sessions, unread, unreadCount, ...answer }) => {
        const all = sessions as object[];
        const lack = atAGlance({ unread, unreadCount });
        const { elements, ...more } = pageOf(all, input, lack);
        return { ...answer, sessions: elements, ...lack, ...more, ...beyond(more, all.length, answer.count) };
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
