/** `mcp`: the MCP server. */
import * as tty from 'node:tty';
import { errorCode } from '../../core/disk/errors.ts';
import type { AskedCommand } from '../../mcp/host.ts';
import type { serve } from '../../mcp/server.ts';
import { isCliError, toJson } from '../answers.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { mcpCaller } from '../mcpCaller.ts';
import { command as plan } from './plan.ts';
import { command as resolve } from './resolve.ts';
import { command as scratchDir } from './scratchDir.ts';
import { command as siblings } from './siblings.ts';
import { command as touched } from './touched.ts';
import { version } from '../../../package.json';

export const command: Command<never> = {
  help: [
    'mcp',
    '  Serves MCP on standard input and output: whoami, plan, touched, siblings, find, scratch_dir, and plans as',
    '  resources. Of Claude Code it learns which session, and which subagent, makes each call.',
  ],
  options: {},
  async run(context) {
    if (tty.isatty(0)) return { error: 'usage', message: 'mcp talks to a client, which a terminal is not.' };
    const serve = await loadServer();
    if (serve === undefined)
      return { error: 'not_found', message: 'The MCP server is not in this package: the Claude Code plugin has it.' };
    await serve({
      version,
      callerOf: (toolUseId, signal) => mcpCaller(context, toolUseId, signal),
      ask: (name, { options, words }) => answerOf(asked[name], context.another({ ...options }, words ?? [])),
    });
    return undefined;
  },
  text: () => '',
};

const asked: Readonly<Record<AskedCommand, Command>> = {
  plan,
  touched,
  siblings,
  resolve,
  'scratch-dir': scratchDir,
};

/** What the command prints as JSON. */
async function answerOf(command: Command, context: CliContext): Promise<object> {
  const answer = await command.run(context);
  const printed = isCliError(answer) ? answer : (command.json?.(answer) ?? answer);
  return JSON.parse(toJson(printed)) as object;
}

/** Its bundle is larger than all others together, and the package of the command line has it not. */
async function loadServer(): Promise<typeof serve | undefined> {
  try {
    return (await import('../../mcp/server.ts')).serve;
  } catch (error) {
    if (errorCode(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
