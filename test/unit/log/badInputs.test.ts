import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toJson } from '../../../src/cli/answers.ts';
import { isSlug, parseSessionId } from '../../../src/core/text/ids.ts';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { toSingleLine } from '../../../src/core/text/singleLine.ts';
import { unattributedItems } from '../../../src/core/answers/unattributed.ts';
import {
  badInputs,
  bytesOf,
  canary,
  filledIn,
  goodA,
  goodB,
  type BadInput,
  type ByteNotation,
} from '../../fixtures/badInputs.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { noName, skip } from '../../fixtures/skip.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

/** Two sessions and decoys: B has one record of its own, and a file outside of every root holds the canary. */
function makeFixture(): { home: Home; outside: string } {
  const home = makeHome();
  home.log(sessionA, []);
  home.log(sessionB, [prompt('B-OWN')]);
  home.plan('decoy-plan', `# ${canary}\n`);
  home.write('outside/secret.md', canary);
  return { home, outside: home.path('outside') };
}

/** What a session's listing is, to the byte. */
function listingOf(index: SessionIndex, id = sessionB): string {
  // What the logs of other sessions say of it is theirs to say.
  return toJson([index.rows.get(id), { ...detailsOf(index, id), reverseRelations: [] }]);
}

function logFactsOf(index: SessionIndex, file: string) {
  const log = index.logs.get(file);
  if (log === undefined) throw new Error(`the index has no log ${file}`);
  return log.facts;
}

/** What holds for every entry of the catalogue. `act` runs with the bad input in place. */
function checkAlways(entry: BadInput, home: Home, act: () => SessionIndex): SessionIndex {
  const prototype = Object.getOwnPropertyNames(Object.prototype);
  const before = listingOf(indexOf(home));
  const outside = snapshot(home.path('outside'));
  const rss = process.memoryUsage.rss();
  // The time of this process alone: the machine may have other work.
  const started = process.cpuUsage();
  const index = act();
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(2 * (entry.limit_ms ?? 2000));
  expect((process.memoryUsage.rss() - rss) / 2 ** 20).toBeLessThan(entry.rss_mb ?? 100);

  expect(listingOf(index)).toBe(before);
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
  expect(snapshot(home.path('outside'))).toEqual(outside);
  const everything = toJson([
    [...index.rows.values()],
    detailsOf(index, sessionA),
    index.passedOver,
    unattributedItems(index),
  ]);
  expect(everything).not.toContain(canary);
  expect(everything).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  for (const row of index.rows.values()) expect(toSingleLine(row.title ?? '').length).toBeLessThanOrEqual(201);
  return index;
}

function snapshot(folder: string): [string, string][] {
  return fs.readdirSync(folder).map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]);
}

describe('bad lines of the catalogue', () => {
  it.each(badInputs('log-line'))('%s', (_name, entry) => {
    const { home } = makeFixture();
    const line = bytesOf(entry.input as ByteNotation);
    const bytes = Buffer.concat([Buffer.from(`${goodA}\n`), line, Buffer.from(`\n${goodB}\n`)]);
    const file = home.logPath(sessionA);
    const index = checkAlways(entry, home, () => {
      fs.writeFileSync(file, bytes);
      return indexOf(home);
    });

    const { entries, foreignEntries, badLines, repairedLines, damage } = logFactsOf(index, file);
    const found = { entries_added: entries - 2, skipped: badLines, repaired: repairedLines, foreign: foreignEntries };
    const wanted = (entry.expect.one_of ?? [entry.expect]) as Record<string, unknown>[];
    const counts = wanted.map(({ entries_added, skipped, repaired = 0, foreign }) => ({
      entries_added,
      skipped,
      repaired,
      foreign: foreign ?? found.foreign,
    }));
    expect(counts).toContainEqual(found);
    // Each skip is reported with its position and its reason.
    expect(damage).toEqual(
      badLines === 0
        ? []
        : [{ line: 2, offset: goodA.length + 1, reason: expect.stringMatching(/^[a-z-]+$/) as unknown }],
    );
    const reason = wanted.find((one) => one.reason !== undefined && one.skipped === badLines)?.reason;
    if (reason !== undefined) expect(damage).toMatchObject([{ reason }]);
    // A record of another session is shown under the file's and proves nothing about either.
    expect(index.rows.get(sessionA)?.lastActivity).toBe(Date.parse('2026-01-02T03:04:05.000Z'));
    expect(index.rows.size).toBe(2);
  });

  it.each(badInputs('log-line'))('%s, as the title of its session', (_name, entry) => {
    const { home } = makeFixture();
    const file = home.logPath(sessionA);
    fs.writeFileSync(file, Buffer.concat([bytesOf(entry.input as ByteNotation), Buffer.from(`\n${goodB}\n`)]));
    const title = toSingleLine(indexOf(home).rows.get(sessionA)?.title ?? '');
    expect(title).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
    expect(title.length).toBeLessThanOrEqual(201);
    expect(Buffer.from(title).toString()).toBe(title);
  });
});

interface Step {
  readonly op: string;
  readonly bytes?: ByteNotation;
  readonly size?: number;
  readonly keep_mtime?: boolean;
  readonly shown?: readonly string[];
  readonly incomplete?: number;
  readonly skipped?: number;
}

