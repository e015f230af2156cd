/** The lines of a plan, or of a file of scratch, in which a text stands. */
import type { OpenLog } from '../log/openLog.ts';
import { linesWith } from './linesWith.ts';
import { LineNumbers } from './logHits.ts';
import type { SearchHit } from './searchHit.ts';
import type { SearchedText } from './snippet.ts';
import type { TextFinder } from './textFinder.ts';

/** What all hits of a file share. */
export interface SearchedFile extends Pick<SearchHit, 'sessionId' | 'sharedWith'> {
  readonly path: string;
  readonly source: 'plan' | 'scratch';
}

/** A longer line is no text that a person reads. */
const longestLine = 1024 * 1024;

/** Hits in the order of the file, and `undefined` where it may be paused. Throws `LogUnreadableError` alone. */
export function* fileHits(
  file: OpenLog,
  { path, ...shared }: SearchedFile,
  text: SearchedText,
  finder: TextFinder,
): Generator<SearchHit | undefined, void> {
  const numbers = new LineNumbers(file);
  for (const line of linesWith(file, finder, 'text')) {
    const { bytes = undefined, start = 0 } = line ?? {};
    const isText = Buffer.isBuffer(bytes) && bytes.length <= longestLine;
    const snippet = isText ? text.snippetOf(bytes.toString('utf8')) : undefined;
    if (snippet === undefined) {
      if (line === undefined) yield undefined;
      continue;
    }
    const evidence = { kind: 'line', file: path, line: numbers.at(start), offset: start } as const;
    const nothing = { agentId: undefined, key: undefined, time: undefined, foreign: false, copied: false };
    yield { ...shared, ...nothing, evidence, snippet };
  }
}
