import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import type { IndexHost } from '../../../src/core/index/indexTypes.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { lookLater } from '../../fixtures/laterLooks.ts';
import { asNobody, asRoot } from '../../fixtures/rights.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

vi.mock('node:fs', { spy: true });

/** Elsewhere each look lists all folders. */
const areStampsBelieved = process.platform === 'linux';

const folderTime = 1_700_000_000;

let home: Home;
let index: SessionIndex;

beforeEach(() => {
  home = makeHome();
  home.plan('calm-painting-otter');
  home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
  home.log(sessionB, [prompt('B')]);
  home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
  fs.mkdirSync(path.join(home.projectDirectory(), sessionB));
  fs.utimesSync(home.projectDirectory(), folderTime, folderTime);
  index = indexOf(home);
});

afterEach(() => index.close());

/** What an index says of all sessions. */
function listing(said: SessionIndex): unknown {
  const rows = [...said.rows].sort(([a], [b]) => (a < b ? -1 : 1));
  return { rows: rows.map(([id, row]) => [row, detailsOf(said, id)]), folders: said.folders, odd: said.passedOver };
}

function expectColdAnswers(): void {
  const cold = indexOf(home, index.host);
  expect(listing(index)).toEqual(listing(cold));
  cold.close();
}

/** An index that begins with what the one before has left in the cache. */
function restart(): void {
  const host: IndexHost = index.host;
  const file = indexCacheFile(home.path('cache'), host);
  writeIndexCache(file, index)?.logs.close();
  index.close();
  index = new SessionIndex(host);
  const stored = readIndexCache(file, host);
  if (stored === undefined) throw new Error('the cache was not read');
  index.restore(stored);
}

function foldersListed(act: () => void): string[] {
  const { mock } = vi.mocked(fs.readdirSync);
  const before = mock.calls.length;
  act();
  return mock.calls.slice(before).map(([folder]) => path.relative(home.root, String(folder)));
}

/** Names that do not change how large a folder is. */
function renameLog(): void {
  fs.renameSync(home.logPath(sessionB), home.logPath(sessionC));
}

describe('a folder that is as it was', () => {
  it.skipIf(!areStampsBelieved)('is not listed again, by the same index or after a start from the cache', () => {
    lookLater(() => index.refresh());
    expect(foldersListed(() => index.refresh())).toEqual(['sessions', 'projects']);
    restart();
    expect(foldersListed(() => index.refresh())).toEqual(['sessions', 'projects']);
    expectColdAnswers();
  });

  it.skipIf(!areStampsBelieved)('is listed again while its last change was not long before the listing', () => {
    const project = path.relative(home.root, home.projectDirectory());
    const all = ['plans', 'projects', project, path.join(project, sessionA, 'subagents'), 'sessions'];
    expect(foldersListed(() => index.refresh()).sort()).toEqual(all);
    restart();
    expect(foldersListed(() => index.refresh()).sort()).toEqual(all);
  });

  it('is told with what was passed over in it', () => {
    fs.writeFileSync(path.join(home.projectDirectory(), 'notes.jsonl'), '');
    lookLater(() => index.refresh());
    index.refresh();
    expect(index.passedOver).toEqual([
      { path: path.join(home.projectDirectory(), 'notes.jsonl'), reason: 'ignored-name' },
    ]);
  });
});

