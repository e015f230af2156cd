/** What the view of sessions says and offers while there is no session at all. */
import { t } from '@vscode/l10n';
import { whyEmpty, type LookedAt } from './rootWords.ts';
import type { NoteNode } from './treeNodes.ts';

/** `No Claude Code session yet: ~/.claude does not exist.` */
export function emptySentence(roots: readonly LookedAt[], home: string): string {
  const why = whyEmpty(roots, home);
  return why === '' ? t('No Claude Code session yet.') : t('No Claude Code session yet: {0}.', why);
}

/** Rows to go on from there: a view that has a message shows no welcome, and a welcome can name no folder. */
export const emptyRows: readonly NoteNode[] = [
  row(t('Choose Data Roots…'), 'chooseDataRoots', 'folder-opened'),
  row(t('Get Started'), 'openWalkthrough', 'book'),
  row(t('Show Diagnostics'), 'showDiagnostics', 'pulse'),
];

function row(text: string, command: NonNullable<NoteNode['action']>['command'], icon: string): NoteNode {
  return { kind: 'note', id: `note:${command}`, parent: undefined, text, action: { command, icon } };
}
