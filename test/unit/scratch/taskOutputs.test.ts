import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CleanScratchAnswer } from '../../../src/cli/commands/cleanScratch.ts';
import type { RemovedScratchAnswer } from '../../../src/cli/commands/restoreScratch.ts';
import { outputsRule, staleRule } from '../../../src/core/answers/staleRule.ts';
import { outputCandidates } from '../../../src/core/answers/taskOutputs.ts';
import { claudeTmpHost, readTaskOutputs } from '../../../src/core/scratch/claudeTmp.ts';
import { reconcileBins } from '../../../src/core/scratch/bin.ts';
import { emptyBin } from '../../../src/core/scratch/emptyBin.ts';
import { moveCandidate, restoreEntry } from '../../../src/core/scratch/moveCandidate.ts';
import { listOutputBins } from '../../../src/core/scratch/outputBin.ts';
import { keepOutputs } from '../../../src/core/scratch/outputCandidates.ts';
import { selectStale, type StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { cli } from '../cli/cliProcess.ts';

const uid = process.getuid?.() ?? 0;
const hour = 3_600_000;
const day = 24 * hour;
let home: Home;
let client: string;
let tasks: string;

/**
 * A and B have outputs in the folder of the process that began with A; nobody names `x`; `link` leads to an agent's
 * log.
 */
beforeEach(() => {
  home = makeHome();
  client = home.path('tmp', `claude-${uid}`);
  tasks = path.join(client, home.path('shop').replace(/[^A-Za-z0-9]/g, '-'), sessionA, 'tasks');
  const background = (id: string) => ({ ...prompt('go'), toolUseResult: { backgroundTaskId: id } });
  home.log(sessionA, [prompt('A'), background('a1'), background('a2')]);
  home.log(sessionB, [prompt('B'), background('b1')]);
  home.log(sessionC, [prompt('C')]);
  for (const [name, bytes] of Object.entries({ a1: 1000, a2: 20, b1: 300, x: 7 })) output(name, bytes);
  fs.symlinkSync(home.logPath(sessionA), path.join(tasks, 'link.output'));
});

function output(name: string, bytes: number, age = 40 * day): void {
  const file = home.write(path.relative(home.folder, path.join(tasks, `${name}.output`)), 'x'.repeat(bytes));
  const time = (Date.now() - age) / 1000;
  fs.utimesSync(file, time, time);
}

const host = () => ({ tmpDirs: [home.path('tmp')], uid });
const scratchHost = () => ({ ...host(), taskOutputs: readTaskOutputs(host()) });
const found = () => outputCandidates(indexOf(home), scratchHost());
const rule: StaleRule = { now: Date.now(), maxAgeMs: 'any', isLive: () => false, lastActivity: () => undefined };
const names = () => fs.readdirSync(tasks).sort();
const all = ['a1.output', 'a2.output', 'b1.output', 'link.output', 'x.output'];
const summary = () =>
  found().map(({ sessionId, outputs, measurement }) => [sessionId, outputs, measurement?.bytes, measurement?.files]);

describe('task outputs', () => {
  it('are those files that a session names, the largest first; links and what nobody names are left out', () => {
    expect(summary()).toEqual([
      [sessionA, ['a1.output', 'a2.output'], 1020, 2],
      [sessionB, ['b1.output'], 300, 1],
    ]);
  });

  it('go to the bin of their folder file by file, and back', () => {
    const [ofA] = found();
    const result = ofA && moveCandidate(ofA, rule, {});
    expect(result).toMatchObject({ moved: true, entry: { sessionId: sessionA, files: 2, bytes: 1020, path: tasks } });
    expect(names()).toEqual(['b1.output', 'link.output', 'x.output']);
    const [entry] = listOutputBins(host());
    expect(entry && restoreEntry(entry)).toEqual({ restored: true, path: tasks, beside: false });
    expect(names()).toEqual(all);
    expect(fs.readdirSync(path.join(client, '.session-scope-bin'))).toEqual(['.gitignore']);
  });

  it('come back under another name where theirs is taken', () => {
    const [ofA] = found();
    if (ofA) moveCandidate(ofA, rule, {});
    output('a1', 5);
    const [entry] = listOutputBins(host());
    expect(entry && restoreEntry(entry)).toEqual({ restored: true, path: tasks, beside: true });
    expect(names()).toEqual(['a1-restored-1.output', ...all]);
    expect(fs.statSync(path.join(tasks, 'a1.output')).size).toBe(5);
  });

  it.each(['no folder', 'an empty folder', 'one of them'])(
    'of a move that was killed leave nothing behind but %s',
    (left) => {
      const [ofA] = found();
      if (ofA) moveCandidate(ofA, rule, {});
      const [entry] = listOutputBins(host());
      const bin = path.join(client, '.session-scope-bin');
      const folder = path.join(bin, entry?.entry ?? '');
      const moved = left === 'one of them' ? ['a2.output'] : ['a1.output', 'a2.output'];
      for (const name of moved) fs.renameSync(path.join(folder, name), path.join(tasks, name));
      if (left === 'no folder') fs.rmdirSync(folder);
      const isHeld = left === 'one of them';
      reconcileBins([client], Date.now() + 1000);
      expect(fs.readdirSync(bin)).toHaveLength(left === 'no folder' ? 2 : 3);
      reconcileBins([client], Date.now() + 100_000);
      expect(fs.readdirSync(bin)).toHaveLength(isHeld ? 3 : 1);
      expect(names()).toEqual(isHeld ? all.filter((name) => name !== 'a1.output') : all);
    },
  );

  it('are gone once the bin is emptied', () => {
    const [ofA] = found();
    if (ofA) moveCandidate(ofA, rule, {});
    expect(emptyBin(listOutputBins(host())).incomplete).toEqual([]);
    expect(listOutputBins(host())).toEqual([]);
    expect(names()).toEqual(['b1.output', 'link.output', 'x.output']);
  });

  it.each([
    ['their session runs', (id: string) => id === sessionB, 'live-session'],
    ['the session that the process began with runs', (id: string) => id === sessionA, 'live-session'],
    ['that cannot be told', (id: string) => (id === sessionA ? 'unknown' : false), 'activity-unknown'],
  ] as const)('are kept while %s', (_, isLive, reason) => {
    const ofB = found().find(({ sessionId }) => sessionId === sessionB);
    const asked = { ...rule, isLive };
    expect(ofB && selectStale([ofB], asked, keepOutputs)).toMatchObject({ offered: [], kept: [{ reason }] });
    expect(ofB && moveCandidate(ofB, asked, {})).toEqual({ moved: false, reason });
    expect(names()).toEqual(all);
  });

  it('are kept while the process of their session goes on with another', () => {
    const index = indexOf(home);
    const goesOn: typeof index = Object.create(index, {
      liveIds: { value: () => [sessionC] },
      rows: {
        value: new Map([[sessionC, { origins: [{ kind: 'continues-process-of', sessionId: sessionA }] }]]),
      },
    }) as typeof index;
    expect(outputsRule(goesOn, rule).isLive(sessionA)).toBe(true);
    expect(outputsRule(goesOn, rule).isLive(sessionB)).toBe(false);
    expect(outputsRule(index, staleRule(index, Date.now(), 'any')).isLive(sessionA)).toBe(false);
  });

  it('are kept within the hour, even if picked, and where one of them changed after it was shown', () => {
    output('a2', 20, hour / 2);
    const [fresh] = found();
    expect(fresh && moveCandidate(fresh, rule, {})).toEqual({ moved: false, reason: 'fresh' });
    output('a2', 20);
    const [shown] = found();
    output('a2', 21);
    expect(shown && moveCandidate(shown, rule, {})).toEqual({ moved: false, reason: 'changed-since-preview' });
    expect(names()).toEqual(all);
  });

  it('are not reached through a link in the place of their folder, nor by a name that is none of an output', () => {
    const [shown] = found();
    fs.renameSync(tasks, `${tasks}-2`);
    fs.symlinkSync(`${tasks}-2`, tasks);
    expect(shown && moveCandidate(shown, rule, {})).toEqual({ moved: false, reason: 'root-not-a-real-directory' });
    const forged = shown && { ...shown, outputs: ['../../x.output'] };
    expect(forged && moveCandidate(forged, rule, {})).toEqual({ moved: false, reason: 'not-scratch' });
    const elsewhere = shown && { ...shown, toplevel: home.folder, base: ['shop'], name: 'src' };
    expect(elsewhere && moveCandidate(elsewhere, rule, {})).toEqual({ moved: false, reason: 'not-scratch' });
  });
});

describe('clean-scratch --task-outputs', () => {
  const run = (...args: string[]) => cli(home, args, { env: { CLAUDE_CODE_TMPDIR: home.path('tmp') } });

  it('shows, moves and restores', () => {
    const shown = run('clean-scratch', '--task-outputs', '--dry-run').json as CleanScratchAnswer;
    const ofHome = shown.offered.filter(({ path: folder }) => folder === tasks);
    expect(ofHome.map(({ sessionId, files, bytes }) => [sessionId, files, bytes])).toEqual([
      [sessionA, 2, 1020],
      [sessionB, 1, 300],
    ]);
    expect(names()).toEqual(all);
    const { moved } = run('clean-scratch', '--task-outputs', '--yes', '--session-id', sessionB)
      .json as CleanScratchAnswer;
    expect(moved.map(({ sessionId, bytes }) => [sessionId, bytes])).toEqual([[sessionB, 300]]);
    expect(names()).toEqual(['a1.output', 'a2.output', 'link.output', 'x.output']);
    const listed = run('restore-scratch', '--list').json as RemovedScratchAnswer[];
    expect(listed.filter(({ path: place }) => place === tasks).map(({ bytes }) => bytes)).toEqual([300]);
    expect(run('restore-scratch', moved[0]?.entry ?? '').json).toMatchObject({ path: tasks, beside: false });
    expect(names()).toEqual(all);
  });

  it('says of outputs of which one cannot go back how many did and how many are in the bin', () => {
    const { moved } = run('clean-scratch', '--task-outputs', '--yes', '--session-id', sessionA)
      .json as CleanScratchAnswer;
    const entry = moved[0]?.entry ?? '';
    fs.writeFileSync(path.join(client, '.session-scope-bin', entry, 'notes.txt'), '');
    expect(run('restore-scratch', entry)).toMatchObject({
      code: 1,
      json: {
        error: 'refused',
        reason: 'not-an-output',
        message: '2 files are back, 1 file is in the bin: Something in it is no output of a task.',
        path: tasks,
        restored: 2,
        left: 1,
      },
    });
    expect(names()).toEqual(all);
  });

  it('moves nothing without --yes where nobody can be asked', () => {
    expect(run('clean-scratch', '--task-outputs').json).toMatchObject({ error: 'refused', reason: 'not-confirmed' });
    expect(names()).toEqual(all);
  });
});

describe('where the folders of clients are', () => {
  it.each(['', 'tmp', './tmp', '~/tmp'])(
    'is not said by a CLAUDE_CODE_TMPDIR of %j, which is no absolute path',
    (named) => {
      const usual = claudeTmpHost({}).tmpDirs;
      expect(claudeTmpHost({ CLAUDE_CODE_TMPDIR: named }).tmpDirs).toEqual(usual);
      expect(claudeTmpHost({ CLAUDE_CODE_TMPDIR: os.homedir() }).tmpDirs).toEqual([os.homedir(), ...usual]);
    },
  );
});
