import { expect, it } from 'vitest';
import type { SessionId, SessionRow } from '../../../src/core/model.ts';
import { SharedTexts } from '../../../src/service/rowInterner.ts';

const row = (some: Partial<SessionRow> = {}): SessionRow => ({
  sessionId: '11111111-1111-4111-8111-111111111111' as SessionId,
  title: 'A session',
  titleSource: 'ai',
  cwds: ['/work/app'],
  branch: 'main',
  firstActivity: 1,
  lastActivity: 2,
  state: 'busy',
  slugs: [],
  plans: 1,
  agents: 2,
  scratch: 3,
  root: '/home/me/.claude',
  logs: ['/home/me/.claude/projects/-work-app/11111111-1111-4111-8111-111111111111.jsonl'],
  ...some,
});

it('rows of shared texts say the same, and lists that say the same are one', () => {
  const texts = new SharedTexts();
  const rows = [row(), row({ cwds: ['/work/app'] }), row({ branch: undefined, slugs: ['calm-painting-otter'] })];
  const shared = rows.map((one) => texts.sharedBy(one));
  expect(shared).toEqual(rows);
  expect(shared[1]?.cwds).toBe(shared[0]?.cwds);
  expect(shared[1]?.slugs).toBe(shared[0]?.slugs);
});

it('working directories are not taken for others, whatever is in their names', () => {
  const texts = new SharedTexts();
  const all = [['/a', '/b'], ['/a\0/b'], ['/a,/b'], ['/a","/b'], [], ['']];
  expect(all.map((cwds) => texts.sharedBy(row({ cwds })).cwds)).toEqual(all);
});
