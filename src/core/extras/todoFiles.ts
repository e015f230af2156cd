/** Todo lists and tasks as clients write them, and as text to read. */
import { parseJson } from '../text/parseJson.ts';
import { array, nullish, object, safeParse, string, type Infer } from '../text/schema.ts';
import { toVisibleText } from '../text/visibleText.ts';

/** 1.0.128 to 2.1.40; further fields differ from version to version. */
const todos = array(object({ content: string, status: string }));

/** 2.1.40 on. */
const task = object({
  subject: string,
  status: nullish(string),
  description: nullish(string),
  owner: nullish(string),
  blocks: nullish(array(string)),
  blockedBy: nullish(array(string)),
});

export type Todo = Infer<typeof todos>[number];
export type Task = Infer<typeof task>;

/** `undefined` when the text is no list of todos. */
export function parseTodos(text: string): readonly Todo[] | undefined {
  return safeParse(todos, parseJson(text));
}

/** `undefined` when the text is no task. */
export function parseTask(text: string): Task | undefined {
  return safeParse(task, parseJson(text));
}

const boxes: Readonly<Record<string, string>> = { completed: '[x]', in_progress: '[>]', pending: '[ ]' };

/** One line a todo, `[x]` for what is completed and `[>]` for what is being done. */
export function todosText(list: readonly Todo[]): string {
  if (list.length === 0) return 'The list is empty.\n';
  const lines = list.map(({ content, status }) => `${box(status)} ${indented(content)}`);
  return `${lines.join('\n')}\n`;
}

/** The subject, then what else the task says. */
export function taskText({ subject, status, description, owner, blocks, blockedBy }: Task): string {
  const facts = [
    ['Status', status],
    ['Owner', owner],
    ['Blocks', blocks?.join(', ')],
    ['Blocked by', blockedBy?.join(', ')],
  ].flatMap(([name, value]) => (value ? [`${name}: ${indented(value)}`] : []));
  const parts = [`${box(status ?? '')} ${indented(subject)}`, facts.join('\n'), toVisibleText(description ?? '')];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function box(status: string): string {
  return Object.hasOwn(boxes, status) ? (boxes[status] ?? '[ ]') : `[${toVisibleText(status)}]`;
}

function indented(text: string): string {
  return toVisibleText(text).trim().replaceAll('\n', '\n    ');
}
