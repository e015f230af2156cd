/** What the lines of one agent log say. */
import { describe, expect, it } from 'vitest';
import {
  AgentLogVisitor,
  emptyAgentLogFacts,
  shareOf,
  type AgentLogFacts,
} from '../../../src/core/log/agentLogFacts.ts';
import { readLog } from '../../../src/core/log/logReader.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { answer, call, copiedFrom, planMode, prompt, result, written } from '../../fixtures/entries.ts';
import { logBytes, sessionA, sessionB, timeOfLine, type LogLine } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

/** Of A's folder, unless the owner is `undefined`: a flat log. */
function factsOf(lines: readonly LogLine[], owner: SessionId | undefined = sessionA, isFlat = false): AgentLogFacts {
  const of = isFlat ? undefined : owner;
  const facts = emptyAgentLogFacts(of);
  const file = makeHome().write('agent.jsonl', logBytes(lines, { sessionId: sessionA, cwd: '/shop' }));
  const visitor = () => new AgentLogVisitor(facts, of);
  expect(readLog(file, undefined, { visitor, tailVisitor: visitor }).state).toBe('read');
  return facts;
}

const many = (count: number, entry: (n: number) => LogLine) => Array.from({ length: count }, (_, n) => entry(n));

describe("an agent log in a session's folder", () => {
  it('has the entries of that session, their times and folders; others are foreign', () => {
    const facts = factsOf([
      prompt('1'),
      answer('2', { cwd: '/other' }),
      prompt('not mine', { sessionId: sessionB, timestamp: '2030-01-01T00:00:00.000Z', cwd: '/foreign' }),
      copiedFrom(sessionB, prompt('copied', { timestamp: '2030-01-01T00:00:00.000Z', cwd: '/copied' })),
      prompt('5'),
    ]);
    expect(facts).toMatchObject({ current: sessionA, entries: 5, foreignEntries: 1, leftOut: 0 });
    expect(facts.shares).toEqual([
      {
        sessionId: sessionA,
        entries: 4,
        position: undefined,
        firstActivity: timeOfLine(1),
        lastActivity: timeOfLine(5),
      },
    ]);
    expect(facts.cwds).toEqual(['/shop', '/other']);
  });

  it('takes times in any form and order', () => {
    const facts = factsOf([
      prompt('1', { timestamp: '2026-01-05T00:00:00.000Z' }),
      prompt('2', { timestamp: '2026-01-09T01:00:00+01:00' }),
      prompt('3', { timestamp: '2026-01-02T01:00:00+01:00' }),
      prompt('4', { timestamp: 'never' }),
    ]);
    expect(facts.shares[0]).toMatchObject({
      firstActivity: Date.UTC(2026, 0, 2),
      lastActivity: Date.UTC(2026, 0, 9),
    });
  });

  it('keeps twenty folders, and counts what is left out', () => {
    const facts = factsOf(many(22, (n) => prompt('x', { cwd: `/${n}` })));
    expect(facts.cwds).toEqual(many(20, (n) => `/${n}`));
    expect(facts.leftOut).toBe(2);
    expect(factsOf([prompt('x', { cwd: '' })]).cwds).toEqual([]);
  });

  it('counts lines that are damaged or got back, and notes the first twenty', () => {
    const facts = factsOf([...many(21, () => 'garbage'), `\0{"type":"user","uuid":"u","sessionId":"${sessionA}"}`]);
    expect(facts).toMatchObject({ badLines: 21, repairedLines: 1 });
    const gotBack = factsOf([`\0{"type":"user","uuid":"u","sessionId":"${sessionA}"}`]);
    expect(gotBack).toMatchObject({ badLines: 0, repairedLines: 1, damage: [] });
    expect(facts.damage).toEqual(
      many(20, (n) => expect.objectContaining({ line: n + 1, reason: 'not-json' }) as never),
    );
  });

  it('names markdown files that the agent wrote or plan mode named, each once, twenty at most', () => {
    const plans = (...lines: LogLine[]) => factsOf(lines).plans.map(({ name, position }) => [name, position.line]);
    expect(
      plans(
        written('/a.md', 'x'),
        planMode('/b.md', false),
        written('/a.md', 'y'),
        written('/c.txt', 'x'),
        prompt('x'),
      ),
    ).toEqual([
      ['/a.md', 1],
      ['/b.md', 2],
    ]);
    const facts = factsOf(many(22, (n) => written(`/${n}.md`, 'x')));
    expect([facts.plans.length, facts.leftOut]).toEqual([20, 2]);
    expect(plans(written('/a.md', 'x', { sessionId: sessionB }))).toEqual([]);
    expect(plans(planMode('/c.txt', true))).toEqual([]);
    const other = { type: 'other', planFilePath: '/d.md' };
    expect(plans({ type: 'attachment', attachment: other })).toEqual([]);
  });

  it('has where its own entries say that scratch is, and the agents that it started', () => {
    const facts = factsOf([
      result('t', { backgroundTaskId: 'b1', outputFile: '/tmp/b1.output' }),
      call('toolu_1', 'Task', { subagent_type: 'Explore', description: 'Look', prompt: 'Look around' }),
      result('toolu_1', { agentId: 'a9b8c7d', status: 'completed' }),
    ]);
    expect(facts.taskIds.map(({ name, position }) => [name, position.line])).toEqual([['b1', 1]]);
    expect(facts.outputFiles.map(({ name }) => name)).toEqual(['/tmp/b1.output']);
    expect(facts.spawns).toMatchObject([
      { toolUseId: 'toolu_1', type: 'Explore', agentId: 'a9b8c7d', outcome: 'completed', position: { line: 2 } },
    ]);
  });

  it('has where its lines speak of files', () => {
    expect(factsOf([prompt('x'), written('/a.txt', 'x')]).fileLines.length).toBeGreaterThan(0);
    expect(factsOf([prompt('x')]).fileLines).toEqual([]);
  });

  it('learns the agent of a call from its progress', () => {
    const progress = (more: object) => ({
      type: 'progress',
      parentToolUseID: 'toolu_1',
      data: { type: 'agent_progress', agentId: 'a9b8c7d' },
      ...more,
    });
    const started = call('toolu_1', 'Task', { subagent_type: 'Explore', description: 'Look', prompt: 'Look' });
    expect(factsOf([started, progress({})]).spawns[0]?.agentId).toBe('a9b8c7d');
    expect(factsOf([started, progress({ sessionId: sessionB })]).spawns[0]?.agentId).toBeUndefined();
  });
});

