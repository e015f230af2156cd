import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import type { SessionRow } from '../../../src/core/model.ts';
import type { BinEntry } from '../../../src/core/scratch/bin.ts';
import type { ScratchCandidate } from '../../../src/core/scratch/candidates.ts';
import {
  emptyQuestion,
  emptySummary,
  keptLine,
  moveQuestion,
  moveSummary,
  removedLine,
  repositoryQuestion,
  restoreSummary,
  staleLine,
  type TextContext,
} from '../../../src/presentation/scratchText.ts';
import { day, sessionA } from '../../fixtures/scratchTree.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const sessionId = parseSessionId(sessionA);
const row = { sessionId, title: 'Add \u001b[31mtax\u202e rules', lastActivity: now - 12 * day } as SessionRow;
const context: TextContext = { row: () => row, now, home: '/home/ada' };
const unknown: TextContext = { ...context, row: () => undefined };

function candidate(age: number, bytes: number, more: Partial<ScratchCandidate> = {}): ScratchCandidate {
  const measurement = { problem: undefined, files: 2, bytes, newest: now - age, hasRepository: false };
  return {
    path: `/home/ada/shop/.erk/scratch/${sessionA}`,
    toplevel: '/home/ada/shop',
    base: ['.erk', 'scratch'],
    name: sessionA,
    sessionId,
    measurement: measurement as ScratchCandidate['measurement'],
    problem: undefined,
    ...more,
  };
}

const entry = {
  entry: 'x',
  toplevel: '/home/ada/shop',
  binBase: ['.erk'],
  sessionId,
  base: ['.erk', 'scratch', 'sessions'],
  name: sessionA,
  path: `/home/ada/shop/.erk/scratch/sessions/${sessionA}`,
  removedAt: now - 3 * day,
  files: 2,
  bytes: 2048,
} as unknown as BinEntry;

describe('a line', () => {
  it('of a stale directory has the session’s title and ID, figures and the reason', () => {
    expect(staleLine(candidate(20 * day, 2048), context)).toEqual({
      label: 'Add tax\ufffd rules',
      description: '11111111 · 20 d · 2 KB · 2 files',
      detail: 'Session last active 12 d ago · shop/.erk/scratch/11111111…',
    });
    expect(staleLine(candidate(20 * day, 0), unknown)).toMatchObject({
      label: 'Unknown session',
      detail: 'No entry of its session is left · shop/.erk/scratch/11111111…',
    });
    expect(keptLine(candidate(day, 10), 'live-session', context)).toMatchObject({
      description: '11111111 · 1 d · 10 B · 2 files',
      detail: 'Its session is running · shop/.erk/scratch/11111111…',
    });
  });

  it('of a kept directory shows no control characters of a hostile name', () => {
    const odd = { name: 'a\u001b]8;;x\u0007\u202eb', sessionId: undefined, measurement: undefined };
    const { label, description, detail } = keptLine(candidate(0, 0, odd), 'not-a-session-id', context);
    expect(label).toBe('a\ufffdb');
    expect(description).toBe('');
    expect(detail).toBe('Its name is not a session ID · shop/.erk/scratch/a\ufffd]8;;x\ufffd\ufffdb');
  });

  it('of a removed directory says when it was removed and where it was', () => {
    expect(removedLine(entry, context)).toMatchObject({
      description: '11111111 · removed 3 d ago · 2 KB · 2 files',
      detail: 'shop/.erk/scratch/sessions/11111111…',
    });
    const lost = { ...entry, base: undefined, files: undefined, bytes: undefined };
    expect(removedLine(lost, unknown)).toEqual({
      label: 'Unknown session',
      description: '11111111 · removed 3 d ago',
      detail: 'Was in ~/shop, in a place that this window does not list',
    });
  });
});

describe('a question', () => {
  it('about moving has count, size, the oldest, and how to restore', () => {
    expect(moveQuestion([candidate(9 * day, 1024), candidate(40 * day, 1024)], ['live-session'], context)).toEqual({
      message: 'Move 2 scratch directories (4 files, 2 KB) to the bin?',
      detail: [
        'shop/.erk/scratch/11111111… (9 d · 1 KB · 2 files)',
        'shop/.erk/scratch/11111111… (40 d · 1 KB · 2 files)',
        '',
        'The oldest was last changed 40 d ago. Nothing is deleted: “Recently Removed Scratch…” restores them.',
        '1 is kept: Its session is running.',
      ].join('\n'),
      button: 'Move 2 Directories to Bin',
    });
    const one = moveQuestion([candidate(0, 1)], [], context);
    expect(one.button).toBe('Move 1 Directory to Bin');
    expect(one.detail).toContain('It was changed just now. Nothing is deleted');
  });

  it('about many directories lists only the first ones', () => {
    const { detail } = moveQuestion(
      Array.from({ length: 30 }, () => candidate(9 * day, 1)),
      [],
      context,
    );
    expect(detail.split('\n').slice(8, 10)).toEqual(['and 22 more', '']);
  });

  it('about repositories or deleting has words of its own', () => {
    expect(repositoryQuestion(2).message).toBe('2 directories of your choice contain a git repository.');
    const { message, detail } = emptyQuestion([entry]);
    expect(message).toBe('Delete 1 removed scratch directory (2 KB) for good?');
    expect(detail).toMatch(/cannot be restored/);
  });
});

it('a summary consists of fixed words and figures', () => {
  expect(moveSummary([entry], [])).toBe('Moved 1 scratch directory (2 KB) to the bin.');
  expect(moveSummary([entry], ['missing', 'missing', 'fresh'], true)).toBe(
    'Moved 1 scratch directory (2 KB) to the bin. The rest was left alone. ' +
      '3 are kept: It is no longer there. Something in it was modified lately.',
  );
  expect(moveSummary([], ['live-session'])).toBe('No scratch was moved. 1 is kept: Its session is running.');
});

it('a summary of what came back counts what did so in part, what stays in the bin, and what is in it no more', () => {
  const whole = { restored: 2, beside: 0, problems: [], parts: [] };
  expect(restoreSummary(whole)).toBe('Restored 2 scratch directories.');
  expect(restoreSummary({ ...whole, beside: 1, problems: ['missing', 'not-permitted'] })).toBe(
    'Restored 2 scratch directories. 1 beside what has taken the place. ' +
      '1 left in the bin: The file system refused to move it. 1 not restored: It is no longer in the bin.',
  );
  const parts = [{ files: 3, left: 1, reason: 'not-permitted' as const }];
  expect(restoreSummary({ ...whole, restored: 0, parts })).toBe(
    '1 restored in part (3 files back, 1 file left in the bin): The file system refused to move it.',
  );
  expect(restoreSummary({ ...whole, restored: 0, problems: ['unreadable'] })).toBe(
    'No scratch was restored. 1 left in the bin: The bin, or a folder on the way to its place, could not be read.',
  );
});

it('what emptying the bin did is told with what it could not delete', () => {
  expect(emptySummary([entry], 0, 0)).toBe('Deleted 1 directory (2 KB).');
  expect(emptySummary([entry, { ...entry, bytes: undefined }], 0, 0)).toBe('Deleted 2 directories.');
  expect(emptySummary([entry], 2, 1)).toBe(
    'Deleted 1 directory (2 KB). 2 could not be deleted, or not all of them: the log says why. ' +
      'A part of the bin cannot be read: the log says where.',
  );
  expect(emptySummary([], 1, 0)).toBe(
    'Nothing was deleted completely. 1 could not be deleted, or not all of it: the log says why.',
  );
});
