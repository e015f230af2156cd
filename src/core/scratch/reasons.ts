/** Why a scratch directory is kept, refused or left in the bin: closed sets, with one sentence each for people. */
import { t } from '@vscode/l10n';

const sentences = {
  'not-a-session-id': t('Its name is not a session ID.'),
  symlink: t('It is a link.'),
  'not-a-directory': t('It is not a directory.'),
  'root-not-a-real-directory': t('The folder it lies in is a link or not a directory.'),
  'mount-point': t('Another file system is mounted on it or inside it.'),
  'nested-repository': t('It contains a git repository, which needs an extra confirmation.'),
  unreadable: t('A part of it, or the folder it lies in, could not be read.'),
  'too-large': t('It holds more than can be checked.'),
  changing: t('It changed while it was looked at.'),
  'live-session': t('Its session is running.'),
  'in-the-future': t('A modification time in it lies in the future.'),
  fresh: t('Something in it was modified lately.'),
  'recent-log': t('Its session was active lately.'),
  'activity-unknown': t(
    'Whether its session is active is not known: not all data roots, logs and running sessions could be looked at.',
  ),
  'changed-since-preview': t('It changed after it was shown.'),
  missing: t('It is no longer there.'),
  'not-scratch': t('It is not a scratch directory that this extension may move.'),
  'bin-unusable': t('The bin could not be made, opened or written to.'),
  'other-file-system': t('No bin can be kept on the same file system.'),
  'not-permitted': t('The file system refused to move it.'),
} as const;

export type KeepReason = keyof typeof sentences;

/** One sentence that says why something is kept. */
export function keepReasonSentence(reason: KeepReason): string {
  return sentences[reason];
}

const restoreSentences = {
  missing: t('It is no longer in the bin.'),
  /** Its manifest names a place that is none of the scratch bases, or is of another kind. */
  'not-scratch': t('Its place is none of the scratch roots; is a pattern missing from the settings?'),
  replaced: t('Something else stands in its place in the bin.'),
  'not-an-output': t('Something in it is no output of a task.'),
  'root-not-a-real-directory': t('The bin, or a folder on the way to its place, is a link or not a folder.'),
  unreadable: t('The bin, or a folder on the way to its place, could not be read.'),
  'other-file-system': t('Its place is on another file system by now.'),
  exchanged: t('Another process put something else in its place while it was moved.'),
  unchecked: t('It was moved, but what stands in its place could not be looked at.'),
  'no-free-name': t('Too many of its name stand there.'),
  'still-in-bin': t('It is back, but could not be taken out of the bin.'),
  'not-permitted': t('The file system refused to move it.'),
} as const;

/** Why a removed directory, or a file of it, was not restored. */
export type RestoreProblem = keyof typeof restoreSentences;

/** Whether what was not restored is in the bin still. */
export function staysInBin(problem: RestoreProblem): boolean {
  return problem !== 'missing' && problem !== 'exchanged' && problem !== 'unchecked';
}

/** One sentence that says why something was not restored. */
export function restoreProblemSentence(problem: RestoreProblem): string {
  return restoreSentences[problem];
}
