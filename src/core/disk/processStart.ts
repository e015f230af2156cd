/**
 * When processes started, in the form in which the live registry has it (`procStart`, from 2.1.200 on). Linux: the
 * clock ticks of field 22 of `/proc/<pid>/stat`. macOS: what `ps -o lstart=` says in the C locale and in UTC, as tools
 * that read the registry there report. No recording backs that, but two texts that are equal to the second prove the
 * same start in any case. Windows: what the client writes there is not known, so nothing can be proved.
 */
import * as fs from 'node:fs';
import { isAlive, statFields } from './processes.ts';
import { askPs } from './ps.ts';

/** What the system knows of a process. */
export interface ProcessTable {
  /** `undefined`: no such process, or no way to tell; then a registry entry proves nothing. */
  startOf(pid: number): string | undefined;
  /**
   * The same in milliseconds since 1970, to the second: for registries that have no such text (2.1.100). Not there where nothing
   * tells.
   */
  timeOf?(pid: number): number | undefined;
}

/** `mayRunPrograms`: asked whenever one is wanted, since a workspace can come to be trusted. */
export function processTable(
  mayRunPrograms: () => boolean,
  platform: NodeJS.Platform = process.platform,
): ProcessTable {
  if (platform === 'linux') return { startOf: (pid) => statFields(pid)?.[19], timeOf: timeOnLinux };
  if (platform === 'darwin') return new PsTable(mayRunPrograms);
  return { startOf: () => undefined };
}

/** Milliseconds. A number that a process left is not given to another one so soon. */
const freshFor = 60_000;

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

  timeOf(pid: number): number | undefined {
    const start = this.startOf(pid);
    return start === undefined ? undefined : timeOfLstart(start);
  }
}

/** The start of a process as `ps` has it; `undefined` when there is no such process, or no `ps`. */
function startByPs(pid: number): string | undefined {
  return askPs(['-o', 'lstart=', '-p', String(pid)])?.trim();
}

const lstart = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/;

/** The time in what `ps -o lstart=` prints in the C locale and in UTC, in milliseconds; the second in which it lies. */
export function timeOfLstart(text: string): number | undefined {
  const [, month, day, time, year] = lstart.exec(text.trim()) ?? [];
  const parsed = month === undefined ? NaN : Date.parse(`${day} ${month} ${year} ${time} UTC`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Field 22 of `/proc/<pid>/stat` counts hundredths of a second, on all of Linux's architectures that Node runs on. */
const ticksPerSecond = 100;

function timeOnLinux(pid: number): number | undefined {
  const ticks = Number(statFields(pid)?.[19] ?? NaN);
  const booted = bootTime();
  return Number.isNaN(ticks) || booted === undefined ? undefined : booted + (ticks / ticksPerSecond) * 1000;
}

function bootTime(): number | undefined {
  try {
    const seconds = /^btime (\d+)$/m.exec(fs.readFileSync('/proc/stat', 'latin1'))?.[1];
    return seconds === undefined ? undefined : Number(seconds) * 1000;
  } catch {
    return undefined;
  }
}
