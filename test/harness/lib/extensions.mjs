/** Installs packed extensions (.vsix) for the VS Code server. */
import { spawn } from 'node:child_process';

/**
 * @param {{ tools: ReturnType<import('./toolchain.mjs').toolchain>, extensionsDir: string, userDataDir: string, vsix:
 * string }} options
 */
export async function installExtension({ tools, extensionsDir, userDataDir, vsix }) {
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
