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
