/** Plans of agents: `<slug>-agent-<id>.md` in a plans directory, proved by the agent's own entries. */
import * as path from 'node:path';
import type { TrackedAgentLog } from '../log/trackedLog.ts';
import type { AgentPlan } from '../model.ts';
import type { PlanDirectories } from './planDirectories.ts';

/** The agent in the name of a plan file. */
export function agentIdOfPlan(file: string): string | undefined {
  return /-agent-([A-Za-z0-9_-]{1,128})\.md$/.exec(path.basename(file))?.[1];
}

/** The plan of an agent of a session with these working directories, when it is there. */
export function planOfAgent(
  { file, root, facts }: TrackedAgentLog,
  cwds: readonly string[],
  directories: PlanDirectories,
): AgentPlan | undefined {
  const named = facts.plans.filter(({ name }) => agentIdOfPlan(name) === file.agentId && path.isAbsolute(name));
  if (named.length === 0) return undefined;
  const search = directories.searchFor(root, cwds);
  for (const { name, position } of named) {
    const folder = search.directoryNamed(path.dirname(path.normalize(name)), true);
    const plan = path.basename(name, '.md');
    if (folder?.kindOf(plan) !== 'file') continue;
    return {
      agentId: file.agentId,
      path: path.join(folder.path, `${plan}.md`),
      evidence: [{ kind: 'agent-plan', file: file.path, line: position.line, offset: position.offset }],
    };
  }
  return undefined;
}
