/** Errors that a command answers with, from a closed set, and how an answer becomes text. */

export type ErrorCode =
  | 'no_plan_found'
  | 'session_not_found'
  | 'ambiguous_session_id'
  | 'invalid_session_id'
  | 'no_session'
  | 'not_found'
  | 'refused'
  | 'shared'
  | 'unreadable'
  | 'usage'
  | 'internal';

export interface CliError {
  readonly error: ErrorCode;
  /** One sentence for people. */
  readonly message: string;
  readonly [detail: string]: unknown;
}

export function isCliError(answer: unknown): answer is CliError {
  return typeof answer === 'object' && answer !== null && 'error' in answer && 'message' in answer;
}

/**
 * One line of JSON: what is not known is `null`, times are ISO 8601, and all characters that a terminal might obey (C1,
 * bidi controls, line separators, lone surrogates) are escaped, as JSON itself does it with C0.
 */
export function toJson(answer: unknown): string {
  return escapeForTerminal(JSON.stringify(answer, plain));
}

/** Fields with milliseconds since 1970. */
const times: ReadonlySet<string> = new Set(['firstActivity', 'lastActivity', 'startedAt', 'time']);

function plain(key: string, value: unknown): unknown {
  if (value === undefined) return null;
  return typeof value === 'number' && times.has(key) ? new Date(value).toISOString() : value;
}

/** Elements of a list that become text at once: one by one takes a third more time. */
const batch = 64;

/** The same with its newline, and of a list some elements at a time: lists of all sessions are long. */
export function* jsonTexts(answer: unknown): Generator<string, void> {
  if (!isList(answer)) {
    yield `${toJson(answer)}\n`;
    return;
  }
  let before = '[';
  let elements: unknown[] = [];
  for (const element of answer) {
    elements.push(element);
    if (elements.length < batch) continue;
    yield before + toJson(elements).slice(1, -1);
    before = ',';
    elements = [];
  }
  if (elements.length > 0) yield `${before}${toJson(elements).slice(1)}\n`;
  else yield before === '[' ? '[]\n' : ']\n';
}

function isList(answer: unknown): answer is Iterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.iterator in answer;
}

const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** JSON text in which no character that a terminal might obey stands as it is. */
export function escapeForTerminal(json: string): string {
  // Most text has none of them, and a test without a place or a memory is the cheapest.
  if (!obeyed.test(json)) return json;
  return json.replace(
    new RegExp(obeyed, 'g'),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
