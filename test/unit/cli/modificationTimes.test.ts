/**
 * The rule as a property: no time stamp of a file decides an answer. All of those of a recorded home are exchanged for
 * random ones, and the commands below have to print the same bytes. A failure prints its seed; FUZZ_SEED repeats a run.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isCliError, jsonTexts } from '../../../src/cli/answers.ts';
import { commands, createContext } from '../../../src/cli/commands.ts';
import { sessionIdsByName } from '../../../src/core/roots/roots.ts';
import { aboutSession } from '../../fixtures/commandsAboutSession.ts';
import { filesBelow } from '../../fixtures/filesBelow.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import type { Home } from '../../fixtures/homes.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { Seeded } from '../../fixtures/seeded.ts';
import { cli } from './cliProcess.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
console.log(`FUZZ_SEED=${seed}`);

const ofSession = [...aboutSession, 'scratch-dir'];
/** `index` prints how long it took. */
const ofAll = ['sessions', 'collisions', 'foreign'];
/** They print themselves, so that each is a process of its own, in some of the homes. */
const printing = (id: string): string[][] => [
  ['transcript', id],
  ['agent-entries', id],
  ['search', 'plan'],
];
const processesIn = new Set(recordings.filter((_, at) => at % 12 === 0));

/** When the client deletes a log is its own rule about the file's time, and of no consequence for any other answer. */
const cleaning = /,"cleaning":(?:null|\{[^{}]*\})/;

/** Every call with what it prints. */
async function answers(home: Home, roots: readonly string[], withProcesses: boolean): Promise<Record<string, string>> {
  const printed: Record<string, string> = {};
  const { ids } = sessionIdsByName(roots);
  const ask = async (values: object, calls: readonly (readonly [name: string, argument?: string])[]): Promise<void> => {
    const positionals: string[] = [];
    const context = createContext({
      values: { 'claude-dir': [...roots], cwd: [home.folder], 'no-cache': true, all: true, ...values },
      positionals,
      env: { HOME: home.folder },
      warn: (sentence) => (printed[`warning ${Object.keys(printed).length}`] = sentence),
    });
    for (const [name, argument] of calls) {
      const { command } = (await commands[name]?.()) ?? expect.unreachable(name);
      positionals.splice(0, 1, ...(argument === undefined ? [] : [argument]));
      const answer = await command.run(context);
      const shown = [...jsonTexts(isCliError(answer) ? answer : (command.json?.(answer) ?? answer))].join('');
      printed[[name, ...Object.values(values).map(String), argument ?? ''].join(' ')] = shown.replace(cleaning, '');
    }
    context.close();
  };
  const files = filesBelow(home.folder).filter((file) => /\.(?:jsonl|md)$/.test(file));
  await ask({}, [
    ...ofAll.map((name) => [name] as const),
    ['touched', home.folder],
    ...files.map((file) => ['owner', file] as const),
    ...files.filter((file) => file.endsWith('.md')).map((file) => ['blame', file] as const),
  ]);
  for (const id of ids) {
    await ask(
      { 'session-id': id },
      ofSession.map((name) => [name]),
    );
  }
  if (!withProcesses) return printed;
  const named = roots.flatMap((root) => ['--claude-dir', root]);
  for (const id of ids.slice(0, 2))
    for (const args of printing(id)) printed[args.join(' ')] = cli(home, [...args, ...named, '--no-cache']).stdout;
  return printed;
}

function exchangeTimes(folder: string, random: Seeded): void {
  const entries = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const entry of ['.', ...entries].reverse()) {
    fs.lutimesSync(path.join(folder, entry), random.below(4e9), random.below(4e9));
  }
}

describe('no modification time decides an answer', () => {
  it.each(recordings)(
    'in %s',
    async (name) => {
      const home = makeHome();
      const { roots } = restoreRecording(name, home.folder, { moved: true });
      const withProcesses = processesIn.has(name);
      const before = await answers(home, roots, withProcesses);
      expect(Object.keys(before).length).toBeGreaterThan(ofAll.length);
      exchangeTimes(home.folder, new Seeded(seed));
      expect(await answers(home, roots, withProcesses), `FUZZ_SEED=${seed}`).toEqual(before);
    },
    60_000,
  );
});
