import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  joinParts,
} from '../../../src/core/text/format.ts';
import type { AgentLog } from '../../../src/core/model.ts';
import {
  agentAccessibleLabel,
  agentDescription,
  agentLabel,
  displayPath,
  logDescription,
  planAccessibleLabel,
  planDescription,
  planLabel,
  scratchDescription,
  scratchLabel,
  sessionAccessibleLabel,
  sessionDescription,
  spokenState,
  sessionLabel,
  workflowDescription,
  workflowLabel,
} from '../../../src/presentation/rowText.ts';
import { filterWords } from '../../../src/presentation/sessionFilter.ts';
import { agentOf, logOf, planOf, sessionId, sessionRow } from '../../fixtures/sessionRows.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 22, 12);

it('an age is in the largest unit that fits', () => {
  const ages = [-day, 0, 59_000, minute, 59 * minute, hour, 23 * hour, day, 59 * day, 61 * day, 400 * day, 800 * day];
  expect(ages.map((age) => formatAge(now - age, now))).toEqual([
    'now', 'now', 'now', '1 min', '59 min', '1 h', '23 h', '1 d', '59 d', '61 d', '13 mo', '2 y',
  ]); // prettier-ignore
});

it('an age never runs backwards while days pass', () => {
  const days = { d: 1, mo: 365.25 / 12, y: 365.25 };
  const shown = Array.from({ length: 2001 }, (_, age) => formatAge(now - age * day, now));
  const worth = shown.slice(1).map((text) => {
    const [count, unit] = text.split(' ');
    return Number(count) * days[unit as keyof typeof days];
  });
  expect(worth.filter((one, at) => at > 0 && one < (worth[at - 1] ?? 0))).toEqual([]);
  expect([59, 60, 61, 89, 90, 729, 730, 731, 1095, 1096].map((age) => shown[age])).toEqual([
    '59 d', '60 d', '61 d', '89 d', '3 mo', '24 mo', '24 mo', '2 y', '2 y', '3 y',
  ]); // prettier-ignore
});

it('sizes and counts are short and grouped by thousands', () => {
  expect([0, 1023, 1024, 1536, 12_345, 5_242_880, 1e15].map(formatBytes)).toEqual([
    '0 B', '1023 B', '1 KB', '1.5 KB', '12 KB', '5 MB', '909 TB',
  ]); // prettier-ignore
  expect([formatCount(1, 'entry', 'entries'), formatCount(1234, 'entry', 'entries')]).toEqual([
    '1 entry',
    '1,234 entries',
  ]);
  expect([0, 999, 1000, 12_345, 1_234_567].map(formatNumber)).toEqual(['0', '999', '1,000', '12,345', '1,234,567']);
  expect(joinParts('a', undefined, '', 'b')).toBe('a · b');
});

