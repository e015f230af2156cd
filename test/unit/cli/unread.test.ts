/** What could not be read: an answer that may lack it says so. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ZodType } from 'zod';
import { isCliError, toJson } from '../../../src/cli/answers.ts';
import type { ParsedArgs } from '../../../src/cli/args.ts';
import { command as hookCommand } from '../../../src/cli/commands/hook.ts';
import type { HookAnswer } from '../../../src/cli/hookWords.ts';
import { hasNoLogAndIsAlone } from '../../../src/core/roots/newSession.ts';
import type { HookInput } from '../../../src/core/roots/callerSession.ts';
import { commands, createContext } from '../../../src/cli/commands.ts';
import { answers, error } from '../../../src/contract/answers.ts';
import { dirtyFiles } from '../../../src/core/answers/dirtyFiles.ts';
import { FileChanges } from '../../../src/core/files/fileChanges.ts';
import { planMode, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { killLiveClients, liveClient } from '../../fixtures/liveClients.ts';
import { whereRefused } from '../../fixtures/refusedCalls.ts';
import { noProc, skip } from '../../fixtures/skip.ts';

afterAll(killLiveClients);

let home: Home;
let warnings: string[];

beforeEach(() => {
  home = makeHome();
  warnings = [];
  home.log(sessionA, [prompt('A')]);
  home.log(sessionB, [prompt('B')]);
});

/** What a command answers, as JSON has it and as the contract says. */
async function answerOf(
  name: string,
  positionals: readonly string[],
  isRefused: (place: string) => boolean,
  values: ParsedArgs['values'] = {},
) {
  const { command } = (await commands[name]?.()) ?? expect.unreachable(name);
  const context = createContext({
    values: { 'claude-dir': [home.root], 'no-cache': true, all: true, ...values },
    positionals,
    env: { HOME: home.folder },
    warn: (sentence) => warnings.push(sentence),
  });
  const ask = (): unknown => {
    const found: unknown = command.run(context);
    const answer = isCliError(found) ? found : (command.json?.(found) ?? found);
    return isCliError(answer) || name !== 'sessions' ? answer : [...(answer as Iterable<unknown>)];
  };
  const answer = whereRefused(
    'openSync',
    'EMFILE',
    () => whereRefused('readdirSync', 'EMFILE', ask, isRefused),
    isRefused,
  );
  const schema = isCliError(answer) ? error : (answers as Readonly<Record<string, ZodType>>)[name];
  expect(schema?.safeParse(JSON.parse(toJson(answer))).error?.issues ?? []).toEqual([]);
  return answer;
}

const nothing = () => false;
const only = (refused: string) => (place: string) => place === refused;
/** The error of an answer that only this place could give. */
const cannotTell = (what: string, place: string) => ({
  error: 'unreadable',
  message: `${what} cannot be told: ${place} cannot be read.`,
  path: place,
  paths: [place],
  unreadCount: 1,
});

describe('sessions', () => {
  it('marks the row of a log that could not be read, and says so beside the answer', async () => {
    const log = home.logPath(sessionB);
    const rows = (await answerOf('sessions', [], (place) => place === log)) as {
      sessionId: string;
      hasUnreadLog?: true;
    }[];
    expect(rows.map(({ sessionId, hasUnreadLog }) => [sessionId, hasUnreadLog])).toEqual([
      [sessionA, undefined],
      [sessionB, true],
    ]);
    expect(warnings).toEqual([`1 log could not be read, the first one is ${log}.`]);
  });

  it('does not say that there are none while a folder could not be listed', async () => {
    const place = home.projectDirectory();
    expect(await answerOf('sessions', [], only(place))).toEqual(cannotTell('Which sessions there are', place));
    expect(await answerOf('sessions', [], only(place), { limit: '0' })).toEqual([]);
  });

  it('of a project without any is not in doubt for an agent log, but for a session log of any project', async () => {
    const asked = { all: false, cwd: [home.path('empty')] };
    const agent = home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    const flat = home.agentLog(sessionA, 'b1b2c3d', [prompt('Look')], true);
    for (const place of [agent, flat, path.dirname(agent)])
      expect(await answerOf('sessions', [], only(place), asked)).toEqual([]);
    expect(warnings).toContain(`1 log could not be read, the first one is ${agent}.`);
    for (const place of [home.logPath(sessionB), home.projectDirectory()])
      expect(await answerOf('sessions', [], only(place), asked)).toEqual(cannotTell('Which sessions there are', place));
  });

  it('says beside the answer that plans could not be listed', async () => {
    const plans = path.join(home.root, 'plans');
    await answerOf('sessions', [], (place) => place === plans);
    expect(warnings).toEqual([`1 folder could not be listed, the first one is ${plans}.`]);
  });

  it('says beside the answer that settings could not be read', async () => {
    const settings = home.write('.claude/settings.json', '{}');
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
    await answerOf('sessions', [], (place) => place === settings);
    expect(warnings).toEqual([`Where plans are may be said in ${settings}, which could not be read.`]);
  });
});

