import { describe, expect, it } from 'vitest';
import { localPath, rulesOf } from '../../../src/core/disk/otherSystem.ts';

describe('a logged path, as this system calls it', () => {
  it.each([
    ['linux', '/home/x/shop', '/home/x/.claude', '/home/x/shop'],
    ['linux', 'C:\\work\\My Shop', '/mnt/c/Users/x/.claude', '/mnt/c/work/My Shop'],
    ['linux', 'c:\\work', '/mnt/c/Users/x/.claude', '/mnt/c/work'],
    ['linux', 'C:/work/docs', '/mnt/c/Users/x/.claude', '/mnt/c/work/docs'],
    ['linux', 'C:\\work\\..\\docs', '/mnt/c/Users/x/.claude', '/mnt/c/docs'],
    ['linux', 'C:\\', '/mnt/c/Users/x/.claude', '/mnt/c/'],
    // The root proves one drive, not another.
    ['linux', 'D:\\work', '/mnt/c/Users/x/.claude', undefined],
    ['linux', 'C:\\work', '/home/x/.claude', undefined],
    ['linux', 'C:\\work', '/mnt/cd/.claude', undefined],
    ['linux', '\\\\server\\share\\work', '/mnt/c/Users/x/.claude', undefined],
    ['linux', '\\\\?\\C:\\work', '/mnt/c/Users/x/.claude', undefined],
    ['darwin', 'C:\\work', '/mnt/c/Users/x/.claude', undefined],
    ['darwin', '/private/tmp/x', '/Users/x/.claude', '/private/tmp/x'],
    ['win32', 'C:\\work', 'C:\\Users\\x\\.claude', 'C:\\work'],
    ['win32', '\\\\?\\C:\\work', 'C:\\Users\\x\\.claude', '\\\\?\\C:\\work'],
    ['win32', '\\\\server\\share\\work', 'C:\\Users\\x\\.claude', '\\\\server\\share\\work'],
    // Windows would take it for a path of the current drive.
    ['win32', '/home/x/shop', 'C:\\Users\\x\\.claude', undefined],
    ['win32', '/mnt/c/work', 'C:\\Users\\x\\.claude', undefined],
    [
      'win32',
      '/home/x/shop',
      '\\\\wsl.localhost\\Ubuntu\\home\\x\\.claude',
      '\\\\wsl.localhost\\Ubuntu\\home\\x\\shop',
    ],
    ['win32', '/home/x/shop', '\\\\wsl$\\Ubuntu\\home\\x\\.claude', '\\\\wsl$\\Ubuntu\\home\\x\\shop'],
    ['win32', '/mnt/c/work/a b', '\\\\wsl.localhost\\Ubuntu\\home\\x\\.claude', 'C:\\work\\a b'],
    ['win32', '/mnt/c', '\\\\wsl.localhost\\Ubuntu\\home\\x\\.claude', 'C:\\'],
    ['win32', '/mnt/data/x', '\\\\wsl.localhost\\Ubuntu\\home\\x\\.claude', '\\\\wsl.localhost\\Ubuntu\\mnt\\data\\x'],
    ['win32', '/home/x', '\\\\wslx\\Ubuntu\\home\\x\\.claude', undefined],
  ] as const)('on %s %s of the root %s is %s', (platform, file, root, expected) => {
    expect(localPath(file, root, platform)).toBe(expected);
  });
});

it.each([
  ['C:\\a', 'win32'],
  ['c:/a', 'win32'],
  ['\\\\server\\share', 'win32'],
  ['\\\\?\\C:\\a', 'win32'],
  ['/a', 'posix'],
  ['//a', 'posix'],
] as const)('%s follows the rules of %s', (file, rules) => {
  expect(rulesOf(file).sep).toBe(rules === 'win32' ? '\\' : '/');
});
