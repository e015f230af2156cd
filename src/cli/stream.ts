/**
 * Output, written as it comes and without `process.stdout`, which takes longer to be made than many an answer. A reader
 * that went away is no error.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import { errorCode } from '../core/disk/errors.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

const batch = 64 * 1024;

/** Writes a text to stdout, at once: to make `process.stdout` takes longer than to look up a slug. */
export function print(text: string): void {
  const rest = writeNow(1, Buffer.from(text));
  if (rest?.length) process.stdout.write(rest);
}

/** Writes a sentence for people to stderr, made safe for a terminal. */
export function say(sentence: string): void {
  const rest = writeNow(2, Buffer.from(`session-scope: ${toSingleLine(sentence, 400)}\n`));
  if (rest?.length) process.stderr.write(rest);
}

/** What is not written yet, since the reader takes no more now; `undefined`: the reader has gone. */
function writeNow(fd: number, bytes: Buffer): Buffer | undefined {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(fs.writeSync(fd, rest));
  } catch (error) {
    if (isClosedPipe(error)) return undefined;
    // A pipe that is full and was told not to wait.
    if (errorCode(error) !== 'EAGAIN') throw error;
  }
  return rest;
}

/** Whether writing failed because the reader has gone. */
export function isClosedPipe(error: unknown): boolean {
  return errorCode(error) === 'EPIPE';
}

/**
 * Whether a person reads stdout, or writes stdin. What cannot be a terminal is told without Node's stream of it, which
 * takes 2 ms to be made.
 */
export function isTerminal(fd: 0 | 1): boolean {
  try {
    const file = fs.fstatSync(fd);
    return file.isCharacterDevice() && !isNullDevice(file) && (fd === 0 ? process.stdin : process.stdout).isTTY;
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
  for (const bytes of inBatches(texts)) {
    const rest = writeNow(1, bytes);
    if (rest === undefined || (rest.length > 0 && !(await isTaken(rest)))) return;
  }
}

/** Writes to a pipe that does not wait itself. False: the reader has gone. */
async function isTaken(bytes: Buffer): Promise<boolean> {
  const { stdout } = process;
  // The callback hears of each error, too.
  if (stdout.listenerCount('error') === 0) stdout.on('error', () => undefined);
  const error = await new Promise<Error | null | undefined>((resolve) => void stdout.write(bytes, resolve));
  if (error && !isClosedPipe(error)) throw error;
  return !error;
}

/**
 * Each text is encoded by itself: one character beyond Latin-1 makes a string slow to encode as a whole. An empty text
 * passes on what is there.
 */
function* inBatches(texts: Iterable<string>): Generator<Buffer, void> {
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
