/** The command line as a process of its own: what is asked for rarely, and has to be the same answer everywhere. */
import { execFile } from 'node:child_process';
import type { CancellationToken } from 'vscode';
import { errorCode } from '../core/disk/errors.ts';

export interface CommandLineOptions {
  /** Path of the built command line. */
  readonly script: string;
  /** Absolute paths of the data roots to look in. */
  readonly roots: () => readonly string[];
}

/** The code of the command line, and its sentence; `internal` where it gave no answer, with the reason as the cause. */
export class CommandLineError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What makes VS Code's own program run a script as Node does. */
export const asNode = { ELECTRON_RUN_AS_NODE: '1' } as const;
/** Bytes of one answer: that of a list of all sessions of a large home is some 40 MB. */
const mostBytes = 256 * 1024 * 1024;

export class CommandLine {
  readonly script: string;
  readonly #roots: () => readonly string[];

  constructor({ script, roots }: CommandLineOptions) {
    this.script = script;
    this.#roots = roots;
  }

  /** Options that name the data roots. */
  rootOptions(): string[] {
    return this.#roots().map((root) => `--claude-dir=${root}`);
  }

  /**
   * The JSON that a command answers. `words` are never taken for options. Rejects with `CommandLineError`, also where
   * the process cannot be started, is ended by the token, or answers nothing that can be read.
   */
  async ask(
    command: string,
    { options = [], words = [] }: { readonly options?: readonly string[]; readonly words?: readonly string[] },
    token?: CancellationToken,
  ): Promise<unknown> {
    const args = [this.script, command, '--json', ...this.rootOptions(), ...options, '--', ...words];
    const answer = await run(args, token)
      .then((printed): unknown => JSON.parse(printed))
      .catch((cause: unknown) => {
        const reason = errorCode(cause);
        const message = `The command line gave no answer that can be read${reason === undefined ? '' : ` (${reason})`}.`;
        throw new CommandLineError('internal', message, { cause });
      });
    if (typeof answer !== 'object' || answer === null || !('error' in answer)) return answer;
    const { error, message } = answer as { error: unknown; message?: unknown };
    throw new CommandLineError(String(error), typeof message === 'string' ? message : '');
  }
}

/** What it prints, whatever its exit code. */
function run(args: readonly string[], token: CancellationToken | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...asNode }, maxBuffer: mostBytes, windowsHide: true };
    const child = execFile(process.execPath, args, options, (error, stdout) => {
      canceled?.dispose();
      if (stdout !== '') resolve(stdout);
      else reject(error ?? new Error('The command line answered nothing.'));
    });
    const canceled = token?.onCancellationRequested(() => child.kill());
  });
}
