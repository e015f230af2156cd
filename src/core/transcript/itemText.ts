/** Every text of an item that a search looks through. */
import type { BodyPart, TranscriptItem } from './items/items.ts';

export function itemTexts(item: TranscriptItem): readonly string[] {
  switch (item.kind) {
    case 'prompt':
    case 'answer':
    case 'thinking':
    case 'summary':
    case 'output':
      return [item.text.text];
    case 'call':
      return [item.tool, item.summary, item.note ?? '', ...item.body.flatMap(bodyTexts)];
    case 'result':
      return [item.note ?? '', ...item.body.flatMap(bodyTexts)];
    case 'plan':
      return [item.slug ?? '', item.text?.text ?? ''];
    case 'compaction':
      return [item.note];
    case 'command':
      return [item.name, item.args];
    case 'note':
    case 'attachment':
      return [item.text, ...item.body.flatMap(bodyTexts)];
    case 'record':
      return [item.label, item.summary, ...item.body.flatMap(bodyTexts)];
    case 'details':
    case 'skipped':
      return [];
  }
}

export function bodyTexts(part: BodyPart): readonly string[] {
  switch (part.kind) {
    case 'code':
    case 'markdown':
      return [part.label ?? '', part.text.text];
    case 'diff':
      return [part.path ?? '', part.text.text];
    case 'todos':
      return part.todos.map((todo) => todo.text);
    case 'fields':
      return part.fields.flat();
    case 'image':
      return [];
  }
}

/** What a person said; a subagent's prompt does not count. */
export function isPrompt(item: TranscriptItem): boolean {
  return (item.kind === 'prompt' || item.kind === 'command') && item.sidechain !== true;
}

export function isError(item: TranscriptItem): boolean {
  switch (item.kind) {
    case 'answer':
    case 'result':
    case 'output':
      return item.error === true;
    case 'note':
      return item.level === 'error';
    case 'skipped':
      return true;
    default:
      return false;
  }
}
