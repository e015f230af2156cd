import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { scratchCandidates, type ScratchCandidate } from '../../../src/core/scratch/candidates.ts';
import { selectStale, type StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { day, makeSandbox, sessionA } from '../../fixtures/scratchTree.ts';

const id = parseSessionId(sessionA) as SessionId;
const now = Date.UTC(2026, 10, 22);
const rule: StaleRule = { now, maxAgeMs: 7 * day, isLive: () => false, lastActivity: () => undefined };

function candidate(newest: number, rest: Partial<ScratchCandidate> = {}): ScratchCandidate {
  const figures = { files: 1, folders: 1, links: 0, bytes: 1, mode: 0o700, dev: '1', ino: '2', fingerprint: '' };
  const measurement = { problem: undefined, newest, hasRepository: false, ...figures };
  const place = { path: `/r/.erk/scratch/${id}`, toplevel: '/r', base: ['.erk', 'scratch'], name: id };
  return { ...place, sessionId: id, measurement, problem: undefined, ...rest };
}

function reason(one: ScratchCandidate, changed: Partial<StaleRule> = {}): string {
  return selectStale([one], { ...rule, ...changed }).kept[0]?.reason ?? 'offered';
}

describe('the choice of what is stale', () => {
  it('offers what is older than the age, and not what is exactly as old', () => {
    expect(reason(candidate(now - 7 * day - 1))).toBe('offered');
    expect(reason(candidate(now - 7 * day))).toBe('fresh');
    expect(reason(candidate(now))).toBe('fresh');
    expect(reason(candidate(now + 1))).toBe('in-the-future');
  });

  it('keeps what a live or lately active session owns', () => {
    const old = candidate(now - 30 * day);
    expect(reason(old, { isLive: () => true })).toBe('live-session');
    expect(reason(old, { lastActivity: () => now - day })).toBe('recent-log');
    expect(reason(old, { lastActivity: () => now + 30 * day })).toBe('recent-log');
    expect(reason(old, { lastActivity: () => now - 8 * day })).toBe('offered');
  });

  it('keeps what belongs to a session whose activity is unknown', () => {
    const old = candidate(now - 30 * day);
    expect(reason(old, { isLive: () => 'unknown' })).toBe('activity-unknown');
    expect(reason(old, { isLive: () => 'unknown', maxAgeMs: 'any' })).toBe('activity-unknown');
    expect(reason(old, { lastActivity: () => 'unknown' })).toBe('activity-unknown');
    expect(reason(old, { lastActivity: () => 'unknown', maxAgeMs: 'any' })).toBe('offered');
  });

  it('keeps everything when a figure makes no sense', () => {
    for (const bad of [NaN, -1, -Infinity]) expect(reason(candidate(0), { maxAgeMs: bad })).toBe('fresh');
    expect(reason(candidate(0), { maxAgeMs: Infinity })).toBe('fresh');
    expect(reason(candidate(NaN))).toBe('fresh');
    expect(reason(candidate(0), { now: NaN })).toBe('fresh');
    expect(reason(candidate(0), { lastActivity: () => NaN })).toBe('recent-log');
  });

  it('offers what a person picked whatever its age, unless its session is live', () => {
    expect(reason(candidate(now), { maxAgeMs: 'any', lastActivity: () => now })).toBe('offered');
    expect(reason(candidate(now), { maxAgeMs: 'any', isLive: () => true })).toBe('live-session');
    expect(reason(candidate(now, { problem: 'mount-point' }), { maxAgeMs: 'any' })).toBe('mount-point');
  });

  it('offers with an age of nothing what is older than now, and keeps what is from now', () => {
    expect(reason(candidate(now - 1), { maxAgeMs: 0 })).toBe('offered');
    expect(reason(candidate(now), { maxAgeMs: 0 })).toBe('fresh');
  });

  it('keeps what is none of a session or was not measured', () => {
    expect(reason(candidate(0, { sessionId: undefined }))).toBe('not-a-session-id');
    expect(reason(candidate(0, { measurement: undefined }))).toBe('not-a-session-id');
  });

  it('marks a repository inside', () => {
    const one = candidate(0);
    const withGit = { ...one, measurement: one.measurement && { ...one.measurement, hasRepository: true } };
    expect(selectStale([one, withGit], rule).offered.map((each) => each.needsExtraConfirmation)).toEqual([false, true]);
  });
});

/** What is written to disk for one session, and all that an oracle needs to know of it. */
interface Planned {
  readonly kind: 'folder' | 'file' | 'link';
  readonly former: boolean;
  readonly own: number;
  readonly entries: readonly {
    readonly depth: number;
    readonly type: 'file' | 'folder' | 'link';
    readonly age: number;
  }[];
  readonly live: boolean;
  readonly activity: number | undefined;
}

// Whole seconds, some of them off the clock: before 1970, at the limit, a second on either side, in the future.
const maxAge = 7 * 86_400;
const age = fc.oneof(
  fc.constantFrom(0, 1, maxAge - 1, maxAge, maxAge + 1, -1, -86_400, -3_650 * 86_400, 70 * 365 * 86_400),
  fc.integer({ min: maxAge + 1, max: 400 * 86_400 }),
);
const mostlyOld = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: maxAge + 1, max: 400 * 86_400 }) },
  { weight: 1, arbitrary: age },
);
const planned: fc.Arbitrary<Planned> = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('folder' as const) },
    fc.constantFrom('file' as const, 'link' as const),
  ),
  former: fc.boolean(),
  own: mostlyOld,
  entries: fc.array(fc.record({ depth: fc.nat(3), type: fc.constantFrom('file', 'folder', 'link'), age: mostlyOld }), {
    maxLength: 6,
  }),
  live: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  activity: fc.option(mostlyOld, { nil: undefined }),
});

