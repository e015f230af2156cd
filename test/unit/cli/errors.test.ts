import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { badInputs, bytesOf, canary, type BadInput, type ByteNotation } from '../../fixtures/badInputs.ts';
import { planMode, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noModes, skip } from '../../fixtures/skip.ts';
import { cli, cliFile, environmentOf, type CliRun } from './cliProcess.ts';

let home: Home;
const similar = '11111111-2222-4222-8222-222222222222' as typeof sessionA;

beforeAll(() => {
  home = makeHome();
  home.log(sessionA, [prompt('Nothing')]);
  home.log(similar, [prompt('Bare slug', { slug: 'bare-slug-here' })]);
  home.log(sessionB, [prompt('B')]);
});

const run = (...args: string[]) => cli(home, args);

/** An error: JSON on stdout with a code and a message, one sentence on stderr, nothing of the program's inside. */
function expectError({ code, json, stderr }: CliRun, error: string, more: object = {}): void {
  expect(json).toMatchObject({ error, ...more });
  expect(code).toBe(error === 'usage' ? 2 : 1);
  expect(stderr).toMatch(/^session-scope: [^\n]{3,420}\n$/);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|node:internal|\.[cm]?js\b/);
}

describe('errors come from a closed set, with exit code 1', () => {
  it('no_plan_found: bare where there is nothing, with the slug where there is one', () => {
    expect(run('find-plan-slug', sessionA)).toMatchObject({ code: 1, stdout: '{"error":"no_plan_found"}\n' });
    expectError(run('find-plan-slug', sessionA), 'no_plan_found');
    expect(run('plan', sessionA)).toMatchObject({ code: 1, stdout: '{"error":"no_plan_found"}\n' });
    expect(run('plan', similar)).toMatchObject({ code: 1, json: { error: 'no_plan_found', slug: 'bare-slug-here' } });
  });

  it('unreadable: a data root that cannot be listed, since the rest would look like all', () => {
    const looped = makeHome();
    looped.log(sessionA, [prompt('A')]);
    const root = looped.path('looped');
    fs.mkdirSync(root);
    fs.symlinkSync('projects', `${root}/projects`);
    const roots = ['--claude-dir', looped.root, '--claude-dir', root];
    for (const args of [['sessions', '--all', '--no-cache'], ['sessions', '--all'], ['index']])
      expectError(cli(looped, [...args, ...roots]), 'unreadable', { paths: [`${root}/projects`] });
  });

  describe('unreadable, and never "no data root has it", where it was not looked for', () => {
    const about = (id: string) =>
      ['find-plan-slug', 'plan', 'session', 'agents', 'agent-entries', 'transcript'].map((command) => [command, id]);

    it('in a data root that cannot be listed', () => {
      const looped = makeHome();
      const projects = `${looped.root}/projects`;
      fs.rmdirSync(projects);
      fs.symlinkSync('projects', projects);
      const all = [...about(sessionA), ...about('11111111'), ['owner', looped.path('x.md')]];
      for (const args of all) expectError(cli(looped, args), 'unreadable', { path: projects });
      expect(cli(looped, ['who'], { env: { CLAUDE_CODE_SESSION_ID: sessionA } }).json).toMatchObject({ hasLog: null });
    });

    it('behind a link among the project directories that leads nowhere', () => {
      const linked = makeHome();
      linked.log(sessionB, [prompt('B')]);
      const link = `${linked.root}/projects/-mnt-shop`;
      fs.symlinkSync(linked.path('not-mounted'), link);
      for (const args of [...about(sessionA), ...about('11111111'), ['owner', linked.path('x.md')]])
        expectError(cli(linked, args), 'unreadable', { path: link });
      expect(cli(linked, ['session', sessionB]).code).toBe(0);
    });

    it('where a link stands in the place of the log', () => {
      const linked = makeHome();
      const log = linked.logPath(sessionA);
      linked.log(sessionB, [prompt('B')]);
      fs.symlinkSync(linked.logPath(sessionB), log);
      for (const args of about(sessionA)) expectError(cli(linked, args), 'unreadable', { path: log });
      for (const args of about(sessionC)) expectError(cli(linked, args), 'session_not_found');
    });

    it('for an agent where the folder of agents cannot be listed; what else there is is answered, with a warning', () => {
      const shut = makeHome();
      const log = shut.log(sessionA, [prompt('A')]);
      const agents = `${log.replace('.jsonl', '')}/subagents`;
      fs.mkdirSync(path.dirname(agents), { recursive: true });
      fs.symlinkSync('subagents', agents);
      for (const command of ['agent-entries', 'transcript'])
        expectError(cli(shut, [command, sessionA, '--agent', 'a1']), 'unreadable', { path: agents });
      expectError(cli(shut, ['agents', sessionA]), 'unreadable', { path: agents });
      for (const command of ['session', 'agent-entries']) {
        const { code, stderr } = cli(shut, [command, sessionA]);
        expect([code, stderr]).toEqual([
          0,
          `session-scope: This may not be all of the session: ${agents} cannot be read.\n`,
        ]);
      }
    });

    it('although the cache has it', () => {
      const cached = makeHome();
      cached.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
      expect(cli(cached, ['session', sessionA]).code).toBe(0);
      const projects = `${cached.root}/projects`;
      fs.renameSync(projects, cached.path('moved'));
      fs.symlinkSync('projects', projects);
      for (const args of about(sessionA)) expectError(cli(cached, args), 'unreadable', { path: projects });
    });

    /** A data root in which nothing can be looked at, once the test has made it so. */
    const closed: [string, (home: Home) => void][] = [
      ['may not be entered', ({ root }) => fs.chmodSync(root, 0)],
      ['has projects that may not be entered', ({ root }) => fs.chmodSync(`${root}/projects`, 0)],
      [
        'has projects that are a link in a circle',
        ({ root }) => {
          fs.rmSync(`${root}/projects`, { recursive: true });
          fs.symlinkSync('projects', `${root}/projects`);
        },
      ],
    ];

    it.each(closed)('in the only data root, which %s', { timeout: 60_000, ...skip(noModes) }, (_how, close) => {
      const shut = makeHome();
      shut.log(sessionA, [prompt('A')]);
      shut.repository();
      fs.chmodSync(shut.folder, 0o755);
      close(shut);
      const projects = `${shut.root}/projects`;
      const ask = (args: readonly string[]) => cli(shut, args, { asNobody: true });
      const ofSession = ['timeline', 'plan-history', 'files', 'lineage', 'export'];
      for (const args of [...about(sessionA), ...about(sessionC), ...ofSession.map((one) => [one, sessionC])])
        expectError(ask(args), 'unreadable', { path: projects });
      const ofAll = ['sessions', 'sessions --live', 'search A', 'touched x', 'blame x', 'collisions', 'siblings'];
      for (const line of [...ofAll, 'resolve A', `resolve ${sessionA}`, 'foreign', 'index'])
        expectError(ask(line.split(' ')), 'unreadable', { paths: [projects] });
      fs.chmodSync(shut.root, 0o700);
      if (!fs.lstatSync(projects).isSymbolicLink()) fs.chmodSync(projects, 0o700);
    });

    it('where a folder of other files cannot be listed, and nothing else is there', () => {
      const shut = makeHome();
      shut.log(sessionB, [prompt('B')]);
      const todos = `${shut.root}/todos`;
      fs.symlinkSync('todos', todos);
      for (const args of about(sessionA).slice(1)) expectError(cli(shut, args), 'unreadable', { path: todos });
    });
  });

  it('a session of which only other files are left is found by each command', () => {
    const left = makeHome();
    left.write(`.claude/todos/${sessionA}-agent-${sessionA}.json`, '[]');
    left.log(sessionB, [prompt('B')]);
    expect(cli(left, ['session', sessionA])).toMatchObject({ code: 0, json: { sessionId: sessionA } });
    expect(cli(left, ['agents', sessionA])).toMatchObject({ code: 0, json: [] });
    expect(cli(left, ['agent-entries', sessionA])).toMatchObject({ code: 0, stdout: '' });
    expectError(cli(left, ['plan', sessionA]), 'no_plan_found');
    expectError(cli(left, ['transcript', sessionA]), 'not_found');
  });

  it('the slug is the one on the last entry: of the later log, and not the one that showed up last', () => {
    const twice = makeHome();
    const later = (minute: number) => ({ timestamp: `2026-03-01T00:0${minute}:00.000Z` });
    twice.log(
      sessionA,
      Array.from({ length: 9 }, () => prompt('x', { slug: 'slug-of-first-log' })),
    );
    twice.log(
      sessionA,
      ['comes-back-later', 'shows-up-last-here', 'comes-back-later'].map((slug, i) =>
        prompt('x', { slug, ...later(i) }),
      ),
      { cwd: 'shop-worktree' },
    );
    expect(cli(twice, ['find-plan-slug', sessionA])).toMatchObject({ code: 0, json: 'comes-back-later' });
    expect(cli(twice, ['plan', sessionA]).json).toEqual({ error: 'no_plan_found', slug: 'comes-back-later' });
  });

  it('session_not_found: a whole ID, or a start that fits none', () => {
    for (const command of ['find-plan-slug', 'plan', 'session', 'agents', 'agent-entries', 'transcript']) {
      expectError(run(command, sessionC), 'session_not_found', {
        message: expect.stringContaining(sessionC) as unknown,
      });
      expectError(run(command, '99999999'), 'session_not_found');
    }
  });

  it('ambiguous_session_id: with the candidates', () => {
    for (const command of ['find-plan-slug', 'plan', 'session']) {
      expectError(run(command, '11111111'), 'ambiguous_session_id', { candidates: [sessionA, similar] });
      expectError(run(command, '11111111-'), 'ambiguous_session_id');
    }
    expect(run('session', '11111111-1').code).toBe(0);
  });

  it('invalid_session_id: too short, no UUID, an empty one', () => {
    for (const id of ['1111111', '11111111-1111-4111-8111-11111111111g', '', '*', '../x', `${sessionA}0`]) {
      expectError(run('session', '--session-id', id), 'invalid_session_id');
    }
  });

  it('no_session: nobody names one', () => {
    for (const command of ['find-plan-slug', 'plan', 'session', 'agents', 'who'])
      expectError(run(command), 'no_session');
  });

  it('not_found: no data root, no owner, no working tree', () => {
    const nowhere = ['--claude-dir', home.path('nowhere')];
    expectError(run('sessions', ...nowhere), 'not_found', { roots: [home.path('nowhere')] });
    expectError(run('index', ...nowhere), 'not_found');
    expectError(run('owner', home.path('no-such-plan.md')), 'not_found');
    expectError(run('scratch-dir', sessionA), 'not_found');
  });

  it('refused: scratch behind a link', () => {
    home.repository('linked');
    fs.symlinkSync(home.folder, home.path('linked/.erk'));
    const answer = cli(home, ['scratch-dir', sessionA, '--create'], { cwd: home.path('linked') });
    expectError(answer, 'refused', { reason: 'symlink' });
  });

  it('unreadable: a link or a folder in the place of the only log', () => {
    const place = home.logPath(sessionC);
    fs.symlinkSync(home.logPath(sessionB), place);
    expectError(run('find-plan-slug', sessionC), 'unreadable', { reason: 'not-a-regular-file', path: place });
    fs.rmSync(place);
    fs.mkdirSync(place);
    expectError(run('find-plan-slug', sessionC), 'unreadable');
    fs.rmdirSync(place);
  });

  it('usage, with exit code 2: unknown commands and options, missing values, words too many', () => {
    for (const args of [
      [],
      ['frobnicate'],
      ['__proto__'],
      ['constructor'],
      ['plan', '--frobnicate'],
      ['plan', '--session-id'],
      ['plan', sessionA, sessionB],
      ['sessions', 'word'],
      ['sessions', '--limit', 'many'],
      ['sessions', '--limit', '-1'],
      ['who', '--pid', '0'],
      ['who', '--pid', 'self'],
      ['owner'],
      ['owner', ''],
      ['clean-scratch', '--older-than', '5'],
      ['restore-scratch'],
      ['agent-entries', sessionA, '--since', 'later'],
    ]) {
      expectError(run(...args), 'usage', { message: expect.any(String) as unknown });
    }
  });
});

