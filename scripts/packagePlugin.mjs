#!/usr/bin/env node
/**
 * Makes the Claude Code plugin with the command line in it, as a marketplace of its own, which
 * `/plugin marketplace add DIR` (default dist/marketplace) then offers.
 *
 *   npm run package:plugin [-- --out DIR]
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'dist', 'marketplace') } } });
const out = path.resolve(values.out);

rmSync(out, { recursive: true, force: true });
for (const folder of ['.claude-plugin', 'plugin'])
  cpSync(path.join(root, folder), path.join(out, folder), {
    recursive: true,
    filter: (file) => path.relative(root, file) !== path.join('plugin', 'tests'),
  });
const { repository } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const manifest = path.join(out, 'plugin', '.claude-plugin', 'plugin.json');
const plugin = { ...JSON.parse(readFileSync(manifest, 'utf8')), repository };
writeFileSync(manifest, `${JSON.stringify(plugin, undefined, 2)}\n`);
execFileSync(process.execPath, ['esbuild.mjs', '--production', '--cli', path.join(out, 'plugin', 'dist')], {
  cwd: root,
});
console.log(out);
