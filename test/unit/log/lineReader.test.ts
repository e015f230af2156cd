import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenLog, LogUnreadableError, withOpenLog } from '../../../src/core/log/openLog.ts';
import {
  lineAt,
  lineNumberAt,
  linesBackward,
  linesForward,
  longestLine,
  type LogLine,
} from '../../../src/core/log/lineReader.ts';
import { folder } from '../../fixtures/transcriptLogs.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

const file = path.join(folder, 'lines.jsonl');

interface ReadLine {
  readonly start: number;
  readonly end: number;
  readonly terminated: boolean;
  readonly text: string;
}

function read(line: LogLine): ReadLine {
  const text = Buffer.isBuffer(line.bytes)
    ? line.bytes.toString()
    : `${line.bytes.head.length}…${line.bytes.tail.length}`;
  return { start: line.start, end: line.end, terminated: line.terminated, text };
}

function expected(bytes: Buffer): readonly ReadLine[] {
  const lines: ReadLine[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    const text = end - start > longestLine ? '131072…32768' : bytes.toString('utf8', start, end);
    lines.push({ start, end, terminated: found >= 0, text });
    start = found < 0 ? end : end + 1;
  }
  return lines;
}

describe('lines of a log', () => {
  it('are the same forwards, backwards and by splitting, wherever windows end', () => {
    const lengths = fc.constantFrom(
      0,
      1,
      7,
      300,
      131_072,
      262_142,
      262_143,
      262_144,
      262_145,
      600_000,
      longestLine + 1,
    );
    const logs = fc.tuple(fc.array(lengths, { maxLength: 12 }), fc.boolean());
    fc.assert(
      fc.property(logs, ([sizes, cut]) => {
        const text = sizes.map((size, index) => `${String.fromCharCode(97 + index).repeat(size)}\n`).join('');
        const bytes = Buffer.from(cut ? text.slice(0, -1) : text);
        fs.writeFileSync(file, bytes);
        withOpenLog(file, (log) => {
          expect(Array.from(linesForward(log, 0), read)).toEqual(expected(bytes));
          expect(Array.from(linesBackward(log, log.size), read).reverse()).toEqual(expected(bytes));
        });
      }),
      { seed: 4_711, numRuns: 60 },
    );
  });

  it('are had from any line boundary on', () => {
    fs.writeFileSync(file, 'one\n\ntwo\nthree');
    withOpenLog(file, (log) => {
      expect(Array.from(linesForward(log, 5), read).map((line) => line.text)).toEqual(['two', 'three']);
      expect(Array.from(linesForward(log, 0, 5), read).map((line) => line.text)).toEqual(['one', '']);
      expect(Array.from(linesBackward(log, 9), read).map((line) => line.text)).toEqual(['two', '', 'one']);
    });
  });

  it('have the number that an editor gives them', () => {
    fs.writeFileSync(file, 'one\ntwo\nthree\n');
    withOpenLog(file, (log) => expect([0, 3, 4, 8, 13].map((at) => lineNumberAt(log, at))).toEqual([1, 1, 2, 3, 3]));
  });

  it('are had one by one, but only from where one starts', () => {
    fs.writeFileSync(file, `short\n${'x'.repeat(longestLine + 10)}\n`);
    withOpenLog(file, (log) => {
      expect(lineAt(log, 6, 2 * longestLine)?.bytes).toHaveLength(longestLine + 10);
      expect(Buffer.isBuffer(lineAt(log, 6, longestLine)?.bytes)).toBe(false);
      expect(lineAt(log, 3, longestLine)).toBeUndefined();
      expect(lineAt(log, -1, longestLine)).toBeUndefined();
      expect(lineAt(log, 1e12, longestLine)).toBeUndefined();
    });
  });
});

describe('a log that is no regular file', () => {
  it('is never followed nor waited for', skip(noLinks), () => {
    const link = path.join(folder, 'link.jsonl');
    fs.symlinkSync(file, link);
    const failures = [link, folder, '/dev/zero', path.join(folder, 'nothing')].map((log) => {
      try {
        OpenLog.open(log).close();
        return 'opened';
      } catch (error) {
        return error instanceof LogUnreadableError ? error.failure : error;
      }
    });
    expect(failures).toEqual(['not-a-regular-file', 'not-a-regular-file', 'not-a-regular-file', 'missing']);
  });
});
