/** Caches that are damaged at each place, or forged at many: what a start with them answers. */
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import { indexOf } from '../../fixtures/indexed.ts';
import { fixture, listing, started } from '../../fixtures/savedIndex.ts';
import { Seeded } from '../../fixtures/seeded.ts';

describe('an index that starts from a cache', () => {
  it('of which any byte is damaged gives the answers of a cold index', () => {
    const { home, host, file } = fixture();
    const cold = indexOf(home);
    const wanted = listing(cold);
    writeIndexCache(file, cold)?.logs.close();
    const bytes = fs.readFileSync(file);
    const random = new Seeded(20260102);
    let used = 0;
    for (let at = 0; at < bytes.length; at += 1 + random.below(13)) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << random.below(8));
      fs.writeFileSync(file, damaged);
      const answers = started(host, file);
      expect([at, answers.listing]).toEqual([at, wanted]);
      if (answers.isUsed) used++;
    }
    // Damage to what one log says costs the reading of that log alone.
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThan(bytes.length / 3);
  });

  it('that is cut anywhere or too long gives the answers of a cold index', () => {
    const { home, host, file } = fixture();
    const cold = indexOf(home);
    writeIndexCache(file, cold)?.logs.close();
    const bytes = fs.readFileSync(file);
    for (let length = 0; length < bytes.length; length += 37) {
      fs.writeFileSync(file, bytes.subarray(0, length));
      expect(started(host, file)).toMatchObject({ listing: listing(cold), isUsed: false });
    }
    fs.writeFileSync(file, Buffer.concat([bytes, Buffer.from('x')]));
    expect(started(host, file).listing).toBe(listing(cold));
  });
});
