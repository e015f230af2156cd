/** Which file or directory a row stands for. */
import type { ItemNode, TreeNode } from '../presentation/treeNodes.ts';
import { localFolders } from '../service/openedFolders.ts';
import type { CommandContext } from './commandContext.ts';

/**
 * An absolute path from a row that the extension itself made; `undefined` for rows that stand for no file, and for
 * anything else.
 */
export function fileTarget(argument: unknown, context: CommandContext): string | undefined {
  const unattributed = context.unattributed.itemOf(argument);
  if (unattributed) return unattributed.path;
  const node = context.sessions.nodeOf(argument);
  return node
    ? pathOf(node)
    : (context.plans.planOf(argument)?.plan.path ?? context.files.changedFiles.fileOf(argument));
}

/** The paths of all rows below a group, also of those that are not shown. */
export async function filesBelow(argument: unknown, context: CommandContext): Promise<readonly string[]> {
  const node = context.sessions.nodeOf(argument);
  switch (node?.kind) {
    case undefined:
      return context.files.changedFiles.filesOf(argument);
    case 'files': {
      const question = { agentId: node.agentId, folders: localFolders(), limit: Infinity };
      const { files } = await context.service.files.sessionFiles(node.sessionId, question);
      return files.map((file) => file.path);
    }
    case 'group':
    case 'workflow':
      return pathsIn(node.items);
    default:
      return [];
  }
}

/** Agents with those that they started. */
function pathsIn(items: readonly ItemNode[]): string[] {
  return items.flatMap((item) => {
    const below = item.kind === 'agentLog' || item.kind === 'workflow' ? pathsIn(item.items) : [];
    const own = item.kind === 'agentPlan' ? undefined : pathOf(item);
    return own === undefined ? below : [own, ...below];
  });
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
