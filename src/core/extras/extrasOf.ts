/** What else belongs to a session: its todos, tasks, checkpoints, spilled tool results and debug log. */
import * as fs from 'node:fs';
import { openRegularFile, readSmallFile } from '../disk/openRegularFile.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { ExtraFile, Extras, ExtraState, SessionId } from '../model.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { checkpointNames } from './checkpointNames.ts';
import { listExtras, type ExtrasRequest, type ListedFile } from './listExtras.ts';
import { parseTask, parseTodos } from './todoFiles.ts';

/** A larger list or task is listed without what it says. */
const largestList = 256 * 1024;

/**
 * Lists what is asked for, reads todos and tasks, and asks the logs (in order) what the checkpoints are
 * copies of. Never throws.
 */
export function extrasOf(
  index: SessionIndex,
  id: SessionId,
  logs: readonly TrackedSessionLog[],
  cwds: readonly string[],
  request?: ExtrasRequest,
): Extras {
  const { files, ...rest } = listExtras(index, id, undefined, request);
  const hashes = files.flatMap(({ name }) => (name.kind === 'checkpoint' ? [name.hash] : []));
  const names = checkpointNames(hashes, logs, cwds);
  return {
    ...rest,
    files: files.map((listed): ExtraFile => {
      const { name } = listed;
      const common = commonFacts(listed);
      switch (name.kind) {
        case 'todos':
          return { ...name, ...common, ...todosFacts(listed) };
        case 'task':
          return { ...name, ...common, ...taskFacts(listed) };
        case 'checkpoint':
          return { ...name, ...common, copyOf: names.get(name.hash) };
        case 'tool-result':
        case 'debug-log':
        case 'session-file':
          return { kind: name.kind, ...common };
      }
    }),
  };
}

function commonFacts({
  path,
  state,
  bytes,
  folder,
}: ListedFile): Pick<ExtraFile, 'path' | 'state' | 'bytes' | 'evidence'> {
  const evidence =
    folder.job ??
    (folder.isOwn
      ? ({ kind: 'folder-name', file: folder.path, line: 0, offset: 0 } as const)
      : ({ kind: 'file-name', file: path, line: 0, offset: 0 } as const));
  return { path, state: state === 'found' ? stateOf(path) : state, bytes, evidence };
}

/** Opens the file to find out: its mode alone does not say who may read it. */
function stateOf(file: string): ExtraState {
  const opened = openRegularFile(file);
  if (opened.state === 'open') fs.closeSync(opened.fd);
  return opened.state === 'open' || opened.state === 'missing' ? 'found' : opened.state;
}

function todosFacts(file: ListedFile): { todos: number | undefined; completed: number | undefined } {
  const todos = parseTodos(textOf(file));
  return { todos: todos?.length, completed: todos?.filter(({ status }) => status === 'completed').length };
}

function taskFacts(file: ListedFile): { subject: string | undefined; status: string | undefined } {
  const task = parseTask(textOf(file));
  return { subject: task?.subject, status: task?.status ?? undefined };
}

function textOf({ path, state }: ListedFile): string {
  return (state === 'found' ? readSmallFile(path, largestList)?.toString('utf8') : undefined) ?? '';
}