it('resolve does not say that no session has a name while a log could not be read', async () => {
  const log = home.logPath(sessionB);
  expect(await answerOf('resolve', ['no-such-name'], (place) => place === log)).toEqual({
    error: 'unreadable',
    message: `Whether a session has this name cannot be told: ${log} cannot be read.`,
    path: log,
    paths: [log],
    unreadCount: 1,
  });
  expect(await answerOf('resolve', ['no-such-name'], () => false)).toEqual({
    error: 'session_not_found',
    message: 'No session has this name.',
  });
});

it('timeline says that sessions at the same time may be missing', async () => {
  const log = home.logPath(sessionB);
  await answerOf('timeline', [sessionA], (place) => place === log);
  expect(warnings).toEqual([`1 log could not be read, the first one is ${log}.`]);
});

describe('touched', () => {
  beforeEach(() => void home.log(sessionA, [prompt('A'), written(home.path('shop/a.ts'), 'a\n')]));

  it('names the logs that could not be read beside what it found, and nothing where all were', async () => {
    const log = home.logPath(sessionB);
    const file = home.path('shop/a.ts');
    expect(await answerOf('touched', [file], only(log))).toMatchObject({ files: [{ path: file }], unread: [log] });
    expect(await answerOf('touched', [file], nothing)).not.toHaveProperty('unread');
  });

  it('does not say that no session changed a file while a log or a folder could not be read', async () => {
    const file = home.path('shop/b.ts');
    for (const place of [home.logPath(sessionB), home.projectDirectory()])
      expect(await answerOf('touched', [file], only(place))).toEqual(cannotTell('Which sessions changed this', place));
    expect(await answerOf('touched', [file], nothing)).toMatchObject({ files: [], copies: 0 });
  });

  it('--dirty names the logs that could not be read, and says so beside the answer', async () => {
    execFileSync('git', ['init', '-q', home.write('shop/a.ts', 'a\n').replace(/.a\.ts$/, '')]);
    const log = home.logPath(sessionA);
    const values = { dirty: true, cwd: [home.path('shop')], 'session-id': sessionB };
    const isRead = await answerOf('touched', [], nothing, values);
    expect(isRead).toMatchObject({ dirty: [{ group: 'otherSessions' }] });
    expect(isRead).not.toHaveProperty('unread');
    expect(await answerOf('touched', [], only(log), values)).toMatchObject({
      dirty: [{ group: 'noProof' }],
      unread: [log],
    });
    expect(warnings).toEqual([`1 log could not be read, the first one is ${log}.`]);
  });

  it('--dirty names a log that can be read no more when it is asked for files', () => {
    const index = indexOf(home);
    const log = home.logPath(sessionA);
    const found = whereRefused(
      'openSync',
      'EMFILE',
      () => dirtyFiles(new FileChanges(index), home.path('shop'), [home.path('shop/a.ts')]),
      only(log),
    );
    expect(found).toMatchObject({ files: [{ sessions: [] }], unreadable: [log] });
  });
});

describe('resolve', () => {
  it('names what could not be read beside the sessions that it found', async () => {
    const log = home.logPath(sessionB);
    expect(await answerOf('resolve', [sessionA], only(log))).toMatchObject({ count: 1, unread: [log] });
    expect(await answerOf('resolve', [sessionA], nothing)).not.toHaveProperty('unread');
  });

  it('does not say that no session has a name while plans or the registry could not be listed', async () => {
    for (const place of [path.join(home.root, 'plans'), path.join(home.root, 'sessions')])
      expect(await answerOf('resolve', ['no-such-name'], only(place))).toEqual(
        cannotTell('Whether a session has this name', place),
      );
  });

  it('tells what could not be read by the look that found no name', async () => {
    let looks = 0;
    const isOnce = (place: string): boolean => place === home.projectDirectory() && looks++ === 0;
    expect(await answerOf('resolve', ['no-such-name'], isOnce)).toMatchObject({ paths: [home.projectDirectory()] });
  });
});

