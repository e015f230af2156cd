/** `search`: where a text stands in sessions, one hit a line, as it is found. */
import { unreadOfPlans } from '../../core/answers/unreadPlaces.ts';
import { SessionSearch, type HitKind, type HitSource, type SearchHit } from '../../core/search/sessionSearch.ts';
import type { SessionIndex } from '../../core/index/sessionIndex.ts';
import type { Evidence, SessionId } from '../../core/model.ts';
import { formatCount, joinParts } from '../../core/text/format.ts';
import { toSingleLine, toSingleLinePath } from '../../core/text/singleLine.ts';
import { isCliError, toJson, type CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { limitOf } from '../firstAnswer.ts';
import { isTerminal, printAll } from '../stream.ts';
import { sessionLine } from '../text.ts';
import { projectFilter } from './sessions.ts';
import { mayLack, mayLackAll, missingRoots, unlistedRoots, type MayLack } from '../unreadRoots.ts';

interface HitJson {
  /** `null` where nothing proves whose it is. */
  readonly sessionId: SessionId | undefined;
  readonly source: HitSource;
  readonly agentId: string | undefined;
  readonly time: number | undefined;
  readonly snippet: string;
  /** Where in the snippet the text stands, in UTF-16 units. */
  readonly match: readonly [start: number, end: number];
  readonly foreign: boolean;
  readonly copied: boolean;
  readonly sharedWith: readonly SessionId[];
  readonly evidence: Evidence<HitKind>;
}

export const command: Command<never> = {
  help: [
    'search TEXT [--session-id ID] [--project] [--limit N] [--cwd DIR]',
    '  Prints where the text stands in logs of sessions and agents, plans and scratch, whatever its case: JSON Lines, one',
    '  hit a line, session by session, newest first. What a transcript does not show, as keys, IDs and images, is no hit.',
    '  --project   only the sessions of the project at DIR and its worktrees',
    '  --limit N   at most N hits',
  ],
  options: { project: { type: 'boolean' }, limit: { type: 'string' } },
  positional: 'argument',
  async run(context) {
    const text = context.input.positionals[0] ?? '';
    if (text.trim() === '') return { error: 'usage', message: 'search takes the text to look for.' };
    const limit = limitOf(context);
    if (isCliError(limit)) return limit;
    const sessionId = context.text('session-id') === undefined ? undefined : context.knownSessionId();
    if (isCliError(sessionId)) return sessionId;
    const index = context.openIndex();
    const missing: CliError | undefined = missingRoots(context) ?? unlistedRoots(context, index);
    if (missing !== undefined) return missing;
    const belongs = context.flag('project') ? projectFilter(context) : undefined;
    const search = new SessionSearch(index, text, { sessionId, belongs });
    const isText = isTerminal(1) && !context.flag('json');
    const textOf = isText ? new Lines(index).of : jsonLine;
    let hits = 0;
    const counted = (hit: SearchHit): string => {
      hits++;
      return textOf(hit);
    };
    await printAll(textsOf(search, limit ?? Infinity, counted));
    if (hits === 0 && limit !== 0) {
      const unknown = mayLackAll('Whether this text is anywhere', [], whatIsUnread(context, search, sessionId));
      if (unknown !== undefined) return unknown;
    }
    warnOfUnreadable(context, search.unreadable);
    return undefined;
  },
  text: () => '',
};

function* textsOf(search: SessionSearch, limit: number, textOf: (hit: SearchHit) => string): Generator<string, void> {
  let left = limit;
  for (const hit of left > 0 ? search.hits() : []) {
    // What was found is printed before the search goes on.
    yield hit === undefined ? '' : textOf(hit);
    if (hit !== undefined && --left === 0) return;
  }
}

function jsonLine(hit: SearchHit): string {
  const { sessionId, source, agentId, time, snippet, foreign, copied, sharedWith, evidence } = hit;
  const marks = { foreign, copied, sharedWith, evidence };
  const match = [snippet.start, snippet.end] as const;
  const json: HitJson = { sessionId, source, agentId, time, snippet: snippet.text, match, ...marks };
  return `${toJson(json)}\n`;
}

/** For a terminal: below a line for each session one for each file, and one for each hit in it. */
class Lines {
  readonly #index: SessionIndex;
  #session: SessionId | undefined | 'none yet' = 'none yet';
  #file: string | undefined;

  constructor(index: SessionIndex) {
    this.#index = index;
  }

  readonly of = (hit: SearchHit): string => {
    const { sessionId, evidence, snippet } = hit;
    const lines: string[] = [];
    if (sessionId !== this.#session) {
      const row = sessionId && this.#index.rows.get(sessionId);
      lines.push(row === undefined ? (sessionId ?? 'Unattributed') : sessionLine(row));
      this.#session = sessionId;
      this.#file = undefined;
    }
    if (evidence.file !== this.#file) lines.push(`  ${toSingleLinePath(evidence.file, 400)}`);
    this.#file = evidence.file;
    const marks = [
      hit.foreign ? 'in the log of another session' : undefined,
      hit.copied ? 'copied' : undefined,
      hit.sharedWith.length > 0 ? 'shared' : undefined,
    ];
    lines.push(`    ${joinParts(`${evidence.line}  ${evidence.kind}`, ...marks)}  ${toSingleLine(snippet.text, 160)}`);
    return `${lines.join('\n')}\n`;
  };
}

function whatIsUnread(context: CliContext, { unreadable }: SessionSearch, id: SessionId | undefined): MayLack {
  const index = context.openIndex();
  if (id !== undefined) return mayLack(context.unread(id), unreadOfPlans(index, id), unreadable);
  return mayLack(
    context.unreadPlaces().map((place) => place.path),
    index.directories.unlisted,
    unreadable,
  );
}

function warnOfUnreadable(context: CliContext, unreadable: readonly string[]): void {
  const [first] = unreadable;
  if (first === undefined) return;
  const more = unreadable.length === 1 ? '' : `, nor ${formatCount(unreadable.length - 1, 'other', 'others')}`;
  context.input.warn(`This may not be all: ${first} could not be read${more}.`);
}
