/**
 * When processes started, in the form in which the live registry has it (`procStart`):
 *
 * | system  | form, as in                                           | told by                                              |
 * | ------- | ----------------------------------------------------- | ---------------------------------------------------- |
 * | Linux   | clock ticks since the boot, `1382440`                 | field 22 of `/proc/<pid>/stat`                       |
 * | macOS   | the C locale's time in UTC, `Thu Sep 10 08:31:58 2026` | `ps -o lstart=`                                      |
 * | Windows | 100 ns since 1601 (a FILETIME), `134330140480662610`   | PowerShell's `Get-Process`; WMI cuts the last digit |
 *
 * Own recordings back the first. The others are published: several tools that read the registry there compare so.
 */
import * as fs from 'node:fs';
import { AskedStarts, type StartSource } from './askedStarts.ts';
import { processStarts } from './powerShell.ts';
import { pidNamespace, statFields } from './processes.ts';
import { lstarts } from './ps.ts';

/** What the system knows of a process. */
export interface ProcessTable {
  /** `undefined`: no such process, or no way to tell; then a registry entry proves nothing. */
  startOf(pid: number): string | undefined;
  /**
   * The same in milliseconds since 1970, to the second: for registries that have no such text (2.1.100). Not there
   * where nothing tells.
   */
  timeOf?(pid: number): number | undefined;
  /** Where its numbers of processes hold. */
  readonly place?: ProcessPlace;
}

export interface ProcessPlace {
  readonly platform: NodeJS.Platform;
  /** On Linux, `pid:[4026531836]`: containers have their own. */
  readonly pidNamespace?: string | undefined;
}

export interface ProcessTableOptions {
  readonly platform?: NodeJS.Platform;
  /**
   * For a thread that must not wait: what has to be asked of a program is not known until then, and `known` is called
   * when it is. Without it the first `startOf` waits, on Windows for half a second.
   */
  readonly known?: () => void;
}

interface AskedSystem {
  readonly starts: StartSource;
  /** The time in a start of that system, in milliseconds since 1970. */
  readonly timeOf: (start: string) => number | undefined;
}

/** `mayRunPrograms`: asked whenever one is wanted, since a workspace can come to be trusted. */
export function processTable(
  mayRunPrograms: () => boolean,
  { platform = process.platform, known }: ProcessTableOptions = {},
): ProcessTable {
  const place = { platform, pidNamespace: pidNamespace() };
  if (platform === 'linux') return { startOf: (pid) => statFields(pid)?.[19], timeOf: timeOnLinux, place };
  const source = sources[platform];
  if (source === undefined) return { startOf: () => undefined, place };
  const starts = new AskedStarts(source.starts, mayRunPrograms, known);
  const startOf = (pid: number): string | undefined => starts.startOf(pid);
  return { startOf, timeOf: (pid) => source.timeOf(startOf(pid) ?? ''), place };
}

/** The systems that a program is asked on. */
const sources: Partial<Record<NodeJS.Platform, AskedSystem>> = {
  darwin: { starts: lstarts, timeOf: timeOfLstart },
  win32: { starts: processStarts, timeOf: timeOfFileTime },
};

const lstart = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/;

/** The time in what `ps -o lstart=` prints in the C locale and in UTC, in milliseconds; the second in which it lies. */
export function timeOfLstart(text: string): number | undefined {
  const [, month, day, time, year] = lstart.exec(text.trim()) ?? [];
  const parsed = month === undefined ? NaN : Date.parse(`${day} ${month} ${year} ${time} UTC`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Milliseconds from 1601 to 1970. */
const fileTimeOf1970 = 11_644_473_600_000;

/** The time in a FILETIME, in milliseconds. It has more digits than a number of JavaScript's keeps. */
export function timeOfFileTime(text: string): number | undefined {
  return /^\d{15,19}$/.test(text) ? Number(text.slice(0, -4)) - fileTimeOf1970 : undefined;
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
