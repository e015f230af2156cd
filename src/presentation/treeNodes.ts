/** The nodes of the side bar's trees, as plain data: what stands under what, with IDs that outlive every refresh. */
import { agentForest, type AgentTree, type WorkflowTree } from './agentForest.ts';
import type {
  AgentLog,
  ExtraFile,
  Plan,
  ScratchDirectory,
  SessionDetails,
  SessionId,
  SessionLog,
  Workflow,
} from '../core/model.ts';
import { extraNodes } from './extraNodes.ts';
import type { FoundScratch } from '../core/scratch/findScratch.ts';
import type { ScratchEntry } from '../core/scratch/listScratch.ts';

interface Node<Kind extends string, Parent> {
  readonly kind: Kind;
  /** Unique in the whole tree; the same for the same thing after a refresh. */
  readonly id: string;
  readonly parent: Parent;
}

/** Sessions that ran in one folder. */
export interface ProjectNode extends Node<'project', undefined> {
  /** An opened folder, or a working directory; `undefined` for sessions whose entries name none. */
  readonly folder: string | undefined;
  readonly opened: boolean;
}

export interface SessionNode extends Node<'session', ProjectNode | undefined> {
  readonly sessionId: SessionId;
}

export const groupNames = ['plans', 'scratch', 'agents', 'extras'] as const;
export type GroupName = (typeof groupNames)[number];

export interface GroupNode extends Node<'group', SessionNode> {
  readonly group: GroupName;
  readonly sessionId: SessionId;
  readonly items: readonly ItemNode[];
}

export interface PlanNode extends Node<'plan', GroupNode> {
  readonly sessionId: SessionId;
  readonly plan: Plan;
}

export interface AgentLogNode extends Node<'agentLog', GroupNode | WorkflowNode | AgentLogNode> {
  readonly sessionId: SessionId;
  readonly agent: AgentLog;
  /** The agents that it started. */
  readonly items: readonly AgentLogNode[];
}

/** A run of a workflow with the agents that it started. */
export interface WorkflowNode extends Node<'workflow', GroupNode> {
  readonly sessionId: SessionId;
  readonly workflow: Workflow;
  readonly items: readonly AgentLogNode[];
}

/** `only`: names of the session's own entries, in a directory that it shares with others. */
export type ListedScratch = ScratchDirectory & Partial<Pick<FoundScratch, 'only'>>;

export interface ScratchDirectoryNode extends Node<'scratchDirectory', GroupNode> {
  readonly sessionId: SessionId;
  readonly directory: ListedScratch;
}

/** Something inside a scratch directory. */
export interface ScratchEntryNode extends Node<'scratchEntry', ScratchDirectoryNode | ScratchEntryNode> {
  readonly sessionId: SessionId;
  readonly entry: ScratchEntry;
}

/** A todo list, a task, a version of a file, a spilled tool result, the debug log. */
export interface ExtraFileNode extends Node<'extraFile', GroupNode | ExtraFolderNode> {
  readonly sessionId: SessionId;
  readonly file: ExtraFile;
  /** Under the file that it is a version of, so that the row need not name it. */
  readonly isVersion: boolean;
}

/** Other files of one kind, or the versions of one file. */
export interface ExtraFolderNode extends Node<'extraFolder', GroupNode | ExtraFolderNode> {
  readonly sessionId: SessionId;
  readonly of: 'todos' | 'tasks' | 'checkpoints' | 'versions' | 'toolResults';
  readonly items: readonly ExtraNode[];
  /** All files below, those that are not listed included. */
  readonly files: number;
}

export type ExtraNode = ExtraFolderNode | ExtraFileNode | NoteNode;

export interface LogNode extends Node<'log', SessionNode> {
  readonly sessionId: SessionId;
  readonly log: SessionLog;
}

/** A sentence in place of things that could not be listed. */
export interface NoteNode extends Node<
  'note',
  SessionNode | GroupNode | ExtraFolderNode | ScratchDirectoryNode | ScratchEntryNode
> {
  readonly text: string;
}

/** Stands for the rest of a long list. */
export interface ShowMoreNode extends Node<
  'more',
  ProjectNode | ListNode | ScratchDirectoryNode | ScratchEntryNode | undefined
