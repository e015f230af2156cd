/** Which names a new scratch file can have: a rule for any system, since a repository is checked out on several. */
import { t } from '@vscode/l10n';

const mostNameBytes = 255;

/**
 * What is wrong with a name that a person typed, in one sentence; `undefined` for the name of one file on any system.
 */
export function scratchFileNameProblem(name: string): string | undefined {
  if (name === '') return t('A name is needed.');
  if (/[/\\]/.test(name)) return t('The name of one file is needed, without folders.');
  if (name === '.' || name === '..') return t('This name stands for a folder.');
  if (/[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(name)) {
    return t('The name contains a character that cannot be seen.');
  }
  if (/[<>:"|?*]/.test(name)) return t('Some systems do not take < > : " | ? * in a name.');
  if (/^\s|[\s.]$/.test(name)) return t('A name does not begin with a blank, nor end with a blank or a dot.');
  if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)) return t('This name stands for a device on Windows.');
  if (name.toLowerCase() === '.git') return t('This name would make the directory look like a repository.');
  if (Buffer.byteLength(name) > mostNameBytes) return t('This name is too long.');
  return undefined;
}
