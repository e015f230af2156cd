/** Tree nodes as TreeItems. Tooltips are resolved on demand. */
import * as os from 'node:os';
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText, unnamed } from '../../host/surfaces.ts';
import { commands, contextValue, contextWords as words, previewClick } from '../../host/contributions.ts';
import { formatNumber, formatPlural, joinParts } from '../../core/text/format.ts';
import { shortId } from '../../core/text/ids.ts';
import type { AgentState, LiveState, SessionId, SessionRow } from '../../core/model.ts';
import { cleaningMark } from '../../presentation/cleaningWords.ts';
import {
  agentAccessibleLabel,
  agentDescription,
  agentLabel,
  agentPlanLabel,
  displayPath,
  groupLabels,
  logDescription,
  planAccessibleLabel,
  planDescription,
  planLabel,
  canBeCleaned,
  scratchDescription,
  scratchEntryDescription,
  scratchLabel,
  sessionAccessibleLabel,
  sessionDescription,
  sessionLabel,
  workflowDescription,
  workflowLabel,
} from '../../presentation/rowText.ts';
import { groupCount } from '../../presentation/extraRowText.ts';
import type {
  AgentLogNode,
  AgentPlanNode,
  GroupName,
  GroupNode,
  LogNode,
  ShowMoreNode,
  NoteNode,
  PlanNode,
  HeadingNode,
  HiddenNode,
  RelatedNode,
  ProjectNode,
  SectionNode,
  ScratchDirectoryNode,
  ScratchEntryNode,
  SessionNode,
  TreeNode,
  WorkflowNode,
} from '../../presentation/treeNodes.ts';
import { hiddenDescription, hiddenLabel } from '../../presentation/hiddenSessions.ts';
import { relatedDescription, relatedLabel, relationName } from '../../presentation/relationWords.ts';
import { sizeOf } from '../../presentation/sessionNodes.ts';
import { sessionContextValue } from './sessionContext.ts';
import { sessionUri } from './sessionUri.ts';
import { changedFileItem, filesItem } from '../files/fileItems.ts';
import { workflowFileItem } from './workflowFileItem.ts';
import { extraFileItem, extraFolderItem } from '../extras/extraItems.ts';

/** What a row shows that its node does not hold. */
export interface TreeItemSource {
  readonly row: (id: SessionId) => SessionRow | undefined;
  readonly sessionsIn: (heading: HeadingNode) => number;
  /** Where a session runs, where the window does not make it plain. */
  readonly placesOf: (row: SessionRow) => readonly string[];
  /** When the client deletes its log, where that is soon. */
  readonly cleanedAt: (id: SessionId) => number | undefined;
  readonly isPinned: (id: SessionId) => boolean;
  readonly isHidden: (id: SessionId) => boolean;
  /** A click on a session opens its transcript; otherwise it unfolds the row. */
  readonly opensTranscripts: boolean;
  /** What its row says where another live session changed a file of its. */
  readonly collisionOf: (id: SessionId) => string | undefined;
  readonly now: number;
}

export function treeItem(node: TreeNode, source: TreeItemSource): vscode.TreeItem {
  const item = itemOf(node, source);
  item.id = node.id;
  return item;
}

function itemOf(node: TreeNode, source: TreeItemSource): vscode.TreeItem {
  switch (node.kind) {
    case 'project':
      return projectItem(node, source);
    case 'section':
      return sectionItem(node, source);
    case 'hidden':
      return hiddenItem(node);
    case 'session':
      return sessionItem(node, source);
    case 'group':
      return groupItem(node);
    case 'files':
      return filesItem(node);
    case 'changedFile':
      return changedFileItem(node, source.row(node.sessionId)?.cwds ?? []);
    case 'plan':
      return planItem(node);
    case 'related':
      return relatedItem(node, source);
    case 'agentPlan':
      return agentPlanItem(node);
    case 'agentLog':
      return agentItem(node);
    case 'workflow':
      return workflowItem(node);
    case 'scratchDirectory':
      return scratchDirectoryItem(node);
    case 'scratchEntry':
      return scratchEntryItem(node);
    case 'workflowFile':
      return workflowFileItem(node, source.now);
    case 'extraFile':
      return extraFileItem(node);
    case 'extraFolder':
      return extraFolderItem(node);
    case 'log':
      return logItem(node);
    case 'note':
      return noteItem(node);
    case 'more':
      return moreItem(node);
  }
}