describe.each(['by the same index', 'after a start from the cache'])('a change of a folder is found %s', (when) => {
  const beforeChange = (): void => {
    if (when !== 'by the same index') restart();
  };

  it('in the tick of its listing', async () => {
    const { statSync } = await vi.importActual<typeof fs>('node:fs');
    // As coarse as ext4 has it with small inodes; the kernel that runs the test may be finer than those of others.
    const coarse = (time: number): number => Math.floor(time / 1000) * 1000;
    vi.mocked(fs.statSync).mockImplementation((...given: Parameters<typeof fs.statSync>) => {
      const stats = statSync(...given) as fs.Stats | undefined;
      return stats && Object.assign(stats, { mtimeMs: coarse(stats.mtimeMs), ctimeMs: coarse(stats.ctimeMs) });
    });
    try {
      renameLog();
      home.plan('brave-counting-heron');
      index.refresh();
      beforeChange();
      fs.renameSync(home.logPath(sessionC), home.logPath(sessionB));
      fs.renameSync(home.planPath('brave-counting-heron'), home.planPath('brave-counting-raven'));
      index.refresh();
    } finally {
      vi.mocked(fs.statSync).mockReset();
    }
    expectColdAnswers();
  });

  it.each<[string, () => void]>([
    ['a log gets another name', renameLog],
    [
      'a log gets another name, and the folder its time back',
      () => {
        renameLog();
        fs.utimesSync(home.projectDirectory(), folderTime, folderTime);
      },
    ],
    [
      'another folder stands in its place',
      () => {
        fs.renameSync(home.projectDirectory(), home.path('before'));
        home.log(sessionC, [prompt('C')]);
      },
    ],
    [
      'a folder of as many logs comes from elsewhere',
      () => {
        fs.cpSync(home.projectDirectory(), home.path('copy'), { recursive: true, preserveTimestamps: true });
        renameLog();
        fs.renameSync(home.projectDirectory(), home.path('before'));
        fs.renameSync(home.path('copy'), home.projectDirectory());
      },
    ],
    ['a session gets a folder of agent logs', () => home.agentLog(sessionB, 'b1b2c3d', [prompt('Look')])],
    ['a session gets a folder at all', () => home.agentLog(sessionC, 'c1b2c3d', [prompt('Look')])],
    [
      'a folder of agent logs gets a folder',
      () => {
        const folder = path.join(home.projectDirectory(), sessionA, 'subagents/workflows/wf_1');
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'agent-d1b2c3d.jsonl'), '');
      },
    ],
    ['a folder of agent logs goes', () => fs.rmSync(path.join(home.projectDirectory(), sessionA), { recursive: true })],
    [
      'a link stands in the place of a log',
      () => {
        fs.renameSync(home.logPath(sessionB), home.path('log'));
        fs.symlinkSync(home.path('log'), home.logPath(sessionB));
      },
    ],
    ['a plan goes', () => fs.rmSync(home.planPath('calm-painting-otter'))],
    [
      'a plan comes back',
      () => {
        fs.rmSync(home.planPath('calm-painting-otter'));
        lookLater(() => index.refresh());
        home.plan('calm-painting-otter');
      },
    ],
    ['all plans go', () => fs.rmSync(home.path('.claude/plans'), { recursive: true })],
  ])('when %s', (_name, change) => {
    lookLater(() => index.refresh());
    beforeChange();
    change();
    index.refresh();
    expectColdAnswers();
  });

  it('when it was closed to the reader in between', () => {
    asNobody(() => {
      home = makeHome();
      home.log(sessionA, [prompt('A')]);
      index.close();
      index = indexOf(home);
      const project = home.projectDirectory();
      lookLater(() => index.refresh());
      fs.chmodSync(project, 0);
      lookLater(() => index.refresh());
      expect(index.passedOver).toEqual([{ path: project, reason: 'unreadable' }]);
      expect([...index.rows.keys()]).toEqual([sessionA]);
      beforeChange();
      asRoot(() => fs.writeFileSync(home.logPath(sessionB), fs.readFileSync(home.logPath(sessionA))));
      fs.chmodSync(project, 0o755);
      index.refresh();
      expectColdAnswers();
    });
  });

  it.each(['projects', 'plans'])('when it could not be listed once: %s', async (folder) => {
    const { readdirSync } = await vi.importActual<typeof fs>('node:fs');
    vi.mocked(fs.readdirSync).mockImplementation((...given: Parameters<typeof fs.readdirSync>) => {
      if (String(given[0]).includes(path.join(home.root, folder))) throw new Error('too many open files');
      return readdirSync(...given);
    });
    try {
      renameLog();
      home.plan('brave-counting-heron');
      lookLater(() => index.refresh());
    } finally {
      vi.mocked(fs.readdirSync).mockReset();
    }
    beforeChange();
    index.refresh();
    expectColdAnswers();
  });
});
