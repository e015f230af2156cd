/**
 * Runs session-scope on another machine by the user's own ssh, whose configuration says user, port and key. ssh asks
 * nothing at the keyboard. What comes back is read up to a limit and not trusted: the caller checks it.
 */
import { toSingleLine } from '../text/singleLine.ts';

/** An alias of ssh's configuration or the name of a machine: neither ssh nor a shell takes it for anything else. */
const hostName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/;
/** A word of the call: a remote shell of any kind takes it as it stands. */
const plainWord = /^[A-Za-z0-9._=-]+$/;

const longestAnswer = 32 * 1024 * 1024;
const longestComplaint = 64 * 1024;
const connectSeconds = 10;
/** Milliseconds for the last words of an ssh that has ended. */
const lastWordsTime = 200;

/** Why a host gave no answer. */
export type HostFailure =
  'no-ssh' | 'unreachable' | 'timed-out' | 'not-installed' | 'older' | 'too-large' | 'not-an-answer' | 'failed';

export type HostAnswer =
  | { readonly output: string; readonly code: 0 | 1 }
  /** `said`: the last line that ssh or the host said of it. */
  | { readonly failure: HostFailure; readonly said: string };

export function isHostName(name: string): boolean {
  return hostName.test(name);
}

/** What `session-scope` with these words prints on the host. Rejects a word that a shell might change. */
export async function askHost(host: string, words: readonly string[], seconds: number): Promise<HostAnswer> {
  if (!isHostName(host) || !words.every((word) => plainWord.test(word))) throw new Error('not a plain word');
  const settings = ['BatchMode=yes', `ConnectTimeout=${connectSeconds}`, 'ClearAllForwardings=yes'];
  const options = settings.flatMap((setting) => ['-o', setting]);
  // Each command has the options of this, and few ask another machine.
  const { spawn } = await import('node:child_process');
  const child = spawn('ssh', ['-T', '-a', '-x', ...options, '--', host, ['session-scope', ...words].join(' ')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  return new Promise((resolve) => {
    const output: Buffer[] = [];
    let length = 0;
    let complaint = '';
    const end = (answer: HostAnswer): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(answer);
    };
    const fail = (failure: HostFailure): void => end({ failure, said: lastLine(complaint) });
    let timer = setTimeout(() => fail('timed-out'), seconds * 1000);
    child.stdout.on('data', (bytes: Buffer) => {
      length += bytes.length;
      if (length > longestAnswer) fail('too-large');
      else output.push(bytes);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-longestComplaint);
    });
    child.once('error', () => fail('no-ssh'));
    child.once('exit', (code) => {
      const over = (): void => {
        if (code === 0 || code === 1) end({ output: Buffer.concat(output).toString('utf8'), code });
        else fail(failureOf(code));
      };
      // A connection that ssh keeps for later calls (ControlPersist) may hold standard error open: nobody waits for it.
      const hasOutput = (): void => {
        clearTimeout(timer);
        timer = setTimeout(over, lastWordsTime);
      };
      if (child.stdout.readableEnded) hasOutput();
      else child.stdout.once('end', hasOutput);
      child.once('close', over);
    });
  });
}

function failureOf(code: number | null): HostFailure {
  // ssh itself ends with 255, a shell that finds no such program with 127, cmd.exe then with 9009; 2 is a usage error.
  if (code === 255) return 'unreachable';
  if (code === 127 || code === 9009) return 'not-installed';
  return code === 2 ? 'older' : 'failed';
}

function lastLine(text: string): string {
  return toSingleLine(text.trim().split('\n').at(-1) ?? '', 200);
}
