/** What is said of data roots in which no session was found. */
import type { RootCondition } from '../core/roots/rootCondition.ts';
import { displayPath } from './rowText.ts';

export const rootConditionWords: Readonly<Record<RootCondition, string>> = {
  found: 'holds no session',
  missing: 'does not exist',
  'not-a-folder': 'is not a folder',
  'no-projects': 'has no folder “projects”',
  unreadable: 'cannot be read',
};

export interface LookedAt {
  readonly root: string;
  readonly condition: RootCondition;
}

/** `~/.claude does not exist`, for each root. */
export function whyEmpty(roots: readonly LookedAt[], home: string): string {
  return roots.map(({ root, condition }) => `${displayPath(root, home)} ${rootConditionWords[condition]}`).join(', ');
}
