import { describe, expect, it } from 'vitest';
import { timelineLane, timelineMarks } from '../../../src/core/answers/timelineOf.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { TimelineLogs } from '../../../src/core/timeline/timelineLogs.ts';
import {
  answer,
  approved,
  call,
  copiedFrom,
  edited,
  implementPlan,
  planMode,
  prompt,
  result,
  snapshot,
  written,
} from '../../fixtures/entries.ts';
import { sessionA, sessionB, timeOfLine, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

const slug = 'calm-painting-otter';

function laneOf(home: Home, id: SessionId = sessionA) {
  const lane = timelineLane(indexOf(home), id);
  if (lane === undefined) throw new Error('no lane');
  return lane;
}

/** `kind@line label` of each mark, with the seconds until its end. */
function marksOf(home: Home, id: SessionId = sessionA): string[] {
  return timelineMarks(laneOf(home, id)).marks.map(({ kind, time, until, label, evidence }) =>
    [`${kind}@${evidence.line}`, label, until === undefined ? '' : `+${(until - time) / 1000}`]
      .filter(Boolean)
      .join(' '),
  );
}

const at = (seconds: number) => ({ timestamp: new Date(timeOfLine(0) + seconds * 1000).toISOString() });

describe('the marks of a session log', () => {
  it('are its plans, compactions, clears and waits, each with its line', () => {
    const home = makeHome();
    const plan = home.plan(slug);
    const other = home.path('shop', 'README.md');
    home.log(sessionA, [
      prompt('Plan it'),
      planMode(plan, false),
      written(plan, '# One\n'),
      edited(plan, '# One\n', 'One', 'Two'),
      written(other, 'not a plan'),
      call('toolu_exit', 'ExitPlanMode', { plan: '# Two\n' }),
      approved(plan, '# Two\n'),
      call('toolu_ask', 'AskUserQuestion', { questions: [] }),
      {
        type: 'system',
        subtype: 'compact_boundary',
        content: 'Conversation compacted',
        compactMetadata: { trigger: 'auto' },
      },
      prompt(
        '<command-name>/clear</command-name>\n<command-message>clear</command-message>\n<command-args></command-args>',
      ),
      snapshot,
    ]);
    expect(marksOf(home)).toEqual([
      `plan-written@3 ${slug}`,
      `plan-written@4 ${slug}`,
      'wait@6 approval of a plan +1',
      `plan-approved@7 ${slug}`,
      'wait@8 an answer',
      'compaction@9 auto',
      'clear@10',
    ]);
  });

  it('are not those of another session, of copies, or of talk inside a sidechain', () => {
    const home = makeHome();
    const plan = home.plan(slug);
    home.log(sessionA, [
      prompt('Begin'),
      planMode(plan, true),
      written(plan, '# Foreign\n', { sessionId: sessionB }),
      copiedFrom(sessionB, written(plan, '# Copied\n')),
      call('toolu_ask', 'AskUserQuestion', {}, { isSidechain: true }),
      written(plan, '# Own\n'),
    ]);
    expect(marksOf(home)).toEqual([`plan-written@6 ${slug}`]);
  });

  it('include a plan that a session is started with, and say who shares it', () => {
    const home = makeHome();
    const plan = home.plan(slug);
    home.log(sessionA, [prompt('Plan it'), written(plan, '# Plan\n')]);
    home.log(sessionB, [implementPlan(slug, '# Plan\n')]);
    expect(marksOf(home, sessionB)).toEqual([`plan-received@1 ${slug}`]);
    expect(laneOf(home, sessionB).sharedPlans).toEqual([{ slug, path: plan, sharedWith: [sessionA] }]);
  });

  it('take no other time than that of the entries, and no damaged line', () => {
    const home = makeHome();
    home.log(sessionA, [
      prompt('One', at(0)),
      '{"type":"user","message":{"content":"cut',
      prompt('/clear', { timestamp: 'yesterday' }),
      prompt('Two', at(100)),
      prompt('Three', at(3600)),
    ]);
    const { active, marks } = timelineMarks(laneOf(home));
    expect(marks).toEqual([]);
    expect(
      active.map(({ from, until, evidence }) => [from - timeOfLine(0), until - timeOfLine(0), evidence.line]),
    ).toEqual([
      [0, 100_000, 1],
      [3_600_000, 3_600_000, 5],
    ]);
  });

  it('of many rests stay few: the pause that ends a stretch grows', () => {
    const home = makeHome();
    const lines = Array.from({ length: 1500 }, (_, i) => answer(`${i}`, at(i * 400)));
    home.log(sessionA, lines);
    const { active, pause } = timelineMarks(laneOf(home));
    expect(active.length).toBeLessThanOrEqual(400);
    expect(pause).toBeGreaterThan(400_000);
  });

  it('go on where the log was read to, and begin anew when it is another one', () => {
    const home = makeHome();
    const question = (id: string) => call(id, 'AskUserQuestion', {});
    home.log(sessionA, [prompt('One'), question('toolu_1')]);
    const logs = new TimelineLogs();
    const read = () => {
      const [log] = laneOf(home).logs;
      if (log === undefined) throw new Error('no log');
      const { marks, more } = logs.readOn(log);
      return [
        more,
        ...marks.map(({ evidence, until }) => `${evidence.line} ${until === undefined ? 'open' : 'answered'}`),
      ];
    };
    expect(read()).toEqual([false, '2 open']);
    home.append(sessionA, [result('toolu_1', {}), question('toolu_2')]);
    expect(read()).toEqual([false, '2 answered', '4 open']);
    home.log(sessionA, [question('toolu_3'), prompt('Another log, longer than the one before'.repeat(9))]);
    expect(read()).toEqual([false, '1 open']);
  });

  it('of a log that is gone are told as not read', () => {
    const home = makeHome();
    const file = home.log(sessionA, [prompt('One')]);
    const lane = laneOf(home);
    home.remove();
    expect(timelineMarks(lane)).toMatchObject({ marks: [], active: [], unread: [file] });
  });
});
