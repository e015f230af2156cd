import { describe, expect, it } from 'vitest';
import { repairLine } from '../../../src/core/log/repair.ts';
import { deepestNesting } from '../../../src/core/log/scanner/tables.ts';
import { sessionA } from '../../fixtures/homes.ts';

/** The parts of a line that are had, and why the rest is not. */
function had(line: string): { parts: string[]; reason: string | undefined } {
  const bytes = Buffer.from(line);
  const { records, reason } = repairLine(bytes, sessionA, false);
  return { parts: records.map(({ start, end }) => bytes.toString('utf8', start, end)), reason };
}

describe('a line with very many levels', () => {
  const inside = (levels: number, text: string) => `${'['.repeat(levels)}${text}${']'.repeat(levels)}`;
  const deep = (levels: number, text = '') => `{"type":"user","a":${inside(levels - 1, text)}}`;

  it('is too deep above what the scanner reads, and is read up to there', () => {
    expect(had(deep(deepestNesting))).toEqual({ parts: [deep(deepestNesting)], reason: undefined });
    expect(had(deep(deepestNesting + 1))).toEqual({ parts: [], reason: 'too-deep' });
  });

  it('counts no brace or bracket in a string, and none that was closed', () => {
    const brackets = `"\\"${'['.repeat(deepestNesting)}{\\\\"`;
    expect(had(deep(10, brackets)).reason).toBeUndefined();
    const flat = `{"type":"user","a":[${Array.from({ length: deepestNesting }, () => '[{}]').join(',')}]}`;
    expect(had(flat).reason).toBeUndefined();
  });

  it('counts objects as levels, too', () => {
    const objects = (levels: number) => `${'{"type":'.repeat(levels)}"user"${'}'.repeat(levels)}`;
    expect(had(objects(deepestNesting)).reason).toBeUndefined();
    expect(had(objects(deepestNesting + 1)).reason).toBe('too-deep');
  });

  it('with a string that never ends is damage', () => {
    expect(had(`${'['.repeat(2 * deepestNesting)}"x`).reason).toMatch(/^(?:not-json|too-deep)$/);
    expect(had(`"${'['.repeat(2 * deepestNesting)}`).reason).toBe('not-json');
  });
});
