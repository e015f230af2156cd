/**
 * The plugin in a real client with a scripted model. Each request of the client says whose it is; what the model was
 * told at the start, and what the command line answered in Bash, is noted beside that in rec/told.jsonl and stands in
 * the logs.
 */
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { say, call } from '/opt/tools/mock.mjs';

const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
let rec = '/opt/rec';

/** Whose request it is by the client's own word, and what the start told of it last. */
function note(ctx, label) {
  const truth = new RegExp(`session_(?:id\\W+)?(${id})`).exec(JSON.stringify(ctx.req.metadata ?? ''))?.[1];
  // A fork has what its parent was told before it, too.
  const last = [...ctx.all.matchAll(new RegExp(`This session: (${id})|is not proved yet`, 'g'))].at(-1);
  const told = last?.[1];
  const unproved = last !== undefined && told === undefined;
  const plan = [...ctx.all.matchAll(/Its plan: (.*)/g)].at(-1)?.[1];
  const warned = ctx.all.includes('the plan of another live session');
  fs.appendFileSync(
    path.join(rec, 'told.jsonl'),
    `${JSON.stringify({ label, truth, told, plan, unproved, warned })}\n`,
  );
}
const noted = (label, blocks) => (ctx) => (note(ctx, label), typeof blocks === 'function' ? blocks(ctx) : blocks);
const bash = (command) => call('Bash', { command, description: 'Ask session-scope' });
const own = bash('session-scope who --json; session-scope plan --json; session-scope siblings --json');
const planned = (name) => (ctx) => [
  call('Write', {
    file_path: ctx.planFile ?? '/home/dev/.claude/plans/unnamed.md',
    content: `# Plan of ${name}\n\nSteps.\n`,
  }),
];

export const rules = () => [
  {
    name: 'inner agent',
    match: /Look at the inner side/,
    steps: [
      noted('inner agent', [own]),
      [call('mcp__plugin_session-scope_session-scope__whoami')],
      [say('Inner looked.')],
    ],
  },
  {
    name: 'agent',
    match: /Look at the other side/,
    steps: [
      noted('agent', [own]),
      [call('mcp__plugin_session-scope_session-scope__whoami')],
      [
        call(['Agent', 'Task'], {
          description: 'Inner side',
          prompt: 'Look at the inner side.',
          subagent_type: 'general-purpose',
        }),
      ],
      [say('Looked.')],
    ],
  },
  {
    name: 'who',
    match: /who are you/i,
    steps: [
      noted('main', [own]),
      [call('mcp__plugin_session-scope_session-scope__whoami')],
      [
        call(['Agent', 'Task'], {
          description: 'Other side',
          prompt: 'Look at the other side.',
          subagent_type: 'general-purpose',
        }),
      ],
      [say('That is who I am.')],
    ],
  },
  {
    name: 'plan first',
    match: /plan the first thing/i,
    steps: [
      noted('plan first', planned('the first')),
      [call('ExitPlanMode', { plan: '# Plan of the first\n' })],
      [say('Planned the first.')],
    ],
  },
  {
    name: 'plan second',
    match: /plan the second thing/i,
    steps: [
      noted('plan second', planned('the second')),
      [call('ExitPlanMode', { plan: '# Plan of the second\n' })],
      [say('Planned the second.')],
    ],
  },
  {
    name: 'overwrite',
    match: /overwrite (\/\S+)/i,
    steps: [
      noted('overwrite', (ctx) => [bash(`cat ${/overwrite (\/\S+)/i.exec(ctx.all)?.[1]}`)]),
      (ctx) => [call('Read', { file_path: /overwrite (\/\S+)/i.exec(ctx.all)?.[1] })],
      (ctx) => [
        call('Edit', {
          file_path: /overwrite (\/\S+)/i.exec(ctx.all)?.[1],
          old_string: 'Steps.',
          new_string: 'Steps!',
        }),
      ],
      noted('overwritten', [say('Overwritten.')]),
    ],
  },
  {
    name: 'slash',
    match: /Say (which plan is in force|who else works here)/,
    steps: [noted('slash', [say('Slash said.')])],
  },
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
  // 2.1.40 moves a folder from the one to the other, and the sandbox has them on two file systems.
  const env = { ...d.env, TMPDIR: d.HOME };
  const claude = (...args) => {
    try {
      const out = execFileSync('/opt/client/node_modules/.bin/claude', args, {
        cwd: dir,
        env,
        encoding: 'utf8',
      });
      d.say(`claude ${args.join(' ')} -> ${out.trim().slice(-200)}`);
      return out;
    } catch (error) {
      d.say(
        `claude ${args.join(' ')} failed: ${String(error.stdout ?? '')}${String(error.stderr ?? error)}`.slice(0, 600),
      );
      return undefined;
    }
  };
  d.truth.validated = claude('plugin', 'validate', `${d.vars.marketplace}/plugin`) !== undefined;
  claude('plugin', 'marketplace', 'add', d.vars.marketplace);
  d.truth.installed = claude('plugin', 'install', 'session-scope@session-scope') !== undefined;

  const flags = ['--output-format', 'json', '--allowedTools', 'Bash,Task,Agent,Write,Read,Edit'];
  const first = await d.print(dir, 'Please plan the first thing', [...flags, '--permission-mode', 'plan']);
  const a = await d.print(dir, 'Who are you', [...flags, '--resume', first.sid]);
  // A neighbour that writes a newer plan, and stays.
  const T = await d.tui('neighbour', dir, ['--permission-mode', 'plan']);
  await d.sleep(4000);
  await T.send('Please plan the second thing');
  await d.sleep(6000);
  T.snap('neighbour plans');
  d.snapshot('while neighbour lives', '.claude/sessions', '.claude/plans');
  const again = await d.print(dir, 'Who are you', [...flags, '--resume', first.sid]);
  const fork = await d.print(dir, 'Who are you', [...flags, '--resume', first.sid, '--fork-session']);
  const newer = d
    .ls('.claude/plans')
    .map((name) => path.join(d.HOME, '.claude/plans', name))
    .find((file) => fs.readFileSync(file, 'utf8').includes('the second'));
  const overwriting = newer && (await d.print(dir, `overwrite ${newer}`, flags));
  const slash = await d.print(dir, '/session-scope:plan', [...flags, '--resume', first.sid]);
  await d.print(dir, '/session-scope:siblings', [...flags, '--resume', first.sid]);
  await T.quit();

  const U = await d.tui('cleared', dir, []);
  await d.sleep(4000);
  await U.send('Who are you');
  await U.wait(/That is who I am/i, 60000);
  await U.idle();
  await U.send('/clear');
  await d.sleep(3000);
  await U.send('Who are you');
  await U.wait(/That is who I am/i, 60000);
  await U.idle();
  await U.send('/branch');
  await d.sleep(3000);
  await U.send('Who are you');
  await d.sleep(1500);
  await U.idle(60000);
  await d.sleep(3000);
  U.snap('end');
  await U.quit();
  d.truth.ids = {
    first: first.sid,
    resumed: a.sid,
    again: again.sid,
    fork: fork.sid,
    overwriting: overwriting?.sid,
    slash: slash.sid,
  };
  d.truth.newerPlan = newer;
  claude('plugin', 'uninstall', 'session-scope@session-scope');
  claude('plugin', 'marketplace', 'remove', 'session-scope');
}
