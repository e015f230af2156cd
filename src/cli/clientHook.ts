/**
 * `hook` as the plugin's hooks run it. Each start of a session waits for it, and most have little to be told: a session
 * without a log that is alone needs neither the index nor the bundle with it.
 */
import * as os from 'node:os';
import { processTable } from '../core/disk/processStart.ts';
import { errorDetail } from '../core/text/errorText.ts';
import type { HookInput } from '../core/roots/callerSession.ts';
import { dataRoots } from '../core/roots/roots.ts';
import { hasNoLogAndIsAlone } from '../core/roots/newSession.ts';
import { isCliError, toJson } from './answers.ts';
import { hookAnswer, newSessionWords } from './hookWords.ts';
import { isOfNoPlan, readClientInput } from './hookInput.ts';
import { isClosedPipe, print, say } from './stream.ts';

async function main(): Promise<void> {
  const hook = await readClientInput();
  if (isCliError(hook)) return say(hook.message);
  if (isOfNoPlan(hook)) return;
  const answer = answerAtOnce(hook) ?? (await answerOfIndex(hook));
  if (answer !== undefined) print(`${toJson(answer)}\n`);
}

/** `undefined` where the index is to be asked. */
function answerAtOnce(hook: HookInput): unknown {
  if (hook.event !== 'SessionStart' || hook.isResume) return undefined;
  const roots = dataRoots([], process.env, os.homedir());
  // Where a program has to be asked, the index asks it.
  const processes = processTable(() => false);
  if (!hasNoLogAndIsAlone(hook, roots, processes)) return undefined;
  return hookAnswer(hook, newSessionWords(hook.cwd ?? process.cwd(), hook.sessionId));
}

async function answerOfIndex(hook: HookInput): Promise<unknown> {
  const { command, createContext } = await import('./hook.ts');
  const context = createContext({ values: {}, positionals: [], env: process.env, hook, warn: say });
  const answer = await command.run(context);
  context.close();
  return answer;
}

main().catch((error: unknown) => {
  // It must not fail a session.
  if (isClosedPipe(error)) return;
  say(`This is a defect of session-scope: ${String(error)}`);
  if (process.env.SESSION_SCOPE_DEBUG) errorDetail(error).split('\n').forEach(say);
});
