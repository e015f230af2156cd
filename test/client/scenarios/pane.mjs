/**
 * The plugin's pane in two live clients that changed one file, in windows of 160 and of 80 columns, after /clear, and
 * without a command line. What was on the screen stands in rec/panes.json.
 */
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { say, call } from '/opt/tools/mock.mjs';
import { closeWindow, openWindow, resize, sendCommand, sendPrompt } from './windows.mjs';

const dir = '/home/dev/work/shop';
const shared = `${dir}/shared.txt`;

export const rules = () => [
  {
    name: 'plan',
    match: /plan the cart/i,
    steps: [
      (ctx) => [call('Write', { file_path: ctx.planFile, content: '# A cart for the shop\n\nSteps.\n' })],
      [say('The plan is written.')],
    ],
  },
  { name: 'agent', match: /Look at the other side/, steps: [[say('Looked.')]] },
  ...[
    ['first', 'one', [call('Bash', { command: 'session-scope scratch-dir --create', description: 'Make scratch' })]],
    ['second', 'two', []],
  ].map(([name, from, more]) => ({
    name,
    match: new RegExp(`edit as the ${name}`, 'i'),
    steps: [
      [call('Read', { file_path: shared })],
      [call('Edit', { file_path: shared, old_string: from, new_string: `by the ${name}` }), ...more],
      ...(name === 'first' ? [[call(['Agent', 'Task'], agent)]] : []),
      [say(`The ${name} has edited.`)],
    ],
  })),
  { name: 'hello', match: /good morning/i, steps: [[say('Good morning.')]] },
];

const agent = {
  description: 'other side',
  prompt: 'Look at the other side.',
  subagent_type: 'general-purpose',
};

export async function run(d) {
  d.project('work/shop', { 'shared.txt': 'one\ntwo\nthree\n' });
  d.settings({
    disableAutoMode: 'disable',
    permissions: { allow: ['Bash', 'Read', 'Write', 'Edit', 'Task', 'Agent'] },
  });
  const packed = ['--plugin-dir', `${d.vars.marketplace}/plugin`];
  const panes = {};
  const keep = async (label, window, text) => {
    await window.wait(text, 30000);
    panes[label] = window.screen();
    window.snap(label);
  };
  d.truth.tested = await test(d);

  const planned = await d.print(dir, 'Please plan the cart', [
    ...packed,
    '--permission-mode',
    'plan',
    '--output-format',
    'json',
  ]);
  const A = await openWindow(d, 'first', dir, [...packed, '--resume', planned.sid, '--permission-mode', 'acceptEdits']);
  await sendPrompt(d, A, 'Please edit as the first', 'first');
  await A.wait(/The first has edited/, 30000);
  const B = await openWindow(d, 'second', dir, [...packed, '--permission-mode', 'acceptEdits']);
  await sendPrompt(d, B, 'Please edit as the second', 'second');
  await B.wait(/The second has edited/, 30000);
  await A.idle();
  resize(d, A, 160);
  await openPane(d, A);
  await keep('160', A, /Here +[0-9a-f]{8} .*second/);
  resize(d, A, 80);
  await keep('80', A, /Here +[0-9a-f]{8} .*second/);
  resize(d, A, 160);
  await sendCommand(d, A, '/clear');
  const before = planned.sid.slice(0, 8);
  await d.until(() => !A.screen().includes(before));
  await keep('cleared', A, /Here +[0-9a-f]{8} .*second/);
  await sendPrompt(d, A, 'Good morning', 'hello');
  await keep('after a turn', A, /Session +[0-9a-f]{8} "Good morning"/);
  await closeWindow(d, A);
  await closeWindow(d, B);

  const C = await openWindow(d, 'absent', dir, ['--plugin-dir', d.vars.plugin]);
  await openPane(d, C);
  await keep('absent', C, /not installed/);
  await closeWindow(d, C);
  fs.writeFileSync(path.join(d.rec, 'panes.json'), JSON.stringify(panes, undefined, 1));
  d.truth.planned = planned.sid;
}

/** A client that has not read the plugin's pane yet takes the most alike of the commands that it has. */
async function openPane(d, window) {
  for (let tries = 0; tries < 5; tries++) {
    await sendCommand(d, window, '/scope');
    if (await d.until(() => window.screen().includes('session-scope: The pane'), 10000)) return;
  }
}

/** The plugin's own tests, in the client. */
function test(d) {
  try {
    const out = execFileSync('/opt/client/node_modules/.bin/claude', ['plugin', 'test', d.vars.plugin], {
      cwd: dir,
      env: d.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    d.say(out.trim());
    return true;
  } catch (error) {
    d.say(`claude plugin test failed: ${error.stdout ?? ''}${error.stderr ?? error}`);
    return false;
  }
}
