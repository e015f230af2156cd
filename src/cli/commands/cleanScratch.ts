/** `clean-scratch`: stale scratch directories, shown and moved to the bin. */
import { formatBytes, formatCount } from '../../core/text/format.ts';
import type { SessionId } from '../../core/model.ts';
import { reconcileBins } from '../../core/scratch/bin.ts';
import { scratchCandidates, type ScratchCandidate } from '../../core/scratch/candidates.ts';
import { moveCandidate } from '../../core/scratch/moveCandidate.ts';
import { keepOutputs } from '../../core/scratch/outputCandidates.ts';
import { keepReasonSentence, type KeepReason } from '../../core/scratch/reasons.ts';
import { selectStale, type OfferedScratch, type StaleRule } from '../../core/scratch/selectStale.ts';
import { defaultStaleAgeMs, minimumStaleAgeMs, parseAge } from '../../core/scratch/staleAge.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import type { CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { scratchLine } from '../text.ts';
import { scratchContext, worktreesOfAll, type ScratchContext } from './scratchCommand.ts';

export const command: Command<CleanScratchAnswer> = {
  help: [
    'clean-scratch [--task-outputs] [--older-than AGE] [--dry-run] [--yes] [--with-repositories] [--session-id ID] [--cwd DIR]',
    '  Moves stale scratch directories of all worktrees of the repository to a bin; restore-scratch gets them back.',
    '  --task-outputs        instead, what background tasks of all sessions wrote below the temporary directory',
    '  --older-than AGE      90m, 12h, 7d or 2w (default 7d, at least 1h)',
    '  --dry-run             show what would be moved, and what is kept with the reason',
    '  --yes                 move without asking; without a terminal nothing is moved unless this is given',
    '  --with-repositories   also directories that contain a git repository',
    '  --session-id ID       only the directories of this session; not taken from the environment',
  ],
  options: {
    'task-outputs': { type: 'boolean' },
    'older-than': { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
    'with-repositories': { type: 'boolean' },
  },
  run: (context) =>
    cleanScratchAnswer(
      {
        olderThan: context.text('older-than'),
        dryRun: context.flag('dry-run'),
        yes: context.flag('yes'),
        withRepositories: context.flag('with-repositories'),
        taskOutputs: context.flag('task-outputs'),
        isOneSession: context.text('session-id') !== undefined,
      },
      scratchContext(context),
    ),
  text({ offered, moved, kept, dryRun }) {
    const done = dryRun ? offered : moved;
    const title = `${dryRun ? 'Would move' : 'Moved'} ${formatCount(done.length, 'directory', 'directories')}`;
    return [
      title,
      ...done.map((each) => `  ${scratchLine(each)}`),
      ...kept.map(({ path, message }) => `  kept: ${toSingleLinePath(path, 400)}: ${message}`),
    ].join('\n');
  },
};

interface CleanScratchValues {
  /** As typed. */
  readonly olderThan?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly withRepositories?: boolean;
  readonly taskOutputs?: boolean;
  /** Only what belongs to the session that was named. */
  readonly isOneSession?: boolean;
}

interface OfferedAnswer {
  readonly sessionId: SessionId | undefined;
  readonly path: string;
  /** Newest modification in it, ISO 8601. */
  readonly modified: string | undefined;
  readonly files: number;
  readonly bytes: number;
  /** It contains a git repository: taken only with `--with-repositories`. */
  readonly needsExtraConfirmation: boolean;
}

interface KeptAnswer {
  readonly sessionId: SessionId | undefined;
  readonly path: string;
  readonly reason: KeepReason;
  readonly message: string;
  /** Name in the bin, when something else was caught in its place and could not be put back. */
  readonly stranded?: string;
}

interface MovedAnswer {
  readonly sessionId: SessionId;
  readonly path: string;
  /** What `restore-scratch` takes. */
  readonly entry: string;
  readonly files: number;
  readonly bytes: number;
}

export interface CleanScratchAnswer {
  readonly dryRun: boolean;
  readonly offered: readonly OfferedAnswer[];
  readonly moved: readonly MovedAnswer[];
  readonly kept: readonly KeptAnswer[];
}

export async function cleanScratchAnswer(
  values: CleanScratchValues,
  context: ScratchContext,
): Promise<CleanScratchAnswer | CliError> {
  const maxAgeMs = values.olderThan === undefined ? defaultStaleAgeMs : parseAge(values.olderThan);
  if (maxAgeMs === undefined || maxAgeMs < minimumStaleAgeMs) {
    return { error: 'usage', message: '--older-than takes an age of at least an hour, such as 12h, 7d or 2w.' };
  }
  const only = values.isOneSession ? context.sessionId() : undefined;
  if (typeof only === 'object') return only;
  const { patterns, confirm } = context;
  const toplevels = values.taskOutputs ? [] : worktreesOfAll(context.cwds);
  if (!values.taskOutputs && toplevels.length === 0)
    return { error: 'not_found', message: 'The folder lies in no git working tree.' };

  const candidates = values.taskOutputs
    ? context.taskOutputs(only)
    : scratchCandidates(toplevels, { patterns, sessionIds: only && new Set([only]) });
  if ('error' in candidates) return candidates;
  if (candidates.length === 0) return { dryRun: values.dryRun ?? false, offered: [], moved: [], kept: [] };
  const ruleNow = () => context.staleRule(maxAgeMs, values.taskOutputs);
  const rule = ruleNow();
  if ('error' in rule) return rule;
  const selection = selectStale(candidates, rule, values.taskOutputs ? keepOutputs : undefined);
  const offered = selection.offered.map(offeredAnswer);
  const kept = selection.kept.map(({ candidate, reason }) => keptAnswer(candidate, reason));
  const wanted = selection.offered.filter((each) => !each.needsExtraConfirmation || values.withRepositories);
  if (values.dryRun || wanted.length === 0) {
    return {
      dryRun: values.dryRun ?? false,
      offered,
      moved: [],
      kept: [...kept, ...withRepository(selection.offered, values)],
    };
  }
  if (!values.yes && !(await confirm?.(question(wanted)))) {
    const message = confirm ? 'Nothing was moved.' : 'Nothing was moved: without a terminal this needs --yes.';
    return { error: 'refused', reason: 'not-confirmed', message, offered, moved: [], kept };
  }
  const places = values.taskOutputs ? wanted.map(({ candidate }) => candidate.toplevel) : toplevels;
  reconcileBins([...new Set(places)], Date.now(), { patterns });
  const { moved, refused } = moveAll(wanted, ruleNow, values);
  return { dryRun: false, offered, moved, kept: [...kept, ...withRepository(selection.offered, values), ...refused] };
}

/** What is stale, but needs `--with-repositories`. */
function withRepository(offered: readonly OfferedScratch[], values: CleanScratchValues): KeptAnswer[] {
  return offered
    .filter((each) => each.needsExtraConfirmation && !values.withRepositories)
    .map(({ candidate }) => keptAnswer(candidate, 'nested-repository'));
}

function moveAll(
  wanted: readonly OfferedScratch[],
  ruleNow: () => StaleRule | CliError,
  values: CleanScratchValues,
): { moved: MovedAnswer[]; refused: KeptAnswer[] } {
  const moved: MovedAnswer[] = [];
  const refused: KeptAnswer[] = [];
  for (const { candidate } of wanted) {
    // Asked anew for each: the question, and moving those before, took their time.
    const rule = ruleNow();
    if ('error' in rule) {
      refused.push(keptAnswer(candidate, 'activity-unknown'));
      continue;
    }
    const result = moveCandidate(candidate, rule, { withRepositories: values.withRepositories });
    if (result.moved) {
      const { sessionId, entry, files = 0, bytes = 0 } = result.entry;
      moved.push({ sessionId, path: candidate.path, entry, files, bytes });
    } else refused.push({ ...keptAnswer(candidate, result.reason), stranded: result.stranded?.entry });
  }
  return { moved, refused };
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
