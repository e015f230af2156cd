/** What no session's own entries prove: shown apart, with the reason. */
import type { UnattributedItem } from '../model.ts';
import { unattributedReasons } from '../text/unattributedReasons.ts';
import { toplevelOf, type RepositoryCache } from '../disk/repositories.ts';
import { unattributedScratch } from '../scratch/unattributedScratch.ts';
import { agentIdOfPlan, planOfAgent } from '../plans/agentPlans.ts';
import { agentLogsOf } from './agentLogsOf.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import * as path from 'node:path';

/**
 * Agent logs whose entries name no session, plan files that no session proves, scratch of unknown sessions. Sorted by
 * path.
 */
export function unattributedItems(index: SessionIndex): UnattributedItem[] {
  return [...agentLogs(index), ...plans(index), ...scratch(index)].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function agentLogs(index: SessionIndex): UnattributedItem[] {
  return index.logs
    .unowned()
    .map((log) => ({ kind: 'agent-log', path: log.file.path, reason: unattributedReasons['agent-log'] }));
}

/** Only of the roots' own plans folders: what else stands in a project's directory is the project's. */
function plans(index: SessionIndex): UnattributedItem[] {
  return index.host.roots.flatMap((root) =>
    [...index.directories.list(path.join(root, 'plans')).files]
      .filter(([, kind]) => kind === 'file')
      .map(([name]) => path.join(root, 'plans', `${name}.md`))
      .filter((file) => index.ownersOfPlan(file).size === 0 && !isOfAgent(file, index))
      .map((file) => ({ kind: 'plan', path: file, reason: unattributedReasons.plan })),
  );
}

/** Whether the agent in the file's name has a log whose entries prove it. */
function isOfAgent(file: string, index: SessionIndex): boolean {
  const agentId = agentIdOfPlan(file);
  return agentLogsOf(agentId, index).some((log) => planOfAgent(log, log.facts.cwds, index.directories)?.path === file);
}

function scratch(index: SessionIndex): UnattributedItem[] {
  const repositories: RepositoryCache = new Map();
  const toplevels = new Set([...index.rows.cwds()].flatMap((cwd) => toplevelOf(cwd, repositories) ?? []));
  return unattributedScratch([...toplevels], (id) => index.rows.has(id), { patterns: index.host.scratchPatterns }).map(
    ({ path: directory, reason }) => ({ kind: 'scratch', path: directory, reason }),
  );
}
