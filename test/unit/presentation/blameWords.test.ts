import { expect, it } from 'vitest';
import type { BlamedLines } from '../../../src/core/answers/blame.ts';
import { hasWriters, linesFacts, linesLabel } from '../../../src/presentation/blameWords.ts';
import { sessionA } from '../../fixtures/homes.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const written: BlamedLines = {
  from: 3,
  to: 5,
  change: {
    path: '/shop/a.ts',
    sessionId: sessionA,
    agentId: undefined,
    kind: 'multi-edit',
    toolUseId: 'toolu_1',
    time: now - 3 * 3_600_000,
    added: 1,
    removed: 1,
    hasBefore: true,
    hasAfter: true,
    takenBack: false,
    evidence: { kind: 'tool-result', file: '/home/dev/.claude/projects/-shop/log.jsonl', line: 7, offset: 100 },
  },
};
const unproved: BlamedLines = { from: 1, to: 1, change: undefined };
const source = { titleOf: () => 'Add\u202e the cart', formatTime: () => '9:00', home: '/home/dev' };

it('lines of a call are labelled by session, tool and age; lines of none say so', () => {
  expect(linesLabel(written, now)).toBe(`${sessionA.slice(0, 4)}… MultiEdit · 3 h`);
  expect(linesLabel(unproved, now)).toBe('no proof');
});

it('the hover of lines names who wrote them and the line of the proof, without characters that reorder text', () => {
  expect(linesFacts(written, 'created', source)).toEqual([
    { name: 'Lines', value: '3 to 5' },
    { name: 'Written by', value: `Add\ufffd the cart · ${sessionA.slice(0, 8)}` },
    { name: 'When', value: '9:00, by the log' },
    { name: 'Proved by', value: 'the result of a MultiEdit, line 7 of ~/.claude/projects/-shop/log.jsonl' },
  ]);
});

it('the hover of a line without proof says where the chain of calls ends', () => {
  expect(linesFacts(unproved, 'restored', source)).toEqual([
    { name: 'Line', value: '1' },
    {
      name: 'No proof',
      value:
        'A gap: no logged call put back the text that a later one had before it. What stood there then has no proof.',
    },
  ]);
});

it('a file has writers where at least one line has', () => {
  expect([hasWriters({ lines: [unproved] }), hasWriters({ lines: [unproved, written] })]).toEqual([false, true]);
});
