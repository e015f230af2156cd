/** Answers about scratch: finding, moving, restoring and deleting, all in the worker thread. */
import { toplevelOf, worktreesOf, type RepositoryCache } from '../core/disk/repositories.ts';
import { listBin, reconcileBins } from '../core/scratch/bin.ts';
import { scratchCandidateAt, scratchCandidates, type ScratchCandidate } from '../core/scratch/candidates.ts';
import { emptyBin } from '../core/scratch/emptyBin.ts';
import { listScratch } from '../core/scratch/listScratch.ts';
import { moveToBin } from '../core/scratch/moveToBin.ts';
import { newScratchFile } from '../core/scratch/newScratchFile.ts';
import { restoreFromBin } from '../core/scratch/restoreFromBin.ts';
import { selectStale, type StaleRule } from '../core/scratch/selectStale.ts';
import type { LiveIndex } from '../live/liveIndex.ts';
import type { MaxAge, ScratchQueries, ScratchScope } from '../service/scratchService.ts';

export type ScratchAnswers = {
  readonly [Name in keyof ScratchQueries]: (
    ...given: ScratchQueries[Name]['arguments']
  ) => ScratchQueries[Name]['answer'] | Promise<ScratchQueries[Name]['answer']>;
};

/** The answers, over an index that says which sessions live and when they were last active. */
export function scratchAnswers(live: LiveIndex): ScratchAnswers {
  const options = () => ({ patterns: live.index.host.scratchPatterns });
  return {
    listScratch: (directory, options) => listScratch(directory, options),

    async staleScratch(scope, maxAgeMs) {
      // A log that is not read yet would pass for that of an unknown session.
      await live.refresh();
      const candidates: ScratchCandidate[] = [];
      for (const toplevel of toplevelsOf(scope, live)) {
        candidates.push(...scratchCandidates([toplevel], options()));
        await nextTurn();
      }
      return selectStale(candidates, ruleOf(live, maxAgeMs));
    },

    async pickedScratch(directories) {
      await live.refresh();
      const cache: RepositoryCache = new Map();
      const candidates = directories.map(
        (directory) => scratchCandidateAt(directory, options(), cache) ?? notScratch(directory),
      );
      return selectStale(candidates, ruleOf(live, 'any'));
    },

    async moveScratch(candidate, { maxAgeMs, withRepositories }) {
      if (candidate.sessionId) await live.refreshSession(candidate.sessionId);
      reconcileBins([candidate.toplevel], Date.now(), options());
      return moveToBin(candidate, ruleOf(live, maxAgeMs), { withRepositories });
    },

    listBin: (scope) => listBin(toplevelsOf(scope, live), options()),
    restoreScratch: (entry) => restoreFromBin(entry),
    emptyBin: (entries) => emptyBin(entries),
    newScratchFile: (id, name) => newScratchFile(live.index.rows.get(id)?.cwds ?? [], id, name),
  };
}

function ruleOf({ index }: LiveIndex, maxAgeMs: MaxAge): StaleRule {
  return {
    now: Date.now(),
    maxAgeMs,
    isLive: (id) => index.live(id) !== undefined,
    lastActivity: (id) => index.rows.get(id)?.lastActivity,
  };
}

function toplevelsOf(scope: ScratchScope, { index }: LiveIndex): string[] {
  const cache: RepositoryCache = new Map();
  if (scope !== 'all') return [...new Set(scope.folders.flatMap((folder) => worktreesOf(folder, cache)))];
  return [...new Set([...index.rows.cwds()].flatMap((cwd) => toplevelOf(cwd, cache) ?? []))];
}

/** A directory that is none of a session's by its place and name. */
function notScratch(directory: string): ScratchCandidate {
  return {
    path: directory,
    toplevel: directory,
    base: [],
    name: undefined,
    sessionId: undefined,
    measurement: undefined,
    problem: 'not-scratch',
  };
}

/** Lets other questions be answered. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
