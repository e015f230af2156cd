/** `mcp`: the MCP server. */
import * as tty from 'node:tty';
import { errorCode } from '../../core/disk/errors.ts';
import type { serve } from '../../mcp/server.ts';
import type { Command } from '../command.ts';
import { projectFilter } from './sessions.ts';
import { version } from '../../../package.json';

export const command: Command<never> = {
  help: [
    'mcp',
    '  Serves MCP on standard input and output: whoami, plan, siblings, find, scratch_dir. Of Claude Code it learns which session,',
    '  and which subagent, makes each call.',
  ],
  options: {},
  async run(context) {
    if (tty.isatty(0)) return { error: 'usage', message: 'mcp talks to a client, which a terminal is not.' };
    const serve = await loadServer();
    if (serve === undefined)
      return { error: 'not_found', message: 'The MCP server is not in this package: the Claude Code plugin has it.' };
    await serve({
      version,
      roots: context.roots,
      env: context.input.env,
      cwd: context.cwds[0] ?? process.cwd(),
      index: () => context.refreshIndex(),
      belongs: () => projectFilter(context),
    });
    return undefined;
  },
  text: () => '',
};

/** Its bundle is larger than all others together, and the package of the command line has it not. */
async function loadServer(): Promise<typeof serve | undefined> {
  try {
    return (await import('../../mcp/server.ts')).serve;
  } catch (error) {
    if (errorCode(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
