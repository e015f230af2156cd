/** The command line as a process: what it answers, and what is told where it answers nothing. */
import { describe, expect, it } from 'vitest';
import type { CancellationToken } from 'vscode';
import { CommandLine, CommandLineError } from '../../../src/service/commandLine.ts';
import type { Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

/** Asks a script in place of the command line. */
function ask(home: Home, script: string, words: readonly string[] = [], token?: CancellationToken): Promise<unknown> {
  const commandLine = new CommandLine({ script: home.write('cli.mjs', script), roots: () => ['/r'] });
  return commandLine.ask('sessions', { options: ['--all'], words }, token);
}

async function refusal(asked: Promise<unknown>): Promise<CommandLineError> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CommandLineError);
  return error as CommandLineError;
}

describe('the command line', () => {
  it('is given roots and options, and words behind all of them', async () => {
    const answer = await ask(makeHome(), 'console.log(JSON.stringify(process.argv.slice(2)))', ['--yes']);
    expect(answer).toEqual(['sessions', '--json', '--claude-dir=/r', '--all', '--', '--yes']);
  });

  it('that answers with an error rejects with its code and sentence', async () => {
    const script = `console.log('{"error":"not_found","message":"No."}'); process.exitCode = 1`;
    expect(await refusal(ask(makeHome(), script))).toMatchObject({ code: 'not_found', message: 'No.' });
  });

  it.each([
    ['answers nothing', 'process.exitCode = 3'],
    ['answers what is no JSON', `console.log('[{"a":')`],
    ['cannot be run', 'this is no script'],
  ])(
    'that %s rejects as any other error of it: internal, one sentence, and the reason beside it',
    async (_, script) => {
      const error = await refusal(ask(makeHome(), script));
      expect(error.code).toBe('internal');
      expect(error.message).toMatch(/^The command line gave no answer that can be read[^\n]*\.$/);
      expect(error.cause).toBeInstanceOf(Error);
    },
  );

  it('is not started with a word that no process can be given', async () => {
    expect(await refusal(ask(makeHome(), '', ['a\0b']))).toMatchObject({ code: 'internal' });
  });

  it('that is ended by its token rejects', async () => {
    const token = {
      isCancellationRequested: false,
      onCancellationRequested: (end: () => void) => {
        const timer = setTimeout(end, 50);
        return { dispose: () => clearTimeout(timer) };
      },
    } as unknown as CancellationToken;
    const asked = ask(makeHome(), 'setTimeout(() => undefined, 60_000)', [], token);
    expect(await refusal(asked)).toMatchObject({ code: 'internal' });
  });
});
