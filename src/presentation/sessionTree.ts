/** Which sessions the side bar shows, in which order, under which project. Free of widgets and of reading. */
import { formatAge } from '../core/text/format.ts';
import type { SessionId, SessionRow } from '../core/model.ts';
import type { FolderOfSession, PlaceOfSession } from './folderOfSession.ts';
import { noneHidden, type HiddenReason } from './hiddenSessions.ts';
import { noFilter, sessionMatcher, type MoreText, type SessionFilter } from './sessionFilter.ts';
import { newestFirst } from '../core/index/sessionOrder.ts';
import { byListOrder, firstInList, listRank } from './listOrder.ts';
import { dayNumber, sectionOf, type Grouping, type Section } from './sessionSections.ts';
import type { HeadingNode, HiddenNode, ItemNode, ListNode, ShowMoreNode, SessionNode } from './treeNodes.ts';

export interface TreeScope {
  readonly folderOf: FolderOfSession;
  /** Sessions of every folder; otherwise only those of the opened folders. */
  readonly allProjects: boolean;
  readonly filter: SessionFilter;
  /** What the filter looks at beyond the rows. */
  readonly moreText?: MoreText;
  /** What the sessions stand under; without it their projects where all are shown, else nothing. */
  readonly grouping?: Grouping | undefined;
  /** The worktree of a session, for that grouping. */
  readonly placeOf?: PlaceOfSession;
  /** They stand before the others of their list. */
  readonly pinned?: ReadonlySet<SessionId>;
  /** Why a session is left out; `undefined` for one that is listed. */
  readonly hiddenReason?: (row: SessionRow) => HiddenReason | undefined;
  /** Those are listed too. */
  readonly showHidden?: boolean;
}

/** Which nodes a change touches; `everything` when the roots themselves changed. */
export type TreeChange = readonly (HeadingNode | SessionNode)[] | 'everything';

/** Children per page; a node stands for the rest. */
export const pageSize = 200;

/**
 * Milliseconds of pause after which a session that goes on moves up in its list. After a shorter one its row keeps its
 * place, so that two sessions at work do not swap places under the pointer with each entry.
 */
const restingTime = 10 * 60_000;

/** Sessions under one parent: a heading, or the root where there is none. */
interface SessionList {
  readonly node: HeadingNode | undefined;
  readonly rank: number;
  /** Each as of the time it was placed. */
  readonly rows: Map<SessionId, SessionRow>;
  newest: number;
}

