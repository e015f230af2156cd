import * as fs from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { LiveIndex } from '../../../src/live/liveIndex.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

const lives: LiveIndex[] = [];
afterEach(() => {
  for (const live of lives.splice(0)) live.dispose();
});

interface Announced {
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

/** A start with the cache in `cacheDirectory`: what it announced, in order, and its problems. */
function begin(home: Home, cacheDirectory: string | undefined = home.path('cache')) {
  const announced: Announced[] = [];
  const problems: string[] = [];
  const announce = (ids: Iterable<SessionId>) =>
    announced.push({ ids: [...ids].sort(), bytesRead: live.index.bytesRead });
  const live: LiveIndex = new LiveIndex(
    { roots: [home.root], processes: { startOf: () => undefined } },
    {
      changed: ({ changed }) => announce(changed),
      cached: (rows) => announce(rows.map(({ sessionId }) => sessionId)),
      status: () => undefined,
      problem: (path, reason) => problems.push(`${path}: ${reason}`),
    },
    { cacheDirectory },
  );
  lives.push(live);
  return { live, announced, problems, started: live.start() };
}

async function saveCache(home: Home): Promise<string> {
  const { live, started } = begin(home);
  await started;
  await live.close();
  const [name = ''] = fs.readdirSync(home.path('cache'));
  return home.path('cache', name);
}

describe('a live index with a cache', () => {
  it('announces all cached rows at once and reads no unchanged log', async () => {
    const home = fixture();
    await saveCache(home);
    const { live, announced, started } = begin(home);
    expect(announced).toEqual([{ ids: [sessionA, sessionB], bytesRead: 0 }]);
    await started;
    expect(live.index.bytesRead).toBe(0);
    expect(announced).toHaveLength(1);
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
    damage(await saveCache(home));
    const { live, announced, started } = begin(home);
    expect(announced).toEqual([]);
    await started;
    expect(announced.flatMap(({ ids }) => ids)).toEqual([sessionA, sessionB]);
    expect(live.index.bytesRead).toBeGreaterThan(0);
  });

  it('is not saved when nothing has changed', async () => {
    const home = fixture();
    const file = await saveCache(home);
    const before = fs.statSync(file).ino;
    await saveCache(home);
    expect(fs.statSync(file).ino).toBe(before);
  });

  it('is not saved when it closes before its first comparison ended', async () => {
    const home = fixture();
    const { live } = begin(home);
    await live.close();
    expect(fs.existsSync(home.path('cache'))).toBe(false);
  });

  it('reports once that the cache cannot be written, and goes on', async () => {
    const home = fixture();
    const { live, problems, started } = begin(home, home.write('a-file', ''));
    await started;
    home.append(sessionA, [prompt('More')]);
    await live.refresh();
    expect(problems).toEqual([expect.stringMatching(/^.*index-\w+\.bin: cannot be written/)]);
    expect(live.index.rows.size).toBe(2);
  });

  it('that changes twice within a minute is saved again only when it closes', async () => {
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
