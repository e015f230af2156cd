/** Places that could not be read, as answers name them: the first of them, and how many there are. */

/** There can be thousands; of what is wrong, the first ones tell a reader as much. */
const mostPaths = 20;
/** A page for a language model has 2 KB for everything. */
const mostAtAGlance = 2;

export interface UnreadPaths {
  readonly unread: readonly string[];
  /** How many there are. */
  readonly unreadCount: number;
}

export function unreadPaths(all: readonly string[]): UnreadPaths {
  return { unread: all.slice(0, mostPaths), unreadCount: all.length };
}

/**
 * What of an answer says that it may lack something, for a language model: nothing where all could be read.
 */
export function atAGlance({ unread, unreadCount }: Readonly<Record<string, unknown>>): object {
  return Array.isArray(unread) ? { unread: unread.slice(0, mostAtAGlance), unreadCount } : {};
}
