/** Which sessions the side bar shows, in which order, under which project. Knows no widget and reads nothing. */
import { formatAge } from './displayText.ts';
import type { SessionId, SessionRow } from './model.ts';
import type { FolderOfSession } from './openedFolders.ts';
import { isFiltering, noFilter, sessionMatcher, type SessionFilter } from './sessionFilter.ts';
import { byActivity, newestFirst } from './sessionOrder.ts';
import type { GroupNode, ItemNode, MoreNode, ProjectNode, SessionNode } from './treeNodes.ts';

export interface TreeScope {
  readonly folderOf: FolderOfSession;
  /** Sessions of every folder, one node a project; otherwise those of the opened folders alone, without project nodes. */
  readonly allProjects: boolean;
  readonly filter: SessionFilter;
}

/** Which nodes a change touches; `everything` when the roots themselves changed. */
export type TreeChange = readonly (ProjectNode | SessionNode)[] | 'everything';

/** Children shown at a time; the rest waits behind a node. */
export const pageSize = 200;

/**
 * Sessions are ordered by their last activity, newest first. A session that goes on after a pause this long moves up;
 * within it rows keep their place, so that two sessions at work do not swap places under the pointer with each entry.
 */
const restingTime = 10 * 60_000;

interface Project {
  readonly node: ProjectNode;
  readonly rows: SessionRow[];
  newest: number;
}

export class SessionTree {
  readonly #rows: ReadonlyMap<SessionId, SessionRow>;
  #scope: TreeScope;
  #matches: (row: SessionRow) => boolean;
  #stale = true;
  #flat: SessionRow[] = [];
  #projects = new Map<string | undefined, Project>();
  /** The rows as they were when they got their places. */
  readonly #placed = new Map<SessionId, SessionRow>();
  readonly #projectNodes = new Map<string | undefined, ProjectNode>();
  readonly #sessionNodes = new Map<SessionId, SessionNode>();
  readonly #shown = new Map<string, number>();

  /** `rows` is read anew with each change and never written. */
  constructor(
    rows: ReadonlyMap<SessionId, SessionRow>,
    scope: TreeScope = { folderOf: () => undefined, allProjects: true, filter: noFilter },
  ) {
    this.#rows = rows;
    this.#scope = scope;
    this.#matches = sessionMatcher(scope.filter);
  }

  get scope(): TreeScope {
    return this.#scope;
  }

