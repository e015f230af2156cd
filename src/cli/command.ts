import type { CliError } from './answers.ts';
import type { CommandOptions } from './args.ts';
import type { CliContext } from './context.ts';

/** One command of the CLI: what it takes, what it answers, and how the answer reads on a terminal. */
export interface Command<Answer = unknown, Context = CliContext> {
  /** First line: the call; the others explain. */
  readonly help: readonly string[];
  readonly options: CommandOptions;
  /** What a word without a dash is: a session ID, a path, or nothing. */
  readonly positional?: 'session-id' | 'argument';
  /** `undefined`: the command has printed its answer itself. */
  run(context: Context): Answer | CliError | undefined | Promise<Answer | CliError | undefined>;
  /** What is printed as JSON; default: the answer itself. Of an iterable one element at a time. */
  json?(answer: Answer): unknown;
  /** Lines for a terminal. All text from logs is made safe by the caller of each line. */
  text(answer: Answer): string;
}
