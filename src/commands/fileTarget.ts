/** Which file or directory a row stands for. */
import type { TreeNode } from '../presentation/treeNodes.ts';
import type { CommandContext } from './commandContext.ts';

/**
 * An absolute path from a row that the extension itself made; `undefined` for rows that stand for no file, and for
 * anything else.
 */
export function fileTarget(argument: unknown, context: CommandContext): string | undefined {
  const unattributed = context.unattributed.itemOf(argument);
  if (unattributed) return unattributed.path;
  const node = context.sessions.nodeOf(argument);
  return node ? pathOf(node) : context.plans.planOf(argument)?.plan.path;
}

function pathOf(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'plan':
    case 'agentPlan':
      return node.plan.path;
    case 'agentLog':
      return node.agent.path;
    case 'log':
      return node.log.path;
    case 'scratchDirectory':
      return node.directory.path;
    case 'workflowFile':
    case 'extraFile':
      return node.file.path;
    case 'changedFile':
      return node.file.path;
    case 'scratchEntry':
      return node.entry.path;
    case 'project':
      return node.folder;
    case 'section':
    case 'hidden':
    case 'session':
    case 'group':
    case 'files':
    case 'extraFolder':
    case 'related':
    case 'workflow':
    case 'note':
    case 'more':
      return undefined;
  }
}
