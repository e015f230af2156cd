import { expect, it } from 'vitest';
import { extraLines, logLine } from '../../../src/cli/text.ts';
import { extraKinds, type ExtraKind } from '../../../src/core/model.ts';
import { logOf, numberedId } from '../../fixtures/sessionRows.ts';

it('the line of a log says how much of it is skipped, repaired and left out, where anything is', () => {
  const log = { ...logOf(numberedId(1)), path: '/p/a.jsonl', entries: 12 };
  expect(logLine(log)).toBe('/p/a.jsonl · 12 entries');
  expect(logLine({ ...log, badLines: 1, repairedLines: 2, leftOut: 3 })).toBe(
    '/p/a.jsonl · 12 entries · 1 skipped · 2 repaired · 3 facts left out',
  );
});

it('the line of a folder of which files may be left out does not say that none of them is listed', () => {
  const unlisted = [{ kind: 'session-file' as const, path: '/root/session-env/full' }];
  const omitted = Object.fromEntries(extraKinds.map((kind) => [kind, 0])) as Record<ExtraKind, number>;
  expect(extraLines({ files: [], omitted, unlisted })).toEqual(['not listed, or not whole: /root/session-env/full']);
});
