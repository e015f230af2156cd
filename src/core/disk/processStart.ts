/**
 * When processes started, in the form in which the live registry has it (`procStart`, from 2.1.200 on). Linux: the
 * clock ticks of field 22 of `/proc/<pid>/stat`. macOS: what `ps -o lstart=` says in the C locale and in UTC, as tools
 * that read the registry there report. No recording backs that, but two texts that are equal to the second prove the
 * same start in any case. Windows: what the client writes there is not known, so nothing can be proved.
 */
import { isAlive, statFields } from './processes.ts';

/** What the system knows of a process. */
export interface ProcessTable {
  /** `undefined`: no such process, or no way to tell; then a registry entry proves nothing. */
  startOf(pid: number): string | undefined;
}

/** `mayRunPrograms`: asked whenever one is wanted, since a workspace can come to be trusted. */
export function processTable(
  mayRunPrograms: () => boolean,
  platform: NodeJS.Platform = process.platform,
): ProcessTable {
  if (platform === 'linux') return { startOf: (pid) => statFields(pid)?.[19] };
  if (platform === 'darwin') return new PsTable(mayRunPrograms);
  return { startOf: () => undefined };
}

/** Milliseconds. A number that a process left is not given to another one so soon. */
const freshFor = 60_000;
const longestRun = 2_000;

/** Asks `ps` once for each process, and again after a while; in between only whether the process is there. */
class PsTable implements ProcessTable {
  readonly #mayRunPrograms: () => boolean;
  readonly #known = new Map<number, { readonly start: string | undefined; readonly askedAt: number }>();

  constructor(mayRunPrograms: () => boolean) {
    this.#mayRunPrograms = mayRunPrograms;
  }

  startOf(pid: number): string | undefined {
    if (!isAlive(pid)) {
      this.#known.delete(pid);
      return undefined;
    }
    const now = performance.now();
    let known = this.#known.get(pid);
    if (known === undefined || now - known.askedAt > freshFor) {
      if (!this.#mayRunPrograms()) return undefined;
      known = { start: startByPs(pid), askedAt: now };
      this.#known.set(pid, known);
    }
    return known.start;
  }
}

/**
 * The start of a process as `ps` has it; `undefined` when there is no such process, or no `ps`. Waits for the program.
 */
function startByPs(pid: number): string | undefined {
  // Loaded where it is needed alone: it takes longer than to look at all of a small registry.
  const childProcess = process.getBuiltinModule?.('node:child_process');
  if (childProcess === undefined) return undefined;
  const { status, stdout } = childProcess.spawnSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], {
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: longestRun,
  });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