function projectItem(node: ProjectNode, source: TreeItemSource): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const whole = node.folder === undefined ? t('Unknown folder') : displayPath(node.folder, os.homedir());
  const name = labelText(path.basename(node.folder ?? whole), whole);
  const item = new vscode.TreeItem(name, node.opened ? Expanded : Collapsed);
  const count = source.sessionsIn(node);
  const parent = node.folder === undefined ? undefined : displayPath(path.dirname(node.folder), os.homedir());
  item.description = labelText(joinParts(formatNumber(count), parent));
  item.iconPath = new vscode.ThemeIcon(node.opened ? 'root-folder' : 'folder');
  item.contextValue = contextValue(words.heading, node.folder !== undefined && words.folder);
  item.accessibilityInformation = {
    label: labelText(
      node.opened
        ? t('Project {0}, {1}, open in this window', name, sessionsWord(count))
        : t('Project {0}, {1}', name, sessionsWord(count)),
    ),
  };
  return item;
}

function sessionsWord(count: number): string {
  return formatPlural(count, t('1 session'), t('{0} sessions'));
}

function sectionItem(node: SectionNode, source: TreeItemSource): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(labelText(node.label), node.expanded ? Expanded : Collapsed);
  const count = source.sessionsIn(node);
  item.contextValue = contextValue(words.heading);
  item.description = labelText(formatNumber(count));
  item.accessibilityInformation = { label: labelText(`${node.label}, ${sessionsWord(count)}`) };
  return item;
}

function hiddenItem({ counts, shown }: HiddenNode): vscode.TreeItem {
  const item = new vscode.TreeItem(labelText(hiddenLabel(counts, shown)));
  item.description = labelText(hiddenDescription(counts));
  item.iconPath = new vscode.ThemeIcon(shown ? 'eye' : 'eye-closed');
  item.tooltip = labelText(shown ? t('Do not list them') : t('List them too'));
  item.command = shown
    ? { command: commands.stopShowingHidden, title: t('Stop Showing Hidden Sessions') }
    : { command: commands.showHidden, title: t('Show Hidden Sessions') };
  item.accessibilityInformation = {
    label: labelText(`${hiddenLabel(counts, shown)}: ${hiddenDescription(counts)}. ${item.tooltip}`),
    role: 'button',
  };
  return item;
}

function sessionItem(node: SessionNode, source: TreeItemSource): vscode.TreeItem {
  const row = source.row(node.sessionId);
  const label = labelText(row ? sessionLabel(row) : shortId(node.sessionId));
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.contextValue = sessionContextValue(
    row,
    source.isPinned(node.sessionId) ? words.pinned : words.notPinned,
    source.isHidden(node.sessionId) ? words.hiddenByHand : words.notHidden,
  );
  item.resourceUri = sessionUri(node.sessionId);
  item.iconPath = row?.state ? liveIcons(row.state) : new vscode.ThemeIcon(closedIcon(node.sessionId, source));
  if (!row) return item;
  const places = source.placesOf(row);
  // Another live session changed a file that this one changed: first, where a narrow side bar still shows it.
  const mark = source.collisionOf(node.sessionId);
  const cleaned = cleaningMark(source.cleanedAt(node.sessionId), source.now);
  item.description = labelText(joinParts(mark, sessionDescription(row, source.now, places), cleaned));
  const spoken = [sessionAccessibleLabel(row, label, source.now, places), mark, cleaned].filter(
    (one) => one !== undefined,
  );
  item.accessibilityInformation = { label: labelText(spoken.join(', ')) };
  if (source.opensTranscripts && row.logs.length > 0)
    item.command = {
      command: commands.openSessionLog,
      title: t('Open Session Transcript'),
      arguments: [node, previewClick],
    };
  return item;
}

