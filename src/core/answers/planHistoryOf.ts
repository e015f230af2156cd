/** The history of a session's plan, rebuilt from its logs and those of its agents. */
import * as path from 'node:path';
import { readSmallFile } from '../disk/openRegularFile.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { OwnPlan, SessionId } from '../model.ts';
import type { PlanLog } from '../plans/history/planChanges.ts';
import {
  planVersions,
  type PlanSources,
  type PlanVersion,
  type VersionWithText,
} from '../plans/history/planVersions.ts';
import { planNameOf } from '../plans/planOwners.ts';
import { cwdsOf, logsInOrder, plansOfSession, rootOf } from '../plans/sessionPlans.ts';
import { largestPlan, plansOf } from './plansOf.ts';

/** Older versions than these are not kept. */
const mostVersions = 10_000;

/** What is known of a plan's texts. */
export interface PlanHistory {
  readonly plan: OwnPlan;
  /** In log order. */
  readonly versions: readonly PlanVersion[];
  /** Older versions, which are not listed. */
  readonly leftOut: number;
  /** The last version that the file's text is that of; `undefined` where it is none, or there is no file. */
  readonly fileIs: number | undefined;
  /** A log that could not be read: there may be more versions. */
  readonly unread: string | undefined;
}

/** The history of one plan of a session, by its path; `undefined` when the session has no such plan. */
export function planHistoryOf(index: SessionIndex, id: SessionId, file: string): PlanHistory | undefined {
  const plan = plansOf(index, id).find((one) => one.path === file);
  if (plan === undefined) return undefined;
  const now = plan.state === 'found' ? readSmallFile(plan.path, largestPlan)?.toString('utf8') : undefined;
  const versions: PlanVersion[] = [];
  let leftOut = 0;
  let fileIs: number | undefined;
  const unread = eachVersion(index, id, file, ({ version, text }) => {
    versions.push(version);
    if (versions.length > mostVersions) {
      versions.shift();
      leftOut++;
    }
    if (now === undefined || text === undefined) return false;
    if (text === now || (!version.isExact && text.trimEnd() === now.trimEnd())) fileIs = version.number;
    return false;
  });
  return { plan, versions, leftOut, fileIs, unread };
}

/** A text of a plan, and where it is from. */
export interface PlanText {
  readonly from: 'file' | 'log';
  /** The number of the version; of a file it is not looked for. */
  readonly version: number | undefined;
  /** The text is known byte by byte; else white space at its end may be missing. */
  readonly isExact: boolean;
  readonly text: string;
}

/**
 * What the plan holds: its file, or where none can be read, as the session last logged it; `undefined` where that is a
 * gap.
 */
export function planTextNow(index: SessionIndex, id: SessionId, { path: file, state }: OwnPlan): PlanText | undefined {
  const bytes = state === 'found' ? readSmallFile(file, largestPlan) : undefined;
  if (bytes !== undefined) return { from: 'file', version: undefined, isExact: true, text: bytes.toString('utf8') };
  return planVersionText(index, id, file);
}

/** The text of one version, without a number of the last one; `undefined` of a gap, and of a number that is none. */
export function planVersionText(
  index: SessionIndex,
  id: SessionId,
  file: string,
  number?: number,
): PlanText | undefined {
  const found = textOf(index, id, file, (version) => number !== undefined && version.number >= number);
  return number === undefined || found?.version === number ? found : undefined;
}

/** The last text up to the version that `isEnough` holds for; `undefined` where that is a gap. */
function textOf(
  index: SessionIndex,
  id: SessionId,
  file: string,
  isEnough: (version: PlanVersion) => boolean,
): PlanText | undefined {
  let found: PlanText | undefined;
  eachVersion(index, id, file, ({ version, text }) => {
    const { number, isExact } = version;
    found = text === undefined ? undefined : { from: 'log', version: number, isExact, text };
    return isEnough(version);
  });
  return found;
}

/** All versions with their texts, one at a time; `unread` gets each log that cannot be read. */
export function planVersionsOf(
  index: SessionIndex,
  id: SessionId,
  file: string,
  unread: (log: string) => void,
): Generator<VersionWithText> {
  return planVersions(sourcesOf(index, id, file), unread);
}