describe('plan', () => {
  beforeEach(() => {
    home.plan('calm-otter');
    home.log(sessionA, [prompt('A', { slug: 'calm-otter' }), planMode(home.planPath('calm-otter'), true)]);
  });

  it('names logs that may prove the plan, too, and settings that may say where plans are', async () => {
    const places = [home.logPath(sessionB), home.write('.claude/settings.json', '{}')];
    for (const place of places)
      expect(await answerOf('plan', [sessionA], only(place))).toMatchObject({
        plan: { slug: 'calm-otter' },
        unread: [place],
      });
    expect(await answerOf('plan', [sessionA], nothing)).not.toHaveProperty('unread');
  });

  it('with --content names what may hold a later plan, and no log of another session', async () => {
    const settings = home.write('.claude/settings.json', '{}');
    const isRefused = (place: string) => [home.logPath(sessionB), settings].includes(place);
    expect(await answerOf('plan', [sessionA], isRefused, { content: true })).toMatchObject({ unread: [settings] });
  });

  it('does not say which of several is in force while only what could not be read tells', async () => {
    home.log(sessionA, [planMode(home.planPath('calm-otter'), true), prompt('On', { slug: 'brave-heron' })]);
    const settings = home.write('.claude/settings.json', '{}');
    const plans = path.join(home.root, 'plans');
    const places = [
      [settings, only(settings)],
      [plans, (place: string) => place.startsWith(plans)],
    ] as const;
    for (const [place, isRefused] of places) {
      const unknown = { error: 'unreadable', message: cannotTell('Which plan is in force', place).message };
      for (const name of ['plan', 'plan-history'])
        expect(await answerOf(name, [sessionA], isRefused)).toMatchObject(unknown);
      expect(await answerOf('session', [sessionA], isRefused)).toMatchObject({ plan: undefined, unread: [place] });
      const named = await answerOf('plan', [sessionA], isRefused, { slug: 'calm-otter' });
      expect(named).toMatchObject({ plan: { slug: 'calm-otter' } });
    }
    expect(await answerOf('plan', [sessionA], nothing)).toMatchObject({ plan: { slug: 'calm-otter' } });
    expect(await answerOf('find-plan-slug', [sessionA], only(settings))).toMatchObject({ error: 'unreadable' });
  });

  it('does not say that a session has no plan while a log of it could not be read', async () => {
    const second = home.log(sessionB, [prompt('B')], { cwd: 'other' });
    expect(await answerOf('plan', [sessionB], only(second))).toEqual(
      cannotTell('Whether this session has a plan', second),
    );
    expect(await answerOf('plan', [sessionB], nothing)).toMatchObject({ error: 'no_plan_found' });
  });
});

describe('what could not be read', () => {
  it('is said beside what session and plan found, whatever it may hold', async () => {
    home.log(sessionA, [prompt('A', { slug: 'calm-otter' }), planMode(home.plan('calm-otter'), true)]);
    const registry = path.join(home.root, 'sessions');
    const settings = home.write('.claude/settings.json', '{}');
    const said = (place: string) => [`This may not be all of the session: ${place} cannot be read.`];
    for (const [name, place] of [
      ['session', home.logPath(sessionB)],
      ['session', settings],
      ['session', registry],
      ['plan', home.logPath(sessionB)],
      ['plan', settings],
      ['plan-history', settings],
    ] as const) {
      warnings = [];
      await answerOf(name, [sessionA], only(place));
      expect(warnings).toEqual(said(place));
    }
    warnings = [];
    await answerOf('plan', [sessionA], only(home.logPath(sessionB)), { content: true });
    expect(warnings).toEqual([]);
  });

  it('of the session itself is named first, since of one place the text speaks', async () => {
    const second = home.log(sessionB, [prompt('On')], { cwd: 'other' });
    const isRefused = (place: string) => [home.logPath(sessionA), second].includes(place);
    expect(await answerOf('session', [sessionB], isRefused)).toMatchObject({
      unread: [second, home.logPath(sessionA)],
    });
    expect(warnings).toEqual([`This may not be all of the session: ${second} cannot be read.`]);
  });

  it.each(['session', 'files', 'lineage', 'foreign', 'blame'])('is named by %s beside what it found', async (name) => {
    const file = home.write('shop/a.ts', 'a\n');
    home.log(sessionA, [prompt('A'), written(file, 'a\n'), prompt('Of another', { sessionId: sessionC })]);
    const place = home.log(sessionA, [prompt('On')], { cwd: 'other' });
    const asked = { foreign: [], blame: [file] }[name] ?? [sessionA];
    expect(await answerOf(name, asked, only(place))).toMatchObject({ unread: [place] });
    const whole = await answerOf(name, asked, nothing);
    expect(whole).not.toHaveProperty('error');
    expect(whole).not.toHaveProperty('unread');
  });

  it('of any session is told beside lineage, since its log may hold a link', async () => {
    const log = home.logPath(sessionB);
    await answerOf('lineage', [sessionA], only(log));
    expect(warnings).toEqual([`1 log could not be read, the first one is ${log}.`]);
  });

  it('may be all that files and foreign would have found', async () => {
    const place = home.log(sessionA, [prompt('On')], { cwd: 'other' });
    expect(await answerOf('files', [sessionA], only(place))).toEqual(
      cannotTell('Whether this session changed files', place),
    );
    expect(await answerOf('foreign', [], only(place))).toEqual(
      cannotTell('Whether a log holds entries of another session', place),
    );
  });
});

