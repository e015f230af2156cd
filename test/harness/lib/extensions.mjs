/** Installs packed extensions (.vsix) for the VS Code server. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Folders of extensions in which one package is installed, by package. */
const installed = new Map();

/**
 * Fills `extensionsDir`. The server installs a package once in this process, which takes it seconds: then its folder is
 * copied.
 *
 * @param {{ tools: ReturnType<import('./toolchain.mjs').toolchain>, extensionsDir: string, vsix: string }} options
 */
export async function installExtension({ tools, extensionsDir, vsix }) {
  if (!installed.has(vsix)) installed.set(vsix, installedOnce({ tools, vsix }));
  await cp(await installed.get(vsix), extensionsDir, { recursive: true });
}

async function installedOnce({ tools, vsix }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vscode-extensions-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const extensionsDir = path.join(folder, 'extensions');
  await install({ tools, extensionsDir, userDataDir: path.join(folder, 'user-data'), vsix });
  return extensionsDir;
}

/**
 * @param {{ tools: ReturnType<import('./toolchain.mjs').toolchain>, extensionsDir: string, userDataDir: string, vsix:
 * string }} options
 */
async function install({ tools, extensionsDir, userDataDir, vsix }) {
  const args = [
    tools.server,
    '--accept-server-license-terms',
    `--server-data-dir=${userDataDir}`,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
    `--install-extension=${vsix}`,
    '--force',
  ];
  const child = spawn(tools.node, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0 || !/successfully installed/.test(output))
    throw new Error(`${vsix} could not be installed:\n${output}`);
}