describe('a session row', () => {
  const id = sessionId('4F0C12AB-0000-4000-8000-000000000001');

  it('has state, age, what the window does not say of its place, and last the short ID', () => {
    const row = sessionRow(id, { lastActivity: now - 5 * minute, state: 'running' });
    expect(sessionDescription(row, now)).toBe('running · 5 min · 4f0c12ab');
    expect(sessionDescription(row, now, ['shop', 'hot\u202efix'])).toBe(
      'running · 5 min · shop · hot\ufffdfix · 4f0c12ab',
    );
    expect(sessionDescription(sessionRow(id), now)).toBe('4f0c12ab');
  });

  it('names the session that it comes from before its own ID', () => {
    const origins = [
      { kind: 'implements-plan-of' as const, sessionId: sessionId('00000007-0000-4000-8000-000000000007') },
    ];
    const row = sessionRow(id, { lastActivity: now - hour, origins });
    expect(sessionDescription(row, now, ['main'])).toBe('1 h · main · implements plan of 00000007 · 4f0c12ab');
  });

  it('says what it waits for', () => {
    const described = (waitingFor: string | undefined) =>
      sessionDescription(sessionRow(id, { state: 'waiting', waitingFor, lastActivity: now }), now);
    expect(described('permission prompt')).toBe('permission · now · 4f0c12ab');
    expect(described('dialog open')).toBe('dialog open · now · 4f0c12ab');
    expect(described('in\u001b[31mput\n')).toBe('input · now · 4f0c12ab');
    const waiting = sessionRow(id, { state: 'waiting', waitingFor: 'permission prompt', lastActivity: now });
    expect(sessionDescription(waiting, now, [], spokenState(waiting))).toBe('waiting for permission · now · 4f0c12ab');
    expect(sessionAccessibleLabel(waiting, 'A', now)).toContain('Session A, waiting for permission, active now');
    expect([described(undefined), described('')]).toEqual(Array(2).fill('waiting · now · 4f0c12ab'));
  });

  it('shows no control, bidi or invisible characters of its title', () => {
    expect(sessionLabel({ title: 'a\u001b[31mb\u202ec\u200bd\ne' })).toBe('ab\ufffdc\ufffdd e');
    for (const title of [' \n ', '\u00ad', '\u3164\u3164', '\u2800 \u2800', '\u115f\uffa0\u180e', '\u001b[0m \u001b[K'])
      expect(sessionLabel({ title })).toBe('Untitled session');
    expect(sessionLabel({ title: undefined })).toBe('Untitled session');
    expect([...sessionLabel({ title: 'x'.repeat(5000) })].length).toBe(81);
  });

  it('shows nothing of the sequences that a terminal obeys', () => {
    const shown = (title: string) => sessionLabel({ title });
    expect(shown('\u001b[31mRed\u001b[0m, \u001b[1;38;5;9mbold\u001b[m')).toBe('Red, bold');
    expect(
      shown('\u001b]8;;https://a.example/b\u0007link\u001b]8;;\u0007 \u001b]8;;x\u001b\\end\u001b]8;;\u001b\\'),
    ).toBe('link end');
    expect(shown('\u001b]52;c;YWJj\u0007copied \u009b2Jcleared \u001b(Bset \u001bPq#0\u001b\\sixel')).toBe(
      'copied cleared set sixel',
    );
    expect(shown('cut off \u001b]0;title and \u001b')).toBe('cut off \ufffd]0;title and \ufffd');
  });

  it('has an accessible label with all that icon and description mean', () => {
    const row = sessionRow(id, {
      title: 'Add cart',
      lastActivity: now - 2 * hour,
      state: 'waiting',
      plans: 2,
      agents: 1,
      logs: [],
    });
    expect(sessionAccessibleLabel(row, sessionLabel(row), now)).toBe(
      'Session Add cart, waiting, last active 2 h ago, 2 plans, 1 agent log, session log missing, ID 4f0c12ab',
    );
    expect(sessionAccessibleLabel(sessionRow(id, { lastActivity: now }), 'Untitled session', now)).toBe(
      'Session Untitled session, active now, no plan, ID 4f0c12ab',
    );
  });
});

it('an agent is labelled by its description, else its type, else its ID', () => {
  const explore = agentOf('abc', { description: 'Explore: tax rules', type: 'general-purpose', entries: 41 });
  expect(agentLabel(explore)).toBe('Explore: tax rules');
  expect(agentLabel(agentOf('abc', { type: 'Explore' }))).toBe('Explore');
  expect([agentLabel(agentOf('abc')), agentLabel(agentOf(undefined))]).toEqual(['Agent abc', 'Sidechain']);
});

it('an agent is described by type, entries, duration and how it ended', () => {
  const explore = { description: 'Explore: tax rules', type: 'general-purpose', entries: 41 };
  const worked = (ms: number) => ({ firstActivity: now, lastActivity: now + ms });
  const described = (agent: Partial<AgentLog>) => agentDescription(agentOf('abc', agent));
  expect(described({ ...explore, state: 'completed', ...worked(41_400) })).toBe('general-purpose · 41 entries · 41 s');
  expect(described({ type: 'Explore', state: 'failed', ...worked(170_000) })).toBe('1 entry · 3 min · failed');
  expect(described({ ...explore, state: 'running', ...worked(0) })).toBe('general-purpose · 41 entries · running');
  expect(described({ type: 'Explore' })).toBe('1 entry · no result recorded');
  expect(described({ internal: true })).toBe('1 entry · internal');
  expect(agentDescription(agentOf(undefined, { entries: 0, state: 'completed' }))).toBe('');
});

