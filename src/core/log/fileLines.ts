/**
 * Lines of a log with a call of a tool that changes files, or the result of one. They are read again when somebody asks
 * which files the log changed. Every log keeps them, so they are bare numbers: line, offset, line, offset, …
 */
import type { LinePosition } from './sessionLogFacts.ts';

/** A log with more (tens of megabytes of small results: no client writes such) is not read for files. */
const mostFileLines = 200_000;

export function addFileLine(fileLines: number[], line: number, offset: number): void {
  // Two records on one line.
  if (fileLines.at(-1) === offset || fileLines.length > mostFileLines * 2) return;
  fileLines.push(line, offset);
}

/** In log order, each once; `undefined` when they are more than are kept. */
export function fileLinesOf(fileLines: readonly number[], from = 0): LinePosition[] | undefined {
  if (fileLines.length > mostFileLines * 2) return undefined;
  const positions: LinePosition[] = [];
  for (let at = 0; at < fileLines.length; at += 2) {
    const [line = 0, offset = 0] = [fileLines[at], fileLines[at + 1]];
    if (offset >= from) positions.push({ line, offset });
  }
  positions.sort((a, b) => a.offset - b.offset);
  return positions.filter(({ offset }, at) => offset !== positions[at - 1]?.offset);
}
