/** Todo lists and tasks as clients write them, and as text to read. */
import * as z from 'zod/mini';
import { lazily } from '../text/lazily.ts';
import { toVisibleText } from '../text/visibleText.ts';

/** 1.0.128 to 2.1.40; further fields differ from version to version. */
const todos = lazily(() => z.array(z.object({ content: z.string(), status: z.string() })));

/** 2.1.40 on. */
const task = lazily(() =>
  z.object({
    subject: z.string(),
    status: z.optional(z.nullable(z.string())),
    description: z.optional(z.nullable(z.string())),
    owner: z.optional(z.nullable(z.string())),
    blocks: z.optional(z.nullable(z.array(z.string()))),
    blockedBy: z.optional(z.nullable(z.array(z.string()))),
  }),
);

export type Todo = z.infer<ReturnType<typeof todos>>[number];
export type Task = z.infer<ReturnType<typeof task>>;

/** `undefined` when the text is no list of todos. */
export function parseTodos(text: string): Todo[] | undefined {
  return todos().safeParse(parsed(text)).data;
}

/** `undefined` when the text is no task. */
export function parseTask(text: string): Task | undefined {
  return task().safeParse(parsed(text)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
