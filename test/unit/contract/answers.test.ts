/**
 * Every command's answers, on the recordings and on a home with the rest, are what the contract says, with no field
 * beside it.
 */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands, createContext } from '../../../src/cli/commands.ts';
import type { ParsedArgs } from '../../../src/cli/args.ts';
import { isCliError, toJson } from '../../../src/cli/answers.ts';
import { answers, error } from '../../../src/contract/answers.ts';
import { aboutSession } from '../../fixtures/commandsAboutSession.ts';
import { approved, call, copiedFrom, planMode, prompt, result, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { cli, cliFile, environmentOf } from '../cli/cliProcess.ts';

type Answers = Readonly<Record<string, (typeof answers)[keyof typeof answers]>>;

/** Commands that print no JSON. */
const printing = ['transcript', 'mcp'];
const validated = new Set<string>();

/** Fails with the fields that are wrong, unknown or not there. */
function validate(name: string, json: unknown): void {
  const isError = isErrorAnswer(json);
  const schema = isError ? error : (answers as Answers)[name];
  const problems = schema === undefined ? ['the contract has no such command'] : schema.safeParse(json).error?.issues;
  expect.soft(problems ?? [], `${name}: ${JSON.stringify(json).slice(0, 400)}`).toEqual([]);
  if (!isError) validated.add(name);
}

function isErrorAnswer(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'error' in json;
}

describe('answers about recorded sessions are what the contract says', () => {
  const asked = [...aboutSession, 'resolve'];
  it.each(recordings)('in %s', async (name) => {
    const home = makeHome();
    const { roots, sessions } = restoreRecording(name, home.folder, { moved: true });
    const values = { 'claude-dir': [...roots], 'no-cache': true };
    const context = createContext({ values, positionals: [], env: {}, warn: () => undefined });
    const run = async (command: string, options: ParsedArgs['values'] = {}, positionals: readonly string[] = []) => {
      const found = (await commands[command]?.())?.command;
      const answer = await found?.run(context.another(options, positionals));
      const json = isCliError(answer) ? answer : (found?.json?.(answer) ?? answer);
      const isIterable = typeof json === 'object' && json !== null && Symbol.iterator in json;
      // The contract has this one without a message, as the process prints it.
      validate(command, JSON.parse(toJson(isIterable ? [...(json as Iterable<unknown>)] : json)));
    };
    await run('sessions', { all: true });
    await run('collisions');
    await run('foreign');
    await run('index');
    await run('diagnostics');
    for (const id of Object.keys(sessions)) {
      for (const command of asked) await run(command, {}, [id]);
      await run('plan', { content: true }, [id]);
      await run('plan', { exclusive: true }, [id]);
      await run('files', { diff: true, limit: '9' }, [id]);
    }
  });
});

describe('answers of the process are what the contract says', () => {
  let home: Home;
  const run = (...args: string[]) => cli(home, args, { cwd: home.path('shop') });
  const hookInput = (event: string, more: object = {}) =>
    JSON.stringify({
      session_id: sessionA,
      hook_event_name: event,
      cwd: home.path('shop'),
      source: 'startup',
      ...more,
    });

  beforeAll(() => {
    home = makeHome();
    home.repository();
    const plan = home.plan('calm-painting-otter', '# Cart\n');
    home.log(sessionA, [
      prompt('Plan the cart', { slug: 'calm-painting-otter', gitBranch: 'main' }),
      planMode(plan, true),
      written(plan, '# Cart\n'),
      approved(plan, '# Cart'),
      call('toolu_1', 'Agent', { subagent_type: 'Explore', description: 'Tax', prompt: 'Look' }),
      result('toolu_1', { agentId: 'a1b2c3d', status: 'completed' }),
      written(home.path('shop', 'a.ts'), 'a\n'),
      prompt('Of another', { sessionId: sessionB }),
      '{"cut":"',
    ]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look'), written(home.path('shop', 'b.ts'), 'b\n')]);
    home.log(sessionB, [copiedFrom(sessionA, prompt('Go on', { slug: 'calm-painting-otter' })), prompt('On')]);
    home.log(sessionC, [prompt('No plan', { slug: 'bare-slug-here' })]);
    for (const id of [sessionA, sessionB]) {
      home.write(`shop/.erk/scratch/sessions/${id}/notes.md`, 'notes\n');
      const old = new Date('2026-01-01');
      for (const name of ['notes.md', '.']) fs.utimesSync(home.path('shop/.erk/scratch/sessions', id, name), old, old);
    }
    home.write(`.claude/todos/${sessionA}-agent-${sessionA}.json`, '[{"content":"x","status":"completed"}]');
    home.write(`.claude/tasks/${sessionA}/1.json`, '{ "subject": "Tax rules", "status": "pending" }');
    home.write(`.claude/debug/${sessionA}.txt`, 'x');
  });

  it.each([
    ['find-plan-slug', sessionA],
    ['plan', sessionA],
    ['plan', sessionA, '--content'],
    ['plan', sessionA, '--exclusive'],
    ['plan', sessionC],
    ['plan-history', sessionA],
    ['session', sessionA],
    ['session', sessionB],
    ['sessions'],
    ['lineage', sessionB],
    ['lineage', sessionA, '--mermaid'],
    ['foreign'],
    ['agents', sessionA],
    ['who', '--session-id', sessionA],
    ['owner', `.erk/scratch/sessions/${sessionA}/notes.md`],
    ['owner', 'nobodys.md'],
    ['export', sessionA],
    ['export', sessionA, '--output', '.'],
    ['files', sessionA, '--diff'],
    ['touched', '.'],
    ['blame', `.erk/scratch/sessions/${sessionA}/notes.md`],
    ['siblings', sessionA],
    ['resolve', 'cart'],
    ['resolve', 'nothing has this'],
    ['scratch-dir', sessionA],
    ['clean-scratch', '--dry-run'],
    ['clean-scratch'],
    ['clean-scratch', '--yes'],
    ['restore-scratch', '--list'],
    ['restore-scratch', sessionA],
    ['restore-scratch', sessionB],
    ['session', '1'],
    ['session', '99999999'],
    ['no-such-command'],
    ['sessions', '--claude-dir', '/nowhere'],
  ])('%s %s %s', (name, ...args) => validate(name, run(name, ...args.filter(Boolean)).json));

  it('touched --dirty', () => {
    const repository = cli(home, ['touched', '--dirty'], { cwd: process.cwd() }).json;
    validate('touched', repository);
    expect(repository).toHaveProperty('dirty');
  });

  it('who, of each proof', () => {
    const call = { CLAUDE_CODE_SESSION_ID: sessionA, CLAUDE_CODE_CHILD_SESSION: '1' };
    validate('who', cli(home, ['who'], { env: call }).json);
    validate('who', cli(home, ['who'], { env: { SESSION_CONTEXT: `session_id=${sessionA}` } }).json);
    const input = hookInput('PreToolUse', { agent_id: 'a1b2c3d', agent_type: 'Explore' });
    validate('who', cli(home, ['who', '--hook'], { input, env: { CLAUDE_CODE_SESSION_ID: sessionB } }).json);
  });

  it('hook and statusline', () => {
    validate('hook', cli(home, ['hook'], { input: hookInput('SessionStart') }).json);
    const line = cli(home, ['statusline', '--json'], { input: JSON.stringify({ session_id: sessionA }) });
    validate('statusline', line.stdout.trimEnd());
  });

  it('search, line by line', () => {
    const lines = run('search', 'cart').stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) validate('search', JSON.parse(line));
  });

  it('agent-entries, line by line', () => {
    const lines = run('agent-entries', sessionA).stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) validate('agent-entries', JSON.parse(line));
  });

  it('watch, line by line', async () => {
    const child = spawn(process.execPath, [cliFile, 'watch', '--all'], { cwd: home.folder, env: environmentOf(home) });
    const isFirst = new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    );
    // What is there before it has begun is not told: so long as nothing is, more is written.
    const writing = setInterval(() => home.append(sessionC, [prompt('More')]), 300);
    const [line = ''] = (await isFirst).split('\n');
    clearInterval(writing);
    child.kill();
    validate('watch', JSON.parse(line));
  });

  it('every answer of the contract was asked for', () => {
    const unasked = Object.keys(answers).filter((name) => !validated.has(name));
    expect(unasked, 'Add a call of each to the list above, or to aboutSession').toEqual([]);
  });
});

it('the contract has every command that prints JSON', () => {
  const missing = Object.keys(commands).filter((name) => !printing.includes(name) && !(name in answers));
  const say =
    'Write down in src/contract/answers.ts what each of these prints, then npm run docs; if it is no JSON, add it to `printing` here';
  expect(missing, say).toEqual([]);
  expect(
    Object.keys(answers).filter((name) => !(name in commands)),
    'No command any more',
  ).toEqual([]);
});
