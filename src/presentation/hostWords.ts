/** What the rows of other machines say. Everything from there is shown as text on one line. */
import { formatAge, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { HostProblem, HostSession } from '../core/hosts/hostSessions.ts';
import type { Fact } from './facts.ts';

export type HostProblemName = HostProblem['problem'] | 'untrusted';

/** On the row of the machine, where a narrow side bar cuts the end. */
export const hostProblemWords: Readonly<Record<HostProblemName, string>> = {
  'no-ssh': 'no ssh here',
  unreachable: 'not reachable',
  'timed-out': 'no answer in time',
  'not-installed': 'no session-scope there',
  older: 'older session-scope there',
  'too-large': 'answer too large',
  'not-an-answer': 'no valid answer',
  failed: 'failed',
  refused: 'no sessions',
  untrusted: 'not asked',
};

const sentences: Readonly<Record<HostProblemName, string>> = {
  'no-ssh': 'There is no program ssh on this machine.',
  unreachable: 'This machine cannot be reached.',
  'timed-out': 'This machine did not answer within half a minute.',
  'not-installed': 'This machine has no session-scope on the PATH of its non-interactive shells.',
  older: 'The session-scope of this machine is older, and does not know the question.',
  'too-large': 'This machine answered with more than 32 MB, which is not taken.',
  'not-an-answer': 'What this machine answered is no answer of session-scope.',
  failed: 'The session-scope of this machine failed.',
  refused: 'This machine has no answer.',
  untrusted: 'No machine is asked in a workspace that is not trusted.',
};

/** The whole of it; what ssh or the machine said comes last. */
export function hostProblemSentence(problem: HostProblemName, said: string): string {
  return said === '' ? sentences[problem] : `${sentences[problem]} ${said}`;
}

export function hostSessionLabel({ title }: HostSession): string {
  return toSingleLine(title ?? '', 80) || 'Untitled session';
}

/** `elsewhere`: other machines that have a session of the same ID; `undefined` among them is this one. */
export function hostSessionDescription(
  session: HostSession,
  elsewhere: readonly (string | undefined)[],
  now: number,
): string {
  const { state, lastActivity, branch, sessionId } = session;
  const age = lastActivity === undefined ? undefined : formatAge(lastActivity, now);
  return joinParts(elsewhereWords(elsewhere), state, age, toSingleLine(branch ?? '', 40), shortId(sessionId));
}

export function hostSessionFacts(
  host: string,
  { sessionId, cwd, branch, state, lastActivity }: HostSession,
  elsewhere: readonly (string | undefined)[],
  formatTime: (time: number) => string,
): Fact[] {
  const facts: [string, string | undefined][] = [
    ['Machine', host],
    ['Session ID', sessionId],
    ['Same ID', elsewhereWords(elsewhere)],
    ['State', state],
    ['Last active', lastActivity === undefined ? undefined : formatTime(lastActivity)],
    ['Folder', cwd],
    ['Branch', branch],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

function elsewhereWords(elsewhere: readonly (string | undefined)[]): string | undefined {
  if (elsewhere.length === 0) return undefined;
  return `also on ${elsewhere.map((host) => host ?? 'this machine').join(', ')}`;
}
