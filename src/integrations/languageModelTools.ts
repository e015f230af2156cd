/**
 * Two questions that a language model in VS Code may ask: which session is meant, and which sessions changed a file.
 */
import * as vscode from 'vscode';
import { languageModelTools } from '../host/contributions.ts';
import { pageOf, quoted } from '../presentation/quotedAnswer.ts';
import { atAGlance } from '../presentation/unreadPaths.ts';
import { CommandLineError, type CommandLine } from '../service/commandLine.ts';

interface Tool {
  readonly command: string;
  readonly options: readonly string[];
  /** The list in its answer. */
  readonly list: 'sessions' | 'files';
  readonly words: (input: Readonly<Record<string, unknown>>) => unknown;
}

const tools: Readonly<Record<keyof typeof languageModelTools, Tool>> = {
  find: { command: 'resolve', options: [], list: 'sessions', words: ({ name }) => [name] },
  touched: { command: 'touched', options: ['--limit=999999999'], list: 'files', words: ({ paths }) => paths },
};

export function registerLanguageModelTools(commandLine: CommandLine): vscode.Disposable {
  const registered = (Object.keys(tools) as (keyof typeof tools)[]).map((name) =>
    vscode.lm.registerTool<Readonly<Record<string, unknown>>>(languageModelTools[name], {
      invoke: async ({ input }, token) => {
        const answer = await answerOf(tools[name], input, commandLine, token);
        const text = new vscode.LanguageModelTextPart(JSON.stringify(quoted(answer)));
        return new vscode.LanguageModelToolResult([text]);
      },
    }),
  );
  return vscode.Disposable.from(...registered);
}

async function answerOf(
  { command, options, list, words }: Tool,
  input: Readonly<Record<string, unknown>>,
  commandLine: CommandLine,
  token: vscode.CancellationToken,
): Promise<object> {
  const given = words(input);
  if (!Array.isArray(given) || !given.every((word) => typeof word === 'string' && word !== ''))
    return { error: 'usage', message: 'The input does not fit the schema of the tool.' };
  const offset = typeof input.offset === 'number' && input.offset > 0 ? Math.floor(input.offset) : 0;
  try {
    const answer = (await commandLine.ask(command, { options, words: given as string[] }, token)) as object;
    const { [list]: all, more: _more, next: _next, unread, unreadCount, ...rest } = answer as Record<string, unknown>;
    const lack = atAGlance({ unread, unreadCount });
    const { elements, next } = pageOf(all as object[], { offset }, lack);
    return { count: (all as object[]).length, ...rest, ...lack, [list]: elements, ...(next !== undefined && { next }) };
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    return { error: error.code, message: error.message } satisfies ToolError;
  }
}

/** What a model reads in place of an answer; no surface shows it. */
interface ToolError {
  readonly error: string;
  readonly message: string;
}
