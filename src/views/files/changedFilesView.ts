/** Changed Files: what git calls changed in the workspace, by the sessions that are proved to have changed it. */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorMessage } from '../../core/text/errorText.ts';
import { formatNumber, formatPlural, joinParts } from '../../core/text/format.ts';
import { shortId } from '../../core/text/ids.ts';
import type { SessionId } from '../../core/model.ts';
import { contextValue, contextWords as words, views } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import { labelText, unnamed } from '../../host/surfaces.ts';
import { changedGroups, type ChangedGroup } from '../../presentation/changedFileGroups.ts';
import { briefId, fileLabel, folderBelow } from '../../presentation/fileRowText.ts';
import { sessionLabel } from '../../presentation/rowText.ts';
import { isTakenBack, writerFacts } from '../../presentation/writerWords.ts';
import type { WorkspaceChanges, WorkspaceFile } from '../../service/changedFiles.ts';
import { localFolders } from '../../service/openedFolders.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { sessionContextValue } from '../sessions/sessionContext.ts';
import { factsTooltip } from '../sessions/tooltips.ts';
import type { TreeViews } from '../treeViews.ts';

type Group = ChangedGroup<WorkspaceFile>;
type Node =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'file'; readonly file: WorkspaceFile; readonly group: Group }
  | { readonly kind: 'rest'; readonly group: Group; readonly hidden: number };

const mostFiles = 1000;

export class ChangedFilesView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #service: SessionService;
  readonly #changes: WorkspaceChanges;
  readonly #log: Log;
  readonly #handedOut = new WeakSet<object>();
  readonly #view: vscode.TreeView<Node>;
  readonly #subscription: vscode.Disposable;

  constructor(service: SessionService, changes: WorkspaceChanges, trees: TreeViews, log: Log) {
    this.#service = service;
    this.#changes = changes;
    this.#log = log;
    this.#view = trees.create(views.changedFiles, { treeDataProvider: this, showCollapseAll: true });
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      // A hidden view asks for nothing; when it is shown VS Code asks again.
      changes.onDidChange(() => this.#changed.fire(undefined)),
      service.onDidChangeStatus(() => this.#changed.fire(undefined)),
    );
  }

  /** The file of a row that a command was given; `undefined` for anything that this tree did not hand out. */
  fileOf(argument: unknown): string | undefined {
    const node = this.#nodeOf(argument);
    return node?.kind === 'file' ? node.file.path : undefined;
  }

  /** The same for the files of a group. */
  filesOf(argument: unknown): readonly string[] {
    const node = this.#nodeOf(argument);
    return node?.kind === 'group' ? node.group.files.map((file) => file.path) : [];
  }

  /** The same for the session of a group. */
  sessionOf(argument: unknown): SessionId | undefined {
    const node = this.#nodeOf(argument);
    return node?.kind === 'group' && node.group.kind === 'session' ? node.group.sessionId : undefined;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) return (await this.#groups()).map((group) => ({ kind: 'group', group }));
    if (node.kind !== 'group') return [];
    const { group } = node;
    const shown = group.files.slice(0, mostFiles).map((file): Node => ({ kind: 'file', file, group }));
    const hidden = group.files.length - shown.length;
    return hidden > 0 ? [...shown, { kind: 'rest', group, hidden }] : shown;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    this.#handedOut.add(node);
    switch (node.kind) {
      case 'group':
        return this.#groupItem(node.group);
      case 'file':
        return fileItem(node.file, node.group);
      case 'rest':
        return new vscode.TreeItem(labelText(t('{0} more are not shown', formatNumber(node.hidden))));
    }
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if (node.kind !== 'file') return item;
    const { sessions } = node.file;
    const titleOf = (id: SessionId): string | undefined => this.#service.rows.get(id)?.title;
    const facts = writerFacts(sessions, titleOf, Date.now(), os.homedir());
    const none = { name: t('No proof'), value: t('no log proves that a session changed it since its last commit') };
    item.tooltip = factsTooltip(fileLabel(node.file.path), facts.length > 0 ? facts : [none]);
    return item;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #nodeOf(argument: unknown): Node | undefined {
    return typeof argument === 'object' && argument !== null && this.#handedOut.has(argument)
      ? (argument as Node)
      : undefined;
  }

  async #groups(): Promise<Group[]> {
    // Until all logs are read, what has a proof would be said to have none.
    if (this.#service.status.phase === 'indexing') {
      this.#view.message = t('Session logs are being read…');
      return [];
    }
    try {
      this.#view.message = undefined;
      const groups = changedGroups(await this.#changes.read());
      if (groups.length === 0) this.#view.message = t('Nothing is changed in the opened repositories.');
      return groups;
    } catch (error) {
      this.#log.error(`changed files cannot be listed: ${errorMessage(error)}`);
      this.#view.message = t('Changed files cannot be listed. The log channel says why.');
      return [];
    }
  }

  #groupItem(group: Group): vscode.TreeItem {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const count = formatNumber(group.files.length);
    const files = formatPlural(group.files.length, t('1 file'), t('{0} files'));
    if (group.kind !== 'session') {
      const isSeveral = group.kind === 'several';
      const item = new vscode.TreeItem(
        isSeveral ? t('Several Sessions') : t('No Proof'),
        isSeveral ? Expanded : Collapsed,
      );
      item.id = group.kind;
      item.contextValue = contextValue(words.hasPaths);
      item.description = labelText(count);
      item.iconPath = new vscode.ThemeIcon(isSeveral ? 'organization' : 'question');
      const spoken = isSeveral
        ? t('{0} changed by several sessions', files)
        : t('{0} without proof of who changed them', files);
      item.accessibilityInformation = { label: labelText(spoken) };
      return item;
    }
    const { sessionId } = group;
    const row = this.#service.rows.get(sessionId);
    const item = new vscode.TreeItem(labelText(sessionLabel(row ?? { title: undefined })), Expanded);
    item.id = `session:${sessionId}`;
    item.description = labelText(joinParts(shortId(sessionId), count));
    item.iconPath = new vscode.ThemeIcon('comment-discussion');
    item.accessibilityInformation = {
      label: labelText(t('{0} changed by session {1}, ID {2}', files, item.label as string, shortId(sessionId))),
    };
    item.contextValue = sessionContextValue(row, words.writerGroup, words.hasPaths);
    return item;
  }
}

function fileItem({ path, sessions }: WorkspaceFile, group: Group): vscode.TreeItem {
  const uri = vscode.Uri.file(path);
  const item = new vscode.TreeItem(labelText(fileLabel(path), unnamed));
  const ids = group.kind === 'several' ? sessions.map(({ sessionId }) => briefId(sessionId)).join(', ') : undefined;
  const mark = isTakenBack(sessions) ? t('taken back') : undefined;
  item.id = `file:${path}`;
  item.description = labelText(joinParts(ids, mark, folderBelow(path, { opened: localFolders(), home: os.homedir() })));
  item.resourceUri = uri;
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = contextValue(words.writtenFile, words.file);
  item.command = { command: 'git.openChange', title: t('Open Changes'), arguments: [uri] };
  return item;
}
