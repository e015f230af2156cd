/** `who`: which session this process, or another, belongs to, and by which proof. */
import { callerOfNonce, isNonce, whenWritten } from '../../core/answers/callerOfToolCall.ts';
import { variableOf } from '../../core/disk/processes.ts';
import { processTree } from '../../core/disk/processTree.ts';
import type { Evidence, SessionId } from '../../core/model.ts';
import {
  callerSession,
  callerVariables,
  type CallerProof,
  type CallerSession,
} from '../../core/roots/callerSession.ts';
import { sessionsBelow } from '../../core/roots/terminalSessions.ts';
import { sessionLogPaths } from '../../core/roots/roots.ts';
import { parseSessionId } from '../../core/text/ids.ts';
import { joinParts } from '../../core/text/format.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import type { CliError } from '../answers.ts';
import { cannotTell, processes, proofWords } from '../callContext.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { warnOfUnreadRegistry } from '../unreadRoots.ts';

interface WhoAnswer extends Omit<CallerSession, 'text' | 'from' | 'proof'> {
  readonly sessionId: SessionId;
  readonly from: CallerSession['from'] | 'nonce';
  readonly proof: CallerProof | 'nonce';
  /** The entry of the log that holds the command with the nonce. */
  readonly evidence?: Evidence;
  /**
   * Whether a data root has a log of it. A live session has none before its first prompt; and for a second of `-p
   * --resume` (2.1.132) the registry names an ID that is no session's. `undefined` where a folder of logs cannot be
   * read.
   */
  readonly hasLog: boolean | undefined;
}

export const command: Command<WhoAnswer, CliContext> = {
  help: [
    'who [--hook | --nonce TEXT | --pid N [--below]]',
    '  Prints which session this process, or process N, belongs to, and what proves it. `hook`: the input that the client',
    '  gave to a hook, which names the agent too; `call`: an environment that it set for this call; `registry`: the live',
    '  registry names the client above; `process`: an environment that was set when a process started, which may name a',
    '  session that is over. --below: the live session that runs in or below process N, such as the shell of a terminal.',
    '  --nonce: TEXT, made up anew for each call, of 8 letters and digits at least, makes this command one that only one log',
    '  holds, which names the session and the agent; where none does, the other proofs are asked.',
  ],
  options: {
    pid: { type: 'string' },
    hook: { type: 'boolean' },
    nonce: { type: 'string' },
    below: { type: 'boolean' },
  },
  async run(context) {
    const pid = context.text('pid');
    const nonce = context.text('nonce');
    if (pid !== undefined && !/^[1-9]\d{0,9}$/.test(pid))
      return { error: 'usage', message: '--pid takes a process ID.' };
    if (context.flag('below'))
      return pid === undefined
        ? { error: 'usage', message: '--below asks about a process: give --pid.' }
        : sessionBelow(Number(pid), context);
    if (nonce !== undefined) {
      if (!isNonce(nonce)) return { error: 'usage', message: '--nonce takes 8 to 128 letters, digits, - and _.' };
      if (pid !== undefined || context.input.hook !== undefined)
        return { error: 'usage', message: '--nonce asks who runs this command: give neither --pid nor --hook.' };
      const found = await runningCommand(nonce, context);
      if (found !== undefined) return found;
    }
    const caller =
      pid === undefined
        ? { pid: process.pid, env: context.input.env, hook: context.input.hook }
        : { pid: Number(pid), env: environmentOf(Number(pid)) };
    const unread: string[] = [];
    const found = callerSession(caller, context.roots, processes, (file) => unread.push(file));
    const sessionId = parseSessionId(found?.text);
    if (found === undefined || sessionId === undefined)
      return unread.length > 0 ? cannotTell('Which session this process belongs to', unread) : noSession;
    warnOfUnreadRegistry(context, unread);
    const { text: _text, ...proof } = found;
    return { sessionId, ...proof, hasLog: hasLog(context.roots, sessionId) };
  },
  text: ({ sessionId, from, proof, contradicts, agentId, agentType, hasLog }) =>
    [
      `${sessionId}  (${sourceWords(from, proof)})`,
      ...(agentId === undefined ? [] : [`  agent ${joinParts(agentId, agentType && toSingleLine(agentType, 40))}`]),
      ...(contradicts === undefined ? [] : [`  ${toSingleLine(contradicts, 60)} is named too, by a weaker proof.`]),
      ...(hasLog === undefined ? ['  Whether it has a log cannot be told: a folder of logs cannot be read.'] : []),
      ...(hasLog === false ? ['  No data root has a log of it yet.'] : []),
    ].join('\n'),
};

/** What says so: with the name of a variable where that is one. */
function sourceWords(from: WhoAnswer['from'], proof: WhoAnswer['proof']): string {
  if (proof === 'nonce') return 'the log that holds this command';
  return from === 'hook' || from === 'registry' ? proofWords[proof] : `${from}, ${proofWords[proof]}`;
}

async function runningCommand(nonce: string, context: CliContext): Promise<WhoAnswer | undefined> {
  const found = await whenWritten((lookedAt) => callerOfNonce(nonce, context.refreshIndex(), lookedAt));
  if (found === undefined) return undefined;
  const { sessionId, agentId, evidence } = found;
  const agent = agentId === undefined ? {} : { agentId };
  return { sessionId, from: 'nonce', proof: 'nonce', ...agent, evidence, hasLog: true };
}

const noSession: CliError = {
  error: 'no_session',
  message: 'Neither the environment nor the registry names a session for this process.',
};

function sessionBelow(pid: number, context: CliContext): WhoAnswer | CliError {
  const { roots } = context;
  const tree = processTree(true);
  if (tree === undefined)
    return { error: 'no_session', message: 'Which process started which is not known on this system.' };
  const unread: string[] = [];
  const below = sessionsBelow(pid, roots, processes, tree, (place) => unread.push(place));
  const found = new Map(below.map((one) => [one.sessionId, one]));
  const [only, ...others] = found.values();
  if (only === undefined && unread.length > 0)
    return cannotTell(`Which live session runs in or below process ${pid}`, unread);
  warnOfUnreadRegistry(context, unread);
  if (only === undefined)
    return {
      error: 'no_session',
      message: `No live session that the registry proves runs in or below process ${pid}.`,
    };
  if (others.length > 0)
    return {
      error: 'ambiguous_session_id',
      message: `${found.size} live sessions run in or below process ${pid}.`,
      candidates: [...found.keys()].sort(),
    };
  const { sessionId, file } = only;
  return { sessionId, from: 'registry', proof: 'registry', file, hasLog: hasLog(roots, sessionId) };
}

function hasLog(roots: readonly string[], id: SessionId): boolean | undefined {
  const { logs, unread } = sessionLogPaths(roots, id);
  if (logs.length > 0) return true;
  return unread.length > 0 ? undefined : false;
}

function environmentOf(pid: number): Record<string, string | undefined> {
  return Object.fromEntries(callerVariables.map((name) => [name, variableOf(pid, name)]));
}
