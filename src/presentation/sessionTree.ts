/** Which sessions the side bar shows, in which order, under which project. Free of widgets and of reading. */
import { formatAge } from '../core/text/format.ts';
import type { SessionId, SessionRow } from '../core/model.ts';
import type { FolderOfSession } from './folderOfSession.ts';
import { noFilter, sessionMatcher, type MoreText, type SessionFilter } from './sessionFilter.ts';
import { byActivity, newestFirst } from '../core/index/sessionOrder.ts';
import type { ItemNode, ListNode, ShowMoreNode, ProjectNode, SessionNode } from './treeNodes.ts';

export interface TreeScope {
  readonly folderOf: FolderOfSession;
  /** Sessions of every folder, below project nodes; otherwise only those of the opened folders, without such nodes. */
  readonly allProjects: boolean;
  readonly filter: SessionFilter;
  /** What the filter looks at beyond the rows. */
  readonly moreText?: MoreText;
}

/** Which nodes a change touches; `everything` when the roots themselves changed. */
export type TreeChange = readonly (ProjectNode | SessionNode)[] | 'everything';

/** Children per page; a node stands for the rest. */
export const pageSize = 200;

/**
 * Sessions are ordered by their last activity, newest first. A session that goes on after a pause this long moves up;
 * within it rows keep their place, so that two sessions at work do not swap places under the pointer with each entry.
 */
const restingTime = 10 * 60_000;

/** Sessions under one parent: a project, or the root when projects are not shown. */
interface SessionList {
  readonly node: ProjectNode | undefined;
  /** Each as of the time it was placed. */
  readonly rows: Map<SessionId, SessionRow>;
  newest: number;
}

export class SessionTree {
  readonly #rows: ReadonlyMap<SessionId, SessionRow>;
  #scope: TreeScope;
  #matches: (row: SessionRow) => boolean;
  #stale = true;
  readonly #lists = new Map<string | undefined, SessionList>();
  /** The rows of all lists. */
  readonly #placed = new Map<SessionId, SessionRow>();
  readonly #projectNodes = new Map<string | undefined, ProjectNode>();
  readonly #sessionNodes = new Map<SessionId, SessionNode>();
  readonly #shown = new Map<string, number>();

  /** `rows` is read again after each change and never written. */
  constructor(
    rows: ReadonlyMap<SessionId, SessionRow>,
    scope: TreeScope = { folderOf: () => undefined, allProjects: true, filter: noFilter },
  ) {
    this.#rows = rows;
    this.#scope = scope;
    this.#matches = sessionMatcher(scope.filter, scope.moreText);
  }

