/** The sessions that wait for a person, and what is said of them. Text from logs passes `toSingleLine`. */
import { t } from '@vscode/l10n';
import type { SessionRow } from '../core/model.ts';
import { joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type { Fact } from './facts.ts';
import { sessionLabel, waitsFor } from './rowText.ts';
import { isOfFolders, type TreeScope } from './sessionTree.ts';

/** Sessions of the shown projects that the registry says are waiting. The filter does not apply: it hides rows only. */
export function waitingSessions(
  rows: Iterable<SessionRow>,
  scope: Pick<TreeScope, 'allProjects' | 'folderOf'>,
): SessionRow[] {
  return [...rows].filter((row) => row.state === 'waiting' && isOfFolders(row, scope));
}

/** `2 waiting`. */
export function waitingStatus(waiting: readonly SessionRow[]): string {
  return t('{0} waiting', waiting.length);
}

/** The hover: each session with what it waits for. */
export function waitingFacts(waiting: readonly SessionRow[]): Fact[] {
  return waiting.map((row) => ({
    name: t('Waiting'),
    value: joinParts(sessionLabel(row), waitsFor(row), shortId(row.sessionId)),
  }));
}

/** `“Add the cart” waits for you: permission`. */
export function waitingSentence(row: SessionRow): string {
  const what = waitsFor(row);
  return what === undefined
    ? t('“{0}” waits for you', sessionLabel(row))
    : t('“{0}” waits for you: {1}', sessionLabel(row), what);
}