function closedIcon(id: SessionId, source: TreeItemSource): string {
  if (source.isPinned(id)) return 'pinned';
  return source.isHidden(id) ? 'eye-closed' : 'comment-discussion';
}

function liveIcons(state: LiveState): vscode.ThemeIcon {
  switch (state) {
    case 'waiting':
      return new vscode.ThemeIcon('bell-dot', new vscode.ThemeColor('charts.yellow'));
    case 'busy':
      return new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('charts.green'));
    case 'running':
    case 'idle':
      return new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('charts.green'));
  }
}

const groupIcons: Readonly<Record<GroupName, string>> = {
  plans: 'notebook',
  related: 'type-hierarchy',
  scratch: 'beaker',
  workflow: 'checklist',
  agents: 'hubot',
  extras: 'archive',
};

function groupItem(node: GroupNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(labelText(groupLabels[node.group]), node.group === 'plans' ? Expanded : Collapsed);
  item.description = labelText(formatNumber(groupCount(node)));
  item.iconPath = new vscode.ThemeIcon(groupIcons[node.group]);
  const isCleanable = node.items.some((child) => child.kind === 'scratchDirectory' && canBeCleaned(child.directory));
  item.contextValue = contextValue(
    node.group === 'plans' && words.plansGroup,
    node.group === 'scratch' && words.scratchGroup,
    node.group !== 'related' && node.group !== 'extras' && words.hasPaths,
    isCleanable && words.erk,
  );
  return item;
}

/** `node` is what the row's command is given. */
export function planItem(node: Pick<PlanNode, 'plan'>): vscode.TreeItem {
  const { plan } = node;
  const item = fileItem(planLabel(plan), plan.path);
  item.description = labelText(planDescription(plan));
  item.contextValue = contextValue(
    words.plan,
    words.file,
    plan.state === 'found' && words.found,
    plan.state === 'missing' && words.missing,
    plan.differs === true && words.differs,
    plan.copied && words.copied,
  );
  item.iconPath = planIcon(node);
  item.command = { command: commands.openPlan, title: t('Open Plan'), arguments: [node] };
  item.accessibilityInformation = { label: labelText(planAccessibleLabel(plan)) };
  return item;
}

function relatedItem(node: RelatedNode, source: TreeItemSource): vscode.TreeItem {
  const { related } = node;
  const item = new vscode.TreeItem(labelText(relatedLabel(related)));
  const row = source.row(related.sessionId);
  item.description = labelText(relatedDescription(related, row && sessionLabel(row)));
  item.iconPath = new vscode.ThemeIcon(row === undefined ? 'circle-slash' : 'comment-discussion');
  // A session that no data root has cannot be shown.
  if (row) item.command = { command: commands.goToRelatedSession, title: t('Go to Session'), arguments: [node] };
  item.accessibilityInformation = { label: labelText(t('{0} session {1}', relationName(related), item.description)) };
  return item;
}

function planIcon({ plan }: Pick<PlanNode, 'plan'>): vscode.ThemeIcon {
  if (plan.state !== 'found') return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  return new vscode.ThemeIcon(plan.inForce ? 'notebook' : 'file');
}

function agentPlanItem(node: AgentPlanNode): vscode.TreeItem {
  const label = agentPlanLabel(node.plan);
  const item = fileItem(label, node.plan.path);
  item.description = labelText(t('plan of this agent'));
  item.contextValue = contextValue(words.plan, words.file, words.found);
  item.iconPath = new vscode.ThemeIcon('file');
  item.command = { command: commands.openPlan, title: t('Open Plan'), arguments: [node] };
  item.accessibilityInformation = { label: labelText(t('Plan of this agent, {0}', label)) };
  return item;
}

function agentItem(node: AgentLogNode): vscode.TreeItem {
  const { agent, items } = node;
  const item = fileItem(agentLabel(agent), agent.path);
  if (items.length > 0) item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
  // In place of its group it says what it is.
  item.description = labelText(
    joinParts(node.parent.kind === 'session' ? t('agent') : undefined, agentDescription(agent)),
  );
  item.contextValue = contextValue(words.agentLog, words.file, agent.spawn !== undefined && words.hasCall);
  item.iconPath = agentIcon(agent.state);
  item.command = { command: commands.openAgentLog, title: t('Open Agent Transcript'), arguments: [node] };
  item.accessibilityInformation = {
    label: labelText(agentAccessibleLabel(agent, items.filter(({ kind }) => kind === 'agentLog').length)),
  };
  return item;
}