export class SessionTree {
  readonly #rows: ReadonlyMap<SessionId, SessionRow>;
  #scope: TreeScope;
  #matches: (row: SessionRow) => boolean;
  #stale = true;
  /** By the IDs of their headings. */
  readonly #lists = new Map<string | undefined, SessionList>();
  /** The rows of all lists, each with its list. */
  readonly #placed = new Map<SessionId, { readonly row: SessionRow; readonly list: SessionList }>();
  /** Sessions that only the reason keeps out, or would. */
  readonly #hidden = new Map<SessionId, HiddenReason>();
  readonly #headings = new Map<string, HeadingNode>();
  readonly #sessionNodes = new Map<SessionId, SessionNode>();
  readonly #shown = new Map<string, number>();
  #day = dayNumber(Date.now());

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
    if (groupingOf(scope) !== groupingOf(this.#scope)) this.#sessionNodes.clear();
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

  /** How many there would be without the filter. */
  get sizeWithoutFilter(): number {
    let count = 0;
    for (const row of this.#rows.values()) if (isOfFolders(row, this.#scope) && isListed(row, this.#scope)) count++;
    return count;
  }

  roots(): (HeadingNode | SessionNode | ShowMoreNode | HiddenNode)[] {
    this.#arrange();
    const lists = [...this.#lists.values()].sort(byRankThenNewest);
    const shown = lists.flatMap((list): (HeadingNode | SessionNode | ShowMoreNode)[] =>
      list.node ? [list.node] : this.#page(undefined, this.#sessions(list)),
    );
    return this.#hidden.size === 0 ? shown : [...shown, this.#hiddenNode()];
  }

  /** The sessions under a heading, or the items of a node; in long lists the first ones and a node for the rest. */
  children(node: HeadingNode): (SessionNode | ShowMoreNode)[];
  children(node: ListNode): (ItemNode | ShowMoreNode)[];
  children(node: HeadingNode | ListNode): (SessionNode | ItemNode | ShowMoreNode)[] {
    if (node.kind !== 'project' && node.kind !== 'section') {
      const items: readonly ItemNode[] = node.items;
      return this.#page(node, { length: items.length, first: (count) => items.slice(0, count) });
    }
    this.#arrange();
    const list = this.#lists.get(node.id);
    return list ? this.#page(node, this.#sessions(list)) : [];
  }

  /** Shows another page of the list that `more` ends. Returns the node to refresh, `undefined` for the roots. */
  showMore(more: ShowMoreNode): ShowMoreNode['parent'] {
    this.#shown.set(more.parent?.id ?? '', this.#limit(more.parent) + pageSize);
    return more.parent;
  }

  /** How many sessions a heading stands for. */
  sessionsIn(node: HeadingNode): number {
    this.#arrange();
    return this.#lists.get(node.id)?.rows.size ?? 0;
  }

  /** The sessions that a heading stands for, in the order of their rows. */
  sessionIdsIn(node: HeadingNode): SessionId[] {
    this.#arrange();
    const list = this.#lists.get(node.id);
    return list ? this.#sorted(list, list.rows.size) : [];
  }

  /** The node of a session, on a page that is shown; `undefined` when the scope leaves it out. */
  reveal(id: SessionId): { readonly node: SessionNode; readonly paged: boolean } | undefined {
    const place = this.#placeOf(id);
    if (!place) return undefined;
    const { parent, before } = place;
    const paged = before >= this.#limit(parent);
    if (paged) this.#shown.set(parent?.id ?? '', Math.ceil((before + 1) / pageSize) * pageSize);
    return { node: this.#sessionNode(id, parent), paged };
  }

  /** The node of a session where a page that is shown has it. */
  listed(id: SessionId): SessionNode | undefined {
    const place = this.#placeOf(id);
    return place && place.before < this.#limit(place.parent) ? this.#sessionNode(id, place.parent) : undefined;
  }

  /** The nodes to refresh after these sessions changed or went; only nodes that were returned before. */
  apply(changed: Iterable<SessionId>): TreeChange {
    if (this.#stale) return 'everything';
    const touched = new Set<HeadingNode | SessionNode | undefined>();
    const lists = this.#lists.size;
    let isRegrouped = false;
    for (const id of changed) {
      const row = this.#rows.get(id);
      const placed = this.#placed.get(id);
      const hidden = this.#hidden.get(id);
      const isAsBefore = row && placed && hidden === this.#scope.hiddenReason?.(row);
      if (isAsBefore && this.#isShown(row) && this.#keepsPlace(row, placed.row)) {
        const node = this.#sessionNodes.get(id);
        if (node) touched.add(node);
        continue;
      }
      const left = this.#remove(id);
      const joined = row && this.#placeIfShown(row);
      isRegrouped ||= hidden !== this.#hidden.get(id);
      isRegrouped ||= left?.rows.size === 0 || joined?.rows.size === 1;
      for (const list of [left, joined]) if (list) touched.add(list.node);
    }
    if (isRegrouped || touched.has(undefined) || lists !== this.#lists.size) return 'everything';
    return [...touched].filter((node) => node !== undefined);
  }

  /** Whether a node is still part of the tree. */
  holds(node: HeadingNode | SessionNode): boolean {
    if (node.kind === 'session')
      return this.#placed.has(node.sessionId) && this.#sessionNodes.get(node.sessionId) === node;
    return this.#lists.get(node.id)?.node === node;
  }

  /** Nodes returned so far whose age text differs between `before` and `now`. */
  agedNodes(before: number, now: number): SessionNode[] {
    return [...this.#sessionNodes.values()].filter(({ sessionId }) => {
      const at = this.#rows.get(sessionId)?.lastActivity;
      return at !== undefined && formatAge(at, before) !== formatAge(at, now);
    });
  }

  /** Whether sessions stand under days, or only today's are shown, and `now` is of another day than the last call. */
  isOfAnotherDay(now: number): boolean {
    const day = dayNumber(now);
    const isByDay = groupingOf(this.#scope) === 'day' || this.#scope.filter.facets.includes('today');
    const isOther = isByDay && day !== this.#day;
    this.#day = day;
    return isOther;
  }

  /** What a session stands under, and how many sessions stand there before it. */
  #placeOf(id: SessionId): { readonly parent: HeadingNode | undefined; readonly before: number } | undefined {
    this.#arrange();
    const placed = this.#placed.get(id);
    if (!placed) return undefined;
    const { row, list } = placed;
    const before = [...list.rows.values()].filter((other) => this.#compare(other, row) < 0).length;
    return { parent: list.node, before };
  }

  #keepsPlace(row: SessionRow, placed: SessionRow): boolean {
    const moved = this.#section(row)?.node.id !== this.#section(placed)?.node.id || listRank(row) !== listRank(placed);
    return !moved && (row.lastActivity ?? 0) - (placed.lastActivity ?? 0) < restingTime;
  }

  #isInScope(row: SessionRow): boolean {
    return isOfFolders(row, this.#scope) && this.#matches(row);
  }

  #isShown(row: SessionRow): boolean {
    return this.#isInScope(row) && isListed(row, this.#scope);
  }

  #isPinned(id: SessionId): boolean {
    return this.#scope.pinned?.has(id) === true;
  }

  #section(row: SessionRow): Section | undefined {
    const { folderOf, placeOf = () => undefined } = this.#scope;
    const isPinned = (): boolean => this.#isPinned(row.sessionId);
    return sectionOf(row, groupingOf(this.#scope), Date.now(), { folderOf, placeOf, isPinned });
  }

  #arrange(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#lists.clear();
    this.#placed.clear();
    this.#hidden.clear();
    for (const row of this.#rows.values()) this.#placeIfShown(row);
    for (const id of this.#sessionNodes.keys()) if (!this.#placed.has(id)) this.#sessionNodes.delete(id);
  }

  #placeIfShown(row: SessionRow): SessionList | undefined {
    const { hiddenReason, showHidden = false } = this.#scope;
    if (!this.#isInScope(row)) return undefined;
    const reason = hiddenReason?.(row);
    if (reason !== undefined) this.#hidden.set(row.sessionId, reason);
    if (reason !== undefined && !showHidden) return undefined;
    const section = this.#section(row);
    const key = section?.node.id;
    let list = this.#lists.get(key);
    if (!list) {
      list = { node: section && this.#heading(section.node), rank: section?.rank ?? 0, rows: new Map(), newest: 0 };
      this.#lists.set(key, list);
    }
    list.rows.set(row.sessionId, row);
    list.newest = Math.max(list.newest, row.lastActivity ?? 0);
    this.#placed.set(row.sessionId, { row, list });
    return list;
  }

  #remove(id: SessionId): SessionList | undefined {
    this.#hidden.delete(id);
    const list = this.#placed.get(id)?.list;
    list?.rows.delete(id);
    if (list?.rows.size === 0) this.#lists.delete(list.node?.id);
    this.#placed.delete(id);
    if (!this.#rows.has(id)) this.#sessionNodes.delete(id);
    return list;
  }

  /** The node that was given out before, where it says the same. */
  #heading(node: HeadingNode): HeadingNode {
    const known = this.#headings.get(node.id);
    if (known && (known.kind !== 'project' || node.kind !== 'project' || known.opened === node.opened)) return known;
    this.#headings.set(node.id, node);
    return node;
  }

  #hiddenNode(): HiddenNode {
    const counts = { ...noneHidden };
    for (const reason of this.#hidden.values()) counts[reason]++;
    return { kind: 'hidden', id: 'hidden', parent: undefined, counts, shown: this.#scope.showHidden === true };
  }

  #sessionNode(sessionId: SessionId, parent: HeadingNode | undefined): SessionNode {
    let node = this.#sessionNodes.get(sessionId);
    if (node?.parent !== parent) node = undefined;
    if (!node) {
      node = { kind: 'session', id: `session:${sessionId}`, parent, sessionId };
      this.#sessionNodes.set(sessionId, node);
    }
    return node;
  }

  #compare(a: SessionRow, b: SessionRow): number {
    return Number(this.#isPinned(b.sessionId)) - Number(this.#isPinned(a.sessionId)) || byListOrder(a, b);
  }

  #sessions(list: SessionList): Lengthy<SessionNode> {
    const first = (count: number): SessionNode[] => {
      return this.#sorted(list, count).map((id) => this.#sessionNode(id, list.node));
    };
    return { length: list.rows.size, first };
  }

  /** The first sessions of a list. */
  #sorted({ rows }: SessionList, count: number): SessionId[] {
    const all = [...rows.values()];
    const pinned = all.filter(({ sessionId }) => this.#isPinned(sessionId)).sort(byListOrder);
    const others = pinned.length === 0 ? all : all.filter(({ sessionId }) => !this.#isPinned(sessionId));
    const shown = [...pinned.slice(0, count), ...firstInList(others, Math.max(0, count - pinned.length))];
    return shown.map(({ sessionId }) => sessionId);
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

function groupingOf({ grouping, allProjects }: TreeScope): Grouping {
  return grouping ?? (allProjects ? 'project' : 'none');
}

function byRankThenNewest(a: SessionList, b: SessionList): number {
  return a.rank - b.rank || b.newest - a.newest;
}

/** Whether a session is of the opened folders, or those of all projects are listed. */
export function isOfFolders(
  row: SessionRow,
  { allProjects, folderOf }: Pick<TreeScope, 'allProjects' | 'folderOf'>,
): boolean {
  return allProjects || folderOf(row) !== undefined;
}

/** Whether a session is not hidden, or hidden ones are listed too. */
export function isListed(row: SessionRow, { hiddenReason, showHidden = false }: TreeScope): boolean {
  return showHidden || hiddenReason?.(row) === undefined;
}

/** Whether a session is one of the scope's folders, and the filter lets it through. */
export function inScope(scope: TreeScope): (row: SessionRow) => boolean {
  const matches = sessionMatcher(scope.filter, scope.moreText);
  return (row) => isOfFolders(row, scope) && matches(row);
}

/** The sessions with plans that the scope lets through, newest first. */
export function sessionsOfScope(rows: ReadonlyMap<SessionId, SessionRow>, scope: TreeScope): SessionId[] {
  const isInScope = inScope(scope);
  const shown = [...rows.values()].filter((row) => row.plans > 0 && isInScope(row));
  return newestFirst(shown, shown.length).map(({ sessionId }) => sessionId);
}
