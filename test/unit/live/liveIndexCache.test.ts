import * as fs from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { LiveIndex } from '../../../src/live/liveIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

const lives: LiveIndex[] = [];
afterEach(() => {
  for (const live of lives.splice(0)) live.dispose();
});

interface Told {
  readonly ids: string[];
  /** Bytes of logs that were read by then. */
  readonly bytesRead: number;
}

function fixture(): Home {
  const home = makeHome();
  home.log(sessionA, [prompt('A')]);
  home.log(sessionB, [prompt('B')]);
  return home;
}

/** A start with the cache in `cacheDirectory`: what it told, in order, and what it complained about. */
function begin(home: Home, cacheDirectory: string | undefined = home.path('cache')) {
  const told: Told[] = [];
  const problems: string[] = [];
  const live: LiveIndex = new LiveIndex(
    { roots: [home.root], processes: { startOf: () => undefined } },
    {
      changed: ({ changed }) => told.push({ ids: [...changed].sort(), bytesRead: live.index.bytesRead }),
      status: () => undefined,
      problem: (path, reason) => problems.push(`${path}: ${reason}`),
    },
    { cacheDirectory },
  );
  lives.push(live);
  return { live, told, problems, started: live.start() };
}

async function leaveCache(home: Home): Promise<string> {
  const { live, started } = begin(home);
  await started;
  await live.close();
  const [name = ''] = fs.readdirSync(home.path('cache'));
  return home.path('cache', name);
}

describe('a live index', () => {
  it('tells all rows of the cache at once and reads no log that is as it was', async () => {
    const home = fixture();
    await leaveCache(home);
    const { live, told, started } = begin(home);
    expect(told).toEqual([{ ids: [sessionA, sessionB], bytesRead: 0 }]);
    await started;
    expect(live.index.bytesRead).toBe(0);
    expect(told).toHaveLength(1);
  });

  it.each<[string, (file: string) => void]>([
    ['gone', (file) => fs.rmSync(file)],
    ['empty', (file) => fs.truncateSync(file)],
    ['cut', (file) => fs.truncateSync(file, fs.statSync(file).size - 1)],
    ['damaged', (file) => change(file, (bytes) => bytes.fill(0xff, bytes.length - 40))],
    [
      'of another version',
      (file) => change(file, (bytes) => bytes.fill('x', bytes.indexOf('\n') - 1, bytes.indexOf('\n'))),
    ],
    ['a folder', (file) => (fs.rmSync(file), fs.mkdirSync(file))],
    ['a link', (file) => (fs.renameSync(file, `${file}.real`), fs.symlinkSync(`${file}.real`, file))],
  ])('starts cold when the cache is %s', async (_name, damage) => {
    const home = fixture();
    damage(await leaveCache(home));
    const { live, told, started } = begin(home);
    expect(told).toEqual([]);
    await started;
    expect(told.flatMap(({ ids }) => ids)).toEqual([sessionA, sessionB]);
    expect(live.index.bytesRead).toBeGreaterThan(0);
  });

  it('writes nothing when nothing has changed', async () => {
    const home = fixture();
    const file = await leaveCache(home);
    const before = fs.statSync(file).ino;
    await leaveCache(home);
    expect(fs.statSync(file).ino).toBe(before);
  });

  it('does not keep what an unfinished first reading has found', async () => {
    const home = fixture();
    const { live } = begin(home);
    await live.close();
    expect(fs.existsSync(home.path('cache'))).toBe(false);
  });

  it('says once that the cache cannot be written, and does without', async () => {
    const home = fixture();
    const { live, problems, started } = begin(home, home.write('a-file', ''));
    await started;
    home.append(sessionA, [prompt('More')]);
    await live.refresh();
    expect(problems).toEqual([expect.stringMatching(/^.*index-\w+\.bin: cannot be written/)]);
    expect(live.index.rows.size).toBe(2);
  });

  it('writes not more than once a minute while it runs', async () => {
    const home = fixture();
    const { live, started } = begin(home);
    await started;
    const [name = ''] = fs.readdirSync(home.path('cache'));
    const before = fs.statSync(home.path('cache', name)).ino;
    home.append(sessionA, [prompt('More')]);
    await live.refresh();
    expect(fs.statSync(home.path('cache', name)).ino).toBe(before);
    await live.close();
    expect(fs.statSync(home.path('cache', name)).ino).not.toBe(before);
  });
});

function change(file: string, make: (bytes: Buffer) => Buffer): void {
  fs.writeFileSync(file, make(fs.readFileSync(file)));
}
