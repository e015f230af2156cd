/** Why a scratch directory is kept or refused: a closed set, with one sentence each for people. */

const sentences = {
  'not-a-session-id': 'Its name is not a session ID.',
  symlink: 'It is a link.',
  'not-a-directory': 'It is not a directory.',
  'root-not-a-real-directory': 'The folder it lies in is a link or not a directory.',
  'mount-point': 'Another file system is mounted on it or inside it.',
  'nested-repository': 'It contains a git repository, which needs an extra confirmation.',
  unreadable: 'A part of it could not be read.',
  'too-large': 'It holds more than can be checked.',
  changing: 'It changed while it was looked at.',
  'live-session': 'Its session is running.',
  'in-the-future': 'A modification time in it lies in the future.',
  fresh: 'Something in it was modified lately.',
  'recent-log': 'Its session was active lately.',
  'changed-since-preview': 'It changed after it was shown.',
  missing: 'It is no longer there.',
  'not-scratch': 'It is not a scratch directory that this extension may move.',
  'bin-unusable': 'The bin could not be made or opened.',
  'other-file-system': 'No bin can be kept on the same file system.',
  'not-permitted': 'The file system refused to move it.',
} as const;

export type KeepReason = keyof typeof sentences;

/** One sentence that says why something is kept. */
export function keepReasonSentence(reason: KeepReason): string {
  return sentences[reason];
}