> {
  readonly hidden: number;
}

export type ItemNode = PlanNode | AgentLogNode | WorkflowNode | ScratchDirectoryNode | ExtraNode;

/** A node that has its items at hand. */
export type ListNode = GroupNode | WorkflowNode | AgentLogNode | ExtraFolderNode;

export type TreeNode = ProjectNode | SessionNode | GroupNode | ItemNode | ScratchEntryNode | LogNode | ShowMoreNode;

/** What stands under a session: groups that hold something, then its logs. */
export function childrenOfSession(
  session: SessionNode,
  details: SessionDetails,
  options: { readonly showInternalAgents: boolean },
): (GroupNode | LogNode)[] {
  const { sessionId } = session;
  const agents = details.agents.filter((agent) => options.showInternalAgents || !agent.internal);
  const groups = [
    group(session, 'plans', (parent) =>
      details.plans.map((plan): PlanNode => {
        return { kind: 'plan', id: `plan:${sessionId}/${plan.path}`, parent, sessionId, plan };
      }),
    ),
    group(session, 'scratch', (parent) =>
      details.scratch.map((directory): ScratchDirectoryNode => {
        const id = `scratchDirectory:${sessionId}/${directory.path}`;
        return { kind: 'scratchDirectory', id, parent, sessionId, directory };
      }),
    ),
    group(session, 'agents', (parent) => agentNodes(parent, agents)),
    group(session, 'extras', (parent) => extraNodes(parent, details.extras)),
  ];
  const logs = details.logs.map((log): LogNode => {
    return { kind: 'log', id: `log:${sessionId}/${log.path}`, parent: session, sessionId, log };
  });
  return [...groups.filter(({ items }) => items.length > 0), ...logs];
}

function group(parent: SessionNode, name: GroupName, itemsOf: (group: GroupNode) => readonly ItemNode[]): GroupNode {
  const { sessionId } = parent;
  return withItems({ kind: 'group', id: `${name}:${sessionId}`, parent, group: name, sessionId } as const, itemsOf);
}

/** One session log can hold several sidechains without an agent ID, so a path alone does not tell agents apart. */
function agentNodes(parent: GroupNode, agents: readonly AgentLog[]): (AgentLogNode | WorkflowNode)[] {
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
    return withItems(node, (self) => children.map((child) => agentNode(self, child)));
  };
  const workflowNode = ({ workflow, path, children }: WorkflowTree): WorkflowNode => {
    const node = { kind: 'workflow', id: `workflow:${sessionId}/${path}`, parent, sessionId, workflow } as const;
    return withItems(node, (self) => children.map((child) => agentNode(self, child)));
  };
  return agentForest(agents).map((tree) => ('agent' in tree ? agentNode(parent, tree) : workflowNode(tree)));
}

/** Children name their parent, so the parent is there first. */
function withItems<Bare extends object, Item>(
  bare: Bare,
  itemsOf: (self: Bare & { readonly items: readonly Item[] }) => readonly Item[],
): Bare & { readonly items: readonly Item[] } {
  const node = { ...bare, items: [] as readonly Item[] };
  node.items = itemsOf(node);
  return node;
}

/** How many things a group stands for: of agents also those that stand under others. */
export function sizeOf({ items }: { readonly items: readonly ItemNode[] }): number {
  let size = 0;
  for (const item of items) {
    if (item.kind !== 'workflow') size++;
    if (item.kind === 'workflow' || item.kind === 'agentLog') size += sizeOf(item);
  }
  return size;
}

/** A node for something found in a scratch directory; `at` tells names apart that no path can spell. */
export function scratchEntry(parent: ScratchEntryNode['parent'], entry: ScratchEntry, at: number): ScratchEntryNode {
  const { sessionId } = parent;
  const id = entry.path === undefined ? `${parent.id}#${at}` : `scratchEntry:${sessionId}/${entry.path}`;
  return { kind: 'scratchEntry', id, parent, sessionId, entry };
}

export function note(parent: NoteNode['parent'], text: string): NoteNode {
  return { kind: 'note', id: `note:${parent.id}`, parent, text };
}
