#!/usr/bin/env node
/**
 * Packs the extension as dist/session-scope.vsix, so that the same files make the same bytes:
 *
 *   npm run package -- [--pre-release] [--check]
 *
 * --pre-release  marks it for the Marketplace's pre-release channel
 * --check        packs the command line and the plugin too, then all three once more, from a copy of the checkout with other
 *                file times, a time zone and a umask of its own, and fails where a byte differs
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const vsix = 'dist/session-scope.vsix';
/** Of the packed extension, in bytes: 512 KB. More has come in by mistake. */
const mostBytes = 512 * 1024;
/** The time of all packed files, which is that of all files in npm's packages. */
const fileTime = Date.UTC(1985, 9, 26, 8, 15) / 1000;

const { values } = parseArgs({
  options: { 'pre-release': { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
});

packExtension(root);
const { size } = statSync(path.join(root, vsix));
console.log(`${vsix}  ${size} bytes, sha256 ${hashOf(path.join(root, vsix))}`);
if (size > mostBytes) fail(`${vsix} has more than ${mostBytes} bytes.`);
if (values.check) {
  const hashes = packAll(root);
  const again = packAgain();
  for (const [file, hash] of hashes) console.log(`${hash}  ${file}`);
  const differing = [...new Set([...hashes.keys(), ...again.keys()])].filter(
    (file) => hashes.get(file) !== again.get(file),
  );
  if (differing.length > 0) fail(`Packed twice, these differ: ${differing.join(', ')}`);
  console.log(`Packed twice, ${hashes.size} files are equal.`);
}

/** @param {string} folder a checkout */
function packExtension(folder) {
  const { repository } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const args = ['package', '--no-dependencies', '--out', vsix];
  // Links of README.md lead into the repository, where one is named.
  if (!repository) args.push('--allow-missing-repository', '--no-rewrite-relative-links');
  if (values['pre-release']) args.push('--pre-release');
  // vsce gives this time to all files, and sorts them. A zip has local times.
  const env = { SOURCE_DATE_EPOCH: String(fileTime), TZ: 'UTC' };
  run(folder, 'node_modules/@vscode/vsce/vsce', args, env);
}

/**
 * @param {string} folder a checkout whose extension is packed @returns {Map<string, string>} hashes of what is
 * published
 */
function packAll(folder) {
  for (const script of ['packageCli.mjs', 'packagePlugin.mjs']) run(folder, `scripts/${script}`);
  const dist = path.join(folder, 'dist');
  const published = [
    'session-scope.vsix',
    ...readdirSync(path.join(dist, 'npm')).flatMap((name) => (name.endsWith('.tgz') ? [path.join('npm', name)] : [])),
    ...readdirSync(path.join(dist, 'marketplace'), { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [path.relative(dist, path.join(entry.parentPath, entry.name))] : [],
    ),
  ];
  return new Map(published.map((name) => [path.join('dist', name), hashOf(path.join(dist, name))]));
}

function packAgain() {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'session-scope-package-'));
  const mask = process.umask(0o077);
  process.env.TZ = 'Pacific/Kiritimati';
  try {
    const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 };
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], options);
    for (const file of new Set(listed.split('\0').filter(Boolean)))
      cpSync(path.join(root, file), path.join(copy, file));
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
    packExtension(copy);
    return packAll(copy);
  } finally {
    process.umask(mask);
    rmSync(copy, { recursive: true, force: true });
  }
}

function run(folder, script, args = [], env = {}) {
  execFileSync(process.execPath, [script, ...args], { cwd: folder, stdio: 'inherit', env: { ...process.env, ...env } });
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
