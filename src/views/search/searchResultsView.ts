/** The Search Results view: where a text stands, session by session as it is found. Hidden until a first search. */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatPlural, joinParts } from '../../core/text/format.ts';
import { shortId } from '../../core/text/ids.ts';
import { errorDetail } from '../../core/text/errorText.ts';
import { Throttle } from '../../core/throttle.ts';
import type { SessionId } from '../../core/model.ts';
import { commands, contextKeys, views } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import { labelText } from '../../host/surfaces.ts';
import { displayPath, sessionLabel } from '../../presentation/rowText.ts';
import { hitDescription, searchSentence, type SearchFigures } from '../../presentation/searchWords.ts';
import type { SearchBatch, SearchHit, SearchService } from '../../service/searchRequests.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { ContextKeys } from '../sessions/contextKeys.ts';
import { sessionContextValue } from '../sessions/sessionContext.ts';
import { factsTooltip } from '../sessions/tooltips.ts';
import type { TreeViews } from '../treeViews.ts';

interface GroupNode {
  readonly kind: 'group';
  readonly sessionId: SessionId | undefined;
  readonly hits: HitNode[];
}

interface HitNode {
  readonly kind: 'hit';
  readonly hit: SearchHit;
  readonly group: GroupNode;
}

export type SearchNode = GroupNode | HitNode;

/** A text with more hits is too short to be looked through by a person. */
const mostHits = 5000;
const charactersBefore = 14;
/** Milliseconds between two changes of the tree. */
const restTime = 200;

const icons: Readonly<Record<SearchHit['source'], string>> = {
  log: 'comment',
  'agent-log': 'hubot',
  plan: 'notebook',
  scratch: 'beaker',
};

export class SearchResultsView implements vscode.TreeDataProvider<SearchNode>, vscode.Disposable {
  readonly #service: Pick<SessionService, 'rows'> & { readonly search: SearchService };
  readonly #keys: ContextKeys;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<SearchNode>;
  readonly #handedOut = new WeakSet<object>();
  readonly #throttle = new Throttle(() => this.#show());
  #groups = new Map<SessionId | undefined, GroupNode>();
  #figures: SearchFigures | undefined;
  /** Of the search that is shown: an answer to another one comes too late. */
  #number = 0;

  constructor(
    service: Pick<SessionService, 'rows'> & { readonly search: SearchService },
    trees: TreeViews,
    keys: ContextKeys,
    log: Log,
  ) {
    this.#service = service;
    this.#keys = keys;
    this.#log = log;
    this.#view = trees.create(views.searchResults, { treeDataProvider: this, showCollapseAll: true });
    // A view before a restart may have left the context keys of its search.
    this.clear();
    this.#keys.set(contextKeys.searching, false);
  }

  /** The text that was searched last. */
  get text(): string {
    return this.#figures?.text ?? '';
  }

