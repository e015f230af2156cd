/** `clean-scratch`: stale scratch directories, shown and moved to the bin. */
import { formatBytes, formatCount } from '../../core/displayText.ts';
import type { SessionId } from '../../core/model.ts';
import { reconcileBins } from '../../core/scratch/bin.ts';
import { scratchCandidates, type ScratchCandidate } from '../../core/scratch/candidates.ts';
import { moveToBin } from '../../core/scratch/moveToBin.ts';
import { keepReasonSentence, type KeepReason } from '../../core/scratch/reasons.ts';
import { selectStale, type OfferedScratch, type StaleRule } from '../../core/scratch/selectStale.ts';
import { defaultStaleAgeMs, minimumStaleAgeMs, parseAge } from '../../core/scratch/staleAge.ts';
import { worktreesOfAll, type ScratchCommandContext, type ScratchError } from './scratchCommand.ts';

export const options = {
  'older-than': { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  'with-repositories': { type: 'boolean' },
} as const;

export const help = [
  'clean-scratch [--older-than AGE] [--dry-run] [--yes] [--with-repositories] [--session-id ID] [--cwd DIR]',
  '  Moves stale scratch directories of all worktrees of the repository to a bin; `restore-scratch` gets them back.',
  '  --older-than AGE      90m, 12h, 7d or 2w (default 7d, at least 1h)',
  '  --dry-run             show what would be moved and what is kept, with the reason',
  '  --yes                 move without asking; without a terminal nothing is moved unless this is given',
  '  --with-repositories   also directories that contain a git repository',
  '  --session-id ID       only the directories of this session; not taken from the environment',
];

export interface CleanScratchValues {
  readonly 'older-than'?: string;
  readonly 'dry-run'?: boolean;
  readonly yes?: boolean;
  readonly 'with-repositories'?: boolean;
  /** A common option; here it narrows the choice. */
  readonly 'session-id'?: string;
}

export interface OfferedAnswer {
  readonly sessionId: SessionId | undefined;
  readonly path: string;
  /** Newest modification in it, ISO 8601. */
  readonly modified: string | undefined;
  readonly files: number;
  readonly bytes: number;
  /** It contains a git repository: taken only with `--with-repositories`. */
  readonly needsExtraConfirmation: boolean;
}

export interface KeptAnswer {
  readonly sessionId: SessionId | undefined;
  readonly path: string;
  readonly reason: KeepReason;
  readonly message: string;
  /** Name in the bin, when something else was caught in its place and could not be put back. */
  readonly stranded?: string;
}

export interface MovedAnswer {
  readonly sessionId: SessionId;
  readonly path: string;
  /** What `restore-scratch` takes. */
  readonly entry: string;
  readonly files: number | undefined;
  readonly bytes: number | undefined;
}

export interface CleanScratchAnswer {
  readonly offered: readonly OfferedAnswer[];
  readonly moved: readonly MovedAnswer[];
  readonly kept: readonly KeptAnswer[];
}

export function cleanScratch(
  values: CleanScratchValues,
  context: ScratchCommandContext,
): CleanScratchAnswer | ScratchError {
  const maxAgeMs = values['older-than'] === undefined ? defaultStaleAgeMs : parseAge(values['older-than']);
  if (maxAgeMs === undefined || maxAgeMs < minimumStaleAgeMs) {
    return { error: 'usage', message: '--older-than takes an age of at least an hour, such as 12h, 7d or 2w.' };
  }
  const only = values['session-id'] === undefined ? undefined : context.sessionId();
  if (typeof only === 'object') return only;
  const toplevels = worktreesOfAll(context.cwds);
  if (toplevels.length === 0) return { error: 'not_found', message: 'The folder lies in no git working tree.' };

  const { now, patterns, isLive, lastActivity } = context;
  const rule: StaleRule = { now, maxAgeMs, isLive, lastActivity };
  const candidates = scratchCandidates(toplevels, { patterns, sessionIds: only && new Set([only]) });
  const { offered, kept } = selectStale(candidates, rule);
  const preview = {
    offered: offered.map(offeredAnswer),
    kept: kept.map(({ candidate, reason }) => keptAnswer(candidate, reason)),
  };
  const wanted = offered.filter(({ needsExtraConfirmation }) => !needsExtraConfirmation || values['with-repositories']);
  if (values['dry-run'] || offered.length === 0) return { ...preview, moved: [] };
  if (!values.yes && !context.confirm?.(question(wanted))) {
    const message = context.confirm ? 'Nothing was moved.' : 'Nothing was moved: without a terminal this needs --yes.';
    return { error: 'refused', reason: 'not-confirmed', message, ...preview, moved: [] };
  }
  reconcileBins(toplevels, now, { patterns });
  return { ...preview, ...moveAll(offered, rule, values, preview.kept) };
}

function moveAll(
  offered: readonly OfferedScratch[],
  rule: StaleRule,
  values: CleanScratchValues,
  alreadyKept: readonly KeptAnswer[],
): Pick<CleanScratchAnswer, 'moved' | 'kept'> {
  const moved: MovedAnswer[] = [];
  const kept = [...alreadyKept];
  for (const { candidate } of offered) {
    const result = moveToBin(candidate, rule, { withRepositories: values['with-repositories'] });
    if (result.moved) {
      const { sessionId, entry, files, bytes } = result.entry;
      moved.push({ sessionId, path: candidate.path, entry, files, bytes });
    } else kept.push({ ...keptAnswer(candidate, result.reason), stranded: result.stranded?.entry });
  }
  return { moved, kept };
}

function question(wanted: readonly OfferedScratch[]): string {
  const bytes = wanted.reduce((sum, { candidate }) => sum + (candidate.measurement?.bytes ?? 0), 0);
  const directories = formatCount(wanted.length, 'scratch directory', 'scratch directories');
  return `Move ${directories} (${formatBytes(bytes)}) to the bin? They can be restored with restore-scratch.`;
}

function offeredAnswer({ candidate, needsExtraConfirmation }: OfferedScratch): OfferedAnswer {
  const { sessionId, path, measurement } = candidate;
  const modified = new Date(measurement?.newest ?? NaN);
  return {
    sessionId,
    path,
    modified: Number.isNaN(modified.getTime()) ? undefined : modified.toISOString(),
    files: measurement?.files ?? 0,
    bytes: measurement?.bytes ?? 0,
    needsExtraConfirmation,
  };
}

function keptAnswer({ sessionId, path }: ScratchCandidate, reason: KeepReason): KeptAnswer {
  return { sessionId, path, reason, message: keepReasonSentence(reason) };
}