describe('step scripts of the catalogue', () => {
  it.each(badInputs('log-steps'))('%s', (_name, entry) => {
    const { home } = makeFixture();
    const file = home.logPath(sessionA);
    fs.rmSync(file);
    const live = indexOf(home);
    checkAlways(entry, home, () => {
      for (const step of entry.input as readonly Step[]) {
        if (step.op === 'check') checkStep(live, home, step);
        else doStep(file, step);
      }
      live.refresh();
      return live;
    });
    expect(listingOf(live, sessionA)).toBe(listingOf(indexOf(home), sessionA));
  });

  function doStep(file: string, step: Step): void {
    const bytes = step.bytes && bytesOf(step.bytes);
    if (step.op === 'write') fs.writeFileSync(file, bytes ?? '');
    else if (step.op === 'append') fs.appendFileSync(file, bytes ?? '');
    else if (step.op === 'truncate') fs.truncateSync(file, step.size);
    else if (step.op === 'delete') fs.rmSync(file);
    else if (step.op === 'replace-by-rename') {
      const { atime, mtime } = fs.statSync(file);
      fs.writeFileSync(`${file}.new`, bytes ?? '');
      if (step.keep_mtime) fs.utimesSync(`${file}.new`, atime, mtime);
      fs.renameSync(`${file}.new`, file);
    } else throw new Error(`no such step: ${step.op}`);
  }

  function checkStep(live: SessionIndex, home: Home, { shown, incomplete, skipped }: Step): void {
    live.refresh();
    const file = home.logPath(sessionA);
    const log = live.logs.get(file);
    if (shown === undefined) return expect(live.rows.has(sessionA)).toBe(false);
    expect(log?.facts.entries).toBe(shown.length);
    if (skipped !== undefined) expect(log?.facts.badLines).toBe(skipped);
    if (incomplete !== undefined) {
      const [described] = detailsOf(live, sessionA).logs;
      expect(described?.incompleteBytes ?? 0)[incomplete > 0 ? 'toBeGreaterThan' : 'toBe'](0);
    }
  }
});

describe('slugs of the catalogue', () => {
  it.each(badInputs('slug'))('%s', (_name, entry) => {
    const { home, outside } = makeFixture();
    const { text: slug } = entry.input as { text: string };
    expect(isSlug(slug)).toBe(entry.expect.accepted);
    for (const [name, { t, to }] of Object.entries(entry.fixture ?? {})) {
      const place = home.path('.claude', name);
      if (t === 'dir') fs.mkdirSync(place);
      else fs.symlinkSync(filledIn(to ?? '', { outside, logOf: () => '' }), place);
    }
    const index = checkAlways(entry, home, () => {
      home.log(sessionA, [prompt('GOOD-A'), prompt('x', { slug }), prompt('GOOD-B')]);
      return indexOf(home);
    });
    expect(index.rows.get(sessionA)?.slugs).toEqual(entry.expect.accepted === true ? [slug] : []);
    const states = detailsOf(index, sessionA).plans.map(({ state }) => state);
    expect(states).toEqual(entry.expect.state === undefined ? [] : [entry.expect.state]);
  });
});

describe('session IDs of the catalogue', () => {
  it.each(badInputs('session-id'))('%s, as the name of a log', (_name, entry) => {
    const { home } = makeFixture();
    const { text } = entry.input as { text: string };
    expect(parseSessionId(text)).toBe(entry.expect.accepted === true ? text.toLowerCase() : undefined);
    if (text.includes('/') || noName(text)) return;
    const file = path.join(home.projectDirectory(), `${text}.jsonl`);
    const index = checkAlways(entry, home, () => {
      fs.writeFileSync(file, `${goodA}\n`);
      return indexOf(home);
    });
    if (entry.expect.accepted === true) expect(index.rows.has(parseSessionId(text) ?? sessionB)).toBe(true);
    else if (!text.startsWith('agent-')) {
      expect([...index.rows.keys()].sort()).toEqual([sessionA, sessionB]);
      expect(index.passedOver).toEqual([{ path: file, reason: 'ignored-name' }]);
    }
  });
});

describe('agent files of the catalogue', () => {
  for (const [title, entry] of badInputs('agent-file')) {
    const { name } = entry.input as { name: ByteNotation };
    it(title, skip(noName(bytesOf(name).toString())), () => checkAgentFile(entry));
  }

  function checkAgentFile(entry: BadInput): void {
    const { home, outside } = makeFixture();
    const { name, place, records, t, to } = entry.input as {
      name: ByteNotation;
      place: string;
      records?: readonly string[];
      t?: string;
      to?: string;
    };
    const places = { outside, logOf: (id: string) => home.logPath(parseSessionId(id) ?? sessionA) };
    const folder = path.join(home.projectDirectory(), place === 'flat' ? '' : filledIn(place, places));
    const file = path.join(folder, bytesOf(name).toString());
    const index = checkAlways(entry, home, () => {
      fs.mkdirSync(folder, { recursive: true });
      if (t === 'dir') fs.mkdirSync(file);
      else if (t === 'symlink') fs.symlinkSync(filledIn(to ?? '', places), file);
      else fs.writeFileSync(file, (records ?? [goodA]).map((record) => `${record}\n`).join(''));
      return indexOf(home);
    });

    const { listed, under, counted } = entry.expect;
    const agents = (id: typeof sessionA) => detailsOf(index, id).agents.map((agent) => agent.path);
    expect(agents(sessionA)).toEqual(listed === true && under === sessionA ? [file] : []);
    expect(agents(sessionB)).toEqual([]);
    const passedOver = counted === undefined || counted === 'unattributed' ? [] : [{ path: file, reason: counted }];
    expect(index.passedOver).toEqual(passedOver);
    const unattributed = unattributedItems(index).filter(({ kind }) => kind === 'agent-log');
    expect(unattributed.map((item) => item.path)).toEqual(counted === 'unattributed' ? [file] : []);
  }
});
