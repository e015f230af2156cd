/** The nodes below “Files” of a session or an agent. */
import { t } from '@vscode/l10n';
import type { SessionFiles } from '../core/answers/filesOfSession.ts';
import { formatPlural } from '../core/text/format.ts';
import { note } from './sessionNodes.ts';
import type { ChangedFileNode, FilesNode, NoteNode, ShowMoreNode } from './treeNodes.ts';

/** By path; a node for those that are not listed, and a sentence where that may not be all or nothing is there. */
export function fileNodes(parent: FilesNode, answer: SessionFiles): (ChangedFileNode | ShowMoreNode | NoteNode)[] {
  const { sessionId, id } = parent;
  const rows = answer.files.map((file): ChangedFileNode => {
    return { kind: 'changedFile', id: `changedFile:${id}/${file.path}`, parent, sessionId, file };
  });
  const hidden = answer.total - rows.length;
  const notes = noteTexts(parent, answer).map((text) => note(parent, text));
  return [...rows, ...(hidden > 0 ? [{ kind: 'more', id: `more:${id}`, parent, hidden } as const] : []), ...notes];
}

function noteTexts({ agentId }: FilesNode, { total, unreadable }: SessionFiles): string[] {
  if (unreadable > 0)
    return [
      formatPlural(
        unreadable,
        t('This may not be all: 1 log could not be read.'),
        t('This may not be all: {0} logs could not be read.'),
      ),
    ];
  if (total > 0) return [];
  return [
    agentId === undefined
      ? t('No log proves that this session changed a file.')
      : t('No log proves that this agent changed a file.'),
  ];
}
