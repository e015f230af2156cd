/** Other files of a session for tests of what is shown. */
import type { CheckpointFile, OtherFile, TaskFile, TodosFile } from '../../src/core/model.ts';
import { numberedId } from './sessionRows.ts';

const root = '/home/dev/.claude';
const id = numberedId(1);

const common = {
  state: 'found',
  bytes: 1024,
  evidence: { kind: 'folder-name', file: `${root}/x/${id}`, line: 0, offset: 0 },
} as const;

export function todosOf(agentId: string, file: Partial<TodosFile> = {}): TodosFile {
  const path = `${root}/todos/${id}-agent-${agentId}.json`;
  return { kind: 'todos', path, agentId, todos: undefined, completed: undefined, ...common, ...file };
}

export function taskOf(number: number, file: Partial<TaskFile> = {}): TaskFile {
  const path = `${root}/tasks/${id}/${number}.json`;
  return { kind: 'task', path, number, subject: undefined, status: undefined, ...common, ...file };
}

export function checkpointOf(hash: string, version: number, name?: string): CheckpointFile {
  const evidence = { kind: 'file-history', file: `${root}/projects/p/${id}.jsonl`, line: 7, offset: 70 } as const;
  const copyOf = name === undefined ? undefined : { name, path: undefined, evidence };
  const path = `${root}/file-history/${id}/${hash}@v${version}`;
  return { kind: 'checkpoint', path, hash, version, copyOf, ...common };
}

export function otherFileOf(kind: 'tool-result' | 'debug-log', file: Partial<OtherFile> = {}): OtherFile {
  return { path: `${root}/debug/${id}.txt`, ...common, ...file, kind };
}
