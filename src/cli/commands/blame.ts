/** `blame`: which call wrote which line of a file. */
import * as path from 'node:path';
import { blame, type BlamedLines } from '../../core/answers/blame.ts';
import type { ChainStart, FileChange, SessionId } from '../../core/model.ts';
import { formatAge, joinParts } from '../../core/text/format.ts';
import { shortId } from '../../core/text/ids.ts';
import { toSingleLine, toSingleLinePath } from '../../core/text/singleLine.ts';
import { chainStartWords } from '../../presentation/blameWords.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { firstOf, limitOf, restLine, type Rest } from '../firstAnswer.ts';
import { mayLack, missingRoots, unlistedRoots, type MayLack } from '../unreadRoots.ts';

interface WriterJson extends Pick<FileChange, 'kind' | 'toolUseId' | 'time' | 'evidence'> {
  readonly sessionId: SessionId;
  readonly agentId: string | undefined;
}

interface BlamedLinesJson {
  readonly from: number;
  readonly to: number;
  /** `null`: nothing proves who wrote them. */
  readonly writer: WriterJson | undefined;
}

interface BlameAnswer extends Rest, MayLack {
  readonly path: string;
  readonly start: ChainStart;
  readonly lines: readonly BlamedLinesJson[];
}

export const command: Command<BlameAnswer> = {
  help: [
    'blame PATH [--limit N]',
    '  Prints which call wrote which lines of a file: along a chain of logged calls, each of which left what the next one had',
    '  before it, back from the file as it is now. What stood there where the chain begins has no proof.',
    '  --limit N   at most N groups of lines; default: as many as a first answer has room for',
  ],
  options: { limit: { type: 'string' } },
  positional: 'argument',
  run(context) {
    const limit = limitOf(context);
    if (isCliError(limit)) return limit;
    const [named] = context.input.positionals;
    if (named === undefined || named === '') return { error: 'usage', message: 'blame takes the path of a file.' };
    const missing = missingRoots(context) ?? unlistedRoots(context, context.openIndex());
    if (missing !== undefined) return missing;
    const file = path.resolve(named);
    const found = blame(file, context.fileChanges());
    if (found === undefined)
      return { error: 'unreadable', message: 'This is no text file of at most 8 MB that can be read.' };
    const places = context.unreadPlaces().map((place) => place.path);
    const lack = mayLack(places, found.unreadable);
    const { first, ...rest } = firstOf(found.lines, limit, linesJson);
    return { path: file, start: found.start, lines: first.map(linesJson), ...rest, ...lack };
  },
  text: ({ start, lines, ...rest }) => [...lines.map(linesText), ...restLine(rest), chainStartWords[start]].join('\n'),
};

function linesJson({ from, to, change }: BlamedLines): BlamedLinesJson {
  if (change === undefined) return { from, to, writer: undefined };
  const { sessionId, agentId, kind, toolUseId, time, evidence } = change;
  return { from, to, writer: { sessionId, agentId, kind, toolUseId, time, evidence } };
}

function linesText({ from, to, writer }: BlamedLinesJson): string {
  const place = from === to ? `${from}` : `${from}-${to}`;
  if (writer === undefined) return `${place}  no proof`;
  const { sessionId, agentId, kind, time, evidence } = writer;
  const who = agentId === undefined ? shortId(sessionId) : `${shortId(sessionId)} ${toSingleLine(agentId, 40)}`;
  const what = joinParts(who, kind, time === undefined ? undefined : formatAge(time, Date.now()));
  return `${place}  ${what}\n    ${toSingleLinePath(evidence.file, 400)}:${evidence.line}`;
}