describe('a warm-up', () => {
  it.each<[string, readonly LogLine[], boolean | undefined]>([
    ['its first prompt is that word alone, with blanks or without', [prompt(' Warmup\n')], true],
    ['its first entry says more', [prompt('Warmup now')], false],
    ['its first entry says something else', [prompt('Look'), prompt('Warmup')], false],
    [
      'the word stands elsewhere in an entry without a text',
      [{ type: 'user', message: {}, note: 'Warmup' }],
      undefined,
    ],
    [
      'that comes before the prompt',
      [{ type: 'user', message: {}, note: 'Warmup' }, prompt('Warmup', { cwd: '/other' })],
      true,
    ],
    ['the log is empty', [], undefined],
  ])('%s', (_, lines, expected) => {
    expect(factsOf(lines).isWarmup).toBe(expected);
  });
});

describe('a flat agent log', () => {
  it('has a share of each session that its entries name, where the first of them stands', () => {
    const lines = [
      prompt('A', { cwd: '/a' }),
      prompt('B', { sessionId: sessionB }),
      prompt('B', { sessionId: sessionB }),
      prompt('A'),
    ];
    const facts = factsOf(lines, undefined, true);
    expect(facts).toMatchObject({ current: sessionA, entries: 4, foreignEntries: 0 });
    const [a, b] = facts.shares;
    expect(a).toEqual({
      sessionId: sessionA,
      entries: 2,
      position: { line: 1, offset: 0 },
      firstActivity: timeOfLine(1),
      lastActivity: timeOfLine(4),
    });
    expect(b).toMatchObject({ sessionId: sessionB, entries: 2, position: { line: 2 }, lastActivity: timeOfLine(3) });
    expect([shareOf(facts, sessionA), shareOf(facts, sessionB)]).toEqual([a, b]);
  });

  it('of nobody has no share, though it counts its entries', () => {
    const facts = factsOf([{ type: 'user', sessionId: undefined }], undefined, true);
    expect(facts).toMatchObject({ shares: [], current: undefined, entries: 1 });
    expect(shareOf(facts, sessionA)).toBeUndefined();
  });
});

it('a share is found among few and among many, and among those that come later', () => {
  const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as SessionId;
  const shares = (count: number) => many(count, (n) => ({ sessionId: id(n) })) as never as AgentLogFacts['shares'];
  for (const count of [1, 15, 16, 17]) {
    const of = { shares: shares(count) };
    expect(shareOf(of, id(count - 1))).toBe(of.shares[count - 1]);
    expect(shareOf(of, id(count))).toBeUndefined();
    of.shares.push(...shares(count + 1).slice(count));
    expect(shareOf(of, id(count))).toBe(of.shares[count]);
  }
});