  /** Searches, and shows the view; resolved when the search has ended. */
  async search(text: string): Promise<void> {
    const number = ++this.#number;
    this.#groups = new Map();
    this.#figures = { text, hits: 0, sessions: 0, state: 'searching', unreadable: 0 };
    this.#keys.set(contextKeys.searched, true);
    this.#show();
    await vscode.commands.executeCommand(`${views.searchResults}.focus`);
    await vscode.window.withProgress({ location: { viewId: views.searchResults } }, () => this.#run(number, text));
  }

  /** Ends the search; what was found stays. */
  stop(): void {
    if (this.#figures?.state !== 'searching') return;
    this.#number++;
    this.#end('stopped');
  }

  clear(): void {
    this.#number++;
    this.#groups = new Map();
    this.#figures = undefined;
    this.#keys.set(contextKeys.searched, false);
    this.#show();
  }

  /** The hit that a command was given; `undefined` for anything that this tree did not hand out. */
  hitOf(argument: unknown): SearchHit | undefined {
    const node = this.#nodeOf(argument);
    return node?.kind === 'hit' ? node.hit : undefined;
  }

  /** The same for the session of a group. */
  sessionOf(argument: unknown): SessionId | undefined {
    const node = this.#nodeOf(argument);
    return node?.kind === 'group' ? node.sessionId : undefined;
  }

  getChildren(node?: SearchNode): SearchNode[] {
    if (node === undefined) return [...this.#groups.values()];
    return node.kind === 'group' ? [...node.hits] : [];
  }

  getParent(node: SearchNode): SearchNode | undefined {
    return node.kind === 'hit' ? node.group : undefined;
  }

  getTreeItem(node: SearchNode): vscode.TreeItem {
    this.#handedOut.add(node);
    return node.kind === 'group' ? this.#groupItem(node) : this.#hitItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: SearchNode): vscode.TreeItem {
    if (node.kind === 'hit') {
      const { evidence, snippet } = node.hit;
      item.tooltip = factsTooltip(undefined, [
        { name: t('Text'), value: snippet.text },
        { name: t('Evidence'), value: `${displayPath(evidence.file, os.homedir())}:${evidence.line}` },
      ]);
    }
    return item;
  }

  dispose(): void {
    this.#number++;
    this.#throttle.cancel();
    this.#changed.dispose();
  }

  #nodeOf(argument: unknown): SearchNode | undefined {
    const isOwn = typeof argument === 'object' && argument !== null && this.#handedOut.has(argument);
    return isOwn ? (argument as SearchNode) : undefined;
  }

  async #run(number: number, text: string): Promise<void> {
    try {
      let batch: SearchBatch | undefined = await this.#service.search.searchText(text);
      for (;;) {
        if (batch === undefined) return;
        if (number !== this.#number) return await this.#service.search.endSearch(batch.search);
        this.#add(batch);
        if (batch.isDone) return this.#end('done');
        if ((this.#figures?.hits ?? 0) >= mostHits) {
          this.#end('full');
          return await this.#service.search.endSearch(batch.search);
        }
        batch = await this.#service.search.searchOn(batch.search);
      }
    } catch (error) {
      this.#log.error(`search: ${errorDetail(error)}`);
      if (number === this.#number) this.#end('failed');
    }
  }

  #add({ hits, unreadable }: SearchBatch): void {
    for (const hit of hits) {
      let group = this.#groups.get(hit.sessionId);
      if (group === undefined) {
        group = { kind: 'group', sessionId: hit.sessionId, hits: [] };
        this.#groups.set(hit.sessionId, group);
      }
      group.hits.push({ kind: 'hit', hit, group });
    }
    if (this.#figures === undefined) return;
    const sessions = [...this.#groups.keys()].filter((id) => id !== undefined).length;
    this.#figures = { ...this.#figures, hits: this.#figures.hits + hits.length, sessions, unreadable };
    this.#throttle.schedule(restTime);
  }

  #end(state: SearchFigures['state']): void {
    if (this.#figures !== undefined) this.#figures = { ...this.#figures, state };
    this.#show();
  }

  #show(): void {
    this.#throttle.cancel();
    this.#keys.set(contextKeys.searching, this.#figures?.state === 'searching');
    this.#view.message = this.#figures && labelText(searchSentence(this.#figures));
    this.#changed.fire(undefined);
  }

  #groupItem({ sessionId, hits }: GroupNode): vscode.TreeItem {
    const row = sessionId === undefined ? undefined : this.#service.rows.get(sessionId);
    const label = labelText(row === undefined ? (sessionId ?? t('Unattributed')) : sessionLabel(row));
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
    item.id = sessionId ?? 'unattributed';
    const count = formatPlural(hits.length, t('1 hit'), t('{0} hits'));
    item.description = labelText(joinParts(count, sessionId && shortId(sessionId)));
    if (sessionId !== undefined) item.contextValue = sessionContextValue(row);
    return item;
  }

  #hitItem(node: HitNode): vscode.TreeItem {
    const { hit } = node;
    const { text, start, end } = narrow(hit.snippet);
    const item = new vscode.TreeItem({ label: labelText(text), highlights: [[start, end]] });
    item.id = `${hit.sessionId ?? ''}:${hit.evidence.file}:${hit.key ?? hit.evidence.line}`;
    const description = labelText(hitDescription(hit, Date.now()));
    item.description = description;
    item.iconPath = new vscode.ThemeIcon(icons[hit.source]);
    item.accessibilityInformation = { label: labelText(`${text}, ${description}`) };
    item.command = { command: commands.openSearchHit, title: t('Open'), arguments: [node] };
    return item;
  }
}

/** A side bar is narrow: little stands before the match, so that it is in sight. */
function narrow(snippet: SearchHit['snippet']): SearchHit['snippet'] {
  const from = snippet.start - charactersBefore;
  if (from <= 1) return snippet;
  const before = snippet.text.slice(from, snippet.start);
  const head = `…${before.replace(/^\S*\s(?=\S)|^[\udc00-\udfff]/, '')}`;
  const by = snippet.start - head.length;
  return { text: head + snippet.text.slice(snippet.start), start: head.length, end: snippet.end - by };
}
