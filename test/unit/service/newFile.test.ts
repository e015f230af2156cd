import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { writeNewFile } from '../../../src/service/newFile.ts';
import { makeHome } from '../../fixtures/indexed.ts';

it('a new file is written where nothing stands, and what stands there is left as it is', async () => {
  const home = makeHome();
  const file = home.path('plan.md');
  expect(await writeNewFile(file, '# A\n')).toBe(true);
  expect(await writeNewFile(file, '# B\n')).toBe(false);
  expect(fs.readFileSync(file, 'utf8')).toBe('# A\n');
});
