/** `who`: which session this process, or another, belongs to. */
import * as fs from 'node:fs';
import { parseSessionId } from '../../core/text/ids.ts';
import type { SessionId } from '../../core/model.ts';
import { parentOf, variableOf } from '../../core/disk/processes.ts';
import { processTable } from '../../core/disk/processStart.ts';
import { liveSessions } from '../../core/roots/liveRegistry.ts';
import type { CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { sessionOfEnvironment } from '../callContext.ts';
import type { CliContext } from '../context.ts';

interface WhoAnswer {
  readonly sessionId: SessionId;
  /** The variable, or `registry`. */
  readonly from: string;
  /** The registry file that says so. */
  readonly file?: string;
}

/** Deepest chain of parents that is followed. */
const maxParents = 64;

export const command: Command<WhoAnswer> = {
  help: [
    'who [--pid N]',
    '  Prints which session this process, or process N, belongs to: by its environment, else by the registry.',
  ],
  options: { pid: { type: 'string' } },
  run(context) {
    const pid = context.text('pid');
    if (pid !== undefined && !/^[1-9]\d{0,9}$/.test(pid))
      return { error: 'usage', message: '--pid takes a process ID.' };
    return (
      (pid === undefined ? byEnvironment(context.input.env) : byEnvironment(environmentOf(Number(pid)))) ??
      byRegistry(context, pid === undefined ? process.pid : Number(pid)) ??
      noSession
    );
  },
  text: ({ sessionId, from }) => `${sessionId}  (${from})`,
};

const noSession: CliError = {
  error: 'no_session',
  message: 'Neither the environment nor the registry names a session for this process.',
};

function byEnvironment(env: NodeJS.ProcessEnv): WhoAnswer | undefined {
  const named = sessionOfEnvironment(env);
  const sessionId = parseSessionId(named?.text);
  return named && sessionId && { sessionId, from: named.from };
}

/** Of another process's environment only the two variables are read: others hold secrets. */
function environmentOf(pid: number): NodeJS.ProcessEnv {
  return Object.fromEntries(['CLAUDE_CODE_SESSION_ID', 'SESSION_CONTEXT'].map((name) => [name, variableOf(pid, name)]));
}

/** The nearest of the process and its parents that the registry names. */
function byRegistry(context: CliContext, pid: number): WhoAnswer | undefined {
  const processes = processTable(() => true);
  const live = new Map(context.roots.flatMap((root) => liveSessions(root, processes)).map((one) => [one.pid, one]));
  let at: number | undefined = pid;
  for (let i = 0; i < maxParents && at !== undefined && at > 0; i++) {
    const found = live.get(at);
    if (found !== undefined) return { sessionId: found.sessionId, from: 'registry', file: fs.realpathSync(found.file) };
    at = parentOf(at);
  }
  return undefined;
}
