/**
 * Which file a tool call changed. Its result proves it: the client writes target, texts and a patch into
 * `toolUseResult` of the entry. Agents of some versions have results without it (1.0.128, 2.0.20 and published logs to
 * 2.1.39): there the call names the target, and its result must be no error.
 */
import { blocks, toolResultBlock } from '../log/recordShapes.ts';
import type { FileChange, FileChangeKind } from '../model.ts';
import {
  array,
  boolean,
  literal,
  nullish,
  object,
  safeParse,
  string,
  unknown,
  type Infer,
  type Json,
} from '../text/schema.ts';
import { timeOf } from '../text/isoTime.ts';
import { targetPath } from './targetPath.ts';

const kindOfTool: Readonly<Record<string, FileChangeKind>> = {
  Write: 'write',
  Edit: 'edit',
  MultiEdit: 'multi-edit',
  NotebookEdit: 'notebook-edit',
};
export const toolNames = Object.keys(kindOfTool);

const hunk = object({ lines: array(string) });
export const fileResult = object({
  filePath: string,
  structuredPatch: nullish(array(unknown)),
  content: nullish(string),
  oldString: nullish(string),
  newString: nullish(string),
  edits: nullish(array(unknown)),
  originalFile: nullish(string),
  originalFileContents: nullish(string),
  type: nullish(string),
  replaceAll: nullish(boolean),
});
/** `error` is empty where the edit was made. */
export const notebookResult = object({
  notebook_path: string,
  error: nullish(string),
  original_file: nullish(string),
  updated_file: nullish(string),
});
const callBlock = object({
  type: literal('tool_use'),
  id: string,
  name: literal(...toolNames),
  input: object({ file_path: nullish(string), notebook_path: nullish(string) }),
});

export type FileResult = Infer<typeof fileResult>;
type NotebookResult = Infer<typeof notebookResult>;

/** A call that may change a file, for results that do not say which. */
export interface FileCall {
  readonly id: string;
  readonly kind: FileChangeKind;
  readonly path: string;
}

export type ChangeInRecord = Omit<FileChange, 'sessionId' | 'agentId' | 'takenBack' | 'evidence'>;

/** The calls of an `assistant` entry. */
export function callsIn(record: Json): FileCall[] {
  const { content } = safeParse(blocks, record)?.message ?? {};
  return (content ?? []).flatMap((one) => {
    const block = safeParse(callBlock, one);
    const kind = block && kindOfTool[block.name];
    const named = block?.input.file_path ?? block?.input.notebook_path;
    if (block === undefined || kind === undefined || typeof named !== 'string') return [];
    const target = targetPath(named, cwdOf(record));
    return target === undefined ? [] : [{ id: block.id, kind, path: target }];
  });
}

/** The changes that the results of a `user` entry prove. `callOf` finds a call of the same log. */
export function changesIn(record: Json, callOf: (id: string) => FileCall | undefined): ChangeInRecord[] {
  const results = resultsIn(record);
  const time = timeOf(record.timestamp);
  const whole = record.toolUseResult;
  if (typeof whole === 'object' && whole !== null) {
    const change = changeInResult(whole, cwdOf(record));
    const done = results.filter(({ is_error: isError }) => isError !== true);
    const block = done.find(({ tool_use_id: id }) => callOf(id)?.path === change?.path) ?? done[0];
    return change && block ? [{ ...change, toolUseId: block.tool_use_id, time }] : [];
  }
  if (typeof whole === 'string' && whole.startsWith('Error')) return [];
  return results.flatMap(({ tool_use_id: toolUseId, is_error: isError, ...block }) => {
    const call = callOf(toolUseId);
    if (call === undefined || isError === true || isErrorText(block)) return [];
    const { kind, path } = call;
    return [{ path, kind, toolUseId, time, added: undefined, removed: undefined, hasBefore: false, hasAfter: false }];
  });
}

/** IDs of the calls whose results an entry has. */
function resultsIn(record: Json): Infer<typeof toolResultBlock>[] {
  const { content } = safeParse(blocks, record)?.message ?? {};
  return (content ?? []).flatMap((one) => safeParse(toolResultBlock, one) ?? []);
}

type Change = Omit<ChangeInRecord, 'toolUseId' | 'time'>;

function changeInResult(result: object, cwd: string | undefined): Change | undefined {
  const notebook = safeParse(notebookResult, result);
  if (notebook !== undefined) return notebookChange(notebook, cwd);
  const file = safeParse(fileResult, result);
  const target = file && targetPath(file.filePath, cwd);
  if (file === undefined || target === undefined) return undefined;
  const before = file.originalFile ?? file.originalFileContents;
  const counts = countLines(file);
  if (typeof file.content === 'string') {
    const hasBefore = file.type === 'create' || typeof before === 'string';
    return { path: target, kind: 'write', ...counts, hasBefore, hasAfter: true };
  }
  const isEdit = typeof file.oldString === 'string' && typeof file.newString === 'string';
  if (!isEdit && !Array.isArray(file.edits)) return undefined;
  const hasBefore = typeof before === 'string';
  return { path: target, kind: isEdit ? 'edit' : 'multi-edit', ...counts, hasBefore, hasAfter: hasBefore };
}

function notebookChange(result: NotebookResult, cwd: string | undefined): Change | undefined {
  const target = targetPath(result.notebook_path, cwd);
  if (target === undefined || (result.error ?? '') !== '') return undefined;
  const hasBefore = typeof result.original_file === 'string';
  const hasAfter = typeof result.updated_file === 'string';
  return { path: target, kind: 'notebook-edit', added: undefined, removed: undefined, hasBefore, hasAfter };
}

/** By the patch; a file that was made has none, and all its lines are added. */
function countLines({ structuredPatch, type, content }: FileResult): Pick<Change, 'added' | 'removed'> {
  if (type === 'create' && (structuredPatch ?? []).length === 0) return { added: linesOf(content ?? ''), removed: 0 };
  if (!structuredPatch) return { added: undefined, removed: undefined };
  let added = 0;
  let removed = 0;
  for (const one of structuredPatch) {
    const lines = safeParse(hunk, one)?.lines;
    if (lines === undefined) return { added: undefined, removed: undefined };
    for (const line of lines) {
      if (line.startsWith('+')) added++;
      else if (line.startsWith('-')) removed++;
    }
  }
  return { added, removed };
}

/** A line feed at the end starts no further line. */
function linesOf(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}

function cwdOf({ cwd }: Json): string | undefined {
  return safeParse(string, cwd);
}

/** Clients up to 1.0.x mark some errors in the text alone. */
function isErrorText(block: object): boolean {
  const { content } = block as { content?: unknown };
  const text: unknown = Array.isArray(content) ? (content[0] as { text?: unknown } | undefined)?.text : content;
  return typeof text === 'string' && /^\s*(?:<tool_use_error>|Error:)/.test(text);
}
