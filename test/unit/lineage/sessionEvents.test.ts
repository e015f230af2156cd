import { expect, it } from 'vitest';
import { sessionEvents } from '../../../src/core/answers/sessionEvents.ts';
import { relationsOf } from '../../../src/core/answers/relationsOf.ts';
import { implementPlan, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, timeOfLine } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

const hook = (hookName: string) => ({ type: 'progress', data: { type: 'hook_progress', hookName } });

it('a session is resumed where a hook of the client says so, once for all hooks of one start', () => {
  const home = makeHome();
  home.log(sessionA, [
    hook('SessionStart:startup'),
    prompt('Is "SessionStart:resume" in a text?'),
    hook('SessionStart:resume'),
    hook('SessionStart:resume'),
    prompt('Go on'),
    { type: 'attachment', attachment: { type: 'hook_success', hookName: 'SessionStart:resume' } },
    { ...hook('SessionStart:resume'), sessionId: sessionB },
  ]);
  const events = sessionEvents(indexOf(home), sessionA);
  expect(events.map(({ kind, time, evidence }) => [kind, time, evidence.line])).toEqual([
    ['resumed', timeOfLine(4), 4],
    ['resumed', timeOfLine(6), 6],
  ]);
});

it('a session whose prompt has the plan that another wrote implements it, though it names no transcript', () => {
  const home = makeHome();
  const file = home.plan('calm-painting-otter', '# Cart\n');
  home.log(sessionA, [prompt('Plan the cart'), written(file, '# Cart\n')]);
  home.log(sessionB, [implementPlan('calm-painting-otter', '# Cart\n')]);
  expect(relationsOf(indexOf(home), sessionB)).toMatchObject([
    { kind: 'implements-plan-of', sessionId: sessionA, evidence: { kind: 'plan-content', line: 1 } },
  ]);
});

it('a prompt with another text under the same slug implements nobody’s plan', () => {
  const home = makeHome();
  const file = home.plan('calm-painting-otter', '# Cart\n');
  home.log(sessionA, [prompt('Plan the cart'), written(file, '# Cart\n')]);
  home.log(sessionB, [implementPlan('calm-painting-otter', '# Something else\n')]);
  expect(relationsOf(indexOf(home), sessionB)).toEqual([]);
});

it('a session is cleared where /clear was typed, as a prompt or as an entry of the system, not where it is a word', () => {
  const home = makeHome();
  const command = (name: string, args = '') =>
    `<command-name>${name}</command-name>\n<command-message>x</command-message>\n<command-args>${args}</command-args>`;
  home.log(sessionA, [
    prompt('Does /clear lose the plan?'),
    prompt(command('/clear')),
    prompt(command('/clear', 'now')),
    prompt(command('/clearance')),
    { type: 'system', subtype: 'local_command', content: '<command-name>/clear</command-name>' },
    { type: 'system', subtype: 'compact_boundary', content: 'Conversation compacted' },
    { type: 'system', subtype: 'microcompact_boundary', content: 'Context compacted' },
  ]);
  const events = sessionEvents(indexOf(home), sessionA);
  expect(events.map(({ kind, evidence }) => `${kind}@${evidence.line}`)).toEqual([
    'cleared@2',
    'cleared@3',
    'cleared@5',
    'compacted@6',
  ]);
});
