import { describe, expect, it } from 'vitest';
import { pathKey } from '../../../src/core/files/targetPath.ts';

describe('two spellings of a path', () => {
  const composed = '/Users/me/B\u00fcro/\u30d7.md';
  const apart = '/Users/me/Bu\u0308ro/\u30d5\u309a.md';

  it.each([
    ['darwin', composed, apart],
    ['darwin', 'C:\\Users\\Me\\x', 'c:/users/me/X'],
    ['linux', 'C:\\Users\\Me\\x', 'c:/users/me/X'],
    ['win32', 'C:\\Users\\Me\\x', 'c:/users/me/X'],
  ] as const)('on %s %j and %j are one', (platform, one, other) => {
    expect(pathKey(one, platform)).toBe(pathKey(other, platform));
  });

  it.each([
    ['linux', composed, apart],
    ['darwin', '/Users/me/Shop', '/users/me/shop'],
    ['darwin', '/Users/me/\ufb01le', '/Users/me/file'],
    ['linux', '/tmp/x', '/private/tmp/x'],
    ['darwin', '/tmp/x', '/private/tmp/x'],
  ] as const)('on %s %j and %j are two, as far as their texts say', (platform, one, other) => {
    expect(pathKey(one, platform)).not.toBe(pathKey(other, platform));
  });
});
