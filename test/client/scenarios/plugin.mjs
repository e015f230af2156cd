/**
 * The plugin in a real client with a scripted model. What the model was told at the start of a session stands in
 * rec/told.jsonl beside the session that the client itself names in that request; what the command line and the MCP
 * server answered stands in the logs.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { say, call } from '/opt/tools/mock.mjs';
import { closeWindow, openWindow, requestsOf, sendCommand, sendPrompt } from './windows.mjs';

const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
let rec = '/opt/rec';
/** What was done last: a start, a resume, a fork ... */
let phase = 'start';

function note(ctx, label) {
  // Requests for a title have no talk.
  if (ctx.tools.size === 0) return;
  const session = new RegExp(`session_(?:id\\W+)?(${id})`).exec(JSON.stringify(ctx.req.metadata ?? ''))?.[1];
  // A fork has what its parent was told before it, too.
  const last = [...ctx.all.matchAll(new RegExp(`This session: (${id})|is not proved yet`, 'g'))].at(-1);
  const plan = [...ctx.all.matchAll(/Its plan: (none yet|"([^"]*)")/g)].at(-1);
  const line = {
    label,
    phase,
    session,
    told: last?.[1],
    isUnproved: last !== undefined && last[1] === undefined,
    plan: plan && (plan[2] ?? null),
    isWarned: ctx.all.includes('the plan of another live session'),
    hasTools: [...ctx.tools].some((name) => name.includes('session-scope')),
    // The answer that the client put into the prompt of the slash command.
    slash:
      label === 'slash'
        ? ctx.all
            .slice(0, ctx.all.lastIndexOf('Say which plan is in force'))
            .split('\n')
            .findLast((text) => text.startsWith('{'))
        : undefined,
  };
  fs.appendFileSync(path.join(rec, 'told.jsonl'), `${JSON.stringify(line)}\n`);
}
const noted = (label, blocks) => (ctx) => (note(ctx, label), typeof blocks === 'function' ? blocks(ctx) : blocks);
const bash = (command) => call('Bash', { command, description: 'Ask session-scope' });
const own = () => [
  bash(
    `echo who:; session-scope who --json; echo nonce:; session-scope who --nonce ${randomUUID()} --json; echo plan:; session-scope plan --json`,
  ),
];
const mcp = (name) => [call(`mcp__plugin_session-scope_session-scope__${name}`)];
const agent = (side) => [
  call(['Agent', 'Task'], {
    description: `${side} side`,
    prompt: `Look at the ${side} side.`,
    subagent_type: 'general-purpose',
  }),
];
const planOf = (name) => (ctx) => [
  call('Write', {
    file_path: ctx.planFile ?? '/home/dev/.claude/plans/unnamed.md',
    content: `# Plan of ${name}\n\nSteps.\n`,
  }),
];
const fileToOverwrite = (ctx) => /overwrite (\/\S+)/i.exec(ctx.all)?.[1];

export const rules = () => [
  {
    name: 'inner agent',
    match: /Look at the inner side/,
    steps: [own, mcp('whoami'), mcp('plan'), [say('Inner looked.')]],
  },
  {
    name: 'agent',
    match: /Look at the other side/,
    steps: [own, mcp('whoami'), mcp('plan'), agent('inner'), [say('Looked.')]],
  },
  {
    name: 'main',
    match: /who are you/i,
    steps: [noted('main', own), mcp('whoami'), mcp('plan'), agent('other'), [say('That is who I am.')]],
  },
  ...['first', 'second'].map((name) => ({
    name: `plan ${name}`,
    match: new RegExp(`plan the ${name} thing`, 'i'),
    steps: [
      noted(`plan ${name}`, planOf(`the ${name}`)),
      [call('ExitPlanMode', { plan: `# Plan of the ${name}\n` })],
      [say(`Planned the ${name}.`)],
    ],
  })),
  {
    name: 'overwrite',
    match: /overwrite (\/\S+)/i,
    steps: [
      noted('overwrite', (ctx) => [bash(`cat ${fileToOverwrite(ctx)}`)]),
      (ctx) => [call('Read', { file_path: fileToOverwrite(ctx) })],
      (ctx) => [call('Edit', { file_path: fileToOverwrite(ctx), old_string: 'Steps.', new_string: 'Steps!' })],
      noted('overwritten', [say('Overwritten.')]),
    ],
  },
  { name: 'slash', match: /Say which plan is in force/, steps: [noted('slash', [say('Slash said.')])] },
  { name: 'after', match: /good bye/i, steps: [noted('after', [say('Good bye.')])] },
];

export async function run(d) {
  rec = d.rec;
  const dir = d.project('work/shop');
  d.settings({
    disableAutoMode: 'disable',
    env: { SESSION_SCOPE_PLAN_WARNINGS: '1' },
    permissions: {
      allow: ['Bash', 'Read', 'Write', 'Edit', 'Task', 'Agent', 'mcp__plugin_session-scope_session-scope'],
    },
  });
  if (!d.atLeast('2.1.91')) {
    // Before, a plugin has no place on the PATH of Bash: there the package of npm has one.
    fs.mkdirSync(path.join(d.HOME, 'bin'));
    fs.symlinkSync(`${d.vars.marketplace}/plugin/dist/cli.js`, path.join(d.HOME, 'bin', 'session-scope'));
    d.env.PATH = `${d.HOME}/bin:${d.env.PATH}`;
  }
  // 2.1.40 moves a folder from the one to the other, and the sandbox has them on two file systems.
  const env = { ...d.env, TMPDIR: d.HOME };
  const claude = (...args) => {
    try {
      const out = execFileSync('/opt/client/node_modules/.bin/claude', args, { cwd: dir, env, encoding: 'utf8' });
      d.say(`claude ${args.join(' ')} -> ${out.trim().slice(-200)}`);
      return true;
    } catch (error) {
      const detail = `${String(error.stdout ?? '')}${String(error.stderr ?? error)}`;
      d.say(`claude ${args.join(' ')} failed: ${detail}`.slice(0, 600));
      return false;
    }
  };
  d.truth.validated = [`${d.vars.marketplace}/plugin`, d.vars.marketplace].every((one) =>
    claude('plugin', 'validate', one),
  );
  claude('plugin', 'marketplace', 'add', d.vars.marketplace);
  d.truth.installed = claude('plugin', 'install', 'session-scope@session-scope');

  const flags = ['--output-format', 'json', '--allowedTools', 'Bash,Task,Agent,Write,Read,Edit'];
  const first = await d.print(dir, 'Please plan the first thing', [...flags, '--permission-mode', 'plan']);
  phase = 'resume';
  await d.print(dir, 'Who are you', [...flags, '--resume', first.sid]);
  phase = 'neighbour';
  // A neighbour that writes a newer plan, and stays.
  const T = await openWindow(d, 'neighbour', dir, ['--permission-mode', 'plan']);
  await sendPrompt(d, T, 'Please plan the second thing', 'plan second');
  const newer = () =>
    d
      .ls('.claude/plans')
      .map((name) => path.join(d.HOME, '.claude/plans', name))
      // The client writes to a file beside it first.
      .find((file) => file.endsWith('.md') && fs.readFileSync(file, 'utf8').includes('the second'));
  d.truth.newerPlan = await d.until(newer, 20000);
  await T.wait(/Would you like to proceed|ready to (code|execute)/i, 20000);
  T.snap('neighbour plans');
  phase = 'resume beside a newer plan';
  await d.print(dir, 'Who are you', [...flags, '--resume', first.sid]);
  phase = 'fork';
  const fork = await d.print(dir, 'Who are you', [...flags, '--resume', first.sid, '--fork-session']);
  phase = 'overwrite';
  await d.print(dir, `overwrite ${d.truth.newerPlan}`, flags);
  phase = 'slash';
  await d.print(dir, '/session-scope:plan', [...flags, '--resume', first.sid]);
  await T.keys('Escape');
  await closeWindow(d, T);

  phase = 'start in a terminal';
  const U = await openWindow(d, 'cleared', dir);
  // The last step of the session, of its agent, and of the agent's, which some clients let run on by themselves.
  const ends = d.atLeast('2.1.181')
    ? [
        ['main', 4],
        ['agent', 4],
        ['inner agent', 3],
      ]
    : [
        ['main', 4],
        ['agent', 3],
      ];
  const ask = async () => {
    const before = ends.map(([rule, step]) => requestsOf(d, rule, step));
    await sendPrompt(d, U, 'Who are you', 'main');
    await d.until(() => ends.every(([rule, step], at) => requestsOf(d, rule, step) > before[at]), 180_000);
    await U.wait(/That is who I am/i, 60000);
    await U.idle();
    await still(d);
  };
  await ask();
  await sendCommand(d, U, '/clear');
  await d.until(() => !/That is who I am/i.test(U.screen()));
  await U.idle();
  phase = 'clear';
  await ask();
  // Clients that do not know it take the command that is most like it.
  if (d.atLeast('2.1.132')) {
    await sendCommand(d, U, '/branch');
    await U.wait(/Branched/);
    await U.idle();
    phase = 'branch';
    await ask();
  }
  U.snap('end');
  await closeWindow(d, U);

  d.truth.ids = { first: first.sid, fork: fork.sid };
  claude('plugin', 'uninstall', 'session-scope@session-scope');
  claude('plugin', 'marketplace', 'remove', 'session-scope');
  phase = 'uninstalled';
  await d.print(dir, 'Good bye', flags);
}

/** Waits until no agent asks the model any more: one that runs on over /clear or /branch changes its session. */
async function still(d) {
  const log = path.join(d.rec, 'mock.jsonl');
  await d.until(() => Date.now() - fs.statSync(log).mtimeMs > 2500, 60000);
}
