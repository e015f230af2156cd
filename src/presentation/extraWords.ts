/** Names of extras, worded once for rows, hovers, editor tabs and the CLI. Functions return raw text. */
import type { CheckpointFile, ExtraKind, ExtraState, SessionId, TaskFile, TodosFile } from '../core/model.ts';

/** What one file of a kind is called, and the subject of a sentence about the folder of such files. */
export const extraKindWords: Readonly<Record<ExtraKind, { readonly name: string; readonly folder: string }>> = {
  todos: { name: 'Todo list', folder: 'The folder of todos' },
  task: { name: 'Task', folder: 'The folder of tasks' },
  checkpoint: { name: 'Checkpoint', folder: 'The folder of checkpoints' },
  'tool-result': { name: 'Tool result', folder: 'The folder of tool results' },
  'debug-log': { name: 'Debug log', folder: 'The folder of debug logs' },
  'session-file': { name: 'Other file', folder: 'A folder of the session' },
};

export const extraStateNames: Readonly<Record<ExtraState, string | undefined>> = {
  found: undefined,
  'not-a-regular-file': 'not a regular file',
  unreadable: 'unreadable',
};

/** The agent whose todos a file holds; the main agent has the session's own ID. */
export function todosAgentName({ agentId }: TodosFile, sessionId: SessionId): string {
  return agentId === sessionId ? 'Main agent' : `Agent ${agentId}`;
}

export function taskName({ number }: TaskFile): string {
  return `Task ${number}`;
}

export function versionName({ version }: CheckpointFile): string {
  return `Version ${version}`;
}

/** Base name of the file that a checkpoint is a copy of, with either separator; `undefined` where no log names it. */
export function copiedFileName({ copyOf }: CheckpointFile): string | undefined {
  return copyOf?.name.split(/[\\/]/).at(-1) || undefined;
}
