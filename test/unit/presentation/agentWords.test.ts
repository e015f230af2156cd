import { expect, it } from 'vitest';
import { agentMarks } from '../../../src/presentation/agentWords.ts';

it('an agent without a result says that none is recorded', () => {
  expect(agentMarks({ state: undefined, internal: false })).toEqual(['no result recorded']);
});

it('an internal agent without a result is only internal', () => {
  expect(agentMarks({ state: undefined, internal: true })).toEqual(['internal']);
});

it('an internal agent with a result has both marks', () => {
  expect(agentMarks({ state: 'failed', internal: true })).toEqual(['failed', 'internal']);
});
