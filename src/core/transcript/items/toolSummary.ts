/** One line that says what a tool call does. */
import { t } from '@vscode/l10n';
import { joinParts } from '../../text/format.ts';
import { toSingleLine } from '../../text/singleLine.ts';
import { asArray, asNumber, asObject, asString, type Json } from '../../text/schema.ts';
import { lineChange, splitLines } from './lineChange.ts';

export interface ToolSummary {
  /** The command, path or question; may be empty. */
  readonly text: string;
  readonly note?: string;
}

/** `cwd` shortens the paths below it. */
export function summarizeTool(tool: string, input: Json, cwd: string | undefined): ToolSummary {
  const text = (name: string): string => toSingleLine(asString(input[name]) ?? '', 160);
  const path = (name: string): string => shortPath(asString(input[name]) ?? '', cwd);
  switch (tool) {
    case 'Bash':
    case 'PowerShell':
      return { text: text('command'), note: noteOf(text('description')) };
    case 'Read':
      return { text: path('file_path') + lineRange(input) };
    case 'Write':
      return { text: path('file_path'), note: lines(asString(input['content'])) };
    case 'Edit':
      return { text: path('file_path'), note: changeOf([input]) };
    case 'MultiEdit':
      return { text: path('file_path'), note: changeOf(asArray(input['edits']).map((edit) => asObject(edit) ?? {})) };
    case 'NotebookEdit':
      return { text: path('notebook_path') };
    case 'Glob':
    case 'Grep':
      return { text: text('pattern'), note: noteOf(path('path') || text('glob')) };
    case 'Agent':
    case 'Task':
      return { text: text('description'), note: noteOf(text('subagent_type')) };
    case 'TodoWrite':
      return { text: progressOf(asArray(input['todos'])) };
    case 'TaskCreate':
      return { text: text('subject') };
    case 'TaskUpdate':
      return { text: `#${text('taskId')}`, note: noteOf(text('status').replace('_', ' ')) };
    case 'WebFetch':
      return { text: text('url') };
    case 'WebSearch':
      return { text: text('query') };
    case 'Skill':
      return { text: text('skill'), note: noteOf(text('args')) };
    case 'AskUserQuestion':
      return { text: toSingleLine(asString(asObject(asArray(input['questions'])[0])?.['question']) ?? '', 160) };
    case 'ExitPlanMode':
      return { text: titleOf(asString(input['plan'])) };
    default:
      return { text: firstText(input) };
  }
}

const longestPath = 1000;

/** The absolute path that a call reads or writes; `undefined` also for one that a page cannot show as it is. */
export function fileOfCall(input: Json): string | undefined {
  const file = asString(input['file_path']) ?? asString(input['notebook_path']);
  if (file === undefined || !/^(?:\/|[A-Za-z]:[/\\])/.test(file)) return undefined;
  return toSingleLine(file, longestPath) === file ? file : undefined;
}

/** The path relative to `cwd` when it lies below it, on one line. */
export function shortPath(path: string, cwd: string | undefined): string {
  const below = cwd !== undefined && cwd.length > 1 && path.startsWith(cwd) && /^[/\\]/.test(path.slice(cwd.length));
  return toSingleLine(below ? path.slice(cwd.length + 1) : path, 160);
}

/** `server › tool` for a tool of an MCP server, else the name as it is; on one line. */
export function toolTitle(name: string): string {
  const parts = /^mcp__(.+?)__(.+)$/.exec(name);
  return toSingleLine(parts === null ? name : `${parts[1]} › ${parts[2]}`, 60);
}

function changeOf(edits: readonly Json[]): string {
  let added = 0;
  let removed = 0;
  for (const edit of edits) {
    const change = lineChange(asString(edit['old_string']) ?? '', asString(edit['new_string']) ?? '');
    added += change.added.length;
    removed += change.removed.length;
  }
  return `+${added} −${removed}`;
}

function lines(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const count = splitLines(text).length;
  return count === 1 ? t('1 line') : t('{0} lines', count);
}

function lineRange(input: Json): string {
  const first = asNumber(input['offset']);
  const count = asNumber(input['limit']);
  if (first === undefined && count === undefined) return '';
  const from = first ?? 1;
  return count === undefined ? `:${from}–` : `:${from}–${from + count - 1}`;
}

function progressOf(todos: readonly unknown[]): string {
  const done = todos.filter((todo) => asObject(todo)?.['status'] === 'completed').length;
  const now = asObject(todos.find((todo) => asObject(todo)?.['status'] === 'in_progress'));
  const doing = asString(now?.['activeForm']) ?? asString(now?.['content']);
  return joinParts(t('{0} of {1} done', done, todos.length), doing && toSingleLine(doing, 120));
}

function titleOf(plan: string | undefined): string {
  const heading = /^#+\s+(.+)$/m.exec(plan?.slice(0, 2000) ?? '');
  return toSingleLine(heading?.[1] ?? '', 160);
}

function firstText(input: Json): string {
  for (const value of Object.values(input)) {
    if (typeof value === 'string' && value.trim() !== '') return toSingleLine(value, 160);
  }
  return '';
}

function noteOf(text: string): string | undefined {
  return text === '' ? undefined : text;
}