function sessionId(n: number): SessionId {
  return parseSessionId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`) as SessionId;
}

function isStale({ kind, own, entries, live, activity }: Planned): boolean {
  const counted = entries.filter(({ type }) => type !== 'link').map((entry) => entry.age);
  const isOld = (each: number) => each > maxAge;
  return kind === 'folder' && [own, ...counted].every(isOld) && !live && (activity === undefined || isOld(activity));
}

function layOut(repository: string, sessions: readonly Planned[], clock: number): void {
  sessions.forEach((session, n) => {
    const place = path.join(repository, session.former ? '.erk/scratch' : '.erk/scratch/sessions', sessionId(n));
    fs.mkdirSync(path.dirname(place), { recursive: true });
    const times: [string, number][] = [];
    if (session.kind === 'link') fs.symlinkSync('/', place);
    else if (session.kind === 'file') fs.writeFileSync(place, '');
    else {
      fs.mkdirSync(place);
      session.entries.forEach((entry, k) => {
        // Folders on the way are as old as what they hold, so that the entry alone decides.
        let at = place;
        for (let level = 0; level < entry.depth; level++) fs.mkdirSync((at = path.join(at, `${k}`)));
        const file = path.join(at, `e${k}`);
        if (entry.type === 'link') fs.symlinkSync('..', file);
        else if (entry.type === 'folder') fs.mkdirSync(file);
        else fs.writeFileSync(file, 'x');
        if (entry.type !== 'link') times.push([file, entry.age]);
        for (; at !== place; at = path.dirname(at)) times.push([at, entry.type === 'link' ? session.own : entry.age]);
      });
    }
    times.push([place, session.own]);
    for (const [file, each] of times) {
      // As dates, since the call takes a negative number for the present.
      const time = new Date(clock - each * 1000);
      fs.lutimesSync(file, time, time);
    }
  });
}

describe('what is offered from a disk', () => {
  const runs = Number(process.env['SCRATCH_TREES'] ?? 200);

  it(
    `equals an oracle over ${runs} random trees with odd clocks (SCRATCH_TREES sets the count)`,
    { timeout: 600_000 },
    () => {
      const property = fc.property(
        fc.array(planned, { maxLength: 5 }),
        fc.constantFrom(now, 1_000_000_000_000, 4_000_000_000_000, 86_400_000),
        (sessions, clock) => {
          const sandbox = makeSandbox();
          try {
            layOut(sandbox.repository, sessions, clock);
            const of = (one: SessionId) => sessions[Number(one.slice(-12))];
            const activity = (one: SessionId) => {
              const each = of(one)?.activity;
              return each === undefined ? undefined : clock - each * 1000;
            };
            const at: StaleRule = {
              now: clock,
              maxAgeMs: maxAge * 1000,
              isLive: (one) => of(one)?.live ?? false,
              lastActivity: activity,
            };
            const { offered, kept } = selectStale(scratchCandidates([sandbox.repository]), at);
            const expected = sessions.flatMap((session, n) => (isStale(session) ? [sessionId(n)] : []));
            expect(offered.map((each) => each.candidate.sessionId).sort()).toEqual(expected);
            expect(offered.length + kept.length).toBe(sessions.length);
          } finally {
            sandbox.remove();
          }
        },
      );
      fc.assert(property, { numRuns: runs, seed: 20261122 });
      fc.assert(property, { numRuns: Math.ceil(runs / 4), seed: 7 });
    },
  );
});
