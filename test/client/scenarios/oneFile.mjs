/**
 * Two live clients that edit one file, and a Bash command that writes another. What the command line says of it while
 * both live, and when one has ended, stands in rec/answers.json.
 */
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { say, call } from '/opt/tools/mock.mjs';
import { closeWindow, openWindow, sendPrompt } from './windows.mjs';

const dir = '/home/dev/work/shop';
const shared = `${dir}/shared.txt`;
const edit = (from, to) => [
  [call('Read', { file_path: shared })],
  [call('Edit', { file_path: shared, old_string: from, new_string: to })],
];

export const rules = () => [
  {
    name: 'first',
    match: /edit as the first/i,
    steps: [
      ...edit('one', 'one by the first'),
      [call('Write', { file_path: `${dir}/own.txt`, content: 'Of the first alone.\n' })],
      [call('Bash', { command: `echo by Bash >> ${dir}/bash.txt`, description: 'Write by Bash' })],
      [say('The first has edited.')],
    ],
  },
  {
    name: 'second',
    match: /edit as the second/i,
    steps: [...edit('two', 'two by the second'), [say('The second has edited.')]],
  },
];

export async function run(d) {
  d.project('work/shop', { 'shared.txt': 'one\ntwo\nthree\n', 'bash.txt': 'x\n' });
  d.settings({ disableAutoMode: 'disable', permissions: { allow: ['Bash', 'Read', 'Write', 'Edit'] } });
  const ask = (...args) => {
    try {
      const cli = `${d.vars.marketplace}/plugin/dist/cli.js`;
      return { code: 0, json: JSON.parse(execFileSync('node', [cli, ...args, '--json'], { cwd: dir, env: d.env })) };
    } catch (error) {
      return { code: error.status, json: JSON.parse(error.stdout) };
    }
  };
  const windows = [];
  for (const name of ['first', 'second']) {
    const window = await openWindow(d, name, dir);
    windows.push(window);
    await sendPrompt(d, window, `Please edit as the ${name}`, name);
    await window.wait(new RegExp(`The ${name} has edited`), 30000);
    await window.idle();
  }
  const answers = {
    collisions: ask('collisions'),
    shared: ask('touched', shared),
    own: ask('touched', `${dir}/own.txt`),
    bash: ask('touched', `${dir}/bash.txt`),
    dirty: ask('touched', '--dirty', '--cwd', dir),
  };
  await closeWindow(d, windows[0]);
  answers.collisionsOfOne = ask('collisions');
  answers.sharedAfterwards = ask('touched', shared);
  fs.writeFileSync(path.join(d.rec, 'answers.json'), JSON.stringify(answers, undefined, 1));
  await closeWindow(d, windows[1]);
}
