/** Names of extras, worded once for rows, hovers, editor tabs and the CLI. Functions return raw text. */
import { t } from '@vscode/l10n';
import type { CheckpointFile, ExtraKind, ExtraState, SessionId, TaskFile, TodosFile } from '../core/model.ts';

/** What one file of a kind is called, and what is said where the folder of such files cannot be listed. */
export const extraKindWords: Readonly<Record<ExtraKind, { readonly name: string; readonly unlisted: string }>> = {
  todos: { name: t('Todo list'), unlisted: t('The folder of todos cannot be listed.') },
  task: { name: t('Task'), unlisted: t('The folder of tasks cannot be listed.') },
  checkpoint: { name: t('Checkpoint'), unlisted: t('The folder of checkpoints cannot be listed.') },
  'tool-result': { name: t('Tool result'), unlisted: t('The folder of tool results cannot be listed.') },
  'debug-log': { name: t('Debug log'), unlisted: t('The folder of debug logs cannot be listed.') },
  'session-file': { name: t('Other file'), unlisted: t('A folder of the session cannot be listed.') },
};

export const extraStateNames: Readonly<Record<ExtraState, string | undefined>> = {
  found: undefined,
  'not-a-regular-file': t('not a regular file'),
  unreadable: t('unreadable'),
};

/** The agent whose todos a file holds; the main agent has the session's own ID. */
export function todosAgentName({ agentId }: TodosFile, sessionId: SessionId): string {
  return agentId === sessionId ? t('Main agent') : t('Agent {0}', agentId);
}

export function taskName({ number }: TaskFile): string {
  return t('Task {0}', number);
}

export function versionName({ version }: CheckpointFile): string {
  return t('Version {0}', version);
}

/** Base name of the file that a checkpoint is a copy of, with either separator; `undefined` where no log names it. */
export function copiedFileName({ copyOf }: CheckpointFile): string | undefined {
  return copyOf?.name.split(/[\\/]/).at(-1) || undefined;
}
