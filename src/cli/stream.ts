/** Output: short texts at once, long ones piece by piece. A reader that went away is no error. */
import { once } from 'node:events';
import * as fs from 'node:fs';
import { toSingleLine } from '../core/text.ts';

const batch = 64 * 1024;

/** Writes a short text to stdout, at once: to make `process.stdout` takes longer than to look up a slug. */
export function print(text: string): void {
  writeNow(1, text, () => process.stdout);
}

/** Writes a sentence for people to stderr, made safe for a terminal. */
export function say(sentence: string): void {
  writeNow(2, `session-scope: ${toSingleLine(sentence, 400)}\n`, () => process.stderr);
}

function writeNow(fd: number, text: string, stream: () => NodeJS.WriteStream): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(fs.writeSync(fd, rest));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A pipe that is full and was told not to wait.
    if (code === 'EAGAIN') stream().write(rest);
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