function agentIcon(state: AgentState): vscode.ThemeIcon {
  switch (state) {
    case 'completed':
      return new vscode.ThemeIcon('pass');
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'running':
      return new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('charts.green'));
    case 'idle':
      return new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('charts.green'));
    case undefined:
      return new vscode.ThemeIcon('circle-large-outline');
  }
}

function workflowItem(node: WorkflowNode): vscode.TreeItem {
  const label = labelText(workflowLabel(node.workflow), unnamed);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = labelText(workflowDescription(sizeOf(node), node.workflow));
  item.iconPath = new vscode.ThemeIcon('type-hierarchy-sub');
  item.contextValue = contextValue(words.hasPaths);
  item.accessibilityInformation = { label: labelText(`${label}, ${item.description}`) };
  return item;
}

function scratchDirectoryItem(node: ScratchDirectoryNode): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const { directory } = node;
  const label = labelText(scratchLabel(directory), unnamed);
  const item = new vscode.TreeItem(label, directory.files > 0 || directory.only?.length ? Collapsed : None);
  item.resourceUri = vscode.Uri.file(directory.path);
  item.description = labelText(scratchDescription(directory));
  // The icon `folder` would be the file icon theme's, and the default theme has none.
  item.iconPath = new vscode.ThemeIcon('folder-library');
  item.contextValue = contextValue(words.folder, canBeCleaned(directory) && words.erk);
  item.accessibilityInformation = { label: labelText(t('Scratch directory {0}, {1}', label, item.description)) };
  return item;
}

function scratchEntryItem({ entry }: ScratchEntryNode): vscode.TreeItem {
  const { label, path: file, type } = entry;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  if (type === 'file' && file !== undefined) {
    const item = fileItem(label, file);
    item.description = labelText(scratchEntryDescription(entry));
    item.iconPath = vscode.ThemeIcon.File;
    item.contextValue = contextValue(words.file);
    item.command = { command: 'vscode.open', title: t('Open'), arguments: [item.resourceUri] };
    return item;
  }
  const canOpen = type === 'folder' && file !== undefined;
  const item = new vscode.TreeItem(labelText(label, unnamed), canOpen ? Collapsed : None);
  item.iconPath = new vscode.ThemeIcon(type === 'folder' ? 'folder' : type === 'link' ? 'link' : 'circle-slash');
  item.contextValue = contextValue(canOpen && words.folder);
  item.description = labelText(scratchEntryDescription(entry));
  return item;
}

function logItem(node: LogNode): vscode.TreeItem {
  const item = fileItem(t('Session Log'), node.log.path);
  item.description = labelText(logDescription(node.log));
  item.contextValue = contextValue(words.sessionLog, words.file);
  item.iconPath = new vscode.ThemeIcon('output');
  item.command = { command: commands.openSessionLog, title: t('Open Session Transcript'), arguments: [node] };
  item.accessibilityInformation = { label: labelText(t('Session log, {0}', item.description)) };
  return item;
}

function noteItem(node: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(labelText(node.text));
  item.iconPath = new vscode.ThemeIcon(node.action?.icon ?? 'info');
  if (node.action) item.command = { command: commands[node.action.command], title: labelText(node.text) };
  return item;
}

function moreItem(node: ShowMoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Show More…'));
  item.description = labelText(t('{0} hidden', formatNumber(node.hidden)));
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: commands.showMore, title: t('Show More'), arguments: [node] };
  return item;
}

/** A row for a real file: the editor knows the file by its URI, for its decorations and for dragging it out. */
function fileItem(label: string, file: string): vscode.TreeItem {
  const item = new vscode.TreeItem(labelText(label, unnamed));
  item.resourceUri = vscode.Uri.file(file);
  return item;
}
