/** Facts about other processes. Linux has many, other systems little more than that a process exists. */
import * as fs from 'node:fs';
import { errorCode } from './errors.ts';

/** The fields of `/proc/<pid>/stat` from the third on: the name in field 2 may hold blanks and brackets. */
export function statFields(pid: number): string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

export function parentOf(pid: number): number | undefined {
  const parent = statFields(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** One variable of another process's environment, as it was when the process started. */
export function variableOf(pid: number, name: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const variable = fs
      .readFileSync(`/proc/${pid}/environ`)
      .toString('utf8')
      .split('\0')
      .find((one) => one.startsWith(`${name}=`));
    return variable?.slice(name.length + 1);
  } catch {
    return undefined;
  }
}

/**
 * Where this process's numbers of processes hold, `pid:[4026531836]`; `undefined` where there is but one such place, or
 * no telling.
 */
export function pidNamespace(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
}

/** Whether a process with this number exists now. Numbers are reused: it may be another one. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
