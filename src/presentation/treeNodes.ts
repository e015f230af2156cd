/** Types of the side bar's nodes, as plain data: what stands under what, with IDs that are stable across refreshes. */
import type { HiddenCounts } from './hiddenSessions.ts';
import type { SessionFile } from '../core/answers/filesOfSession.ts';
import type {
  AgentLog,
  AgentPlan,
  ExtraFile,
  Plan,
  ScratchDirectory,
  SessionId,
  SessionLog,
  Workflow,
  WorkflowFile,
} from '../core/model.ts';
import type { FoundScratch } from '../core/scratch/findScratch.ts';
import type { ScratchEntry } from '../core/scratch/listScratch.ts';
import type { RelatedSession } from './relationWords.ts';

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

/** Sessions of some days, in some state, or pinned. */
export interface SectionNode extends Node<'section', undefined> {
  readonly label: string;
  readonly expanded: boolean;
}

/** What sessions stand under. */
export type HeadingNode = ProjectNode | SectionNode;

export interface SessionNode extends Node<'session', HeadingNode | undefined> {
  readonly sessionId: SessionId;
}

/** Stands for the sessions that are hidden as a rule. */
export interface HiddenNode extends Node<'hidden', undefined> {
  readonly counts: HiddenCounts;
  /** They are shown at the moment. */
  readonly shown: boolean;
}

export const groupNames = ['plans', 'related', 'scratch', 'workflow', 'agents', 'extras'] as const;
export type GroupName = (typeof groupNames)[number];

export interface GroupNode extends Node<'group', SessionNode> {
  readonly group: GroupName;
  readonly sessionId: SessionId;
  readonly items: readonly ItemNode[];
}

/** What items stand under: a group of one is folded into its item, which then stands under the session itself. */
export type GroupParent = GroupNode | SessionNode;

export interface PlanNode extends Node<'plan', GroupParent> {
  readonly sessionId: SessionId;
  readonly plan: Plan;
}

/** Another session that this one comes from, or that comes from it. */
export interface RelatedNode extends Node<'related', GroupParent> {
  readonly sessionId: SessionId;
  readonly related: RelatedSession;
}

export interface AgentLogNode extends Node<'agentLog', GroupParent | WorkflowNode | AgentLogNode> {
  readonly sessionId: SessionId;
  readonly agent: AgentLog;
  /** The plan that it wrote, what it changed, and the agents that it started. */
  readonly items: readonly (AgentPlanNode | FilesNode | AgentLogNode)[];
}

/** What a session with its agents, or one agent, changed: asked for when it is opened. */
export interface FilesNode extends Node<'files', SessionNode | AgentLogNode> {
  readonly sessionId: SessionId;
  readonly agentId: string | undefined;
}

export interface ChangedFileNode extends Node<'changedFile', FilesNode> {
  readonly sessionId: SessionId;
  readonly file: SessionFile;
}

/** The plan of an agent, in a file of its own. */
export interface AgentPlanNode extends Node<'agentPlan', AgentLogNode> {
  readonly sessionId: SessionId;
  readonly plan: AgentPlan;
}

/** A run of a workflow with the agents that it started. */
export interface WorkflowNode extends Node<'workflow', GroupParent> {
  readonly sessionId: SessionId;
  readonly workflow: Workflow;
  readonly items: readonly AgentLogNode[];
}

/** `only`: names of the session's own entries, in a directory that it shares with others. */
export type ListedScratch = ScratchDirectory & Partial<Pick<FoundScratch, 'only'>>;

export interface ScratchDirectoryNode extends Node<'scratchDirectory', GroupParent> {
  readonly sessionId: SessionId;
  readonly directory: ListedScratch;
}

/** Something inside a scratch directory. */
export interface ScratchEntryNode extends Node<'scratchEntry', ScratchDirectoryNode | ScratchEntryNode> {
  readonly sessionId: SessionId;
  readonly entry: ScratchEntry;
}

/** A todo list, a task, a version of a file, a spilled tool result, the debug log. */
export interface ExtraFileNode extends Node<'extraFile', GroupParent | ExtraFolderNode> {
  readonly sessionId: SessionId;
  readonly file: ExtraFile;
  /** Under the file that it is a version of, so the row need not name it. */
  readonly isVersion: boolean;
}

/** Extras of one kind, or the versions of one file. */
export interface ExtraFolderNode extends Node<'extraFolder', GroupParent | ExtraFolderNode> {
  readonly sessionId: SessionId;
  readonly of: 'todos' | 'tasks' | 'checkpoints' | 'versions' | 'toolResults';
  readonly items: readonly ExtraNode[];
  /** Number of all files below, those not listed included. */
  readonly files: number;
}

export type ExtraNode = ExtraFolderNode | ExtraFileNode | NoteNode;

/** A file that erk's workflow left of the session. */
export interface WorkflowFileNode extends Node<'workflowFile', GroupParent> {
  readonly sessionId: SessionId;
  readonly file: WorkflowFile;
}

export interface LogNode extends Node<'log', SessionNode> {
  readonly sessionId: SessionId;
  readonly log: SessionLog;
}

/** A sentence in place of things that could not be listed, or that are not there. */
export interface NoteNode extends Node<
  'note',
  SessionNode | GroupNode | FilesNode | ExtraFolderNode | ScratchDirectoryNode | ScratchEntryNode | undefined
> {
  readonly text: string;
  /** What a click on it does, by the name of a command. */
  readonly action?: {
    readonly command: 'chooseDataRoots' | 'openWalkthrough' | 'showDiagnostics';
    readonly icon: string;
  };
}

/** Stands for the rest of a long list. */
export interface ShowMoreNode extends Node<
  'more',
  HeadingNode | ListNode | FilesNode | ScratchDirectoryNode | ScratchEntryNode | undefined
> {
  readonly hidden: number;
}

export type ItemNode =
  | PlanNode
  | RelatedNode
  | AgentLogNode
  | AgentPlanNode
  | FilesNode
  | WorkflowNode
  | ScratchDirectoryNode
  | WorkflowFileNode
  | ExtraNode;

/** A node that holds its items. */
export type ListNode = GroupNode | WorkflowNode | AgentLogNode | ExtraFolderNode;

export type TreeNode =
  | HeadingNode
  | HiddenNode
  | SessionNode
  | GroupNode
  | ItemNode
  | ChangedFileNode
  | ScratchEntryNode
  | LogNode
  | ShowMoreNode;
