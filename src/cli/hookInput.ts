/** `--hook`: the JSON that Claude Code gives to a hook on standard input. */
import * as fs from 'node:fs';
import type { Readable } from 'node:stream';
import { errorCode } from '../core/disk/errors.ts';
import { parseHookInput, type HookInput } from '../core/roots/callerSession.ts';
import { parseJson } from '../core/text/parseJson.ts';
import type { CliError } from './answers.ts';

/** The input of PostToolUse has all that a tool wrote. */
const largestInput = 64 * 1024 * 1024;

/** An input that says nothing for so long has ended, whether or not it is closed. */
const longestSilenceMs = 5000;

const pieceSize = 64 * 1024;
const closingBrace = 0x7d;

/**
 * The same for `hook` itself, which the client runs, gives JSON to and waits for. Read at once, since Node's streams
 * take longer to load than all else that most hooks do. Ends where the JSON does, also when the input stays open.
 */
export async function readClientInput(): Promise<HookInput | CliError> {
  // A terminal would keep the process.
  if (isCharacterDevice()) return readHookInput();
  const { pieces, hasMore } = piecesAtOnce();
  const rest = hasMore ? await textOf(process.stdin) : undefined;
  return hookInputOf(parseJson(Buffer.concat(rest === undefined ? pieces : [...pieces, rest])));
}

/** `hasMore`: the input does not wait for what comes, so that the rest is to be waited for. */
function piecesAtOnce(): { readonly pieces: Buffer[]; readonly hasMore: boolean } {
  const pieces: Buffer[] = [];
  for (let bytes = 0; bytes <= largestInput;) {
    const piece = Buffer.allocUnsafe(pieceSize);
    try {
      const read = fs.readSync(0, piece);
      if (read === 0) break;
      pieces.push(piece.subarray(0, read));
      bytes += read;
      if (mayEnd(piece.subarray(0, read)) && parseJson(Buffer.concat(pieces)) !== undefined) break;
    } catch (error) {
      return { pieces, hasMore: errorCode(error) === 'EAGAIN' };
    }
  }
  return { pieces, hasMore: false };
}

/** Whether an object may end in a piece: a line feed may come behind its brace, in a piece of its own, too. */
function mayEnd(piece: Buffer): boolean {
  const last = piece.findLastIndex((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  return last === -1 || piece[last] === closingBrace;
}

function isCharacterDevice(): boolean {
  try {
    return fs.fstatSync(0).isCharacterDevice();
  } catch {
    return false;
  }
}

/** Reads standard input once; what is no hook's input is an error, so that no weaker proof takes its place. */
export async function readHookInput(): Promise<HookInput | CliError> {
  if (process.stdin.isTTY)
    return { error: 'usage', message: '--hook takes the input of a hook, which a terminal is not.' };
  return hookInputOf(await readJsonInput());
}

function hookInputOf(json: unknown): HookInput | CliError {
  const input = parseHookInput(json);
  switch (input) {
    case 'no-hook':
      return { error: 'no_session', message: 'Standard input has not the JSON that Claude Code gives to a hook.' };
    case 'invalid-session-id':
      return { error: 'invalid_session_id', message: 'The session_id of the input of the hook is no UUID.' };
    default:
      return input;
  }
}

/** A write of a file that no plan can be. */
export function isOfNoPlan({ event, writes }: HookInput): boolean {
  return event === 'PreToolUse' && writes?.endsWith('.md') !== true;
}

/** The JSON on standard input; `undefined` when it is none, or too long. */
export async function readJsonInput(): Promise<unknown> {
  const text = await textOf(process.stdin);
  return text && parseJson(text);
}

/** `undefined` when it is too long. */
function textOf(input: Readable): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(silence);
      // An open pipe would keep the process.
      input.destroy();
      resolve(bytes > largestInput ? undefined : Buffer.concat(pieces));
    };
    const silence = setTimeout(end, longestSilenceMs);
    input.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > largestInput) return end();
      pieces.push(piece);
      silence.refresh();
    });
    input.once('end', end);
    input.once('error', end);
  });
}
