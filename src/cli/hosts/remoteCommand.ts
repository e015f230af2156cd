/** Commands that other machines answer: `--host NAME`, several times where rows are listed. */
import { parseSessionId, parseSessionIdPrefix } from '../../core/text/ids.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import { toVisibleText } from '../../core/text/visibleText.ts';
import { isCliError, toJson, type CliError } from '../answers.ts';
import type { CommandOptions } from '../args.ts';
import type { CallContext } from '../callContext.ts';
import type { Command } from '../command.ts';
import { print } from '../stream.ts';
import { askHost, isHostName, type HostAnswer, type HostFailure } from '../../core/hosts/sshHost.ts';

export const hostOptions = {
  host: { type: 'string', multiple: true },
  'host-timeout': { type: 'string' },
} as const satisfies CommandOptions;

export const hostHelp = [
  '  --host NAME     asks session-scope on that machine, by your ssh; a name of its configuration',
  '  --host-timeout SECONDS   how long a host may take (default: 30)',
] as const;

const defaultSeconds = 30;
/** Places of this machine, and its hook: they mean nothing on another one. */
const local = ['claude-dir', 'cwd', 'cache-dir', 'hook'];
const plainValue = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

type JsonObject = Readonly<Record<string, unknown>>;
type Remote = Command<unknown, CallContext>;

/** Which of a command's own options another machine is asked with; all words are plain. */
const asked: Readonly<Record<string, { readonly flags: readonly string[]; readonly values: readonly string[] }>> = {
  sessions: { flags: ['live'], values: ['limit'] },
  session: { flags: [], values: [] },
  plan: { flags: ['content', 'exclusive'], values: ['slug', 'version'] },
  transcript: { flags: [], values: ['agent'] },
};

/** The command `name`, as the hosts that the call names answer it. */
export function onHosts(name: string): Remote {
  return {
    help: [],
    options: {},
    async run(context) {
      const hosts = [...new Set(context.texts('host'))];
      const call = callOf(name, hosts, context);
      if (isCliError(call)) return call;
      const answers = hosts.map(async (host) => [host, await askHost(host, call.words, call.seconds)] as const);
      if (name === 'sessions') return rowsOf(await Promise.all(answers), context);
      const [[host, answer]] = (await Promise.all(answers)) as [readonly [string, HostAnswer]];
      return name === 'transcript' ? transcriptOf(host, answer) : oneOf(host, answer);
    },
    exitCode: (answer) => (Array.isArray(answer) && answer.some(isCliError) ? 1 : 0),
    text: textOf,
  };
}

interface Call {
  readonly words: readonly string[];
  readonly seconds: number;
}

function callOf(name: string, hosts: readonly string[], context: CallContext): Call | CliError {
  const { values } = context.input;
  const wrong = hosts.find((host) => !isHostName(host));
  if (wrong !== undefined) return usage(`${toSingleLine(wrong, 60)} is no name of a host.`);
  const misplaced = local.find((option) => values[option] !== undefined);
  if (misplaced !== undefined) return usage(`--${misplaced} is of this machine: --host does not take it.`);
  if (hosts.length > 1 && name !== 'sessions') return usage(`${name} asks one host; a session ID may be on several.`);
  const seconds = Number(context.text('host-timeout') ?? defaultSeconds);
  if (!(seconds >= 1 && seconds <= 3600)) return usage('--host-timeout takes seconds, from 1 to 3600.');
  const id = name === 'sessions' ? undefined : namedId(context);
  if (typeof id === 'object') return id;
  const { flags, values: texts } = asked[name] ?? { flags: [], values: [] };
  const words = [name, ...(id === undefined ? ['--all'] : ['--session-id', id])];
  for (const flag of flags) if (context.flag(flag)) words.push(`--${flag}`);
  for (const option of texts) {
    const value = context.text(option);
    if (value === undefined) continue;
    if (!plainValue.test(value)) return usage(`--${option} takes letters, digits, dots and dashes for a host.`);
    words.push(`--${option}=${value}`);
  }
  return { words: [...words, ...(name === 'transcript' ? [] : ['--json'])], seconds };
}

/** What the call names; the session of the caller is on this machine. */
function namedId(context: CallContext): string | CliError {
  const text = context.text('session-id') ?? context.input.positionals[0];
  if (text === undefined) return { error: 'no_session', message: 'A session of another machine has to be named.' };
  const id = parseSessionId(text) ?? parseSessionIdPrefix(text);
  if (id !== undefined) return id;
  return { error: 'invalid_session_id', message: 'A session ID is a UUID, or at least its first 8 characters.' };
}

/**
 * The rows of all hosts, in the order in which the hosts were named, each with its host; a host without an answer as an
 * error.
 */
