/** A recording of a client on Windows: read there, read elsewhere, and read in WSL by the drive that is mounted. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import { noMounts } from '../../fixtures/scratchTree.ts';
import { detailsOf, makeHome } from '../../fixtures/indexed.ts';
import { restoreWindowsRecording, windowsRoots } from '../../fixtures/windowsRecording.ts';
import { skip } from '../../fixtures/skip.ts';

const isWindows = process.platform === 'win32';

function plansIn(drive: string): { readonly wanted: unknown; readonly plans: (readonly [string, string, string])[][] } {
  const { sessions } = restoreWindowsRecording(drive, { moved: isWindows });
  const roots = windowsRoots.map((root) => path.join(drive, root));
  const index = new SessionIndex({ roots, processes: { startOf: () => undefined } });
  index.refresh();
  const ids = Object.keys(sessions).flatMap((id) => parseSessionId(id) ?? []);
  const plans = ids.map((id) =>
    detailsOf(index, id).plans.map(({ slug, state, path: file }) => [slug, state, file] as const),
  );
  return { wanted: Object.values(sessions).map((one) => one.plans), plans };
}

describe('the plans of a client on Windows', () => {
  it('are those that each session made, and those of the session that it goes on from', () => {
    const { wanted, plans } = plansIn(makeHome().path('c'));
    const fork = 3;
    expect(plans[fork]?.map(([slug]) => slug)).toEqual(['majestic-dazzling-robin']);
    expect(plans.map((some, at) => (at === fork ? [] : some.map(([slug]) => slug)))).toEqual(wanted);
  });

  it('are found where the client wrote them; of a place of another system that is said', () => {
    const drive = makeHome().path('c');
    const { plans } = plansIn(drive);
    const inDocs = plans.flat().filter(([slug]) => slug === 'nifty-singing-karp');
    const here = path.join(drive, 'work', 'other.repo', 'docs', 'plans', 'nifty-singing-karp.md');
    const there = 'C:\\work\\other.repo\\docs\\plans\\nifty-singing-karp.md';
    expect(inDocs).toEqual([['nifty-singing-karp', ...(isWindows ? ['found', here] : ['not-looked-at', there])]]);
    const others = plans.flat().filter(([slug]) => slug !== 'nifty-singing-karp');
    expect(new Set(others.map(([, state]) => state))).toEqual(new Set(['found']));
  });

  it('are found in WSL, where the drive is mounted', skip(noMounts()), () => {
    const drive = makeHome().path('c');
    const { sessions } = restoreWindowsRecording(drive);
    const id = Object.keys(sessions).find((one) => sessions[one]?.plans.includes('nifty-singing-karp')) ?? '';
    const script = 'mount -t tmpfs none /mnt && mkdir /mnt/c && mount --bind "$1" /mnt/c && shift && exec "$@"';
    const roots = windowsRoots.flatMap((root) => ['--claude-dir', `/mnt/c/${root}`]);
    const cli = [process.execPath, builtCli(), 'plan', '--session-id', id, '--no-cache', ...roots];
    const flags = process.getuid?.() === 0 ? ['-m'] : ['-rm'];
    const run = spawnSync('unshare', [...flags, 'sh', '-c', script, 'sh', drive, ...cli], { encoding: 'utf8' });
    expect(JSON.parse(run.stdout)).toMatchObject({
      plan: { path: '/mnt/c/work/other.repo/docs/plans/nifty-singing-karp.md', state: 'found', differs: false },
    });
  });
});

function builtCli(): string {
  const folder = makeHome().path('built');
  spawnSync(process.execPath, ['esbuild.mjs', '--cli', folder], { stdio: 'inherit' });
  return fs.realpathSync(path.join(folder, 'cli.js'));
}
