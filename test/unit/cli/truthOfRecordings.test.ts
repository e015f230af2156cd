/**
 * What the CLI answers about each recorded session, held against what the client was seen to do on the wire: the plan
 * in force, the plans, the agents. `find-plan-slug`, which reads one log without the index, has to say the same.
 */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { commands, createContext } from '../../../src/cli/commands.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { askAll, type Answers } from '../../fixtures/recordingTruth.ts';

let asked = 0;
let right = 0;
afterAll(() => console.log(`${right} of ${asked} questions about ${recordings.length} recordings answered right`));

describe('answers are what the client did', () => {
  it.each(recordings)('in %s', async (name) => {
    const home = restoreRecording(name, makeHome().folder, { moved: true });
    await askAll(home, answersAbout, (id, question, answer, truth) => {
      asked++;
      expect.soft([id, question, answer]).toEqual([id, question, truth]);
      if (isDeepStrictEqual(answer, truth)) right++;
    });
  });
});

async function answersAbout(id: string, roots: readonly string[]): Promise<Answers> {
  const context = createContext({
    values: { 'session-id': id, 'claude-dir': [...roots], 'no-cache': true },
    positionals: [],
    env: {},
    warn: () => undefined,
  });
  const answer = async (name: string) => (await commands[name]?.())?.command.run(context);
  return {
    plan: (await answer('plan')) as Answers['plan'],
    slug: await answer('find-plan-slug'),
    session: (await answer('session')) as Answers['session'],
  };
}
