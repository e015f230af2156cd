import { expect, it } from 'vitest';
import type { SessionId, SessionRow } from '../../../src/core/model.ts';
import { RowInterner } from '../../../src/service/rowInterner.ts';

const row = (some: Partial<SessionRow> = {}): SessionRow => ({
  sessionId: '11111111-1111-4111-8111-111111111111' as SessionId,
  title: 'A session',
  titleSource: 'ai',
  cwds: ['/work/app'],
  branch: 'main',
  entrypoints: [],
  names: [],
  firstActivity: 1,
  lastActivity: 2,
  state: 'busy',
  waitingFor: undefined,
  slugs: [],
  plans: 1,
  agents: 2,
  scratch: 3,
  root: '/home/me/.claude',
  logs: ['/home/me/.claude/projects/-work-app/11111111-1111-4111-8111-111111111111.jsonl'],
  origins: [],
  ...some,
});

it('interned rows are equal to the given ones and share equal lists', () => {
  const interner = new RowInterner();
  const rows = [row(), row({ cwds: ['/work/app'] }), row({ branch: undefined, slugs: ['calm-painting-otter'] })];
  const shared = rows.map((one) => interner.intern(one));
  expect(shared).toEqual(rows);
  expect(shared[1]?.cwds).toBe(shared[0]?.cwds);
  expect(shared[1]?.slugs).toBe(shared[0]?.slugs);
});

it('lists of folders with separators in their names stay apart', () => {
  const interner = new RowInterner();
  const all = [['/a', '/b'], ['/a\0/b'], ['/a,/b'], ['/a","/b'], [], ['']];
  expect(all.map((cwds) => interner.intern(row({ cwds })).cwds)).toEqual(all);
});
