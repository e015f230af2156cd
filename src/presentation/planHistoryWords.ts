/** The versions of a plan in words. */
import type { PlanVersion } from '../core/plans/history/planVersions.ts';
import { formatBytes } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

const kindWords: Readonly<Record<PlanVersion['kind'], string>> = {
  written: 'written',
  edited: 'edited',
  'before-edit': 'found before an edit',
  proposed: 'shown for approval',
  approved: 'approved',
  'plan-content': 'given to the session',
  'plan-file-reference': 'found after a compaction',
  checkpoint: 'found at a checkpoint',
};

/** What a version is: what it came about by, whose it is, what is odd about it, its size. */
export function planVersionWords(version: PlanVersion): string[] {
  const { kind, author, copied, restores, isGap, bytes } = version;
  const words: (string | undefined)[] = [
    kindWords[kind],
    author?.isAgent === true ? `by agent ${toSingleLine(author.agentId ?? '', 40)}`.trimEnd() : undefined,
    copied ? `copied${author === undefined ? '' : ` from session ${shortId(author.sessionId)}`}` : undefined,
    restores === undefined ? undefined : `version ${restores} again`,
    isGap ? 'text not known' : undefined,
    bytes === undefined ? undefined : formatBytes(bytes),
  ];
  return words.filter((word) => word !== undefined);
}
