import { describe, expect, it } from 'vitest';
import { call, type Entry, prompt, result } from '../../fixtures/entries.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

describe('a log that names more than is kept', () => {
  it.each([
    [101, 0],
    [1001, 1],
  ])(
    'of %i slugs keeps the last one, of as many folders the first and the last, and says %i times two that some are left out',
    (count, leftOut) => {
      const home = makeHome();
      const entries = Array.from({ length: count }, (_, i) =>
        prompt(`${i}`, { slug: `slug-${i + 1}`, cwd: `/work/${i + 1}` }),
      );
      home.log(sessionA, [...entries, prompt('again', { slug: 'slug-1', cwd: '/work/1' })]);
      const index = indexOf(home);
      const row = index.rows.get(sessionA);
      expect(row?.cwds[0]).toBe('/work/1');
      expect(row?.cwds.at(-1)).toBe(`/work/${count}`);
      expect(row?.slugs).toContain(`slug-${count}`);
      expect(detailsOf(index, sessionA).logs[0]?.leftOut).toBeGreaterThanOrEqual(leftOut);
      expect(detailsOf(index, sessionA).logs[0]?.leftOut === 0).toBe(leftOut === 0);
    },
  );

  it.each([
    ['calls of agents', 5000, (i: number) => call(`toolu_${i}`, 'Task', { description: 'x', prompt: `${i}` })],
    ['ends of agents of other logs', 1000, (i: number) => endOf(`a${i}`)],
    ['outputs of commands', 1000, (i: number) => result(`toolu_${i}`, { backgroundTaskId: `b${i}`, stdout: '' })],
  ])('of %s keeps %i, and says how many are left out, in a session log and in an agent log', (_name, most, entryOf) => {
    const home = makeHome();
    home.log(
      sessionA,
      Array.from({ length: most + 3 }, (_, i) => entryOf(i)),
    );
    home.agentLog(
      sessionA,
      'full',
      Array.from({ length: most + 2 }, (_, i) => entryOf(i)),
    );
    home.agentLog(
      sessionA,
      'whole',
      Array.from({ length: most }, (_, i) => entryOf(i)),
    );
    const details = detailsOf(indexOf(home), sessionA);
    expect(details.logs[0]?.leftOut).toBe(3);
    expect(details.agents.map(({ agentId, leftOut }) => [agentId, leftOut])).toEqual([
      ['full', 2],
      ['whole', undefined],
    ]);
  });
});

function endOf(taskId: string): Entry {
  const content = `<task-notification>\n<task-id>${taskId}</task-id>\n<status>completed</status>\n<summary>x</summary>\n</task-notification>`;
  return { type: 'queue-operation', operation: 'enqueue', content };
}
