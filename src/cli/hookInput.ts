/** `--hook`: the JSON that Claude Code gives to a hook on standard input. */
import type { Readable } from 'node:stream';
import { parseHookInput, type HookInput } from '../core/roots/callerSession.ts';
import { parseJson } from '../core/text/parseJson.ts';
import type { CliError } from './answers.ts';

/** The input of PostToolUse has all that a tool wrote. */
const largestInput = 64 * 1024 * 1024;

/** An input that says nothing for so long has ended, whether or not it is closed. */
const longestSilenceMs = 5000;

/** Reads standard input once; what is no hook's input is an error, so that no weaker proof takes its place. */
export async function readHookInput(): Promise<HookInput | CliError> {
  if (process.stdin.isTTY)
    return { error: 'usage', message: '--hook takes the input of a hook, which a terminal is not.' };
  const input = parseHookInput(await readJsonInput());
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
