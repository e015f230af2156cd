/** Makes the nodes below a session from its details. */
import type { AgentLog, AgentPlan, SessionDetails } from '../core/model.ts';
import type { ScratchEntry } from '../core/scratch/listScratch.ts';
import { agentForest, type AgentTree, type WorkflowTree } from './agentForest.ts';
import { extraNodes } from './extraNodes.ts';
import { relatedSessions, teleportedWords } from './relationWords.ts';
import type {
  AgentLogNode,
  AgentPlanNode,
  FilesNode,
  GroupName,
  GroupNode,
  GroupParent,
  ItemNode,
  LogNode,
  NoteNode,
  PlanNode,
  RelatedNode,
  ScratchDirectoryNode,
  ScratchEntryNode,
  SessionNode,
  WorkflowFileNode,
  WorkflowNode,
} from './treeNodes.ts';

/** What stands under a session: groups of several things, the single ones themselves, then its logs. */
export function childrenOfSession(
  session: SessionNode,
  details: SessionDetails,
  options: { readonly showInternalAgents: boolean },
): (GroupNode | ItemNode | LogNode)[] {
  const { sessionId } = session;
  const agents = details.agents.filter((agent) => options.showInternalAgents || !agent.internal);
  const files = details.logs.length > 0 || agents.length > 0 ? [filesNode(session, undefined)] : [];
  const groups = [
    ...group(session, 'plans', (parent) =>
      details.plans.map((plan): PlanNode => {
        return { kind: 'plan', id: `plan:${sessionId}/${plan.path}`, parent, sessionId, plan };
      }),
    ),
    ...files,
    ...group(session, 'related', (parent) => relatedNodes(parent, details)),
    ...group(session, 'scratch', (parent) =>
      details.scratch.map((directory): ScratchDirectoryNode => {
        const id = `scratchDirectory:${sessionId}/${directory.path}`;
        return { kind: 'scratchDirectory', id, parent, sessionId, directory };
      }),
    ),
    ...group(session, 'workflow', (parent) =>
      details.workflow.map((file): WorkflowFileNode => {
        return { kind: 'workflowFile', id: `workflowFile:${sessionId}/${file.path}`, parent, sessionId, file };
      }),
    ),
    ...group(session, 'agents', (parent) => agentNodes(parent, agents, details.agentPlans)),
    ...group(session, 'extras', (parent) => extraNodes(parent, details.extras)),
  ];
  const logs = details.logs.map((log): LogNode => {
    return { kind: 'log', id: `log:${sessionId}/${log.path}`, parent: session, sessionId, log };
  });
  return [...groups, ...logs];
}

/** None for no items; a single item stands for its group. */
function group(
  parent: SessionNode,
  name: GroupName,
  itemsOf: (parent: GroupParent) => readonly ItemNode[],
): readonly (GroupNode | ItemNode)[] {
  const { sessionId } = parent;
  const bare = { kind: 'group', id: `${name}:${sessionId}`, parent, group: name, sessionId } as const;
  const node: GroupNode = withItems(bare, itemsOf);
  return node.items.length > 1 ? [node] : itemsOf(parent);
}

function relatedNodes(
  parent: GroupParent,
  { relations, reverseRelations, teleportedFrom }: SessionDetails,
): (RelatedNode | NoteNode)[] {
  const { sessionId } = parent;
  const nodes = relatedSessions(relations, reverseRelations).map((related): RelatedNode => {
    const { kind, isReverse, sessionId: other, evidence } = related;
    const id = `related:${sessionId}/${kind}${isReverse ? '<' : '>'}${other}@${evidence.file}`;
    return { kind: 'related', id, parent, sessionId, related };
  });
  return teleportedFrom === undefined ? nodes : [note(parent, teleportedWords(teleportedFrom)), ...nodes];
}

function filesNode(parent: FilesNode['parent'], agentId: string | undefined): FilesNode {
  return { kind: 'files', id: `files:${parent.id}`, parent, sessionId: parent.sessionId, agentId };
}

/** One session log can hold several sidechains without an agent ID, so a path alone does not tell agents apart. */
function agentNodes(
  parent: GroupParent,
  agents: readonly AgentLog[],
  plans: readonly AgentPlan[],
): (AgentLogNode | WorkflowNode)[] {
  const { sessionId } = parent;
  const seen = new Map<string, number>();
  const idOf = ({ path, agentId }: AgentLog): string => {
    const name = `${path}#${agentId ?? ''}`;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return `agentLog:${sessionId}/${name}${before > 0 ? `#${before}` : ''}`;
  };
  const agentNode = (above: AgentLogNode['parent'], { agent, children }: AgentTree): AgentLogNode => {
    const node = { kind: 'agentLog', id: idOf(agent), parent: above, sessionId, agent } as const;
    return withItems(node, (self) => [
      ...plansBelow(self),
      ...filesBelow(self),
      ...children.map((child) => agentNode(self, child)),
    ]);
  };
  // A sidechain in a session's log has no ID to tell its changes by.
  const filesBelow = (above: AgentLogNode): FilesNode[] =>
    above.agent.agentId === undefined ? [] : [filesNode(above, above.agent.agentId)];
  const plansBelow = (above: AgentLogNode): readonly AgentPlanNode[] =>
    plans
      .filter(({ evidence }) => evidence.some(({ file }) => above.agent.logs.includes(file)))
      .map((plan) => ({
        kind: 'agentPlan',
        id: `agentPlan:${sessionId}/${plan.path}`,
        parent: above,
        sessionId,
        plan,
      }));
  const workflowNode = ({ workflow, path, children }: WorkflowTree): WorkflowNode => {
    const node = { kind: 'workflow', id: `workflow:${sessionId}/${path}`, parent, sessionId, workflow } as const;
    return withItems(node, (self) => children.map((child) => agentNode(self, child)));
  };
  return agentForest(agents).map((tree) => ('agent' in tree ? agentNode(parent, tree) : workflowNode(tree)));
}

/** Children name their parent, so the parent is made first. */
function withItems<Bare extends object, Item>(
  bare: Bare,
  itemsOf: (self: Bare & { readonly items: readonly Item[] }) => readonly Item[],
): Bare & { readonly items: readonly Item[] } {
  const node = { ...bare, items: [] as readonly Item[] };
  node.items = itemsOf(node);
  return node;
}

/** Number of things below a node: nested agents count, workflow runs, plans and files of agents do not. */
export function sizeOf({ items }: { readonly items: readonly ItemNode[] }): number {
  let size = 0;
  for (const item of items) {
    if (item.kind !== 'workflow' && item.kind !== 'agentPlan' && item.kind !== 'files') size++;
    if (item.kind === 'workflow' || item.kind === 'agentLog') size += sizeOf(item);
  }
  return size;
}

/** A node for an entry of a scratch directory; `at` is its index, which tells entries without a path apart. */
export function scratchEntry(parent: ScratchEntryNode['parent'], entry: ScratchEntry, at: number): ScratchEntryNode {
  const { sessionId } = parent;
  const id = entry.path === undefined ? `${parent.id}#${at}` : `scratchEntry:${sessionId}/${entry.path}`;
  return { kind: 'scratchEntry', id, parent, sessionId, entry };
}

export function note(parent: NonNullable<NoteNode['parent']>, text: string): NoteNode {
  return { kind: 'note', id: `note:${parent.id}`, parent, text };
}
