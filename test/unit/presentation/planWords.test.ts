import { expect, it } from 'vitest';
import type { Plan } from '../../../src/core/model.ts';
import { planMarks, planMarkWords } from '../../../src/presentation/planWords.ts';
import { numberedId, planOf } from '../../fixtures/sessionRows.ts';

function words(plan: Partial<Plan>): string[] {
  return planMarks(planOf('p', plan)).map((mark) => planMarkWords[mark].word);
}

it('a found plan that nothing is odd about has no mark', () => {
  expect(words({})).toEqual([]);
});

it('a plan with every mark lists them, the one in force first', () => {
  const all = { inForce: true, state: 'missing', sharedWith: [numberedId(2)], differs: true, copied: true } as const;
  expect(words(all)).toEqual(['in force', 'missing', 'shared', 'differs', 'copied']);
});

it('a plan that could not be compared is not marked as different', () => {
  expect(words({ inForce: true, state: 'missing', differs: undefined })).toEqual(['in force', 'missing']);
});

it.each([
  ['not-a-regular-file', 'not a regular file'],
  ['unreadable', 'unreadable'],
] as const)('a plan whose file is %s says: %s', (state, word) => {
  expect(words({ state })).toEqual([word]);
});
