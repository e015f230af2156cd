import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { implementPlan, planMode, prompt, result, written } from '../../fixtures/entries.ts';
import { sessionA, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cliFile, environmentOf } from './cliProcess.ts';

const hasStrace = spawnSync('strace', ['-e', 'trace=openat', 'true']).status === 0;

/** A home whose log, settings and links point at a file outside of everything. */
function hostileHome(): { home: Home; secret: string } {
  const home = makeHome();
  home.repository();
  const secret = home.write('secret/quiet-plan.md', 'CANARY-7f3a');
  fs.mkdirSync(home.path('.claude/plans'));
  fs.symlinkSync(secret, home.planPath('linked-plan'));
  home.write('shop/.claude/settings.json', '{"plansDirectory":"../secret"}');
  home.write('shop/.claude/settings.local.json', `{"plansDirectory":${JSON.stringify(home.path('secret'))}}`);
  fs.mkdirSync(home.path('shop/.erk/scratch/sessions'), { recursive: true });
  fs.symlinkSync(home.path('secret'), home.path('shop/.erk/scratch/sessions', sessionA));
  const names = ['../../secret/quiet-plan', secret, '../secret/quiet-plan', 'quiet-plan', 'linked-plan', '/etc/shadow'];
  home.log(sessionA, [
    ...names.flatMap((name) => [
      prompt(name, { slug: name }),
      planMode(name.endsWith('.md') ? name : `${home.path('.claude/plans')}/${name}.md`, true),
      written(`/x/.claude/plans/${name}.md`, 'Logged'),
      implementPlan(name, 'Logged', `${name}/${sessionA}.jsonl`),
    ]),
    planMode(secret, true),
    result('toolu_1', { outputFile: secret, backgroundTaskId: '../../secret', agentId: '../../secret/x' }),
    { type: 'attachment', attachment: { type: 'environment', snapshot: { scratchpadDirectory: home.path('secret') } } },
  ]);
  const project = home.projectDirectory();
  fs.mkdirSync(path.join(project, sessionA, 'subagents'), { recursive: true });
  fs.symlinkSync(secret, path.join(project, sessionA, 'subagents', 'agent-a1b2c3d.jsonl'));
  fs.symlinkSync(secret, path.join(project, sessionA, 'subagents', 'agent-b1b2c3d.meta.json'));
  home.agentLog(sessionA, 'b1b2c3d', [prompt('Look')]);
  fs.symlinkSync(secret, path.join(project, '22222222-2222-4222-8222-222222222222.jsonl'));
  fs.symlinkSync(home.path('secret'), home.path('.claude/projects/-linked'));
  return { home, secret };
}

it.each([
  ['find-plan-slug', sessionA],
  ['plan', sessionA],
  ['session', sessionA],
  ['agents', sessionA],
  ['agent-entries', sessionA],
  ['transcript', sessionA],
  ['sessions', '--all'],
  ['index'],
  ['search', 'Look'],
  ['plan-history', sessionA],
  ['owner', '.'],
  ['siblings', sessionA],
])(
  '%s opens nothing that a log, a setting or a link points at, and starts no program',
  skip(!hasStrace && 'no strace to see what the CLI opens'),
  (...args) => {
    const { home, secret } = hostileHome();
    const trace = home.path('trace');
    const strace = [
      '-f',
      '-e',
      'trace=open,openat,openat2,execve,execveat,socket,connect',
      '-o',
      trace,
      process.execPath,
      cliFile,
      ...args,
    ];
    const run = spawnSync('strace', strace, { cwd: home.path('shop'), env: environmentOf(home), encoding: 'utf8' });
    expect([0, 1]).toContain(run.status);
    expect(run.stdout + run.stderr).not.toContain('CANARY');
    const opened = fs
      .readFileSync(trace, 'utf8')
      .split('\n')
      .flatMap((call) => {
        // What was refused (ENOENT, ELOOP) was not opened.
        const [, name] = /open(?:at2?)?\((?:[^,]+, )?"([^"]+)".*= \d+$/.exec(call) ?? [];
        return name === undefined ? [] : [path.resolve(home.path('shop'), name)];
      });
    const calls = fs.readFileSync(trace, 'utf8').split('\n');
    const started = calls.filter((call) => /\bexecve(?:at)?\(.*= 0$/.test(call));
    expect(started).toHaveLength(1);
    expect(calls.filter((call) => /\b(?:connect\(|socket\(AF_INET)/.test(call))).toEqual([]);
    // A linked project directory is listed, since the client writes through it.
    const linked = home.path('.claude/projects/-linked');
    const inHome = opened.filter((file) => file.startsWith(home.folder) && file !== linked && fs.existsSync(file));
    expect(inHome.some((file) => file.startsWith(home.root))).toBe(true);
    expect(inHome.filter((file) => fs.realpathSync(file).startsWith(path.dirname(secret)))).toEqual([]);
    expect(opened.filter((file) => /^\/etc\/.*(?:passwd|shadow)/.test(file))).toEqual([]);
  },
);
