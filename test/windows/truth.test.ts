/** Every recording, asked of the built CLI as a process of Windows' Node. */
import { describe, expect, it } from 'vitest';
import { Home } from '../fixtures/homes.ts';
import { makeHome } from '../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../fixtures/recordings.ts';
import { askAll, type Answers } from '../fixtures/recordingTruth.ts';
import { restoreWindowsRecording, windowsRoots } from '../fixtures/windowsRecording.ts';
import { cli } from '../unit/cli/cliProcess.ts';

describe('the CLI under Windows answers what the client did', () => {
  it.each(recordings)('in %s', { timeout: 300_000 }, async (name) => {
    const home = new Home();
    const answersAbout = (id: string, roots: readonly string[]): Answers => {
      const answer = (command: string): unknown =>
        cli(home, [command, id, '--json', ...roots.flatMap((root) => ['--claude-dir', root])]).json;
      return {
        plan: answer('plan') as Answers['plan'],
        slug: answer('find-plan-slug'),
        session: answer('session') as Answers['session'],
      };
    };
    await askAll(restoreRecording(name, home.folder, { moved: true }), answersAbout, (id, question, answer, truth) => {
      expect.soft([id, question, answer]).toEqual([id, question, truth]);
    });
    // Each at once: Wine takes minutes for all of them.
    home.remove();
  });

  it('in 2.1.100, which ran as a Windows program', () => {
    const home = makeHome();
    const { sessions } = restoreWindowsRecording(home.path('c'), { moved: true });
    const roots = windowsRoots.flatMap((root) => ['--claude-dir', home.path('c', root)]);
    const inForce = Object.keys(sessions).map((id) => {
      const { plan } = cli(home, ['plan', id, ...roots]).json as { plan?: { slug: string; state: string } };
      return plan && [plan.slug, plan.state];
    });
    // One goes on from the first session, whose plan it has.
    const fork = ['majestic-dazzling-robin', 'found'];
    expect(inForce).toEqual(
      Object.values(sessions).map(({ plans }, at) => (at === 3 ? fork : plans[0] && [plans[0], 'found'])),
    );
  });
});
