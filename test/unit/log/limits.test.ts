import { describe, expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
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
});
