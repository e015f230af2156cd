/** Completion scripts, in the shells that the machine has. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cli, environmentOf } from './cliProcess.ts';

const isThere = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
const shells = {
  bash: process.platform !== 'win32' && isThere('bash', '-c', 'complete'),
  zsh: isThere('zsh', '-fc', 'zmodload zsh/zpty'),
  fish: isThere('fish', '-c', 'true'),
  pwsh: isThere('pwsh', '-NoProfile', '-Command', 'exit 0'),
};

let home: Home;

beforeAll(() => {
  home = makeHome();
  for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
    home.write(`completion.${shell}`, cli(home, ['completion', shell]).stdout);
  home.write('docs/notes.md', '');
});

function run(command: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(command, args, {
    cwd: home.folder,
    env: environmentOf(home, { TERM: 'dumb' }),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim();
}

const asked: [line: string, offers: string[]][] = [
  ['session-scope find-', ['find-plan-slug']],
  ['session-scope scratch-dir --cr', ['--create']],
  ['session-scope plan --session', ['--session-id']],
  ['session-scope help clean', ['clean-scratch']],
  ['session-scope completion f', ['fish']],
  ['session-scope nonsense --cr', []],
];

describe('in bash', skip(!shells.bash && 'no bash'), () => {
  it.each(asked)('%s offers %j', (line, offers) => {
    const words = line.split(' ');
    const script = `source ./completion.bash; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}
      _session_scope; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(run('bash', '--norc', '-c', script).split('\n').filter(Boolean)).toEqual(offers);
  });
});

describe('in fish', skip(!shells.fish && 'no fish'), () => {
  it.each(asked)('%s offers %j', (line, offers) => {
    const lines = run('fish', '--no-config', '-c', `source ./completion.fish; complete -C '${line}'`).split('\n');
    expect(lines.filter(Boolean).map((one) => one.split('\t')[0])).toEqual(offers);
  });

  it('says what a command does', () => {
    expect(run('fish', '--no-config', '-c', "source ./completion.fish; complete -C 'session-scope own'")).toMatch(
      /^owner\tPrints the sessions that/,
    );
  });
});

describe('in zsh', skip(!shells.zsh && 'no zsh'), () => {
  it.each(asked.filter(([, offers]) => offers.length > 0))('%s and Tab completes to %j', (line, [offer]) => {
    // A zsh of its own on a terminal of its own, which shows what Tab makes of the line.
    const script = `zmodload zsh/zpty; zpty inner zsh -f
      zpty -w inner "PS1='' PS2='' RPS1=''; unsetopt zle_bracketed_paste prompt_cr; autoload -Uz compinit; compinit -u -D; source ./completion.zsh"
      zpty -w inner "show() { print -r -- \\"LINE<\\$BUFFER>\\"; BUFFER=; zle accept-line }; zle -N show; bindkey '^X' show; print rea''dy"
      zpty -r -m inner seen '*ready*'
      zpty -w -n inner $'${line}\\t\\x18'
      zpty -r -m inner seen '*LINE<*>*'; print -r -- $seen`;
    const shown = /LINE<(.*?)>/.exec(run('zsh', '-fc', script))?.[1];
    expect(shown?.trimEnd().split(' ').at(-1)).toBe(offer);
  });
});

describe('in PowerShell', skip(!shells.pwsh && 'no pwsh'), () => {
  it.each(asked)('%s offers %j', (line, offers) => {
    const script = `. ./completion.ps1; (TabExpansion2 '${line}' ${line.length}).CompletionMatches.CompletionText`;
    fs.copyFileSync(path.join(home.folder, 'completion.powershell'), path.join(home.folder, 'completion.ps1'));
    expect(run('pwsh', '-NoProfile', '-Command', script).split(/\r?\n/).filter(Boolean)).toEqual(offers);
  });
});

it('completion without a known shell is the error usage', () => {
  expect(cli(home, ['completion', 'tcsh'])).toMatchObject({ code: 2, json: { error: 'usage' } });
});