it('an agent has an accessible label with its state in words', () => {
  const times = { firstActivity: now, lastActivity: now + 3 * 3_600_000 };
  const agent = agentOf('abc', { description: 'Tax\u202erules', type: 'Explore', state: 'completed', ...times });
  expect(agentAccessibleLabel(agent, 2)).toBe(
    'Agent log Tax\ufffdrules, completed, Explore, 1 entry, 3 h, started 2 agents',
  );
  expect(agentAccessibleLabel(agentOf('abc'), 0)).toBe('Agent log Agent abc, no result recorded, 1 entry');
});

it('a workflow run is labelled by its name, else by its ID', () => {
  expect(workflowLabel({ id: 'wf_1a', name: 'deep-review' })).toBe('deep-review');
  expect(workflowDescription(3, { id: 'wf_1a', name: 'deep-review' })).toBe('workflow · 3 agents · wf_1a');
  expect(workflowLabel({ id: 'wf_1a', name: undefined })).toBe('wf_1a');
  expect(workflowDescription(1, { id: 'wf_1a', name: undefined })).toBe('workflow · 1 agent');
});

it.each([
  [0, '1 s'],
  [1499, '1 s'],
  [59_499, '59 s'],
  [59_500, '1 min'],
  [3_569_999, '59 min'],
  [3_570_000, '1 h'],
  [23.4 * 3_600_000, '23 h'],
  [47 * 3_600_000, '2 d'],
])('a duration of %i ms reads: %s', (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words);
});

it('a scratch directory is labelled by a short path', () => {
  const path = '/work/shop/.erk/scratch/sessions/4f0c12ab-0000-4000-8000-000000000001';
  expect(scratchLabel({ kind: 'erk', evidence: [], path, files: 3, bytes: 12_288 })).toBe(
    '.erk/scratch/sessions/4f0c12ab…',
  );
  expect(scratchLabel({ kind: 'claude-tasks', evidence: [], path: '/tmp/x/tasks', files: 0, bytes: 0 })).toBe(
    'Task outputs',
  );
  expect(scratchDescription({ kind: 'erk', evidence: [], path, files: 3, bytes: 12_288 })).toBe('3 files, 12 KB');
  expect(scratchDescription({ kind: 'erk', evidence: [], path, files: 0, bytes: 0 })).toBe('empty');
  expect(
    scratchDescription({ kind: 'claude-tasks', evidence: [], path: '/t', files: 0, bytes: 0, only: ['a.output'] }),
  ).toBe('1 link');
});

it('a log with foreign entries and skipped lines counts them', () => {
  expect(logDescription(logOf('/l', { entries: 1200 }))).toBe('1,200 entries');
  expect(logDescription(logOf('/l', { foreignEntries: 3, badLines: 1 }))).toBe('1 entry · 3 foreign · 1 line skipped');
});

it('a path below the home directory starts with ~', () => {
  expect(displayPath('/home/dev/.claude', '/home/dev')).toBe('~/.claude');
  expect(displayPath('/home/dev', '/home/dev')).toBe('~');
  expect(displayPath('/home/developer/x', '/home/dev')).toBe('/home/developer/x');
  expect(displayPath('/a\u202eb', '')).toBe('/a\ufffdb');
});

it('a filter is worded by its text and facets', () => {
  expect(filterWords({ text: ' ', facets: [] })).toBe(undefined);
  expect(filterWords({ text: 'tax\u202e', facets: ['plan', 'live'] })).toBe('“tax\ufffd” · with a plan · live now');
});

describe("a plan's row", () => {
  const slug = 'calm-painting-otter';

  it('is called as its heading, then come the marks and at the end the slug', () => {
    const plan = planOf(slug, { title: 'Cart\u202e per\nsistence', inForce: true, differs: true });
    expect(planLabel(plan)).toBe('Cart\ufffd per sistence');
    expect(planDescription(plan)).toBe('in force · differs · calm-painting-otter');
    expect(planAccessibleLabel(plan)).toBe('Plan Cart\ufffd per sistence, in force, differs, file calm-painting-otter');
  });

  it.each([[undefined], [''], [' \n'], [slug]])('with %j for a heading is called as its slug, once', (title) => {
    const plan = planOf(slug, { title, state: 'missing' });
    expect([planLabel(plan), planDescription(plan)]).toEqual([slug, 'missing']);
    expect(planAccessibleLabel(plan)).toBe('Plan calm-painting-otter, missing');
  });
});
