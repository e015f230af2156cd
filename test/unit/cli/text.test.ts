import { expect, it } from 'vitest';
import { logLine } from '../../../src/cli/text.ts';
import { logOf, numberedId } from '../../fixtures/sessionRows.ts';

it('the line of a log says how much of it is skipped, repaired and left out, where anything is', () => {
  const log = { ...logOf(numberedId(1)), path: '/p/a.jsonl', entries: 12 };
  expect(logLine(log)).toBe('/p/a.jsonl · 12 entries');
  expect(logLine({ ...log, badLines: 1, repairedLines: 2, leftOut: 3 })).toBe(
    '/p/a.jsonl · 12 entries · 1 skipped · 2 repaired · 3 facts left out',
  );
});