  /** Changes what is shown; everything is to be asked for again. */
  show(scope: TreeScope): void {
    if (scope.allProjects !== this.#scope.allProjects) this.#sessionNodes.clear();
    this.#scope = scope;
    this.#matches = sessionMatcher(scope.filter);
    this.#shown.clear();
    this.#stale = true;
  }

  /** Orders and groups anew at the next question. */
  reorder(): void {
    this.#stale = true;
  }

  /** How many sessions are shown, pages not counted. */
  get size(): number {
    this.#arrange();
    return this.#placed.size;
  }

  roots(): (ProjectNode | SessionNode | MoreNode)[] {
    this.#arrange();
    if (!this.#scope.allProjects) return this.#page(undefined, this.#sessions(this.#flat, undefined));
    return [...this.#projects.values()].sort(byOpenedThenNewest).map(({ node }) => node);
  }

  /** The sessions of a project, or the items of a group; in long lists the first ones and a node for the rest. */
  children(node: ProjectNode): (SessionNode | MoreNode)[];
  children(node: GroupNode): (ItemNode | MoreNode)[];
  children(node: ProjectNode | GroupNode): (SessionNode | ItemNode | MoreNode)[] {
    if (node.kind === 'group')
      return this.#page(node, { length: node.items.length, first: (count) => node.items.slice(0, count) });
    this.#arrange();
    const project = this.#projects.get(node.folder);
    return project ? this.#page(node, this.#sessions(project.rows, node)) : [];
  }

  /** Shows another page of the list that `more` ends; the answer is the node to ask again, `undefined` for the roots. */
  showMore(more: MoreNode): MoreNode['parent'] {
    const list = more.parent?.id ?? '';
    this.#shown.set(list, (this.#shown.get(list) ?? pageSize) + pageSize);
    return more.parent;
  }

  /** How many sessions a project node stands for. */
  sessionsIn(node: ProjectNode): number {
    this.#arrange();
    return this.#projects.get(node.folder)?.rows.length ?? 0;
  }

  /** The node of a session, on a page that is shown; `undefined` when the scope leaves it out. */
  reveal(id: SessionId): { readonly node: SessionNode; readonly paged: boolean } | undefined {
    this.#arrange();
    const row = this.#placed.get(id);
    if (!row) return undefined;
    const project = this.#scope.allProjects ? this.#projects.get(this.#projectKey(row)) : undefined;
    const list = project?.node.id ?? '';
    const before = (project?.rows ?? this.#flat).filter((other) => byActivity(other, row) < 0).length;
    const paged = before >= (this.#shown.get(list) ?? pageSize);
    if (paged) this.#shown.set(list, Math.ceil((before + 1) / pageSize) * pageSize);
    return { node: this.#sessionNode(id, project?.node), paged };
  }

  /** Which nodes to ask for again when these sessions changed or went; only ones that were handed out. */
  apply(changed: Iterable<SessionId>): TreeChange {
    if (this.#stale) return 'everything';
    const touched = new Set<ProjectNode | SessionNode>();
    const regrouped = new Set<string | undefined>();
    for (const id of changed) {
      const row = this.#rows.get(id);
      const placed = this.#placed.get(id);
      const shown = row !== undefined && this.#isShown(row);
      if (!shown && !placed) continue;
      if (shown && placed && this.#keepsPlace(row, placed)) {
        const node = this.#sessionNodes.get(id);
        if (node) touched.add(node);
        continue;
      }
      this.#stale = true;
      if (shown) regrouped.add(this.#projectKey(row));
      if (placed) regrouped.add(this.#projectKey(placed));
    }
    if (!this.#stale) return [...touched];
    if (!this.#scope.allProjects) return 'everything';
    const before = new Map(this.#projects);
    this.#arrange();
    if (before.size !== this.#projects.size || [...before.keys()].some((key) => !this.#projects.has(key)))
      return 'everything';
    for (const key of regrouped) {
      const project = this.#projects.get(key);
      if (project) touched.add(project.node);
    }
    return [...touched];
  }

  /** Sessions whose age reads otherwise at `now` than at `before`; only ones that were handed out. */
  agedNodes(before: number, now: number): SessionNode[] {
    return [...this.#sessionNodes.values()].filter(({ sessionId }) => {
      const at = this.#rows.get(sessionId)?.lastActivity;
      return at !== undefined && formatAge(at, before) !== formatAge(at, now);
    });
  }

  #keepsPlace(row: SessionRow, placed: SessionRow): boolean {
    const regrouped = this.#scope.allProjects && this.#projectKey(row) !== this.#projectKey(placed);
    return !regrouped && (row.lastActivity ?? 0) - (placed.lastActivity ?? 0) < restingTime;
  }

  #isShown(row: SessionRow): boolean {
    return (this.#scope.allProjects || this.#scope.folderOf(row) !== undefined) && this.#matches(row);
  }

  #projectKey(row: SessionRow): string | undefined {
    return this.#scope.folderOf(row) ?? row.cwds[0];
  }

  #arrange(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#flat = [];
    this.#projects = new Map();
    this.#placed.clear();
    const { allProjects, folderOf, filter } = this.#scope;
    const matches = isFiltering(filter) ? this.#matches : undefined;
    for (const row of this.#rows.values()) {
      const folder = folderOf(row);
      if ((!allProjects && folder === undefined) || (matches && !matches(row))) continue;
      if (allProjects) this.#addToProject(folder ?? row.cwds[0], row, folder !== undefined);
      else this.#flat.push(row);
      this.#placed.set(row.sessionId, row);
    }
    for (const id of this.#sessionNodes.keys()) if (!this.#placed.has(id)) this.#sessionNodes.delete(id);
  }

  #addToProject(folder: string | undefined, row: SessionRow, opened: boolean): void {
    let project = this.#projects.get(folder);
    if (!project) {
      project = { node: this.#projectNode(folder, opened), rows: [], newest: 0 };
      this.#projects.set(folder, project);
    }
    project.rows.push(row);
    project.newest = Math.max(project.newest, row.lastActivity ?? 0);
  }

  #projectNode(folder: string | undefined, opened: boolean): ProjectNode {
    let node = this.#projectNodes.get(folder);
    if (node?.opened !== opened) {
      node = { kind: 'project', id: `project:${folder ?? ''}`, parent: undefined, folder, opened };
      this.#projectNodes.set(folder, node);
    }
    return node;
  }

  #sessionNode(sessionId: SessionId, parent: ProjectNode | undefined): SessionNode {
    let node = this.#sessionNodes.get(sessionId);
    if (node?.parent !== parent) node = undefined;
    if (!node) {
      node = { kind: 'session', id: `session:${sessionId}`, parent, sessionId };
      this.#sessionNodes.set(sessionId, node);
    }
    return node;
  }

  #sessions(rows: readonly SessionRow[], parent: ProjectNode | undefined): Lengthy<SessionNode> {
    const first = (count: number): SessionNode[] =>
      newestFirst(rows, count).map(({ sessionId }) => this.#sessionNode(sessionId, parent));
    return { length: rows.length, first };
  }

  #page<T>(parent: MoreNode['parent'], list: Lengthy<T>): (T | MoreNode)[] {
    const limit = this.#shown.get(parent?.id ?? '') ?? pageSize;
    const hidden = list.length - limit;
    if (hidden <= 0) return list.first(list.length);
    return [...list.first(limit), { kind: 'more', id: `more:${parent?.id ?? ''}`, parent, hidden }];
  }
}

/** A list of which only the first elements are made. */
interface Lengthy<T> {
  readonly length: number;
  first(count: number): T[];
}

function byOpenedThenNewest(a: Project, b: Project): number {
  return Number(b.node.opened) - Number(a.node.opened) || b.newest - a.newest;
}
