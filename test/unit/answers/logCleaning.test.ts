import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cleanedSoon, logCleaning } from '../../../src/core/answers/logCleaning.ts';
import { cleaningMark, cleaningSentence } from '../../../src/presentation/cleaningWords.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 5, 1);
let home: Home;

/** Their entries are all of January: the time in a log says nothing of when its file is deleted. */
beforeEach(() => {
  home = makeHome();
  for (const [id, age] of [
    [sessionA, 28 * day],
    [sessionB, 20 * day],
    [sessionC, 31 * day],
  ] as const) {
    const file = home.log(id, [prompt('x')]);
    fs.utimesSync(file, (now - age) / 1000, (now - age) / 1000);
  }
});

const settings = (text: string): string => home.write('.claude/settings.json', text);
const times = () => [...cleanedSoon(indexOf(home), now)].sort();
const ofA = () => logCleaning(indexOf(home), sessionA, now);

describe('when the client deletes a log', () => {
  it('is told by its default within a week, also of one that is past it', () => {
    expect(times()).toEqual([
      [sessionA, now + 2 * day],
      [sessionC, now - day],
    ]);
    expect(ofA()).toEqual({ log: home.logPath(sessionA), time: now + 2 * day, days: 30, settings: undefined });
    expect(logCleaning(indexOf(home), sessionB, now)).toBeUndefined();
  });

  it('is told by the settings of its data root, with the file that says so', () => {
    const file = settings('\ufeff{ "cleanupPeriodDays": 25 }');
    expect(times()).toEqual([
      [sessionA, now - 3 * day],
      [sessionB, now + 5 * day],
      [sessionC, now - 6 * day],
    ]);
    expect(ofA()).toMatchObject({ days: 25, settings: file });
    settings('{ "model": "x" }');
    expect(ofA()).toMatchObject({ days: 30, settings: undefined });
    settings('{ "cleanupPeriodDays": 3650 }');
    expect(times()).toEqual([]);
  });

  it('is told by the settings of each data root that shares its projects, the shortest first', skip(noLinks), () => {
    const file = home.write('.claude-work/settings.json', '{ "cleanupPeriodDays": 25 }');
    fs.symlinkSync(path.join(home.root, 'projects'), home.path('.claude-work/projects'));
    home.write('.claude-other/settings.json', '{ "cleanupPeriodDays": 2 }');
    fs.mkdirSync(home.path('.claude-other/projects'));
    const index = indexOf(home, { roots: [home.root, home.path('.claude-other'), home.path('.claude-work')] });
    expect(logCleaning(index, sessionA, now)).toMatchObject({ days: 25, settings: file });
    expect(cleanedSoon(index, now).get(sessionA)).toBe(now - 3 * day);
  });

  it.each([
    '{ "cleanupPeriodDays": 0 }',
    '{ "cleanupPeriodDays": "30" }',
    '{ "cleanup',
    '[]',
    '{ "cleanupPeriodDays": 1e9 }',
  ])('is not told where the settings are %s', (text) => {
    settings(text);
    expect([times(), ofA()]).toEqual([[], undefined]);
  });

  it('is not told where a link or a folder stands in the place of the settings', () => {
    fs.mkdirSync(home.path('.claude/settings.json'));
    expect(times()).toEqual([]);
  });

  it('is not told of a live session, which goes on writing', () => {
    const index = indexOf(home);
    const live: typeof index = Object.create(index, {
      live: { value: (id: string) => (id === sessionA ? {} : undefined) },
      logs: { value: index.logs },
      rows: { value: index.rows },
    }) as typeof index;
    expect([...cleanedSoon(live, now).keys()]).toEqual([sessionC]);
    expect(logCleaning(live, sessionA, now)).toBeUndefined();
  });
});

describe('the words for it', () => {
  it.each([
    [2 * day + hour, 'cleaned in 2 d'],
    [24 * hour, 'cleaned in 1 d'],
    [23.5 * hour, 'cleaned in 24 h'],
    [1, 'cleaned in 1 h'],
    [0, 'cleaned at the next start'],
    [-day, 'cleaned at the next start'],
  ])('%d milliseconds before it: %s', (before, words) => {
    expect(cleaningMark(now + before, now)).toBe(words);
  });

  it('say by which rule', () => {
    const source = {
      formatTime: (time: number) => new Date(time).toISOString().slice(0, 10),
      home: path.resolve('/home/ada'),
    };
    const cleaning = { log: '/x', time: now, days: 30, settings: undefined };
    expect(cleaningSentence(cleaning, source)).toBe(
      'when Claude Code starts after 2026-06-01: the file is then 30 days old (its default)',
    );
    expect(
      cleaningSentence({ ...cleaning, days: 1, settings: path.resolve('/home/ada/.claude/settings.json') }, source),
    ).toBe(
      `when Claude Code starts after 2026-06-01: the file is then 1 day old (cleanupPeriodDays in ${path.join('~', '.claude', 'settings.json')})`,
    );
  });
});