function rowsOf(answers: readonly (readonly [string, HostAnswer])[], context: CallContext): readonly JsonObject[] {
  const lists = answers.map(([host, answer]) => {
    const parsed = parsedOf(host, answer, isRowList);
    return { host, rows: isCliError(parsed) ? [parsed] : (parsed as readonly JsonObject[]) };
  });
  for (const { rows } of lists) if (isCliError(rows[0])) context.input.warn(rows[0].message);
  const hostsOf = new Map<unknown, string[]>();
  for (const { host, rows } of lists)
    for (const { sessionId } of rows) if (sessionId !== undefined) pushTo(hostsOf, sessionId, host);
  return lists.flatMap(({ host, rows }) =>
    rows.map((row) => {
      const others = [...new Set(hostsOf.get(row.sessionId))].filter((other) => other !== host);
      const { alsoOn, ...own } = row;
      return { ...own, host, ...(others.length > 0 && { alsoOn: others }) };
    }),
  );
}

function pushTo(map: Map<unknown, string[]>, key: unknown, value: string): void {
  const some = map.get(key);
  if (some === undefined) map.set(key, [value]);
  else some.push(value);
}

function oneOf(host: string, answer: HostAnswer): JsonObject | CliError {
  const parsed = parsedOf(host, answer, isObject);
  return isCliError(parsed) ? parsed : { ...(parsed as JsonObject), host };
}

/**
 * A transcript is text: as it is here, but for what a terminal might obey. Nothing to answer with when it was printed.
 */
function transcriptOf(host: string, answer: HostAnswer): CliError | undefined {
  if ('failure' in answer) return failed(host, answer.failure, answer.said);
  if (answer.code === 1) {
    const parsed = parsedOf(host, answer, () => false);
    return isCliError(parsed) ? parsed : failed(host, 'not-an-answer', '');
  }
  print(toVisibleText(answer.output));
  return undefined;
}

/** What the host answered, if it has the shape of an answer. */
function parsedOf(host: string, answer: HostAnswer, isAnswer: (value: unknown) => boolean): unknown {
  if ('failure' in answer) return failed(host, answer.failure, answer.said);
  try {
    const parsed: unknown = JSON.parse(answer.output);
    // What cannot be written, as it is too deep or has no such time, is no answer and no error.
    toJson(parsed);
    if (answer.code === 0 && isAnswer(parsed)) return parsed;
    if (answer.code === 1 && isError(parsed)) return { ...parsed, message: messageOf(parsed, host), host };
  } catch {
    // Said below.
  }
  return failed(host, 'not-an-answer', '');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('error' in value);
}

function isRowList(value: unknown): boolean {
  return Array.isArray(value) && value.every((row) => isObject(row) && parseSessionId(row.sessionId) !== undefined);
}

function isError(value: unknown): value is CliError {
  return typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'string';
}

function messageOf({ error, message }: { readonly error: string; readonly message?: unknown }, host: string): string {
  return toSingleLine(`${host}: ${typeof message === 'string' ? message : error}`, 400);
}

const failureWords: Readonly<Record<HostFailure, string>> = {
  'no-ssh': 'cannot be asked: there is no program ssh here',
  unreachable: 'cannot be reached',
  'timed-out': 'did not answer in time',
  'not-installed': 'has no session-scope on its path',
  older: 'has an older session-scope, which does not know this call',
  'too-large': 'answered with more than is taken',
  'not-an-answer': 'answered with something that is no answer',
  failed: 'failed to answer',
};

function failed(host: string, reason: HostFailure, said: string): CliError {
  const message = `${host} ${failureWords[reason]}${said === '' ? '.' : `: ${said}`}`;
  return { error: 'unreadable', message, host, reason };
}

function usage(message: string): CliError {
  return { error: 'usage', message };
}

/** For a terminal: a line for each row, of one answer its fields; of what a host says nothing stands as it is. */
function textOf(answer: unknown): string {
  if (Array.isArray(answer)) return answer.map((row) => rowLine(row as JsonObject)).join('\n') || 'No sessions there.';
  const { content } = answer as JsonObject;
  if (typeof content === 'string') return toVisibleText(content).replace(/\n$/, '');
  return JSON.stringify(answer, null, 2)
    .split('\n')
    .map((line) => line.slice(0, line.length - line.trimStart().length) + toSingleLine(line.trimStart(), 2000))
    .join('\n');
}

function rowLine(row: JsonObject): string {
  if (isCliError(row)) return toSingleLine(row.message, 400);
  const { host, sessionId, lastActivity, title, alsoOn } = row;
  const words = [
    host,
    String(sessionId).slice(0, 8),
    lastActivity ?? '-',
    title ?? '-',
    Array.isArray(alsoOn) && `(also on ${alsoOn.join(', ')})`,
  ];
  return words.flatMap((word) => (typeof word === 'string' ? toSingleLine(word, 200) : [])).join('  ');
}
