/** Requests about scratch: finding, moving, restoring and deleting, all in the worker thread. */
import { toplevelOf, worktreesOf, type RepositoryCache } from '../core/disk/repositories.ts';
import { listBin, reconcileBins } from '../core/scratch/bin.ts';
import { scratchCandidateAt, scratchCandidates, type ScratchCandidate } from '../core/scratch/candidates.ts';
import { emptyBin } from '../core/scratch/emptyBin.ts';
import { listScratch } from '../core/scratch/listScratch.ts';
import type { ScratchHost } from '../core/scratch/findScratch.ts';
import { moveCandidate, restoreEntry } from '../core/scratch/moveCandidate.ts';
import { newScratchFile } from '../core/scratch/newScratchFile.ts';
import { listOutputBins } from '../core/scratch/outputBin.ts';
import { keepOutputs } from '../core/scratch/outputCandidates.ts';
import { selectStale } from '../core/scratch/selectStale.ts';
import { outputsRule, staleRule } from '../core/answers/staleRule.ts';
import { outputCandidates } from '../core/answers/taskOutputs.ts';
import type { LiveIndex } from '../live/liveIndex.ts';
import type { SessionId } from '../core/model.ts';
import type { Handlers } from '../messages/requestMessage.ts';
import type { ScratchRequests, ScratchScope } from '../service/scratchService.ts';

/**
 * Over an index that says which sessions live and when they were last active. `announce`: a session's details changed.
 */
export function scratchHandlers(
  live: LiveIndex,
  announce: (id: SessionId) => void,
  scratchHost: () => ScratchHost,
): Handlers<ScratchRequests> {
  const options = () => ({ patterns: live.index.host.scratchPatterns });
  /** Its count of scratch directories may be the same as before: it is announced in any case. */
  const lookAgainAt = async (id: SessionId): Promise<void> => {
    await live.refreshSession(id);
    announce(id);
  };
  return {
    listScratch,

    async staleScratch(scope, maxAgeMs) {
      // The session of a log that was not read yet would count as unknown.
      await live.refresh();
      const candidates: ScratchCandidate[] = [];
      for (const toplevel of toplevelsOf(scope, live)) {
        candidates.push(...scratchCandidates([toplevel], options()));
        await nextTurn();
      }
      return selectStale(candidates, staleRule(live.index, Date.now(), maxAgeMs));
    },

    async pickedScratch(directories) {
      await live.refresh();
      const cache: RepositoryCache = new Map();
      const candidates = directories.map(
        (directory) => scratchCandidateAt(directory, options(), cache) ?? notScratch(directory),
      );
      return selectStale(candidates, staleRule(live.index, Date.now(), 'any'));
    },

    async staleOutputs(maxAgeMs, only) {
      await live.refresh();
      const candidates = outputCandidates(live.index, scratchHost(), only && new Set(only));
      const rule = outputsRule(live.index, staleRule(live.index, Date.now(), maxAgeMs));
      return selectStale(candidates, rule, keepOutputs);
    },

    taskOutputBytes: () => scratchHost().taskOutputs.reduce((sum, { bytes = 0 }) => sum + bytes, 0),

    async moveScratch(candidate, { maxAgeMs, withRepositories }) {
      // Its session may have become active since the choice was made, in a log that was not there, too.
      if (candidate.sessionId !== undefined) await live.refreshSession(candidate.sessionId);
      const plain = staleRule(live.index, Date.now(), maxAgeMs);
      const rule = candidate.outputs === undefined ? plain : outputsRule(live.index, plain);
      reconcileBins([candidate.toplevel], rule.now, options());
      const result = moveCandidate(candidate, rule, { withRepositories });
      if (result.moved) await lookAgainAt(result.entry.sessionId);
      return result;
    },

    listBin(scope) {
      const places = new Set<string>();
      const unread = (place: string): void => void places.add(place);
      const removed = listBin(toplevelsOf(scope, live), { ...options(), unread });
      const entries = [...removed, ...listOutputBins(scratchHost(), unread)];
      return { entries, unread: [...places] };
    },

    async restoreScratch(entry) {
      const result = restoreEntry(entry);
      if (result.restored || result.part !== undefined) await lookAgainAt(entry.sessionId);
      return result;
    },

    emptyBin,
    async newScratchFile(id, name) {
      const made = newScratchFile(live.index.rows.get(id)?.cwds ?? [], id, name);
      if (typeof made !== 'string') await lookAgainAt(id);
      return made;
    },
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

/** Lets other requests run. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
