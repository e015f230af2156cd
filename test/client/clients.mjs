/** Clients of npm, each version in a folder of its own below the user's cache folder. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const name = '@anthropic-ai/claude-code';

/** One of each way in which a process under the client learns its session, and the newest. */
export const defaultVersions = ['2.0.60', '2.1.40', '2.1.132', '2.1.240', 'latest'];

/**
 * Each `{ version, folder }`, with the client in `folder/node_modules`. `version` may be a tag of npm, such as
 * `latest`.
 */
export function installedClient(version) {
  const exact = /^\d+\.\d+\.\d+$/.test(version) ? version : npm(['view', `${name}@${version}`, 'version']).trim();
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  const folder = path.join(base, 'session-scope-clients', exact);
  if (existsSync(path.join(folder, 'node_modules', name))) return { version: exact, folder };
  console.log(`installing ${name}@${exact} in ${folder}`);
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(path.join(unfinished, 'package.json'), '{ "private": true }\n');
  npm(['install', '--no-audit', '--no-fund', '--prefix', unfinished, `${name}@${exact}`]);
  renameSync(unfinished, folder);
  return { version: exact, folder };
}

function npm(args) {
  return execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
