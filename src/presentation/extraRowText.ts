/** What the rows below a session's “More” say. Everything from logs and disks passes `toSingleLine`. */
import * as path from 'node:path';
import { formatBytes, formatCount, formatNumber, joinParts } from '../core/text/format.ts';
import type { CheckpointFile, OtherFile, OtherFileKind, OtherFileState } from '../core/model.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import { sizeOf, type GroupNode, type OtherFileNode, type OtherFolderNode, type OtherItemNode } from './treeNodes.ts';

/** A side bar shows about half of this. */
const maxLabel = 80;

export const otherFileKindNames: Readonly<Record<OtherFileKind, string>> = {
  todos: 'Todo list',
  task: 'Task',
  checkpoint: 'Checkpoint',
  'tool-result': 'Tool result',
  'debug-log': 'Debug log',
};

export const otherFileStateNames: Readonly<Record<OtherFileState, string | undefined>> = {
  found: undefined,
  'not-a-regular-file': 'not a regular file',
  unreadable: 'unreadable',
};

export function otherFileLabel({ file, isVersion, sessionId, parent }: OtherFileNode): string {
  switch (file.kind) {
    case 'todos':
      if (file.agentId === sessionId) return parent.kind === 'group' ? 'Todos' : 'Main agent';
      return toSingleLine(
        parent.kind === 'group' ? `Todos of agent ${file.agentId}` : `Agent ${file.agentId}`,
        maxLabel,
      );
    case 'task':
      return toSingleLine(file.subject ?? '', maxLabel) || `Task ${file.number}`;
    case 'checkpoint':
      return isVersion ? `Version ${file.version}` : copiedFileLabel(file);
    case 'tool-result':
      return toSingleLine(path.basename(file.path), maxLabel);
    case 'debug-log':
      return 'Debug Log';
  }
}

export function otherFileDescription({ file, isVersion }: OtherFileNode): string {
  const state = otherFileStateNames[file.state];
  if (state !== undefined) return state;
  switch (file.kind) {
    case 'todos':
      return todosWords(file.todos, file.completed);
    case 'task':
      return joinParts(formatNumber(file.number), toSingleLine((file.status ?? '').replaceAll('_', ' '), maxLabel));
    case 'checkpoint':
      return isVersion
        ? formatBytes(file.bytes)
        : joinParts(copiedFileFolder(file), `version ${file.version}`, formatBytes(file.bytes));
    case 'tool-result':
    case 'debug-log':
      return formatBytes(file.bytes);
  }
}

function todosWords(todos: number | undefined, completed: number | undefined): string {
  if (todos === undefined) return 'not a todo list';
  return todos === 0 ? 'empty' : `${formatNumber(completed ?? 0)} of ${formatNumber(todos)} done`;
}

const folderLabels = {
  todos: 'Todos',
  tasks: 'Tasks',
  checkpoints: 'Checkpoints',
  toolResults: 'Tool Results',
} as const;

export function otherFolderLabel({ of, items }: OtherFolderNode): string {
  if (of !== 'versions') return folderLabels[of];
  const file = firstCheckpoint(items);
  return file ? copiedFileLabel(file) : '';
}

export function otherFolderDescription({ of, items, files }: OtherFolderNode): string {
  switch (of) {
    case 'todos':
    case 'tasks':
      return formatNumber(files);
    case 'toolResults':
      return joinParts(formatNumber(files), formatBytes(bytesOf(items)));
    case 'checkpoints':
      return items.some(({ kind }) => kind === 'note')
        ? formatCount(files, 'version', 'versions')
        : `${formatCount(files, 'version', 'versions')} of ${formatCount(items.length, 'file', 'files')}`;
    case 'versions': {
      const file = firstCheckpoint(items);
      return joinParts(file && copiedFileFolder(file), formatCount(files, 'version', 'versions'));
    }
  }
}

/** How many things a group stands for: of “More” the files, however they are grouped. */
export function groupCount(node: GroupNode): number {
  if (node.group !== 'other') return sizeOf(node);
  return node.items.reduce(
    (sum, item) => sum + (item.kind === 'otherFolder' ? item.files : Number(item.kind === 'otherFile')),
    0,
  );
}

/** Base name of the file that a checkpoint is a copy of. */
function copiedFileLabel({ copyOf, hash }: CheckpointFile): string {
  const name = copyOf && toSingleLine(copyOf.name.split(/[\\/]/).at(-1) ?? '', maxLabel);
  return name || `File ${hash.slice(0, 8)}`;
}

function copiedFileFolder({ copyOf }: CheckpointFile): string | undefined {
  if (copyOf === undefined) return 'not named in the log';
  return toSingleLine(copyOf.name.split(/[\\/]/).slice(0, -1).slice(-3).join('/'), maxLabel);
}

function firstCheckpoint(items: readonly OtherItemNode[]): CheckpointFile | undefined {
  const [first] = items;
  return first?.kind === 'otherFile' && first.file.kind === 'checkpoint' ? first.file : undefined;
}

function bytesOf(items: readonly OtherItemNode[]): number {
  const sizes = items.map((item): OtherFile['bytes'] => (item.kind === 'otherFile' ? item.file.bytes : 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
