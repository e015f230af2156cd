import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumeCommandIn, shellFamily, type ShellFamily } from '../../../src/presentation/resumeCommand.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { skip } from '../../fixtures/skip.ts';

describe('the family of a shell', () => {
  it.each<[string, ShellFamily]>([
    ['/bin/bash', 'posix'],
    ['/usr/bin/zsh', 'posix'],
    ['/opt/homebrew/bin/fish', 'fish'],
    ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'powershell'],
    ['C:\\WINDOWS\\System32\\WindowsPowerShell\\v1.0\\PowerShell.EXE', 'powershell'],
    ['C:\\Windows\\System32\\cmd.exe', 'cmd'],
    ['C:\\Program Files\\Git\\bin\\bash.exe', 'posix'],
    ['', 'posix'],
  ])('of %s is %s', (shell, family) => expect(shellFamily(shell)).toBe(family));
});

/** Names that a shell would act on if they were not quoted. */
const hostileNames = [
  'shop',
  'two words',
  "it's",
  '"; touch pwned; "',
  '$(touch pwned)',
  '`touch pwned`',
  '\\',
  'a\\',
  "\\'",
  '-rf',
  '~',
  '*',
  '!!',
  'a;b&c|d>e',
  '%PATH%',
  '\u2018curly\u2019',
];

describe('a resume command that is pasted into a real shell', () => {
  const shells = [
    ['posix', 'bash'],
    ['posix', 'dash'],
    ['posix', 'zsh'],
    ['fish', 'fish'],
    ['powershell', 'pwsh'],
  ] as const;
  const installed = (shell: string): boolean => spawnSync(shell, ['-c', 'exit'], { stdio: 'ignore' }).status === 0;
  const missing = shells.filter(([, shell]) => !installed(shell)).map(([, shell]) => shell);
  let home: string;

  beforeAll(() => {
    home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'resume-')));
    fs.writeFileSync(path.join(home, 'claude'), '#!/bin/sh\npwd; printf "%s\\n" "$CLAUDE_CONFIG_DIR" "$@"\n', {
      mode: 0o755,
    });
  });
  afterAll(() => fs.rmSync(home, { recursive: true }));

  for (const [family, shell] of shells)
    it(
      `starts the client in the folder and data root of any name (${shell})`,
      skip(missing.includes(shell) && `no ${shell} to paste a command into`),
      () => {
        for (const name of hostileNames) {
          const folder = path.join(home, shell, name);
          fs.mkdirSync(folder, { recursive: true });
          const line = resumeCommandIn({ folder, configDir: folder }, sessionA, family);
          const { stdout, stderr } = spawnSync(shell, ['-c', line ?? 'exit'], {
            cwd: home,
            // Some shells read a file of the person's at their start.
            env: { PATH: `${home}:${process.env['PATH']}`, HOME: home },
            stdio: ['ignore', 'pipe', 'pipe'],
            encoding: 'utf8',
          });
          expect([stdout.trimEnd().split('\n'), stderr]).toEqual([[folder, folder, '--resume', sessionA], '']);
        }
        expect(fs.readdirSync(path.join(home, shell)).sort()).toEqual([...hostileNames].sort());
      },
    );
});

describe('a resume command', () => {
  it('names no data root where the client looks there anyway', () => {
    expect(resumeCommandIn({ folder: '/work/shop', configDir: undefined }, sessionA, 'posix')).toBe(
      `cd '/work/shop' && claude --resume ${sessionA}`,
    );
  });

  it('is quoted for cmd.exe and PowerShell by their own rules', () => {
    const place = { folder: 'C:\\work\\two words', configDir: "D:\\it's" };
    expect(resumeCommandIn(place, sessionA, 'cmd')).toBe(
      `cd /d "C:\\work\\two words" && set "CLAUDE_CONFIG_DIR=D:\\it's" && claude --resume ${sessionA}`,
    );
    expect(resumeCommandIn(place, sessionA, 'powershell')).toBe(
      `Set-Location -LiteralPath 'C:\\work\\two words'; if ($?) { $env:CLAUDE_CONFIG_DIR = 'D:\\it''s'; claude --resume ${sessionA} }`,
    );
  });

  it.each<[string, ShellFamily]>([
    ['/work/a\nrm -rf b', 'posix'],
    ['/work/\u001b[201~', 'posix'],
    ['/work/\u202eevil', 'posix'],
    ['C:\\%COMSPEC%', 'cmd'],
    ['C:\\a" & calc & "', 'cmd'],
    ['C:\\!x!', 'cmd'],
  ])('is refused for a folder that cannot be pasted: %j into %s', (folder, shell) => {
    expect(resumeCommandIn({ folder, configDir: undefined }, sessionA, shell)).toBeUndefined();
    expect(resumeCommandIn({ folder: undefined, configDir: folder }, sessionA, shell)).toBeUndefined();
  });
});
