#!/usr/bin/env node
/**
 * Brings all that has a version in step with package.json: the plugin, the changelog, the schema that later releases
 * may only add to. npm runs it in the middle of `npm version minor`, which then commits and tags all of it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withRelease } from './changelog.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const plugin = 'plugin/.claude-plugin/plugin.json';
const schema = 'schema/released.json';

const changelog = withRelease(readFileSync('CHANGELOG.md', 'utf8'), version, new Date().toISOString().slice(0, 10));
writeFileSync('CHANGELOG.md', changelog);
writeFileSync(plugin, readFileSync(plugin, 'utf8').replace(/"version": "[^"]*"/, `"version": "${version}"`));
execFileSync(process.execPath, ['scripts/writeSchema.mjs', schema], { stdio: 'inherit' });
execFileSync('git', ['add', 'CHANGELOG.md', plugin, schema], { stdio: 'inherit' });