/** Calls `see` with each version until it says that this is enough. Returns a log that could not be read. */
function eachVersion(
  index: SessionIndex,
  id: SessionId,
  file: string,
  see: (one: VersionWithText) => boolean,
): string | undefined {
  const unread: string[] = [];
  for (const one of planVersionsOf(index, id, file, (log) => unread.push(log))) if (see(one)) break;
  return unread[0];
}

/** Where the plan's versions are looked for; nowhere when the session has no such plan. */
function sourcesOf(index: SessionIndex, id: SessionId, file: string): PlanSources {
  const sources = index.sessionLogs(id);
  const ordered = logsInOrder(sources?.logs ?? []);
  const plan = plansOfSession(ordered, index.directories).find((one) => one.path === file);
  if (plan === undefined) return noSources;
  const logs = planLogsOf(id, ordered);
  if (isMadeForBranch(plan)) {
    const original = originalName(index, id, plan);
    return original === undefined
      ? noSources
      : {
          logs,
          agentLogs: [],
          plan: { slug: planNameOf(original), isNamed: (name) => name === original, copiesOnly: true },
        };
  }
  const names = new Set([...plan.loggedNames, plan.path].map(asHere));
  const agentLogs = (sources?.agents ?? [])
    .filter(({ facts }) => facts.plans.some(({ name }) => names.has(asHere(name))))
    .map(({ file: { path: log, agentId }, root }): PlanLog => {
      return { path: log, sessionId: id, agentId, copied: undefined, checkpoints: path.join(root, 'file-history', id) };
    });
  return { logs, agentLogs, plan: { slug: plan.slug, isNamed: (name) => names.has(asHere(name)) } };
}

/** Windows takes either slash. */
function asHere(name: string): string {
  return name.replaceAll('/', path.sep);
}

function planLogsOf(id: SessionId, ordered: readonly TrackedSessionLog[]): PlanLog[] {
  return ordered.map(({ file: { path: log }, root, facts: { forkedFrom } }): PlanLog => {
    const copied = forkedFrom?.copiedUpTo && { upTo: forkedFrom.copiedUpTo, of: forkedFrom.sessionId };
    const checkpoints = path.join(root, 'file-history', id);
    return { path: log, sessionId: id, agentId: undefined, copied: copied || undefined, checkpoints };
  });
}

/** Whether the client made the plan's file for a branch, and no entry speaks of its text. */
function isMadeForBranch({ copied, evidence }: Pick<OwnPlan, 'copied' | 'evidence'>): boolean {
  return copied && evidence.every(({ kind }) => kind === 'slug');
}

/**
 * Of a plan that the client made for a branch the one that it is a copy of, as the copied entries name it, which stands
 * in the same folder; `undefined` for any other plan, and where no entry names one.
 */
export function originalName(
  index: SessionIndex,
  id: SessionId,
  plan: Pick<OwnPlan, 'path' | 'copied' | 'evidence'>,
): string | undefined {
  const ordered = logsInOrder(index.sessionLogs(id)?.logs ?? []);
  const root = rootOf(ordered);
  if (root === undefined || !isMadeForBranch(plan)) return undefined;
  const search = index.directories.searchFor(root, cwdsOf(ordered));
  const isBeside = (name: string): boolean =>
    path.isAbsolute(name) &&
    search.directoryNamed(path.dirname(path.normalize(name)), true)?.path === path.dirname(plan.path);
  return lastCopied(planLogsOf(id, ordered), isBeside);
}

const noSources: PlanSources = { logs: [], agentLogs: [], plan: { slug: '', isNamed: () => false } };

/** A branch's plan is a copy of the one that the copied entries speak of last. */
function lastCopied(logs: readonly PlanLog[], isBeside: (name: string) => boolean): string | undefined {
  let last: string | undefined;
  const isNamed = (name: string): boolean => {
    if (!isBeside(name)) return false;
    last = name;
    return true;
  };
  const any = planVersions({ logs, agentLogs: [], plan: { slug: '', isNamed, copiesOnly: true } }, () => undefined);
  while (any.next().done !== true);
  return last;
}
