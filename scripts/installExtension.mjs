#!/usr/bin/env node
/**
 * Packs the extension and installs it into the VS Code of this machine:
 * npm run install-extension -- [--code COMMAND]   (default `code`)
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packExtension } from './vsix.mjs';

const { values } = parseArgs({ options: { code: { type: 'string', default: 'code' } } });

const command = findCommand(values.code);
if (!command) {
  console.error(
    `\`${values.code}\` is not on the PATH. In VS Code run "Shell Command: Install 'code' command in PATH" (macOS), ` +
      'or name the executable: npm run install-extension -- --code COMMAND',
  );
  process.exit(1);
}

const vsix = packExtension();
const shell = process.platform === 'win32';
const quote = (text) => (shell ? `"${text}"` : text);
const { status, error } = spawnSync(quote(command), ['--install-extension', quote(vsix), '--force'], {
  stdio: 'inherit',
  shell,
});
if (error) console.error(error.message);
process.exitCode = status ?? 1;

/** The file that a command name or a path stands for. */
function findCommand(name) {
  if (name !== path.basename(name)) return existsSync(name) ? path.resolve(name) : undefined;
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders
    .flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)))
    .find((file) => existsSync(file));
}
