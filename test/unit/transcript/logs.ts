/** Logs made for a test, in a folder of their own. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll } from 'vitest';
import type { LogContext } from '../../../src/core/transcript/items/recordSource.ts';
import type { TranscriptItem } from '../../../src/core/transcript/items/items.ts';
import { pageAfter, pageBefore, type PageBudget } from '../../../src/core/transcript/pager.ts';

export const ownId = '11111111-1111-4111-8111-111111111111';
export const otherId = '22222222-2222-4222-8222-222222222222';
export const own: LogContext = { ownId, agentLog: false };

export const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'transcript-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

let made = 0;

/** Writes the records, or lines as they stand, each ended by a newline. */
export function writeLog(...lines: readonly (object | string | Buffer)[]): string {
  const file = path.join(folder, `${made++}.jsonl`);
  fs.writeFileSync(file, Buffer.concat(lines.map(lineBytes)));
  return file;
}

export function appendLog(file: string, ...lines: readonly (object | string | Buffer)[]): void {
  fs.appendFileSync(file, Buffer.concat(lines.map(lineBytes)));
}

function lineBytes(line: object | string | Buffer): Buffer {
  if (Buffer.isBuffer(line)) return line;
  return Buffer.from(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
}

export function user(content: unknown, more: object = {}): object {
  return {
    type: 'user',
    uuid: 'u',
    sessionId: ownId,
    timestamp: '2026-01-02T03:04:05.000Z',
    message: { role: 'user', content },
    ...more,
  };
}

export function assistant(content: readonly unknown[], more: object = {}): object {
  return {
    type: 'assistant',
    uuid: 'a',
    sessionId: ownId,
    timestamp: '2026-01-02T03:04:06.000Z',
    message: { role: 'assistant', content },
    ...more,
  };
}

/** All items of a log, page by page from its start. */
export function readForward(file: string, context = own, budget?: PageBudget): readonly TranscriptItem[] {
  const items: TranscriptItem[] = [];
  for (let at = 0; ;) {
    const page = pageAfter(file, context, at, budget);
    items.push(...page.items);
    if (page.atEnd || page.end === at) return items;
    at = page.end;
  }
}

/** All items of a log, page by page from its end. */
export function readBackward(file: string, context = own, budget?: PageBudget): readonly TranscriptItem[] {
  const pages: (readonly TranscriptItem[])[] = [];
  for (let end: number | undefined; end !== 0;) {
    const page = pageBefore(file, context, end, budget);
    pages.unshift(page.items);
    if (page.start === end) break;
    end = page.start;
  }
  return pages.flat();
}
