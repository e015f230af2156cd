/**
 * What `ps` says, on systems that tell of processes by it alone. In the C locale and in UTC: other locales order a date
 * anew.
 */
import { runProgram, type ProgramCall } from './programs.ts';

function psCall(args: readonly string[]): ProgramCall {
  return { file: '/bin/ps', args, env: { LC_ALL: 'C', TZ: 'UTC' }, longestRun: 2_000 };
}

/** The output of `ps`; `undefined` when there is none, or nothing that was asked for. Waits for it. */
export function askPs(args: readonly string[]): string | undefined {
  return runProgram(psCall(args));
}

/** When all processes started. */
export const lstarts = {
  call: () => psCall(['-A', '-o', 'pid=,lstart=']),
  parse: startsOfPs,
  freshFor: 60_000,
} as const;

/** The starts in the lines that `ps -o pid=,lstart=` prints, by process; each as it stands there. */
export function startsOfPs(lines: string): Map<number, string> {
  const starts = new Map<number, string>();
  for (const [, pid, start] of lines.matchAll(/^[ \t]*(\d+)[ \t]+(\S.*?)[ \t\r]*$/gm))
    if (start !== undefined) starts.set(Number(pid), start);
  return starts;
}
