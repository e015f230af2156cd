/** Asks session-scope on another machine for its sessions. The answer is checked and cut: it may be older, or lie. */
import type { LiveState, SessionId } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import { timeOf } from '../text/isoTime.ts';
import { parseJson, parseJsonObject } from '../text/parseJson.ts';
import {
  array,
  asString,
  literal,
  nullish,
  number,
  object,
  safeParse,
  string,
  unknown,
  type Infer,
} from '../text/schema.ts';
import { toSingleLine } from '../text/singleLine.ts';
import { toVisibleText } from '../text/visibleText.ts';
import { askHost, isHostName, type HostAnswer, type HostFailure } from './sshHost.ts';

/** Why there is no answer; `said`: what ssh, or the machine, says of it, on one line. */
export interface HostProblem {
  readonly problem: HostFailure | 'refused';
  readonly said: string;
}

export interface HostSession {
  readonly sessionId: SessionId;
  readonly title: string | undefined;
  /** Where it ran, as that machine calls it. */
  readonly cwd: string | undefined;
  readonly branch: string | undefined;
  readonly state: LiveState | undefined;
  readonly lastActivity: number | undefined;
  readonly hasPlan: boolean;
}

/** What of a session can be read as a text. */
export const hostTexts = ['plan', 'transcript'] as const;
export type HostText = (typeof hostTexts)[number];

/** The newest are asked for. */
export const mostHostSessions = 200;

const seconds = 30;
const longestWords = 200;

const liveState = literal('running', 'busy', 'idle', 'waiting');
const row = object({
  sessionId: string,
  title: nullish(string),
  cwd: nullish(string),
  branch: nullish(string),
  state: unknown,
  lastActivity: unknown,
  plans: nullish(number),
});

/** The newest sessions of all projects on `host`, a name that ssh knows, in that machine's order; or its problem. */
export async function hostSessions(host: string): Promise<readonly HostSession[] | HostProblem> {
  const words = ['sessions', '--all', `--limit=${mostHostSessions}`, '--json'];
  const output = outputOf(await ask(host, words));
  if (typeof output !== 'string') return output;
  const rows = safeParse(array(row), parseJson(output))?.slice(0, mostHostSessions);
  const sessions = rows?.flatMap((one) => sessionOf(one) ?? []);
  if (sessions === undefined || sessions.length < (rows?.length ?? 0)) return notAnAnswer;
  // One that a machine names twice is one.
  return [...new Map(sessions.map((session) => [session.sessionId, session])).values()];
}

/** The plan in force of a session there, or its transcript, as Markdown that shows what cannot be seen. */
export async function hostText(host: string, id: SessionId, what: HostText): Promise<string | HostProblem> {
  const more = what === 'plan' ? ['--content', '--json'] : [];
  const output = outputOf(await ask(host, [what, '--session-id', id, ...more]));
  if (typeof output !== 'string') return output;
  const text = what === 'plan' ? parseJsonObject(output)?.content : output;
  return typeof text === 'string' ? toVisibleText(text) : notAnAnswer;
}

function ask(host: string, words: readonly string[]): Promise<HostAnswer> {
  if (isHostName(host)) return askHost(host, words, seconds);
  return Promise.resolve({ failure: 'unreachable', said: '' });
}

const notAnAnswer: HostProblem = { problem: 'not-an-answer', said: '' };

function outputOf(answer: HostAnswer): string | HostProblem {
  if ('failure' in answer) return { problem: answer.failure, said: answer.said };
  if (answer.code === 0) return answer.output;
  const { error, message } = parseJsonObject(answer.output) ?? {};
  if (typeof error !== 'string') return notAnAnswer;
  return { problem: 'refused', said: toSingleLine(asString(message) ?? error, longestWords) };
}

function sessionOf(said: Infer<typeof row>): HostSession | undefined {
  const sessionId = parseSessionId(said.sessionId);
  if (sessionId === undefined) return undefined;
  return {
    sessionId,
    title: words(said.title),
    cwd: words(said.cwd),
    branch: words(said.branch),
    state: safeParse(liveState, said.state),
    lastActivity: timeOf(said.lastActivity),
    hasPlan: (said.plans ?? 0) > 0,
  };
}

function words(text: string | null | undefined): string | undefined {
  return toSingleLine(text ?? '', longestWords) || undefined;
}
