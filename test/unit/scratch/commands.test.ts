import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanScratchAnswer, type CleanScratchAnswer } from '../../../src/cli/commands/cleanScratch.ts';
import { restoreScratchAnswer, type RemovedScratchAnswer } from '../../../src/cli/commands/restoreScratch.ts';
import type { ScratchContext } from '../../../src/cli/commands/scratchCommand.ts';
import { scratchDirAnswer } from '../../../src/cli/commands/scratchDir.ts';
import type { StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { whereRefused } from '../../fixtures/refusedCalls.ts';
import { buildTree, day, makeSandbox, sessionA, sessionB, snapshot, type Sandbox } from '../../fixtures/scratchTree.ts';

let sandbox: Sandbox;
let context: ScratchContext;
const now = Date.now();
const inactive = { now, isLive: () => false, lastActivity: () => undefined };

beforeEach(() => {
  sandbox = makeSandbox();
  context = {
    cwds: [path.join(sandbox.repository, 'src')],
    sessionId: () => parseSessionId(sessionA) as SessionId,
    staleRule: (maxAgeMs) => ({ ...inactive, maxAgeMs }),
    taskOutputs: () => [],
    tmp: { tmpDirs: [], uid: undefined },
  };
});
afterEach(() => {
  sandbox.remove();
});

const place = (id: string) => path.join(sandbox.repository, '.erk/scratch/sessions', id);

/** A is stale, B is not. */
function twoSessions(): void {
  const dir = (id: string, age: number) => ({ p: `.erk/scratch/sessions/${id}`, t: 'dir', age_days: age }) as const;
  const file = (id: string, age: number) => ({ p: `.erk/scratch/sessions/${id}/f`, t: 'file', age_days: age }) as const;
  buildTree(sandbox, [dir(sessionA, 30), file(sessionA, 30), dir(sessionB, 1), file(sessionB, 1)], now);
}

describe('scratch-dir', () => {
  it('prints the path, and makes the directory with --create', () => {
    expect(scratchDirAnswer({}, context)).toEqual({ path: place(sessionA), exists: false });
    expect(fs.existsSync(place(sessionA))).toBe(false);
    expect(scratchDirAnswer({ create: true }, context)).toEqual({ path: place(sessionA), exists: true });
    expect(fs.statSync(place(sessionA)).mode & 0o777).toBe(0o700);
  });

  it('answers with an error outside of a working tree, through a link, and without a session', () => {
    expect(scratchDirAnswer({}, { ...context, cwds: [sandbox.outside] })).toMatchObject({ error: 'not_found' });
    fs.symlinkSync(sandbox.outside, path.join(sandbox.repository, '.erk'));
    expect(scratchDirAnswer({ create: true }, context)).toMatchObject({ error: 'refused', reason: 'symlink' });
    const error = { error: 'no_session', message: 'x' } as const;
    expect(scratchDirAnswer({}, { ...context, sessionId: () => error })).toBe(error);
  });
});

describe('clean-scratch', () => {
  const clean = (values: Parameters<typeof cleanScratchAnswer>[0], changed: Partial<ScratchContext> = {}) =>
    cleanScratchAnswer(values, { ...context, ...changed });

  it('moves what is stale and says why the rest is kept', async () => {
    twoSessions();
    const answer = (await clean({ yes: true })) as CleanScratchAnswer;
    expect(answer.moved).toMatchObject([{ sessionId: sessionA, path: place(sessionA), files: 1, bytes: 5 }]);
    expect(answer.kept).toMatchObject([
      { sessionId: sessionB, reason: 'fresh', message: 'Something in it was modified lately.' },
    ]);
    expect(fs.existsSync(place(sessionA))).toBe(false);
    expect(fs.existsSync(place(sessionB))).toBe(true);
  });

  it.each([
    ['without a terminal and without --yes', {}, {}, 'Nothing was moved: without a terminal this needs --yes.'],
    ['when the person says no', {}, { confirm: () => Promise.resolve(false) }, 'Nothing was moved.'],
  ])('moves nothing %s', async (_, values, changed, message) => {
    twoSessions();
    const before = snapshot(sandbox.repository);
    expect(await clean(values, changed)).toMatchObject({
      error: 'refused',
      reason: 'not-confirmed',
      message,
      offered: [{ sessionId: sessionA }],
    });
    expect(snapshot(sandbox.repository)).toEqual(before);
  });

  it('moves nothing in a dry run, whatever else is said', async () => {
    twoSessions();
    const before = snapshot(sandbox.repository);
    expect(await clean({ dryRun: true, yes: true })).toMatchObject({ offered: [{ sessionId: sessionA }], moved: [] });
    expect(snapshot(sandbox.repository)).toEqual(before);
  });

  it('asks with count and size, and moves when the person agrees', async () => {
    twoSessions();
    const questions: string[] = [];
    const confirm = (question: string) => Promise.resolve(questions.push(question) > 0);
    expect(await clean({}, { confirm })).toMatchObject({ moved: [{ sessionId: sessionA }] });
    expect(questions).toEqual([
      'Move 1 scratch directory (5 B) to the bin? They can be restored with restore-scratch.',
    ]);
  });

  it.each<[string, Partial<StaleRule>, string]>([
    ['came to life', { isLive: () => true }, 'live-session'],
    ['wrote to its log', { lastActivity: () => now }, 'recent-log'],
    ['can no longer be looked at', { lastActivity: () => 'unknown' }, 'activity-unknown'],
  ])('keeps the scratch of a session that %s while the question waited', async (_, later, reason) => {
    twoSessions();
    let asked = false;
    const answer = (await clean(
      {},
      {
        confirm: () => Promise.resolve((asked = true)),
        staleRule: (maxAgeMs) => ({ ...inactive, maxAgeMs, ...(asked ? later : {}) }),
      },
    )) as CleanScratchAnswer;
    expect(answer.offered).toMatchObject([{ sessionId: sessionA }]);
    expect(answer.moved).toEqual([]);
    expect(answer.kept).toContainEqual(expect.objectContaining({ sessionId: sessionA, reason }));
    expect(fs.existsSync(place(sessionA))).toBe(true);
  });

  it('answers with an error when no data root can be looked at', async () => {
    twoSessions();
    const error = { error: 'not_found', message: 'x' } as const;
    expect(await clean({ yes: true }, { staleRule: () => error })).toBe(error);
    expect(fs.existsSync(place(sessionA))).toBe(true);
  });

  it('takes an age and a session ID, and keeps scratch of live sessions', async () => {
    twoSessions();
    const offered = async (values: Parameters<typeof clean>[0], changed: Partial<StaleRule> = {}) => {
      const staleRule = (maxAgeMs: number) => ({ ...inactive, maxAgeMs, ...changed });
      const answer = (await clean({ ...values, dryRun: true }, { staleRule })) as CleanScratchAnswer;
      return answer.offered.map(({ sessionId }) => sessionId);
    };
    expect(await offered({ olderThan: '12h' })).toEqual([sessionA, sessionB]);
    expect(await offered({ olderThan: '12h', isOneSession: true })).toEqual([sessionA]);
    expect(await offered({ olderThan: '90d' })).toEqual([]);
    expect(await offered({}, { isLive: () => true })).toEqual([]);
    expect(await offered({}, { lastActivity: () => now - day })).toEqual([]);
  });

  it.each(['0d', '5m', 'x', '-1d', ''])('refuses the age %j', async (age) => {
    expect(await clean({ olderThan: age, yes: true })).toMatchObject({ error: 'usage' });
  });

  it('leaves a directory with a repository unless an option includes it', async () => {
    twoSessions();
    fs.mkdirSync(path.join(place(sessionA), 'clone/.git'), { recursive: true });
    const stale = (now - 30 * day) / 1000;
    for (const each of ['clone/.git', 'clone', '']) fs.utimesSync(path.join(place(sessionA), each), stale, stale);
    const answer = (await clean({ yes: true })) as CleanScratchAnswer;
    expect(answer).toMatchObject({ offered: [{ needsExtraConfirmation: true }], moved: [] });
    expect(answer.kept).toContainEqual(expect.objectContaining({ sessionId: sessionA, reason: 'nested-repository' }));
    expect(await clean({ yes: true, withRepositories: true })).toMatchObject({ moved: [{ sessionId: sessionA }] });
  });

  it('covers all worktrees of the repository, and answers with an error outside of any', async () => {
    twoSessions();
    const other = path.join(sandbox.base, 'worktree');
    fs.mkdirSync(path.join(sandbox.repository, '.git/worktrees/w'), { recursive: true });
    fs.writeFileSync(path.join(sandbox.repository, '.git/worktrees/w/commondir'), '../..\n');
    fs.writeFileSync(path.join(sandbox.repository, '.git/worktrees/w/gitdir'), `${other}/.git\n`);
    fs.mkdirSync(other);
    fs.writeFileSync(path.join(other, '.git'), `gitdir: ${sandbox.repository}/.git/worktrees/w\n`);
    expect(await clean({ yes: true }, { cwds: [other] })).toMatchObject({ moved: [{ sessionId: sessionA }] });
    expect(await clean({ yes: true }, { cwds: [sandbox.outside] })).toMatchObject({ error: 'not_found' });
  });
});

describe('restore-scratch', () => {
  const list = () => restoreScratchAnswer({ list: true }, context) as RemovedScratchAnswer[];

  it('lists what was removed and gives it back', async () => {
    twoSessions();
    const before = snapshot(place(sessionA));
    await cleanScratchAnswer({ yes: true }, context);
    const [removed] = list();
    expect(removed).toMatchObject({ sessionId: sessionA, path: place(sessionA), files: 1, bytes: 5 });
    expect(restoreScratchAnswer({ entry: removed?.entry ?? '' }, context)).toMatchObject({
      path: place(sessionA),
      beside: false,
    });
    expect(snapshot(place(sessionA))).toEqual(before);
    expect(list()).toEqual([]);
  });

  it('takes a session ID while it is clear which entry is meant', async () => {
    twoSessions();
    await cleanScratchAnswer({ yes: true }, context);
    expect(restoreScratchAnswer({ entry: sessionA.toUpperCase() }, context)).toMatchObject({ path: place(sessionA) });
    await cleanScratchAnswer({ yes: true }, context);
    fs.mkdirSync(place(sessionA));
    fs.utimesSync(place(sessionA), 0, 0);
    await cleanScratchAnswer({ yes: true }, context);
    const answer = restoreScratchAnswer({ entry: sessionA }, context);
    expect(answer).toMatchObject({ error: 'refused', reason: 'ambiguous', candidates: { length: 2 } });
  });

  it('answers with an error where the bin cannot be read, and warns where a part of it cannot', async () => {
    twoSessions();
    await cleanScratchAnswer({ yes: true }, context);
    const bin = path.join(sandbox.repository, '.erk/.session-scope-bin');
    const unreadable = { error: 'unreadable', message: 'The bin could not be read.', paths: [bin], unreadCount: 1 };
    const isBin = (at: string) => at.endsWith('.session-scope-bin') && fs.existsSync(at);
    expect(whereRefused('openSync', 'EACCES', list, isBin)).toEqual(unreadable);
    const restore = () => restoreScratchAnswer({ entry: sessionA }, context);
    expect(whereRefused('openSync', 'EACCES', restore, isBin)).toEqual(unreadable);
    const second = path.join(place(''), '.session-scope-bin');
    fs.mkdirSync(second);
    const said: string[] = [];
    const listed = () => restoreScratchAnswer({ list: true }, { ...context, warn: (sentence) => said.push(sentence) });
    const isSecond = (at: string) => at.startsWith('/proc/self/fd/') && fs.realpathSync(at) === second;
    expect(whereRefused('openSync', 'EACCES', listed, isSecond)).toHaveLength(1);
    expect(said).toEqual([`This may not be all: ${second} could not be read.`]);
  });

  it('answers with an error for an unknown entry', () => {
    for (const wanted of ['', '../../x', 'x'.repeat(100_000), sessionB]) {
      expect(restoreScratchAnswer({ entry: wanted }, context)).toEqual({
        error: 'not_found',
        message: 'The bin has no such entry.',
      });
    }
    expect(restoreScratchAnswer({}, context)).toMatchObject({ error: 'usage' });
    expect(restoreScratchAnswer({ list: true, entry: 'x' }, context)).toMatchObject({ error: 'usage' });
  });
});
