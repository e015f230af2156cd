/** The entries of one log in which a text stands, as its transcript shows them. */
import { countLineFeeds, type LogLine } from '../log/lineReader.ts';
import type { OpenLog } from '../log/openLog.ts';
import type { SessionId } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { itemTexts } from '../transcript/itemText.ts';
import type { TranscriptItem } from '../transcript/items/items.ts';
import { wholeLimits } from '../transcript/items/limits.ts';
import { logIdentity } from '../transcript/logIdentity.ts';
import { lineItems } from '../transcript/pager.ts';
import { linesWith } from './linesWith.ts';
import type { SearchHit } from './searchHit.ts';
import type { SearchedText, Snippet } from './snippet.ts';
import type { TextFinder } from './textFinder.ts';

/** What the index says of a log. */
export interface SearchedLog {
  readonly path: string;
  /** The sessions that it has entries of. */
  readonly owners: readonly SessionId[];
  /** Whether the entry in this line, which may be a copy of another session's, is found there. */
  isFoundElsewhere(line: number, isMarked: boolean): boolean | 'copy';
}

/** Hits in the order of the log, and `undefined` where it may be paused. Throws `LogUnreadableError` alone. */
export function* logHits(
  file: OpenLog,
  log: SearchedLog,
  text: SearchedText,
  finder: TextFinder,
): Generator<SearchHit | undefined, void> {
  const identity = logIdentity(log.path);
  const context = { ownId: identity.ownId, agentLog: identity.agentLog };
  const numbers = new LineNumbers(file);
  for (const line of linesWith(file, finder, 'json')) {
    if (line === undefined) {
      yield undefined;
      continue;
    }
    const items = lineItems(file, line, context, wholeLimits);
    const found = items.flatMap((item) => hitIn(item, text) ?? []);
    if (found.length === 0) continue;
    const number = numbers.at(line.start);
    const owner = identity.ownId ?? flatOwner(log, line);
    for (const { item, snippet } of found) {
      const copy = log.isFoundElsewhere(number, item.copied === true);
      if (copy === true) continue;
      const foreign = item.foreign === undefined ? undefined : parseSessionId(item.foreign);
      if (item.foreign !== undefined && foreign === undefined) continue;
      yield {
        sessionId: foreign ?? owner,
        source: identity.agentLog ? 'agent-log' : 'log',
        agentId: identity.agentId ?? item.agentId,
        evidence: { kind: item.kind, file: log.path, line: number, offset: line.start },
        key: item.key,
        time: item.time,
        snippet,
        foreign: foreign !== undefined,
        copied: copy === 'copy',
        sharedWith: [],
      };
    }
  }
}

/** Records without talk are no hits: a transcript folds them. */
function hitIn(
  item: TranscriptItem,
  text: SearchedText,
): { readonly item: TranscriptItem; readonly snippet: Snippet } | undefined {
  if (item.kind === 'record' || item.kind === 'details') return undefined;
  for (const part of itemTexts(item)) {
    const snippet = text.snippetOf(part);
    if (snippet !== undefined) return { item, snippet };
  }
  return undefined;
}

/** The session of an entry in a flat agent log: the one that it names, else the log's only owner; else `undefined`. */
function flatOwner(log: SearchedLog, line: LogLine): SessionId | undefined {
  const named = Buffer.isBuffer(line.bytes) ? parseJsonObject(line.bytes)?.['sessionId'] : undefined;
  return parseSessionId(named) ?? (log.owners.length === 1 ? log.owners[0] : undefined);
}

/** Numbers of lines, asked for from the start of a file on. */
export class LineNumbers {
  readonly #file: OpenLog;
  #offset = 0;
  #before = 0;

  constructor(file: OpenLog) {
    this.#file = file;
  }

  /** The number, from 1, of the line that begins at `offset`. */
  at(offset: number): number {
    this.#before += countLineFeeds(this.#file, this.#offset, offset);
    this.#offset = offset;
    return this.#before + 1;
  }
}
