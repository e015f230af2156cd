import { describe, expect, it } from 'vitest';
import {
  markerLabel,
  parseScratchPattern,
  scratchBases,
  sessionIdOfScratch,
} from '../../../src/core/scratch/scratchLayout.ts';
import { sessionA } from '../../fixtures/scratchTree.ts';

describe('a pattern of the settings', () => {
  it('names the folder that holds session directories', () => {
    expect(parseScratchPattern('tmp/agents/${sessionId}')).toEqual(['tmp', 'agents']);
    expect(parseScratchPattern('./.cache/${sessionId}')).toEqual(['.cache']);
    expect(parseScratchPattern('a\\b\\${sessionId}')).toEqual(['a', 'b']);
  });

  it.each([
    '${sessionId}',
    '/tmp/${sessionId}',
    '../${sessionId}',
    'a/../../${sessionId}',
    'a//${sessionId}',
    'a/./${sessionId}',
    'C:/a/${sessionId}',
    '\\\\server\\share\\${sessionId}',
    '.git/${sessionId}',
    'a/.GIT/${sessionId}',
    'a/${sessionId}/b',
    'a/x-${sessionId}',
    '${sessionId}/${sessionId}',
    'a/*/${sessionId}',
    'a\0/${sessionId}',
    'a/b',
    '',
    7,
    undefined,
  ])('%j is refused', (pattern) => {
    expect(parseScratchPattern(pattern)).toBeUndefined();
  });

  it('adds to the roots of erk, each once', () => {
    expect(scratchBases([['a'], ['.erk', 'scratch'], ['a']])).toEqual([
      ['.erk', 'scratch', 'sessions'],
      ['.erk', 'scratch'],
      ['a'],
    ]);
  });
});

describe('the name of a directory', () => {
  it('is a session ID in lower case, or that of one restored beside another', () => {
    expect(sessionIdOfScratch(sessionA)).toBe(sessionA);
    expect(sessionIdOfScratch(`${sessionA}.restored-2`)).toBe(sessionA);
  });

  it.each([
    '',
    'notes',
    `${sessionA}.restored-0`,
    `${sessionA}.restored-`,
    `${sessionA}.bak`,
    sessionA.replace('1', 'A'),
    `${sessionA}\n`,
  ])('%j is none', (name) => {
    expect(sessionIdOfScratch(name)).toBeUndefined();
  });
});

it('has words for the markers of erk alone', () => {
  expect(markerLabel('exit-plan-mode-hook.plan-saved.marker')).toBe('Plan saved');
  expect(markerLabel('exit-plan-mode-hook.plan-saved')).toBeUndefined();
  expect(markerLabel('other.marker')).toBeUndefined();
  expect(markerLabel('constructor.marker')).toBeUndefined();
});
