/** What could not be read: an answer that may lack it says so. */
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { isCliError } from '../../../src/cli/answers.ts';
import { commands, createContext } from '../../../src/cli/commands.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { whereRefused } from '../../fixtures/refusedCalls.ts';

let home: Home;
let warnings: string[];

beforeEach(() => {
  home = makeHome();
  warnings = [];
  home.log(sessionA, [prompt('A')]);
  home.log(sessionB, [prompt('B')]);
});

/** What a command answers, as JSON has it. */
async function answerOf(name: string, positionals: readonly string[], isRefused: (place: string) => boolean) {
  const { command } = (await commands[name]?.()) ?? expect.unreachable(name);
  const context = createContext({
    values: { 'claude-dir': [home.root], 'no-cache': true, all: true },
    positionals,
    env: { HOME: home.folder },
    warn: (sentence) => warnings.push(sentence),
  });
  const ask = (): unknown => {
    const found: unknown = command.run(context);
    const answer = isCliError(found) ? found : (command.json?.(found) ?? found);
    return isCliError(answer) || name !== 'sessions' ? answer : [...(answer as Iterable<unknown>)];
  };
  return whereRefused('openSync', 'EMFILE', () => whereRefused('readdirSync', 'EMFILE', ask, isRefused), isRefused);
}

describe('sessions', () => {
  it('marks the row of a log that could not be read, and says so beside the answer', async () => {
    const log = home.logPath(sessionB);
    const rows = (await answerOf('sessions', [], (place) => place === log)) as { sessionId: string; unread?: true }[];
    expect(rows.map(({ sessionId, unread }) => [sessionId, unread])).toEqual([
      [sessionA, undefined],
      [sessionB, true],
    ]);
    expect(warnings).toEqual([`1 log could not be read, the first one is ${log}.`]);
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