describe('help and version', () => {
  it('name every command that there is and every one of the contract', () => {
    const { code, stdout, stderr } = run('--help');
    expect([code, stderr]).toEqual([0, '']);
    const named = [...stdout.matchAll(/^ {2}([a-z][a-z-]*)(?: |$)/gm)].map(([, name]) => name);
    expect([...new Set(named)]).toEqual([...Object.keys(commands), 'help', 'completion']);
    expect(named).toEqual(
      expect.arrayContaining([
        ...['find-plan-slug', 'plan', 'session', 'sessions', 'agents', 'agent-entries', 'scratch-dir', 'clean-scratch'],
        ...['restore-scratch', 'who', 'owner', 'index', 'watch'],
      ]),
    );
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(140);
  });

  it('of one command', async () => {
    for (const [name, load] of Object.entries(commands)) {
      const { help } = (await load()).command;
      const { code, stdout } = run(name, '--help');
      expect([code, stdout]).toEqual([0, `${help.join('\n')}\n`]);
    }
  }, 120_000);

  it('are of the commands that the table in README.md names, in its order', () => {
    const table = /^\| command .*\n\|.*\n((?:\|.*\n)+)/m.exec(fs.readFileSync('README.md', 'utf8'))?.[1] ?? '';
    const documented = table.split('\n').flatMap((row) => row.split('|')[1]?.match(/(?<=`)[a-z-]+/g) ?? []);
    expect(documented).toEqual(Object.keys(commands));
  });

  it('the version is the one of the package', () => {
    const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { version: string };
    expect(run('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});

describe('the environment names the session', () => {
  const asked = (env: Record<string, string>, ...args: string[]) => cli(home, ['session', ...args], { env });

  it('CLAUDE_CODE_SESSION_ID, then SESSION_CONTEXT; an argument goes first', () => {
    expect(asked({ CLAUDE_CODE_SESSION_ID: sessionA }).json).toMatchObject({ sessionId: sessionA });
    expect(asked({ SESSION_CONTEXT: `session_id=${sessionB}` }).json).toMatchObject({ sessionId: sessionB });
    expect(asked({ SESSION_CONTEXT: `user=x, session_id=${sessionB}; y=z` }).json).toMatchObject({
      sessionId: sessionB,
    });
    const both = { CLAUDE_CODE_SESSION_ID: sessionA, SESSION_CONTEXT: `session_id=${sessionB}` };
    expect(asked(both).json).toMatchObject({ sessionId: sessionA });
    expect(asked(both, sessionB).json).toMatchObject({ sessionId: sessionB });
    expectError(asked({ CLAUDE_CODE_SESSION_ID: '../../x' }), 'invalid_session_id');
    expectError(asked({ SESSION_CONTEXT: 'my_session_id=x' }), 'no_session');
  });

  it('who says which variable; for another process it is asked of the system', () => {
    const env = { CLAUDE_CODE_SESSION_ID: sessionA };
    expect(cli(home, ['who'], { env }).json).toEqual({
      sessionId: sessionA,
      from: 'CLAUDE_CODE_SESSION_ID',
      proof: 'process',
      hasLog: true,
    });
    const context = { SESSION_CONTEXT: `session_id=${sessionB}` };
    expect(cli(home, ['who'], { env: context }).json).toMatchObject({ sessionId: sessionB, from: 'SESSION_CONTEXT' });
  });

  it('CLAUDE_CONFIG_DIR names the data root; --claude-dir goes first and can be given more than once', () => {
    const other = makeHome();
    other.log(sessionC, [prompt('Elsewhere')]);
    const ids = (args: string[], env = {}) =>
      (cli(home, ['sessions', '--all', ...args], { env }).json as { sessionId: string }[])
        .map((row) => row.sessionId)
        .sort();
    expect(ids([])).toEqual([sessionA, similar, sessionB]);
    expect(ids([], { CLAUDE_CONFIG_DIR: other.root })).toEqual([sessionC]);
    expect(ids(['--claude-dir', other.root])).toEqual([sessionC]);
    expect(ids(['--claude-dir', other.root, '--claude-dir', '~/.claude'])).toEqual([
      sessionA,
      similar,
      sessionB,
      sessionC,
    ]);
    expect(ids(['--claude-dir', home.root], { CLAUDE_CONFIG_DIR: other.root })).toEqual([sessionA, similar, sessionB]);
  });
});

describe('a reader that goes away', () => {
  it('ends the CLI in silence', skip(process.platform === 'win32' && 'asks by bash'), () => {
    const many = makeHome();
    for (let i = 0; i < 400; i++) {
      const id = `${String(i).padStart(8, '0')}-0000-4000-8000-000000000000` as typeof sessionA;
      many.log(id, [prompt('x'.repeat(300), { cwd: `/home/dev/${'long/'.repeat(40)}` })]);
    }
    const command = `"${process.execPath}" "${cliFile}" sessions --all; echo "code $?" >&2`;
    const { stdout, stderr } = spawnSync('bash', ['-c', `( ${command} ) | head -c 1`], {
      env: environmentOf(many),
      encoding: 'utf8',
    });
    expect(stdout).toBe('[');
    expect(stderr).toMatch(/^code (?:0|141)\n$/);
  });
});

describe('arguments of the catalogue', () => {
  const verbs: Readonly<Record<string, string>> = {
    '{show}': 'session',
    '{clean}': 'clean-scratch',
    '{list}': 'sessions',
  };

  it.each(badInputs('cli-args').filter(([, { expect: wanted }]) => wanted.pipe === undefined))('%s', (_name, entry) => {
    const { argv } = entry.input as { argv: (string | ByteNotation)[] };
    const args = argv.map((word) => (typeof word === 'string' ? (verbs[word] ?? word) : bytesOf(word).toString()));
    expectAsEntrySays(entry, run(...args));
  });

  it.each(badInputs('session-id'))('%s', (_name, entry) => {
    const { text } = entry.input as { text: string };
    const answer = run('session', '--session-id', text);
    if (entry.expect.accepted !== true) return expectInvalid(answer, text);
    const normalised = (entry.expect.normalised as string | undefined) ?? text;
    if (normalised === sessionA) expect(answer.json).toMatchObject({ sessionId: normalised });
    else expectError(answer, 'session_not_found', { message: expect.stringContaining(normalised) as unknown });
  });

  /** The start of an ID may be given; everything else that is no ID is refused. */
  function expectInvalid(answer: CliRun, text: string): void {
    if (sessionA.startsWith(text) && text !== '') expect(answer.json).toMatchObject({ sessionId: sessionA });
    else expectError(answer, 'invalid_session_id');
  }

  function expectAsEntrySays({ expect: wanted }: BadInput, { code, stdout, stderr }: CliRun): void {
    expect(wanted.exit).toContain(code);
    expect(stdout + stderr).not.toMatch(/\n {4}at |node:internal/);
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    if (wanted.stderr_has !== undefined) expect(stderr).toContain(wanted.stderr_has);
    if (wanted.stderr_max_chars !== undefined)
      expect(stderr.length).toBeLessThanOrEqual(Number(wanted.stderr_max_chars));
    if (stdout !== '') expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    if (wanted.treated_as === 'session-id') expect(stdout).toContain('invalid_session_id');
  }
});

it('the content of a file outside of the roots that a log names is nowhere in the answers', () => {
  const hostile = makeHome();
  hostile.write('secret/quiet-plan.md', canary);
  fs.mkdirSync(hostile.path('.claude/plans'));
  fs.symlinkSync(hostile.path('secret/quiet-plan.md'), hostile.planPath('quiet-plan'));
  hostile.log(sessionA, [planMode(hostile.path('secret/quiet-plan.md'), true, { slug: 'quiet-plan' })]);
  for (const command of ['plan', 'session', 'find-plan-slug']) {
    const { stdout, stderr, code } = cli(hostile, [command, sessionA]);
    expect([code, (stdout + stderr).includes(canary)]).toEqual([0, false]);
  }
  expect(cli(hostile, ['plan', sessionA]).json).toMatchObject({ plan: { state: 'not-looked-at' } });
});

describe('a working directory that is gone', () => {
  const inGoneFolder = (...args: string[]) => {
    const gone = home.path('gone');
    fs.mkdirSync(gone);
    const run = spawnSync('sh', ['-c', 'rmdir "$0"; exec "$@"', gone, process.execPath, cliFile, ...args], {
      cwd: gone,
      env: environmentOf(home),
      encoding: 'utf8',
    });
    return { code: run.status, stdout: run.stdout, stderr: run.stderr, json: JSON.parse(run.stdout) as unknown };
  };

  it.each([
    [['sessions']],
    [['scratch-dir', sessionA]],
    [['clean-scratch', '--dry-run']],
    [['restore-scratch', '--list']],
    [['owner', 'x.md']],
    [['sessions', '--all', '--claude-dir', 'relative']],
    [['find-plan-slug', sessionA, '--claude-dir', 'relative']],
  ])('is not_found where it is needed: %s', (args) => {
    expectError(inGoneFolder(...args), 'not_found');
  });

  it('is not missed where it is not needed', () => {
    expect(inGoneFolder('session', sessionB)).toMatchObject({ code: 0, json: { sessionId: sessionB } });
  });
});

it('a folder option without a folder is usage, and never the working directory', () => {
  for (const name of ['claude-dir', 'cwd', 'cache-dir']) expectError(run('sessions', `--${name}=`), 'usage');
  expect(fs.readdirSync(home.folder).filter((name) => name.endsWith('.bin'))).toEqual([]);
});

it('without a home folder there is no data root, and nothing is written into the working directory', () => {
  const other = makeHome();
  other.log(sessionA, [prompt('Of the repository')]);
  const empty = { env: { HOME: '', USERPROFILE: '' } };
  expectError(cli(other, ['sessions', '--all'], empty), 'not_found', { roots: [] });
  const named = cli(other, ['sessions', '--all', '--claude-dir', other.root], empty);
  expect(named.json).toMatchObject([{ sessionId: sessionA }]);
  expect(fs.readdirSync(other.folder)).toEqual(['.claude']);
});
