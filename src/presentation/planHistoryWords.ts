/** The versions of a plan in words. */
import { t } from '@vscode/l10n';
import type { PlanVersion } from '../core/plans/history/planVersions.ts';
import { formatBytes } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

const kindWords: Readonly<Record<PlanVersion['kind'], string>> = {
  written: t('written'),
  edited: t('edited'),
  'before-edit': t('found before an edit'),
  proposed: t('shown for approval'),
  approved: t('approved'),
  'plan-content': t('given to the session'),
  'plan-file-reference': t('found after a compaction'),
  checkpoint: t('found at a checkpoint'),
};

/** What a version is: what it came about by, whose it is, what is odd about it, its size. */
export function planVersionWords(version: PlanVersion): string[] {
  const { kind, author, copied, restores, isGap, bytes } = version;
  const words: (string | undefined)[] = [
    kindWords[kind],
    author?.isAgent === true ? t('by agent {0}', toSingleLine(author.agentId ?? '', 40)).trimEnd() : undefined,
    copied ? (author === undefined ? t('copied') : t('copied from session {0}', shortId(author.sessionId))) : undefined,
    restores === undefined ? undefined : t('version {0} again', restores),
    isGap ? t('text not known') : undefined,
    bytes === undefined ? undefined : formatBytes(bytes),
  ];
  return words.filter((word) => word !== undefined);
}