describe('the live registry', () => {
  const registry = () => path.join(home.root, 'sessions');
  /** An entry under the number of a process that is there. */
  const entry = (more: object = {}) =>
    home.write(
      `.claude/sessions/${process.pid}.json`,
      JSON.stringify({ pid: process.pid, sessionId: sessionC, cwd: home.path('shop'), ...more }),
    );

  it('siblings and collisions do not say that there are none while it could not be read', async () => {
    for (const place of [entry(), registry()]) {
      expect(await answerOf('siblings', [], only(place), { 'session-id': sessionA })).toEqual(
        cannotTell('Whether another session is live here', place),
      );
      expect(await answerOf('collisions', [], only(place))).toEqual(
        cannotTell('Whether two live sessions changed one file', place),
      );
    }
    expect(warnings).toContain(`Which sessions are live may be said in ${registry()}, which could not be read.`);
  });

  it('an entry of a form that is not known, of a process that is there, is not read either', async () => {
    const place = entry({ startedAt: 'in another form' });
    expect(await answerOf('siblings', [], nothing, { 'session-id': sessionA })).toEqual(
      cannotTell('Whether another session is live here', place),
    );
  });

  it('an entry that cannot be read, of a process that is gone, proves nothing', async () => {
    const stale = home.write('.claude/sessions/4194305.json', '{}');
    expect(await answerOf('siblings', [], only(stale), { 'session-id': sessionA })).toEqual({
      self: sessionA,
      siblings: [],
    });
  });

  it('a log of a session that is not live is nothing that siblings or collisions could lack', async () => {
    const log = home.logPath(sessionB);
    expect(await answerOf('siblings', [], only(log), { 'session-id': sessionA })).toEqual({
      self: sessionA,
      siblings: [],
    });
    expect(await answerOf('collisions', [], only(log))).toMatchObject({ collisions: [] });
  });

  it('siblings and collisions name the log of a live session that could not be read', skip(noProc), async () => {
    liveClient(home, sessionA);
    liveClient(home, sessionB);
    const log = home.logPath(sessionB);
    expect(await answerOf('siblings', [], only(log), { 'session-id': sessionC })).toMatchObject({
      siblings: [{ sessionId: sessionA }, { sessionId: sessionB }],
      unread: [log],
    });
    expect(await answerOf('collisions', [], only(log))).toEqual(
      cannotTell('Whether two live sessions changed one file', log),
    );
    expect(await answerOf('siblings', [], nothing, { 'session-id': sessionC })).not.toHaveProperty('unread');
  });

  it('sessions --live does not say that there are none while it could not be read', async () => {
    for (const place of [entry(), registry()])
      expect(await answerOf('sessions', [], only(place), { live: true })).toEqual(
        cannotTell('Which sessions are live', place),
      );
    expect(await answerOf('sessions', [], nothing, { live: true })).toEqual([]);
  });

  it('no session is said not to be there while it could not be read', async () => {
    for (const place of [entry(), registry()])
      for (const [command, id] of [
        ['session', sessionC],
        ['session', sessionC.slice(0, 8)],
        ['agents', sessionC],
        ['find-plan-slug', sessionC],
      ] as const)
        expect(await answerOf(command, [id], only(place))).toMatchObject({ error: 'unreadable', paths: [place] });
    expect(await answerOf('session', [sessionC], nothing)).toMatchObject({ error: 'session_not_found' });
  });
});

