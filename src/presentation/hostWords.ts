/** What the rows of other machines say. Everything from there is shown as text on one line. */
import { t } from '@vscode/l10n';
import { formatAge, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { HostProblem, HostSession } from '../core/hosts/hostSessions.ts';
import type { Fact } from './facts.ts';
import { liveStateWords } from './rowText.ts';

export type HostProblemName = HostProblem['problem'] | 'untrusted';

/** On the row of the machine, where a narrow side bar cuts the end. */
export const hostProblemWords: Readonly<Record<HostProblemName, string>> = {
  'no-ssh': t('no ssh here'),
  unreachable: t('not reachable'),
  'timed-out': t('no answer in time'),
  'not-installed': t('no session-scope there'),
  older: t('older session-scope there'),
  'too-large': t('answer too large'),
  'not-an-answer': t('no valid answer'),
  failed: t('failed'),
  refused: t('no sessions'),
  untrusted: t('not asked'),
};

const sentences: Readonly<Record<HostProblemName, string>> = {
  'no-ssh': t('There is no ssh where VS Code runs.'),
  unreachable: t('This machine cannot be reached.'),
  'timed-out': t('This machine did not answer within half a minute.'),
  'not-installed': t('This machine has no session-scope on the PATH of its non-interactive shells.'),
  older: t('The session-scope of this machine is older, and does not know the question.'),
  'too-large': t('This machine answered with more than 32 MB, which is not taken.'),
  'not-an-answer': t('What this machine answered is no answer of session-scope.'),
  failed: t('The session-scope of this machine failed.'),
  refused: t('This machine has no answer.'),
  untrusted: t('No machine is asked in a workspace that is not trusted.'),
};

/** The whole of it; what ssh or the machine said comes last. */
export function hostProblemSentence(problem: HostProblemName, said: string): string {
  return said === '' ? sentences[problem] : `${sentences[problem]} ${said}`;
}

export function hostSessionLabel({ title }: HostSession): string {
  return toSingleLine(title ?? '', 80) || t('Untitled session');
}

/** `elsewhere`: other machines that have a session of the same ID; `undefined` among them is this one. */
export function hostSessionDescription(
  session: HostSession,
  elsewhere: readonly (string | undefined)[],
  now: number,
): string {
  const { state, lastActivity, branch, sessionId } = session;
  const age = lastActivity === undefined ? undefined : formatAge(lastActivity, now);
  return joinParts(
    state && liveStateWords[state],
    age,
    elsewhereWords(elsewhere),
    toSingleLine(branch ?? '', 40),
    shortId(sessionId),
  );
}

export function hostSessionFacts(
  host: string,
  { sessionId, cwd, branch, state, lastActivity }: HostSession,
  elsewhere: readonly (string | undefined)[],
  formatTime: (time: number) => string,
): Fact[] {
  const facts: [string, string | undefined][] = [
    [t('Machine'), host],
    [t('Session ID'), sessionId],
    [t('Same ID'), elsewhereWords(elsewhere)],
    [t('State'), state && liveStateWords[state]],
    [t('Last active'), lastActivity === undefined ? undefined : formatTime(lastActivity)],
    [t('Folder'), cwd],
    [t('Branch'), branch],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

function elsewhereWords(elsewhere: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = elsewhere;
  if (elsewhere.length === 0) return undefined;
  if (first !== undefined) return t('also on {0}', elsewhere.join(', '));
  return others.length === 0 ? t('also here') : t('also here, on {0}', others.join(', '));
}
