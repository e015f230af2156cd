import type { CliError } from './answers.ts';
import type { CommandOptions } from './args.ts';
import type { CliContext } from './context.ts';

/** One command of the CLI: what it takes, what it answers, and how the answer reads on a terminal. */
export interface Command<Answer = unknown, Context = CliContext> {
  /** First line: the call; the others explain. */
  readonly help: readonly string[];
  readonly options: CommandOptions;
  /** What a word without a dash is: a session ID, a path, or nothing; `arguments`: any number of them. */
  readonly positional?: 'session-id' | 'argument' | 'arguments';
  /** `undefined`: the command has printed its answer itself. */
  run(context: Context): Answer | CliError | undefined | Promise<Answer | CliError | undefined>;
  /** What is printed as JSON; default: the answer itself. Of an iterable one element at a time. */
  json?(answer: Answer): unknown;
  /** The exit code of an answer; default: 0. */
  exitCode?(answer: Answer): 0 | 1;
  /** Lines for a terminal. All text from logs is made safe by the caller of each line. */
  text(answer: Answer): string;
}
