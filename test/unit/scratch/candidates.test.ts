import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { scratchCandidates } from '../../../src/core/scratch/candidates.ts';
import { makeSandbox } from '../../fixtures/scratchTree.ts';

it('candidates are all directories of a root, however many', { timeout: 60_000 }, () => {
  const sandbox = makeSandbox();
  try {
    const base = path.join(sandbox.repository, '.erk/scratch/sessions');
    fs.mkdirSync(base, { recursive: true });
    for (let n = 0; n < 20_001; n++)
      fs.mkdirSync(path.join(base, `${n.toString(16).padStart(8, '0')}-2222-4222-8222-222222222222`));
    expect(scratchCandidates([sandbox.repository])).toHaveLength(20_001);
  } finally {
    sandbox.remove();
  }
});
