import { EventEmitter, once } from 'node:events';
import * as fs from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { DirectoryWatcher } from '../../../src/live/directoryWatcher.ts';
import { makeHome } from '../../fixtures/indexed.ts';

const watchers: DirectoryWatcher[] = [];
afterEach(() => {
  for (const watcher of watchers.splice(0)) watcher.dispose();
});

/** A watcher, what it failed at, and a promise of the next event. */
function newWatcher() {
  const events = new EventEmitter();
  const failures: string[] = [];
  const watcher = new DirectoryWatcher({
    changed: (directory, name) => events.emit('changed', directory, name),
    failed: (directory, code) => failures.push(`${directory}: ${code}`),
  });
  watchers.push(watcher);
  return { watcher, failures, next: () => once(events, 'changed') };
}

describe('a watched folder', () => {
  it.each<[string, (folder: string) => void]>([
    [
      'was replaced by another one',
      (folder) => {
        fs.mkdirSync(`${folder}.new`);
        fs.renameSync(folder, `${folder}.old`);
        fs.renameSync(`${folder}.new`, folder);
      },
    ],
    [
      'was deleted and made anew',
      (folder) => {
        fs.rmdirSync(folder);
        fs.mkdirSync(folder);
      },
    ],
  ])('that %s is watched again at the next look', async (_name, replace) => {
    const folder = makeHome().path('watched');
    fs.mkdirSync(folder);
    const { watcher, next } = newWatcher();
    expect(watcher.watch(new Set([folder]))).toEqual([folder]);
    expect(watcher.watch(new Set([folder]))).toEqual([]);
    replace(folder);
    expect(watcher.watch(new Set([folder]))).toEqual([folder]);
    expect(watcher.watch(new Set([folder]))).toEqual([]);
    const event = next();
    fs.writeFileSync(`${folder}/file`, '');
    expect(await event).toEqual([folder, 'file']);
  });

  it('that is gone or was replaced by a file is no failure', () => {
    const home = makeHome();
    const folder = home.path('watched', 'inner');
    fs.mkdirSync(folder, { recursive: true });
    const { watcher, failures } = newWatcher();
    watcher.watch(new Set([folder]));
    fs.rmSync(home.path('watched'), { recursive: true });
    expect(watcher.watch(new Set([folder]))).toEqual([]);
    home.write('watched', 'a file');
    expect(watcher.watch(new Set([folder]))).toEqual([]);
    expect(watcher.size).toBe(0);
    expect(failures).toEqual([]);
  });
});
