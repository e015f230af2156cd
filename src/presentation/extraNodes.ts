/** What stands under a session's “Extras”: by kind, checkpoints by the file that they are versions of. */
import { t } from '@vscode/l10n';
import { extraKinds, type CheckpointFile, type ExtraFile, type ExtraKind, type Extras } from '../core/model.ts';
import type { GroupParent, NoteNode, ExtraFileNode, ExtraFolderNode, ExtraNode } from './treeNodes.ts';
import { extraKindWords } from './extraWords.ts';
import { formatNumber } from '../core/text/format.ts';

type Parent = GroupParent | ExtraFolderNode;

/** By kind, in the order of the kinds; a sentence for each folder that cannot be listed. */
export function extraNodes(parent: GroupParent, { files: all, omitted, unlisted }: Extras): ExtraNode[] {
  const nodesOf = (kind: ExtraKind): ExtraNode[] => {
    const listed = all.filter((file) => file.kind === kind);
    switch (kind) {
      case 'todos':
        return listed.length > 1 ? folder(parent, 'todos', listed, omitted.todos) : files(parent, listed);
      case 'task':
        return folder(parent, 'tasks', listed, omitted.task);
      case 'checkpoint':
        return checkpoints(parent, listed, omitted.checkpoint);
      case 'tool-result':
        return folder(parent, 'toolResults', listed, omitted['tool-result']);
      case 'debug-log':
        return files(parent, listed);
      case 'session-file':
        // Metadata, locks and journals of the client are for `session` and `owner`: nobody reads them here.
        return [];
    }
  };
  return [
    ...extraKinds.flatMap(nodesOf),
    ...unlisted.map(({ kind, path }): NoteNode => {
      const text = extraKindWords[kind].unlisted;
      return { kind: 'note', id: `note:${parent.id}/${path}`, parent, text };
    }),
  ];
}

function files(parent: Parent, listed: readonly ExtraFile[], isVersion = false): ExtraFileNode[] {
  const { sessionId } = parent;
  return listed.map((file) => {
    return { kind: 'extraFile', id: `extraFile:${sessionId}/${file.path}`, parent, sessionId, file, isVersion };
  });
}

interface FolderMaker {
  readonly itemsOf?: (node: ExtraFolderNode) => ExtraNode[];
  /** Distinguishes folders of one kind in their IDs. */
  readonly name?: string;
}

/** No node for an empty list; a note at the end counts the files that are not listed. */
function folder(
  parent: Parent,
  of: ExtraFolderNode['of'],
  listed: readonly ExtraFile[],
  omitted: number,
  { itemsOf = (node) => files(node, listed), name = '' }: FolderMaker = {},
): ExtraFolderNode[] {
  if (listed.length === 0) return [];
  const { sessionId } = parent;
  const id = `extraFolder:${sessionId}/${of}/${name}`;
  const node = { kind: 'extraFolder', id, parent, sessionId, of, files: listed.length + omitted } as const;
  const open: ExtraFolderNode = Object.assign(node, { items: [] as readonly ExtraNode[] });
  const rest: NoteNode = {
    kind: 'note',
    id: `note:${id}`,
    parent: open,
    text: t('… and {0} more', formatNumber(omitted)),
  };
  return [Object.assign(open, { items: [...itemsOf(open), ...(omitted > 0 ? [rest] : [])] })];
}

/** One row per file; a file with several versions expands into them, newest first. */
function checkpoints(parent: GroupParent, listed: readonly ExtraFile[], omitted: number): ExtraFolderNode[] {
  const byHash = new Map<string, CheckpointFile[]>();
  for (const checkpoint of listed.filter((file) => file.kind === 'checkpoint')) {
    const versions = byHash.get(checkpoint.hash);
    if (versions) versions.push(checkpoint);
    else byHash.set(checkpoint.hash, [checkpoint]);
  }
  const byName = [...byHash.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const itemsOf = (node: ExtraFolderNode): ExtraNode[] =>
    byName.flatMap((versions): ExtraNode[] => {
      if (versions.length === 1) return files(node, versions);
      const newestFirst = [...versions].sort((a, b) => b.version - a.version);
      const name = versions[0]?.hash ?? '';
      return folder(node, 'versions', newestFirst, 0, { itemsOf: (file) => files(file, newestFirst, true), name });
    });
  return folder(parent, 'checkpoints', listed, omitted, { itemsOf });
}

/** Files that the log names before those that it does not. */
function nameOf([first]: readonly CheckpointFile[]): string {
  return first?.copyOf === undefined ? `\uffff${first?.hash}` : first.copyOf.name;
}
