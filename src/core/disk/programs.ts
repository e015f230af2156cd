/**
 * Programs of the system that are asked for what Node does not tell. No shell, no text of others among the arguments.
 */

export interface ProgramCall {
  /** An absolute path. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds. */
  readonly longestRun: number;
}

const mostOutput = 4 * 1024 * 1024;

/** What the program prints; `undefined` when there is none, or nothing that was asked for. Waits for it. */
export function runProgram({ file, args, env, longestRun }: ProgramCall): string | undefined {
  const { status, stdout } =
    childProcess()?.spawnSync(file, args, {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
      timeout: longestRun,
      maxBuffer: mostOutput,
      windowsHide: true,
    }) ?? {};
  return status === 0 ? textOf(stdout) : undefined;
}

/** The same without waiting. Never rejects. */
export function runProgramLater({ file, args, env, longestRun }: ProgramCall): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settings = { env, timeout: longestRun, maxBuffer: mostOutput, windowsHide: true, encoding: 'utf8' } as const;
    try {
      const child = childProcess()?.execFile(file, args, settings, (error, stdout) =>
        resolve(error === null ? textOf(stdout) : undefined),
      );
      if (child === undefined) resolve(undefined);
      child?.stdin?.end();
    } catch {
      // A program that may not be started, as by a policy, throws at once.
      resolve(undefined);
    }
  });
}

/** Loaded where it is needed alone: it takes longer than to look at all of a small registry. */
function childProcess() {
  return process.getBuiltinModule?.('node:child_process');
}

function textOf(output: string | undefined): string | undefined {
  return output?.trim() ? output : undefined;
}
