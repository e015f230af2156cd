/** Every recording, asked of the built CLI in processes of Windows' Node. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../fixtures/homes.ts';
import { makeHome } from '../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../fixtures/recordings.ts';
import { askAll, type Answers } from '../fixtures/recordingTruth.ts';
import { restoreWindowsRecording, windowsRoots } from '../fixtures/windowsRecording.ts';
import { cli, cliFile, environmentOf } from '../unit/cli/cliProcess.ts';

/** What the CLI answers to each of the calls, in one process. */
function answersOf(home: Home, calls: readonly (readonly string[])[]): unknown[] {
  const several = path.join(import.meta.dirname, 'severalCalls.cjs');
  const { stdout, stderr } = spawnSync(process.execPath, [several, cliFile], {
    cwd: home.folder,
    env: environmentOf(home, { CALLS: JSON.stringify(calls) }),
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter(Boolean);
  expect(lines, stderr).toHaveLength(calls.length);
  return lines.map((line) => JSON.parse(line) as unknown);
}

describe('the CLI under Windows answers what the client did', () => {
  it.each(recordings)('in %s', { timeout: 300_000 }, async (name) => {
    const home = new Home();
    const answersAbout = (id: string, roots: readonly string[]): Answers => {
      const named = roots.flatMap((root) => ['--claude-dir', root]);
      const calls = ['plan', 'find-plan-slug', 'session'].map((command) => [command, id, '--json', ...named]);
      const [plan, slug, session] = answersOf(home, calls);
      return { plan: plan as Answers['plan'], slug, session: session as Answers['session'] };
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
