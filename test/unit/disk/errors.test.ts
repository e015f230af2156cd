import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCode, isMissing } from '../../../src/core/disk/errors.ts';
import { errorDetail, errorMessage } from '../../../src/core/text/errorText.ts';

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe('an error', () => {
  it('of a path that is not there has a code that says so', () => {
    const missing = thrownBy(() => fs.readFileSync('/nowhere/at/all'));
    const belowFile = thrownBy(() => fs.readFileSync(`${import.meta.filename}/below`));
    expect([errorCode(missing), errorCode(belowFile)]).toEqual(['ENOENT', 'ENOTDIR']);
    expect([isMissing(missing), isMissing(belowFile)]).toEqual([true, true]);
  });

  it('of a folder that is read as a file is not one of something missing', () => {
    const isFolder = thrownBy(() => fs.readFileSync(import.meta.dirname));
    expect([errorCode(isFolder), isMissing(isFolder)]).toEqual(['EISDIR', false]);
  });

  it.each([undefined, null, 'ENOENT', { code: 'ENOENT' }, new Error('ENOENT')])(
    'without a code has none: %j',
    (error) => {
      expect(errorCode(error)).toBeUndefined();
      expect(isMissing(error)).toBe(false);
    },
  );

  it('that is no Error is shown as text', () => {
    expect([errorMessage('why'), errorMessage(new Error('why')), errorDetail(undefined)]).toEqual([
      'why',
      'why',
      'undefined',
    ]);
    expect(errorDetail(new Error('why'))).toMatch(/^Error: why\n +at /);
  });
});
