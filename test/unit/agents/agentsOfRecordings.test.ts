/** Agents that recorded clients ran on other levels, in other sessions, or as teammates. */
import { describe, expect, it } from 'vitest';
import type { AgentLog } from '../../../src/core/model.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { detailsOf, makeHome } from '../../fixtures/indexed.ts';
import { restoreRecording } from '../../fixtures/recordings.ts';

/** Agents of all sessions: `session description state spawned-in`. */
function agentsIn(recording: string): string[] {
  const home = makeHome();
  const { roots } = restoreRecording(recording, home.folder, { moved: true });
  const index = new SessionIndex({ roots, processes: { startOf: () => undefined } });
  index.refresh();
  const summary = (id: string, { description, type, state, spawn, logs }: AgentLog) =>
    [id.slice(0, 8), description ?? type, state ?? 'unknown', spawn === undefined ? '-' : `line ${spawn.line}`]
      .concat(
        logs.length > 1
          ? `in ${logs.map((log) => /([0-9a-f]{8})-[^/\\]*[/\\]subagents/.exec(log)?.[1]).join(' ')}`
          : [],
      )
      .join(', ');
  return [...index.rows.keys()].flatMap((id) => detailsOf(index, id).agents.map((agent) => summary(id, agent))).sort();
}

const levels = [
  '9861ad2e, Backer, completed, line 12',
  '9861ad2e, Below the background, completed, line 5',
  '9861ad2e, In a worktree, completed, line 16',
  '9861ad2e, Level one, completed, line 8',
  '9861ad2e, Level three, completed, line 5',
  '9861ad2e, Level two, completed, line 5',
  '9861ad2e, Level two, other, completed, line 6',
  '9861ad2e, Scout, completed, line 21',
  'c99837b4, Backer, completed, line 11',
  'c99837b4, Below the background, completed, line 5',
  'c99837b4, In a worktree, completed, line 15',
  'c99837b4, Level one, completed, line 7',
  'c99837b4, Level three, completed, line 5',
  'c99837b4, Level two, completed, line 5',
  'c99837b4, Level two, other, completed, line 6',
  'c99837b4, Scout, completed, line 17',
];

describe('agents of recorded clients', () => {
  it.each([
    ['2.1.181-deep', levels],
    [
      '2.1.240-deep',
      [
        '3db050d2, A fork, completed, line 48',
        '3db050d2, Backer, completed, line 13',
        '3db050d2, Below the background, completed, line 5',
        '3db050d2, In a worktree, completed, line 18',
        '3db050d2, Level one, completed, line 10',
        '3db050d2, Level three, completed, line 5',
        '3db050d2, Level two, completed, line 5',
        '3db050d2, Level two, other, completed, line 7',
        '3db050d2, Scout, completed, line 38',
        '9d9f983f, Backer, completed, line 14',
        '9d9f983f, Below the background, completed, line 5',
        '9d9f983f, In a worktree, completed, line 19',
        '9d9f983f, Level one, completed, line 9',
        '9d9f983f, Level three, completed, line 5',
        '9d9f983f, Level two, completed, line 5',
        '9d9f983f, Level two, other, completed, line 6',
        '9d9f983f, Scout, completed, line 22',
      ],
    ],
    [
      '2.1.181-nested',
      [
        '6911a88b, Inner part, completed, line 5',
        '6911a88b, Outer part, completed, line 7',
        '6911a88b, Slow count, completed, line 13',
        '922192b5, Inner part, completed, line 5',
        '922192b5, Outer part, completed, line 6',
      ],
    ],
  ])('on other levels are joined with their call and their end, in %s', (recording, expected) => {
    expect(agentsIn(recording)).toEqual(expected);
  });

  it.each([
    [
      '2.1.181-split',
      [
        '592ef54e, Walker, completed, line 7, in 592ef54e e667ed60',
        'e667ed60, Swimmer, completed, line 24, in e667ed60 f7629e6e',
        'e667ed60, Walker, completed, line 7, in 592ef54e e667ed60',
        'f7629e6e, Swimmer, completed, line 24, in e667ed60 f7629e6e',
      ],
    ],
    [
      '2.1.240-split',
      [
        '12c28fb0, Swimmer, completed, line 27, in 12c28fb0 6bc6f460',
        '12c28fb0, Walker, completed, line 9, in a76b6df3 12c28fb0',
        '6bc6f460, Swimmer, completed, line 27, in 12c28fb0 6bc6f460',
        'a76b6df3, Walker, completed, line 9, in a76b6df3 12c28fb0',
      ],
    ],
  ])('that go on over /clear and /branch are one in two sessions, in %s', (recording, expected) => {
    expect(agentsIn(recording)).toEqual(expected);
  });

  it('that are teammates are joined with the call that names them, and never end', () => {
    expect(agentsIn('2.1.181-teams')).toEqual([
      '15f3c703, ann works, unknown, line 9',
      '15f3c703, ann works, unknown, line 9',
      '15f3c703, bob works, unknown, line 10',
    ]);
  });
});
