/** What the server is given by whoever starts it. */
import type { SessionIndex } from '../core/index/sessionIndex.ts';

/** Commands of the command line that the tools answer by. */
export type AskedCommand = 'plan' | 'touched' | 'siblings' | 'resolve' | 'scratch-dir';

/** The options and words of a command, as its command line would have them. */
export interface Question {
  readonly options?: Readonly<Record<string, string | boolean>>;
  readonly words?: readonly string[];
}

export interface McpHost {
  readonly version: string;
  readonly roots: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All sessions, as the disk has them now. */
  index(): SessionIndex;
  /** What the command line answers now: the JSON of the contract, or its error. */
  ask(command: AskedCommand, question: Question): Promise<object>;
}