it('of thousands of places that could not be read the first ones are named, and how many there are', async () => {
  const file = home.path('shop/a.ts');
  home.log(sessionA, [prompt('A'), written(file, 'a\n')]);
  const folders = Array.from({ length: 2000 }, (_, i) => path.join(home.root, 'projects', `gone-${10_000 + i}`));
  for (const folder of folders) fs.symlinkSync(home.path('nowhere'), folder);
  const first = { length: 20, 0: folders[0] };
  for (const [name, asked] of [
    ['touched', file],
    ['session', sessionA],
    ['files', sessionA],
    ['resolve', sessionA],
  ] as const) {
    const answer = await answerOf(name, [asked], nothing);
    expect(answer).toMatchObject({ unread: first, unreadCount: 2000 });
    expect(toJson(answer).length).toBeLessThan(8000);
  }
  for (const [name, asked] of [
    ['touched', home.path('shop/b.ts')],
    ['session', sessionC],
    ['resolve', 'no-such-name'],
  ] as const)
    expect(await answerOf(name, [asked], nothing)).toMatchObject({
      error: 'unreadable',
      path: folders[0],
      paths: first,
      unreadCount: 2000,
    });
});

describe('hook', () => {
  /** What it tells of the session as an input of this kind has it. */
  const words = (more: Partial<HookInput>, isRefused: (place: string) => boolean): readonly string[] => {
    const hook: HookInput = {
      event: 'SessionStart',
      sessionId: sessionA,
      cwd: home.path('shop'),
      ...more,
    } as HookInput;
    const values = { 'claude-dir': [home.root], 'no-cache': true };
    const context = createContext({ values, positionals: [], env: { HOME: home.folder }, hook, warn: () => undefined });
    const run = () => hookCommand.run(context) as HookAnswer | undefined;
    const answer = whereRefused(
      'openSync',
      'EMFILE',
      () => whereRefused('readdirSync', 'EMFILE', run, isRefused),
      isRefused,
    );
    return answer?.hookSpecificOutput.additionalContext.split('\n') ?? [];
  };
  const planned = () => {
    const plan = home.plan('calm-otter', '# Otter\n');
    home.log(sessionA, [prompt('A', { slug: 'calm-otter' }), planMode(plan, true)]);
    return plan;
  };

  it('says that the plan is not known where the log could not be read, and that there is none where it could', () => {
    const log = home.logPath(sessionA);
    expect(words({}, only(log))).toContain(`- Its plan: not known: "${log}" could not be read`);
    expect(words({}, nothing)).toContain('- Its plan: none yet');
  });

  it('says that there may be a later plan where a log or the directory of plans could not be read', () => {
    const plan = planned();
    const later = home.log(sessionA, [prompt('On')], { cwd: 'other "\u202e' });
    const quoted = JSON.stringify(later.replace('\u202e', '\ufffd'));
    expect(words({}, only(later))).toContain(
      `- Its plan: "${plan}" · "Otter"; there may be a later one: ${quoted} could not be read`,
    );
    const plans = path.dirname(plan);
    expect(words({}, only(plans))).toContain(
      `- Its plan: "${plan}" · unreadable; there may be a later one: "${plans}" could not be read`,
    );
    expect(words({}, nothing)).toContain(`- Its plan: "${plan}" · "Otter"`);
  });

  it('says that other live sessions are not known where the registry could not be read', () => {
    const registry = path.join(home.root, 'sessions');
    const line = `- Other live sessions of this repository: not known: "${registry}" could not be read`;
    expect(words({}, only(registry))).toContain(line);
    expect(words({}, nothing).join()).not.toContain('live');
  });

  it('before a write says of a plan of another session that nothing tells whether it is live', () => {
    const write = { event: 'PreToolUse', sessionId: sessionB, writes: planned() };
    const registry = path.join(home.root, 'sessions');
    expect(words(write, only(registry))).toEqual([
      `session-scope: this file is the plan of another session, and not one of this session: ${sessionA}. Whether it is live is not known: "${registry}" could not be read.`,
    ]);
    expect(words(write, nothing)).toEqual([]);
  });

  it('is not told at once that a session is new and alone where a project or the registry could not be read', () => {
    const input = { event: 'SessionStart', sessionId: sessionC, isResume: false } as HookInput;
    const isAlone = (): boolean => hasNoLogAndIsAlone(input, [home.root], { startOf: () => undefined });
    const registry = path.join(home.root, 'sessions');
    expect(isAlone()).toBe(true);
    expect(whereRefused('readdirSync', 'EACCES', isAlone, only(registry))).toBe(false);
    expect(whereRefused('lstatSync', 'EACCES', isAlone, (place) => place.startsWith(home.projectDirectory()))).toBe(
      false,
    );
  });
});
