import { expect, it } from 'vitest';
import { sessionsById } from '../../../src/presentation/idSearch.ts';
import { rowsOf, sessionId, sessionRow } from '../../fixtures/sessionRows.ts';

const first = sessionId('4f0c12ab-1111-4111-8111-111111111111');
const second = sessionId('4f0c12ab-2222-4222-8222-222222222222');
const rows = rowsOf(sessionRow(first), sessionRow(second));

it('a full ID is found inside any text', () => {
  for (const text of [
    first,
    `  ${first.toUpperCase()}\n`,
    `session_id=${first}`,
    `/home/dev/.claude/projects/-work/${first}.jsonl`,
  ]) {
    expect(sessionsById(text, rows)).toEqual([first]);
  }
});

it('a prefix of 8 characters or more finds every session that starts with it', () => {
  expect(sessionsById('4F0C12AB', rows)).toEqual([first, second]);
  expect(sessionsById(' 4f0c12ab-2222 ', rows)).toEqual([second]);
  expect(sessionsById('4f0c12ab-3', rows)).toEqual([]);
});

it('an ID of no session finds nothing, and other text is no ID', () => {
  expect(sessionsById('00000000-1111-4111-8111-111111111111', rows)).toEqual([]);
  for (const text of ['', '4f0c', 'add cart', '4f0c12ab cart', `${first}0`, 'deadbeefx']) {
    expect(sessionsById(text, rows)).toBe(undefined);
  }
});

it('the short ID of a background job finds its session', () => {
  const job = sessionRow(second, { names: [{ kind: 'job', name: '1d66bef8' }] });
  expect(sessionsById('1d66bef8', rowsOf(sessionRow(first), job))).toEqual([second]);
});
