/** `who`: which session this process, or another, belongs to, and by which proof. */
import { processTable } from '../../core/disk/processStart.ts';
import { variableOf } from '../../core/disk/processes.ts';
import type { SessionId } from '../../core/model.ts';
import { callerSession, callerVariables, type CallerSession } from '../../core/roots/callerSession.ts';
import { sessionLogPaths } from '../../core/roots/roots.ts';
import { parseSessionId } from '../../core/text/ids.ts';
import type { CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';

interface WhoAnswer extends Omit<CallerSession, 'text'> {
  readonly sessionId: SessionId;
  /**
   * Whether a data root has a log of it. A live session has none before its first prompt; and for a second of `-p --resume`
   * (2.1.132) the registry names an ID that is no session's.
   */
  readonly hasLog: boolean;
}

export const command: Command<WhoAnswer, CliContext> = {
  help: [
    'who [--pid N]',
    '  Prints which session this process, or process N, belongs to, and what proves it. `call`: an environment that the',
    '  client set for this call; `registry`: the live registry names the client above; `process`: an environment that was',
    '  set when a process started, which may name a session that is over.',
  ],
  options: { pid: { type: 'string' } },
  run(context) {
    const pid = context.text('pid');
    if (pid !== undefined && !/^[1-9]\d{0,9}$/.test(pid))
      return { error: 'usage', message: '--pid takes a process ID.' };
    const caller =
      pid === undefined
        ? { pid: process.pid, env: context.input.env }
        : { pid: Number(pid), env: environmentOf(Number(pid)) };
    const found = callerSession(
      caller,
      context.roots,
      processTable(() => true),
    );
    const sessionId = parseSessionId(found?.text);
    if (found === undefined || sessionId === undefined) return noSession;
    const { text: _text, ...proof } = found;
    return { sessionId, ...proof, hasLog: sessionLogPaths(context.roots, sessionId).logs.length > 0 };
  },
  text: ({ sessionId, from, proof, contradicts, hasLog }) =>
    [
      `${sessionId}  (${from === 'registry' ? from : `${from}, ${proofWords[proof]}`})`,
      ...(contradicts === undefined
        ? []
        : ['  The environment names another session, which the registry contradicts.']),
      ...(hasLog ? [] : ['  No data root has a log of it yet.']),
    ].join('\n'),
};

const proofWords: Readonly<Record<CallerSession['proof'], string>> = {
  call: 'set for this call',
  registry: 'the live registry',
  process: 'set when a process started',
};

const noSession: CliError = {
  error: 'no_session',
  message: 'Neither the environment nor the registry names a session for this process.',
};

function environmentOf(pid: number): Record<string, string | undefined> {
  return Object.fromEntries(callerVariables.map((name) => [name, variableOf(pid, name)]));
}
