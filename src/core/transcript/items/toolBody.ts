/** What an unfolded tool call or tool result shows. */
import { toSingleLine } from '../../text/singleLine.ts';
import type { BodyPart, TodoStatus } from './items.ts';
import { asArray, asNumber, asObject, asString, type Json } from '../../text/schema.ts';
import { boundedJson } from './boundedJson.ts';
import type { Limits } from './limits.ts';
import { languageOf } from './language.ts';
import { lineChange } from './lineChange.ts';
import { cutText } from '../../text/visibleText.ts';

export function callBody(tool: string, input: Json, limits: Limits): readonly BodyPart[] {
  const text = (name: string): string => asString(input[name]) ?? '';
  switch (tool) {
    case 'Bash':
    case 'PowerShell':
      return [code(text('command'), limits, 'bash')];
    case 'Edit':
      return [diffPart(text('file_path'), [input], limits)];
    case 'MultiEdit':
      return [
        diffPart(
          text('file_path'),
          asArray(input['edits']).map((edit) => asObject(edit) ?? {}),
          limits,
        ),
      ];
    case 'Write':
      return [code(text('content'), limits, languageOf(text('file_path')))];
    case 'Agent':
    case 'Task':
      return [{ kind: 'markdown', text: cutText(text('prompt'), limits.text) }];
    case 'TodoWrite':
      return [todosPart(asArray(input['todos']))];
    case 'ExitPlanMode':
      return text('plan') === '' ? [] : [{ kind: 'markdown', text: cutText(text('plan'), limits.text) }];
    case 'AskUserQuestion':
      return asArray(input['questions']).map((question) => questionPart(asObject(question) ?? {}, limits));
    case 'TaskCreate':
      return text('description') === '' ? [] : [{ kind: 'markdown', text: cutText(text('description'), limits.text) }];
    default:
      return inputParts(input, limits);
  }
}

/** The hunks of an edit as its result records them; `undefined` when it records none. */
export function patchBody(result: Json, limits: Limits): BodyPart | undefined {
  const lines: string[] = [];
  let size = 0;
  for (const hunk of asArray(result['structuredPatch']).map(asObject)) {
    if (hunk === undefined) continue;
    const numbers = ['oldStart', 'oldLines', 'newStart', 'newLines'].map((name) => asNumber(hunk[name]) ?? 0);
    lines.push(`@@ -${numbers[0]},${numbers[1]} +${numbers[2]},${numbers[3]} @@`);
    for (const line of asArray(hunk['lines'])) {
      if (typeof line !== 'string') continue;
      lines.push(line);
      size += line.length;
      if (size > 2 * limits.output) break;
    }
  }
  const path = asString(result['filePath']);
  return lines.length === 0
    ? undefined
    : { kind: 'diff', text: cutText(lines.join('\n'), limits.output), path: path && toSingleLine(path, 300) };
}

/** A list of todos or tasks; an unknown state counts as pending. */
export function todosPart(todos: readonly unknown[]): BodyPart {
  return {
    kind: 'todos',
    todos: todos.slice(0, 200).map((entry) => {
      const todo = asObject(entry) ?? {};
      const text = asString(todo['content']) ?? asString(todo['subject']) ?? '';
      return { text: toSingleLine(text, 300), status: statusOf(todo['status']) };
    }),
  };
}

/** Every field of an object: short ones as a list, long texts each as a block of its own. */
export function inputParts(input: Json, limits: Limits): readonly BodyPart[] {
  const fields: [string, string][] = [];
  const blocks: BodyPart[] = [];
  for (const [name, value] of Object.entries(input).slice(0, 60)) {
    const label = toSingleLine(name, 60);
    if (typeof value === 'string' && (value.length > 120 || value.includes('\n'))) {
      blocks.push({ ...code(value, limits), label });
    } else if (typeof value === 'object' && value !== null) {
      const json = boundedJson(value, limits.output);
      if (json.length <= 80) fields.push([label, toSingleLine(json)]);
      else blocks.push({ ...code(json, limits, 'json'), label });
    } else {
      fields.push([label, toSingleLine(String(value))]);
    }
  }
  return fields.length === 0 ? blocks : [{ kind: 'fields', fields }, ...blocks];
}

export function code(text: string, limits: Limits, language?: string): BodyPart & { readonly kind: 'code' } {
  return { kind: 'code', text: cutText(text, limits.output), ...(language === undefined ? {} : { language }) };
}

function statusOf(status: unknown): TodoStatus {
  return status === 'completed' || status === 'in_progress' ? status : 'pending';
}

function diffPart(path: string, edits: readonly Json[], limits: Limits): BodyPart {
  const parts: string[] = [];
  let size = 0;
  for (const edit of edits) {
    const before = asString(edit['old_string']) ?? '';
    const after = asString(edit['new_string']) ?? '';
    if (edits.length > 1) parts.push('@@');
    parts.push(...changeLines(before.slice(0, limits.output), after.slice(0, limits.output)));
    size += before.length + after.length;
    if (size > 2 * limits.output) break;
  }
  return { kind: 'diff', text: cutText(parts.join('\n'), limits.output), path: toSingleLine(path, 300) };
}

function changeLines(before: string, after: string): readonly string[] {
  const change = lineChange(before, after);
  return [
    ...change.head.map((line) => ` ${line}`),
    ...change.removed.map((line) => `-${line}`),
    ...change.added.map((line) => `+${line}`),
    ...change.tail.map((line) => ` ${line}`),
  ];
}

function questionPart(question: Json, limits: Limits): BodyPart {
  const options = asArray(question['options']).map((option) => {
    const { label, description } = asObject(option) ?? {};
    return `- ${asString(label) ?? ''}${typeof description === 'string' ? `: ${description}` : ''}`;
  });
  return {
    kind: 'markdown',
    text: cutText([asString(question['question']) ?? '', '', ...options].join('\n'), limits.text),
  };
}
