/** What the rows below a session's “Extras” say. Everything from logs and disks passes `toSingleLine`. */
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import { formatBytes, formatNumber, formatPlural, joinParts } from '../core/text/format.ts';
import type { CheckpointFile, ExtraFile } from '../core/model.ts';
import { openedFolderOf } from '../core/extras/openedFolderOf.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import { copiedFileName, extraStateNames, taskName, todosAgentName, versionName } from './extraWords.ts';
import { sizeOf } from './sessionNodes.ts';
import type { ExtraFileNode, ExtraFolderNode, ExtraNode, GroupNode } from './treeNodes.ts';

/** A side bar shows about half of this. */
const maxLabel = 80;

export function extraLabel({ file, isVersion, sessionId, parent }: ExtraFileNode): string {
  switch (file.kind) {
    case 'todos':
      if (parent.kind === 'extraFolder') return toSingleLine(todosAgentName(file, sessionId), maxLabel);
      return file.agentId === sessionId ? t('Todos') : toSingleLine(t('Todos of agent {0}', file.agentId), maxLabel);
    case 'task':
      return toSingleLine(file.subject ?? '', maxLabel) || taskName(file);
    case 'checkpoint':
      return isVersion ? versionName(file) : copiedFileLabel(file);
    case 'tool-result':
    case 'session-file':
      return toSingleLine(path.basename(file.path), maxLabel);
    case 'debug-log':
      return t('Debug Log');
  }
}

export function extraDescription({ file, isVersion }: ExtraFileNode): string {
  const state = extraStateNames[file.state];
  if (state !== undefined) return state;
  switch (file.kind) {
    case 'todos':
      return todosWords(file.todos, file.completed);
    case 'task':
      return joinParts(formatNumber(file.number), toSingleLine((file.status ?? '').replaceAll('_', ' '), maxLabel));
    case 'checkpoint':
      return isVersion
        ? formatBytes(file.bytes)
        : joinParts(copiedFileFolder(file), t('version {0}', file.version), formatBytes(file.bytes));
    case 'tool-result':
    case 'debug-log':
    case 'session-file':
      return formatBytes(file.bytes);
  }
}

function todosWords(todos: number | undefined, completed: number | undefined): string {
  if (todos === undefined) return t('not a todo list');
  return todos === 0 ? t('empty') : t('{0} of {1} done', formatNumber(completed ?? 0), formatNumber(todos));
}

const folderLabels = {
  todos: t('Todos'),
  tasks: t('Tasks'),
  checkpoints: t('Checkpoints'),
  toolResults: t('Tool Results'),
} as const;

export function extraFolderLabel({ of, items }: ExtraFolderNode): string {
  if (of !== 'versions') return folderLabels[of];
  const file = firstCheckpoint(items);
  return file ? copiedFileLabel(file) : '';
}

export function extraFolderDescription({ of, items, files }: ExtraFolderNode): string {
  switch (of) {
    case 'todos':
    case 'tasks':
      return formatNumber(files);
    case 'toolResults':
      return joinParts(formatNumber(files), formatBytes(bytesOf(items)));
    case 'checkpoints':
      return items.some(({ kind }) => kind === 'note')
        ? versionsWord(files)
        : t('{0} of {1}', versionsWord(files), formatPlural(items.length, t('1 file'), t('{0} files')));
    case 'versions': {
      const file = firstCheckpoint(items);
      return joinParts(file && copiedFileFolder(file), versionsWord(files));
    }
  }
}

function versionsWord(count: number): string {
  return formatPlural(count, t('1 version'), t('{0} versions'));
}

/** How many things a group stands for: of “Extras” the files, however they are grouped. */
export function groupCount(node: GroupNode): number {
  if (node.group !== 'extras') return sizeOf(node);
  return node.items.reduce(
    (sum, item) => sum + (item.kind === 'extraFolder' ? item.files : Number(item.kind === 'extraFile')),
    0,
  );
}

/** Base name of the file that a checkpoint is a copy of. */
function copiedFileLabel(file: CheckpointFile): string {
  return toSingleLine(copiedFileName(file) ?? '', maxLabel) || t('File {0}', file.hash.slice(0, 8));
}

function copiedFileFolder({ copyOf }: CheckpointFile): string | undefined {
  if (copyOf === undefined) return t('not named in the log');
  return toSingleLine(copyOf.name.split(/[\\/]/).slice(0, -1).slice(-3).join('/'), maxLabel);
}

function firstCheckpoint(items: readonly ExtraNode[]): CheckpointFile | undefined {
  const [first] = items;
  return first?.kind === 'extraFile' && first.file.kind === 'checkpoint' ? first.file : undefined;
}

function bytesOf(items: readonly ExtraNode[]): number {
  const sizes = items.map((item): ExtraFile['bytes'] => (item.kind === 'extraFile' ? item.file.bytes : 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Whether a file is a checkpoint of a file below one of these opened folders, by its path alone. */
export function isComparable(file: ExtraFile, folders: readonly string[]): boolean {
  return file.state === 'found' && file.kind === 'checkpoint' && openedFolderOf(file, folders) !== undefined;
}
