#!/usr/bin/env node
/**
 * Makes the npm package of the command line alone, which depends on nothing: npm run package:cli [-- --out DIR]
 * DIR (default dist/npm) then has the package, and beside its package.json the tarball that `npm pack` makes of it.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { npm } from './npm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'dist', 'npm') } } });
const out = path.resolve(values.out);
const bundles = ['cli.js', 'commands.js'];

process.umask(0o022);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
execFileSync(process.execPath, ['esbuild.mjs', '--production', '--cli', path.join(out, 'dist')], { cwd: root });

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const { name, version, license, keywords, repository } = manifest;
const cli = {
  name,
  version,
  description: 'What belongs to this Claude Code session? Its plans, scratch and agents by session ID, with the proof.',
  license,
  keywords,
  bin: { [name]: 'dist/cli.js' },
  files: [...bundles.map((file) => `dist/${file}`), 'dist/ThirdPartyNotices.txt', 'schema.json', 'CHANGELOG.md'],
  engines: { node: manifest.engines.node },
  repository,
  // Only the release workflow can prove where the package comes from: elsewhere npm refuses to publish it.
  publishConfig: { access: 'public', provenance: true },
};
writeFileSync(path.join(out, 'package.json'), `${JSON.stringify(cli, null, 2)}\n`);
for (const file of ['LICENSE', 'CHANGELOG.md']) copyFileSync(path.join(root, file), path.join(out, file));
copyFileSync(path.join(root, 'docs', 'agents.md'), path.join(out, 'README.md'));
execFileSync(process.execPath, ['scripts/writeSchema.mjs', path.join(out, 'schema.json')], { cwd: root });
chmodSync(path.join(out, 'dist', 'cli.js'), 0o755);

const [packed] = JSON.parse(npm(['pack', '--json', '--silent'], { cwd: out, encoding: 'utf8' }));
console.log(`${path.join(out, packed.filename)}  ${packed.size} bytes, ${packed.entryCount} files`);
