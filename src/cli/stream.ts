/** Output: short texts at once, long ones piece by piece. A reader that went away is no error. */
import { once } from 'node:events';
import * as fs from 'node:fs';

const batch = 64 * 1024;

/** Writes a short text to stdout, at once: to make `process.stdout` takes longer than to look up a slug. */
export function print(text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(fs.writeSync(1, rest));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A pipe that is full and was told not to wait.
    if (code === 'EAGAIN') process.stdout.write(rest);
    else if (code !== 'EPIPE') throw error;
  }
}

/** Whether a person reads stdout. */
export function isTerminal(): boolean {
  try {
    return fs.fstatSync(1).isCharacterDevice() && process.stdout.isTTY;
  } catch {
    return false;
  }
}

/**
 * Writes the texts to stdout, no more than the reader takes, and nothing more once the reader has gone. Whatever `texts` throws
 * comes through.
 */
export async function printAll(texts: Iterable<string>): Promise<void> {
  const { stdout } = process;
  let waiting = '';
  try {
    for (const text of texts) {
      waiting += text;
      if (waiting.length < batch) continue;
      const taken = stdout.write(waiting);
      waiting = '';
      if (!taken) await once(stdout, 'drain');
      if (stdout.destroyed || stdout.errored) return;
    }
    if (waiting !== '') stdout.write(waiting);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}
