/** On Windows a path in a log may be on another machine: to look at it hands the user's credentials to that machine. */
import path from 'node:path';
import { syncBuiltinESMExports } from 'node:module';
import { expect, it } from 'vitest';
import { PlanDirectories } from '../../../src/core/plans/planDirectories.ts';
import { whereReplaced } from '../../fixtures/refusedCalls.ts';

/** Runs `act` by the rules that paths have on Windows. Returns the paths that the disk was asked for. */
function askedOnWindows(act: () => void): string[] {
  const asked: string[] = [];
  const counted = (original: (...all: unknown[]) => unknown) =>
    Object.assign((...all: unknown[]) => {
      asked.push(String(all[0]));
      return original(...all);
    }, original);
  const posix = { ...path };
  const platform = Object.getOwnPropertyDescriptor(process, 'platform');
  const calls = ['existsSync', 'lstatSync', 'openSync', 'opendirSync', 'readdirSync', 'realpathSync'] as const;
  const counting = calls.reduce((inner, call) => () => whereReplaced(call, counted, inner), act);
  Object.assign(path, path.win32);
  Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
  syncBuiltinESMExports();
  try {
    counting();
  } finally {
    Object.assign(path, posix);
    if (platform) Object.defineProperty(process, 'platform', platform);
    syncBuiltinESMExports();
  }
  return asked;
}

const root = 'C:\\Users\\dev\\.claude';
const onShare = (asked: readonly string[]) => asked.filter((place) => /^[\\/]{2}server/.test(place));

it('working directories and plans on another machine are not asked for', () => {
  const found: unknown[] = [];
  const asked = askedOnWindows(() => {
    const directories = new PlanDirectories({ roots: [root] });
    const search = directories.searchFor(root, ['\\\\server\\share\\shop', 'C:\\shop']);
    for (const folder of ['\\\\server\\share\\shop\\docs', '\\\\server\\share\\.claude\\plans'])
      for (const isClients of [true, false]) found.push(search.directoryNamed(folder, isClients)?.path);
    directories.rescan();
  });
  expect(onShare(asked)).toEqual([]);
  expect(asked).toContain('C:\\shop\\.claude');
  // A root that was there is known by its name alone, and only where the client itself called it so.
  expect(found).toEqual([undefined, undefined, `${root}\\plans`, undefined]);
});

it('those on the share that the data root is on are', () => {
  const asked = askedOnWindows(() => {
    const home = '\\\\server\\home\\dev';
    const search = new PlanDirectories().searchFor(`${home}\\.claude`, [
      '\\\\SERVER\\home\\dev\\shop',
      '\\\\server\\other',
    ]);
    search.directoryNamed('\\\\server\\other\\docs', true);
  });
  expect(asked).toContain('\\\\SERVER\\home\\dev\\shop\\.claude');
  expect(asked.filter((place) => place.includes('other'))).toEqual([]);
});
