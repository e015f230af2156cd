/** What is said of data roots in which no session was found. */
import { t } from '@vscode/l10n';
import type { RootCondition } from '../core/roots/rootCondition.ts';
import { displayPath } from './rowText.ts';

export interface LookedAt {
  readonly root: string;
  readonly condition: RootCondition;
}

/** `~/.claude does not exist`, for each root. */
export function whyEmpty(roots: readonly LookedAt[], home: string): string {
  return roots.map(({ root, condition }) => rootSentence(condition, displayPath(root, home))).join(', ');
}

function rootSentence(condition: RootCondition, root: string): string {
  switch (condition) {
    case 'found':
      return t('{0} holds no session', root);
    case 'missing':
      return t('{0} does not exist', root);
    case 'not-a-folder':
      return t('{0} is not a folder', root);
    case 'no-projects':
      return t('{0} has no folder “projects”', root);
    case 'unreadable':
      return t('{0} cannot be read', root);
  }
}
