/** Output: short texts at once, long ones piece by piece. A reader that went away is no error. */
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import { errorCode } from '../core/disk/errors.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

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
    // A pipe that is full and was told not to wait.
    if (errorCode(error) === 'EAGAIN') stream().write(rest);
    else if (!isClosedPipe(error)) throw error;
  }
}

/** Whether writing failed because the reader has gone. */
export function isClosedPipe(error: unknown): boolean {
  return errorCode(error) === 'EPIPE';
}

/**
 * Whether a person reads stdout. What cannot be a terminal is told without `process.stdout`, which takes 2 ms to be
 * made.
 */
export function isTerminal(): boolean {
  try {
    const output = fs.fstatSync(1);
    return output.isCharacterDevice() && !isNullDevice(output) && process.stdout.isTTY;
  } catch {
    return false;
  }
}

function isNullDevice({ rdev }: fs.Stats): boolean {
  try {
    return rdev === fs.statSync(os.devNull).rdev;
  } catch {
    return false;
  }
}

/**
 * Writes the texts to stdout, no more than the reader takes, and nothing more once the reader has gone. Whatever
 * `texts` throws comes through.
 */
export async function printAll(texts: Iterable<string>): Promise<void> {
  const { stdout } = process;
  // What fails between two batches; `once` hears of the rest.
  stdout.on('error', (error) => {
    if (!isClosedPipe(error)) throw error;
  });
  try {
    for (const bytes of inBatches(texts)) {
      if (!stdout.write(bytes)) await once(stdout, 'drain');
      if (stdout.destroyed || stdout.errored) return;
    }
  } catch (error) {
    if (!isClosedPipe(error)) throw error;
  }
}

/**
 * Each text is encoded by itself: one character beyond Latin-1 makes a string slow to encode as a whole. An empty text
 * passes on what is there.
 */
function* inBatches(texts: Iterable<string>): Generator<Uint8Array, void> {
  let bytes = Buffer.allocUnsafe(batch);
  let length = 0;
  for (const text of texts) {
    if (text === '' || text.length * 3 > batch - length) {
      if (length > 0) yield bytes.subarray(0, length);
      bytes = Buffer.allocUnsafe(Math.max(batch, text.length * 3));
      length = 0;
    }
    length += bytes.write(text, length);
  }
  if (length > 0) yield bytes.subarray(0, length);
}
