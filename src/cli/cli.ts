#!/usr/bin/env node
/** The command line: arguments in, one answer out, as JSON or as text for a terminal. */
import { errorCode } from '../core/disk/errors.ts';
import { errorDetail } from '../core/text/errorText.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import { isCliError, jsonTexts, toJson, type CliError } from './answers.ts';
import { parseArguments, type CommandOptions, type ParsedArgs } from './args.ts';
import { CallContext, workingDirectoryProblem, type ContextInput } from './callContext.ts';
import type { Command } from './command.ts';
import { command as findPlanSlug } from './commands/findPlanSlug.ts';
import { isOfNoPlan, readClientInput, readHookInput } from './hookInput.ts';
import { isClosedPipe, isTerminal, print, printAll, say } from './stream.ts';
import { version } from '../../package.json';

/** Commands that the client itself runs: they print text for it, or nothing, and never fail a session. */
const clientCommands: readonly (string | undefined)[] = ['hook', 'statusline'];

const exitCodes = { done: 0, answeredWithError: 1, usage: 2, internal: 3 } as const;

const commonOptions = {
  'claude-dir': { type: 'string', multiple: true },
  'session-id': { type: 'string' },
  cwd: { type: 'string', multiple: true },
  'cache-dir': { type: 'string' },
  'no-cache': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies CommandOptions;

/** Of commands about one session. Elsewhere it would be passed over, and all sessions taken. */
const hookOption = { hook: { type: 'boolean' } } as const satisfies CommandOptions;

const helpOf = (
  commands: readonly Command[],
): string => `session-scope <command> [options]: what belongs to a Claude Code session, by its ID.

${commands.map((command) => command.help.map((line) => `  ${line}`).join('\n')).join('\n\n')}

  help [COMMAND]
    Explains all commands, or one.

  completion bash|zsh|fish|powershell
    Prints the script that completes commands and options in a shell.

Options of all commands
  --claude-dir DIR   data root; can be given several times (default: CLAUDE_CONFIG_DIR, else ~/.claude)
  --session-id ID    a session ID, or its first 8 or more characters (default: the session that the calling
                     process belongs to, as who says)
  --hook             of commands about one session: that of the hook whose input comes on standard input
  --cwd DIR          the project to look at; can be given several times (default: the working directory)
  --cache-dir DIR    where what was read is kept, a folder that only you can write to (default: below
                     $XDG_CACHE_HOME or ~/.cache)
  --no-cache         read all logs anew, and keep nothing
  --json             print JSON, as it is when the output is no terminal
  --help, --version

Errors are JSON too: {"error": code, "message": text}. Exit codes: 0 done, 1 answered with an error, 2 usage,
3 internal: a defect of session-scope; with SESSION_SCOPE_DEBUG=1 its stack goes to stderr.
`;

interface LoadedCommand {
  readonly command: Command<unknown, CallContext>;
  readonly createContext: (input: ContextInput) => CallContext;
}

/** Hooks ask for a slug with each prompt: that command is in this bundle, all others are in one of their own. */
async function load(name: string): Promise<LoadedCommand | undefined> {
  const hook = name === 'hook' ? await hookAlone() : undefined;
  if (hook !== undefined) return hook;
  if (name === 'find-plan-slug') return { command: findPlanSlug, createContext: (input) => new CallContext(input) };
  const { commands, createContext } = await import('./commands.ts');
  const loadCommand = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return loadCommand && { command: (await loadCommand()).command, createContext };
}

/** The bundle with that command alone, which the plugin has. The package of npm has not: it is half its size again. */
async function hookAlone(): Promise<LoadedCommand | undefined> {
  try {
    return await import('./hook.ts');
  } catch (error) {
    if (errorCode(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function printsJson(argv: readonly string[]): boolean {
  return !clientCommands.includes(argv[0]) && (argv.includes('--json') || !isTerminal(1));
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-v') return done(`${version}\n`);
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    const { allCommands } = await import('./commands.ts');
    return done(helpOf(Object.values(await allCommands())));
  }
  if (name === 'help') return main([...rest, '--help']);
  const wantsJson = printsJson(argv);
  if (name === undefined)
    return fail({ error: 'usage', message: 'A command is missing; --help lists them.' }, wantsJson);
  if (name === 'completion') return completion(rest, wantsJson);
  const hookInput = name === 'hook' && !asksForHelp(rest) ? await readClientInput() : undefined;
  // Of most writes there is nothing to say, and each waits for this: the other bundle is not loaded for it.
  const isPlain = rest.every((one) => one === '--json');
  if (isPlain && hookInput !== undefined && !isCliError(hookInput) && isOfNoPlan(hookInput)) return exitCodes.done;
  const found = await load(name);
  if (found === undefined) {
    return fail(
      { error: 'usage', message: `There is no command ${toSingleLine(name, 60)}; --help lists them.` },
      wantsJson,
    );
  }
  const { command, createContext } = found;
  const parsed = parse(rest, command);
  if ('error' in parsed) return fail(parsed, wantsJson);
  if (parsed.values.help === true) return done(`${command.help.join('\n')}\n`);
  try {
    const hook = hookInput ?? (parsed.values.hook === true ? await readHookInput() : undefined);
    if (isCliError(hook)) return fail(hook, wantsJson);
    const context = createContext({ ...parsed, env: process.env, hook, warn: say });
    const asked = parsed.values.host === undefined ? command : (await import('./commands.ts')).onHosts(name);
    const answer = await asked.run(context);
    const code = await answerWith(answer, asked, wantsJson);
    context.close();
    return code;
  } catch (error) {
    const problem = workingDirectoryProblem(error);
    if (problem === undefined) throw error;
    return fail(problem, wantsJson);
  }
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

async function completion([shell, ...more]: readonly string[], wantsJson: boolean): Promise<number> {
  const { allCommands, completionScript, completionShells } = await import('./commands.ts');
  const known = completionShells.find((one) => one === shell);
  if (known !== undefined && more.length === 0)
    return done(completionScript(known, await allCommands(), commonOptions));
  return fail(usage(`completion takes one of ${completionShells.join(', ')}.`), wantsJson);
}

async function answerWith(answer: unknown, command: LoadedCommand['command'], wantsJson: boolean): Promise<number> {
  if (isCliError(answer)) return fail(answer, wantsJson);
  if (answer === undefined) return exitCodes.done;
  if (typeof answer === 'string') return done(wantsJson ? `${toJson(answer)}\n` : `${command.text(answer)}\n`);
  // At once: to make `process.stdout` takes longer than all that the client asks for.
  if (clientCommands.includes(args[0])) return done(`${command.text(answer)}\n`);
  await printAll(wantsJson ? jsonTexts(command.json?.(answer) ?? answer) : [`${command.text(answer)}\n`]);
  return command.exitCode?.(answer) ?? exitCodes.done;
}

function parse(args: readonly string[], command: LoadedCommand['command']): ParsedArgs | CliError {
  const options = { ...commonOptions, ...(command.positional === 'session-id' && hookOption), ...command.options };
  const parsed = parseArguments(args, options);
  if (typeof parsed === 'string') return usage(toSingleLine(parsed, 120));
  const allowed = { none: 0, 'session-id': 1, argument: 1, arguments: Infinity }[command.positional ?? 'none'];
  // Empty text, as of a variable that is not set, would mean the working directory.
  const empty = ['claude-dir', 'cwd', 'cache-dir'].find((name) => [parsed.values[name]].flat().includes(''));
  if (empty !== undefined) return usage(`--${empty} takes a folder.`);
  const tooMany = parsed.positionals[allowed];
  const named = parsed.values['session-id'] ?? parsed.values.pid ?? parsed.positionals[0];
  if (parsed.values.hook === true && named !== undefined) return usage('--hook takes the session of the hook alone.');
  return tooMany === undefined ? parsed : usage(`This command does not take ${toSingleLine(tooMany, 60)}.`);
}

function usage(message: string): CliError {
  return { error: 'usage', message };
}

function done(text: string): number {
  print(text);
  return exitCodes.done;
}

/** The answer for programs on stdout, the sentence for people on stderr. */
function fail(error: CliError, wantsJson: boolean): number {
  // The contract has this one without a message.
  const { message, ...bare } = error;
  if (wantsJson) print(`${toJson(error.error === 'no_plan_found' ? bare : error)}\n`);
  say(message);
  return error.error === 'usage' ? exitCodes.usage : exitCodes.answeredWithError;
}

/** A defect: the same JSON and sentence as of any error. A reader that has gone is none. */
function failInternally(error: unknown): never {
  if (isClosedPipe(error)) process.exit(exitCodes.done);
  const text = toSingleLine(String(error));
  const failure = { error: 'internal', message: `This is a defect of session-scope: ${text}` } as const;
  if (printsJson(args)) print(`${toJson(failure)}\n`);
  say(failure.message);
  if (process.env.SESSION_SCOPE_DEBUG) errorDetail(error).split('\n').forEach(say);
  // Watchers and timers would keep the process.
  process.exit(clientCommands.includes(args[0]) ? exitCodes.done : exitCodes.internal);
}

const args = process.argv.slice(2);
// Rejections that nobody handles come here too.
process.on('uncaughtException', failInternally);
main(args).then(
  (code) => (process.exitCode ??= clientCommands.includes(args[0]) ? exitCodes.done : code),
  failInternally,
);