  /** Sets the scope and resets all pages. */
  show(scope: TreeScope): void {
    if (scope.allProjects !== this.#scope.allProjects) this.#sessionNodes.clear();
    this.#scope = scope;
    this.#matches = sessionMatcher(scope.filter, scope.moreText);
    this.#shown.clear();
    this.#stale = true;
  }

  /** Sorts and groups again at the next call. */
  reorder(): void {
    this.#stale = true;
  }

  /** How many sessions are shown, pages not counted. */
  get size(): number {
    this.#arrange();
    return this.#placed.size;
  }

  roots(): (ProjectNode | SessionNode | ShowMoreNode)[] {
    this.#arrange();
    const lists = [...this.#lists.values()];
    if (!this.#scope.allProjects) return lists.flatMap((list) => this.#page(undefined, this.#sessions(list)));
    return lists.sort(byOpenedThenNewest).flatMap(({ node }) => node ?? []);
  }

  /** The sessions of a project, or the items of a node; in long lists the first ones and a node for the rest. */
  children(node: ProjectNode): (SessionNode | ShowMoreNode)[];
  children(node: ListNode): (ItemNode | ShowMoreNode)[];
  children(node: ProjectNode | ListNode): (SessionNode | ItemNode | ShowMoreNode)[] {
    if (node.kind !== 'project') {
      const items: readonly ItemNode[] = node.items;
      return this.#page(node, { length: items.length, first: (count) => items.slice(0, count) });
    }
    this.#arrange();
    const list = this.#lists.get(node.folder);
    return list ? this.#page(node, this.#sessions(list)) : [];
  }

  /** Shows another page of the list that `more` ends. Returns the node to refresh, `undefined` for the roots. */
  showMore(more: ShowMoreNode): ShowMoreNode['parent'] {
    this.#shown.set(more.parent?.id ?? '', this.#limit(more.parent) + pageSize);
    return more.parent;
  }

  /** How many sessions a project node stands for. */
  sessionsIn(node: ProjectNode): number {
    this.#arrange();
    return this.#lists.get(node.folder)?.rows.size ?? 0;
  }

  /** The node of a session, on a page that is shown; `undefined` when the scope leaves it out. */
  reveal(id: SessionId): { readonly node: SessionNode; readonly paged: boolean } | undefined {
    this.#arrange();
    const row = this.#placed.get(id);
    if (!row) return undefined;
    const list = this.#lists.get(this.#listKey(row));
    const parent = list?.node;
    const before = [...(list?.rows.values() ?? [])].filter((other) => byActivity(other, row) < 0).length;
    const paged = before >= this.#limit(parent);
    if (paged) this.#shown.set(parent?.id ?? '', Math.ceil((before + 1) / pageSize) * pageSize);
    return { node: this.#sessionNode(id, parent), paged };
  }

  /** The nodes to refresh after these sessions changed or went; only nodes that were returned before. */
  apply(changed: Iterable<SessionId>): TreeChange {
    if (this.#stale) return 'everything';
    const touched = new Set<ProjectNode | SessionNode | undefined>();
    const projects = this.#lists.size;
    let isRegrouped = false;
    for (const id of changed) {
      const row = this.#rows.get(id);
      const placed = this.#placed.get(id);
      if (row && placed && this.#isShown(row) && this.#keepsPlace(row, placed)) {
        const node = this.#sessionNodes.get(id);
        if (node) touched.add(node);
        continue;
      }
      const left = placed && this.#remove(placed);
      const joined = row && this.#placeIfShown(row);
      isRegrouped ||= left?.rows.size === 0 || joined?.rows.size === 1;
      for (const list of [left, joined]) if (list) touched.add(list.node);
    }
    if (isRegrouped || touched.has(undefined) || projects !== this.#lists.size) return 'everything';
    return [...touched].filter((node) => node !== undefined);
  }

  /** Whether a node is still part of the tree. */
  holds(node: ProjectNode | SessionNode): boolean {
    if (node.kind === 'session')
      return this.#placed.has(node.sessionId) && this.#sessionNodes.get(node.sessionId) === node;
    return this.#lists.get(node.folder)?.node === node;
  }

  /** Nodes returned so far whose age text differs between `before` and `now`. */
  agedNodes(before: number, now: number): SessionNode[] {
    return [...this.#sessionNodes.values()].filter(({ sessionId }) => {
      const at = this.#rows.get(sessionId)?.lastActivity;
      return at !== undefined && formatAge(at, before) !== formatAge(at, now);
    });
  }

  #keepsPlace(row: SessionRow, placed: SessionRow): boolean {
    const moved = this.#listKey(row) !== this.#listKey(placed);
    return !moved && (row.lastActivity ?? 0) - (placed.lastActivity ?? 0) < restingTime;
  }

  #isShown(row: SessionRow): boolean {
    return (this.#scope.allProjects || this.#scope.folderOf(row) !== undefined) && this.#matches(row);
  }

  #listKey(row: SessionRow): string | undefined {
    return this.#scope.allProjects ? (this.#scope.folderOf(row) ?? row.cwds[0]) : undefined;
  }

  #arrange(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#lists.clear();
    this.#placed.clear();
    for (const row of this.#rows.values()) this.#placeIfShown(row);
    for (const id of this.#sessionNodes.keys()) if (!this.#placed.has(id)) this.#sessionNodes.delete(id);
  }

  #placeIfShown(row: SessionRow): SessionList | undefined {
    const { allProjects, folderOf } = this.#scope;
    const folder = folderOf(row);
    if ((!allProjects && folder === undefined) || !this.#matches(row)) return undefined;
    const key = allProjects ? (folder ?? row.cwds[0]) : undefined;
    let list = this.#lists.get(key);
    if (!list) {
      const node = allProjects ? this.#projectNode(key, folder !== undefined) : undefined;
      list = { node, rows: new Map(), newest: 0 };
      this.#lists.set(key, list);
    }
    list.rows.set(row.sessionId, row);
    list.newest = Math.max(list.newest, row.lastActivity ?? 0);
    this.#placed.set(row.sessionId, row);
    return list;
  }

  #remove(placed: SessionRow): SessionList | undefined {
    const key = this.#listKey(placed);
    const list = this.#lists.get(key);
    list?.rows.delete(placed.sessionId);
    if (list?.rows.size === 0) this.#lists.delete(key);
    this.#placed.delete(placed.sessionId);
    if (!this.#rows.has(placed.sessionId)) this.#sessionNodes.delete(placed.sessionId);
    return list;
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

  #sessions({ rows, node }: SessionList): Lengthy<SessionNode> {
    const first = (count: number): SessionNode[] =>
      newestFirst([...rows.values()], count).map(({ sessionId }) => this.#sessionNode(sessionId, node));
    return { length: rows.size, first };
  }

  #limit(parent: ShowMoreNode['parent']): number {
    return this.#shown.get(parent?.id ?? '') ?? pageSize;
  }

  #page<T>(parent: ShowMoreNode['parent'], list: Lengthy<T>): (T | ShowMoreNode)[] {
    const limit = this.#limit(parent);
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

function byOpenedThenNewest(a: SessionList, b: SessionList): number {
  return Number(b.node?.opened) - Number(a.node?.opened) || b.newest - a.newest;
}

/** The sessions with plans that the scope lets through, newest first. */
export function sessionsOfScope(rows: ReadonlyMap<SessionId, SessionRow>, scope: TreeScope): SessionId[] {
  const matches = sessionMatcher(scope.filter);
  const shown = [...rows.values()].filter(
    (row) => row.plans > 0 && (scope.allProjects || scope.folderOf(row) !== undefined) && matches(row),
  );
  return newestFirst(shown, shown.length).map(({ sessionId }) => sessionId);
}
