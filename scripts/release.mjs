#!/usr/bin/env node
/**
 * Makes all that a release publishes in dist/release, and holds against each other what must agree:
 *
 *   npm run release -- [--dry-run]
 *
 * It publishes nothing: .github/workflows/release.yml does, from these files, on a tag. --dry-run goes on where a
 * release would stop, and takes what is unreleased for the notes where the version has none.
 *
 * An odd minor version is a pre-release, as the Marketplace recommends, since it takes no suffix: 0.3.1 is one, 0.4.0
 * is not.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { releaseNotes } from './changelog.mjs';
import { npm } from './npm.mjs';

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const { name, version, repository } = json('package.json');
const isPreRelease = Number(version.split('.')[1]) % 2 === 1;
const out = 'dist/release';

const changelog = readFileSync('CHANGELOG.md', 'utf8');
const notes = releaseNotes(changelog, version);
const tag = process.env.GITHUB_REF_TYPE === 'tag' ? process.env.GITHUB_REF_NAME : undefined;
const problems = [
  !repository && 'package.json has no "repository": that one line names the place for everything that is published.',
  !notes && `CHANGELOG.md has no notes of ${version}: \`npm version\` makes them.`,
  tag !== `v${version}` && `The tag is ${tag ?? 'not set'}, not v${version}.`,
  json('plugin/.claude-plugin/plugin.json').version !== version && 'The plugin has another version.',
  json('package-lock.json').version !== version && 'package-lock.json has another version.',
].filter(Boolean);
for (const problem of problems) console.error(problem);
if (problems.length > 0 && !values['dry-run']) process.exit(1);

const inherit = { stdio: 'inherit' };
execFileSync(process.execPath, ['scripts/package.mjs', '--check', ...(isPreRelease ? ['--pre-release'] : [])], inherit);
execFileSync(process.execPath, ['scripts/sbom.mjs'], inherit);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const tarball = readdirSync('dist/npm').find((file) => file.endsWith('.tgz'));
copyFileSync('dist/session-scope.vsix', `${out}/${name}-${version}.vsix`);
copyFileSync('dist/session-scope.cdx.json', `${out}/${name}-${version}.cdx.json`);
copyFileSync(`dist/npm/${tarball}`, `${out}/${tarball}`);
const sums = readdirSync(out).map((file) => `${hashOf(path.join(out, file))}  ${file}\n`);
writeFileSync(`${out}/SHA256SUMS`, sums.join(''));
writeFileSync('dist/release-notes.md', `${notes ?? releaseNotes(changelog, 'Unreleased')}\n`);

// What npm would publish, and whether it may: the registry is not asked.
npm(['publish', '--dry-run', '--offline', '--provenance=false', '--tag', 'next', `${out}/${tarball}`], inherit);
console.log(`\n${version}${isPreRelease ? ', a pre-release' : ''}\n${sums.join('')}`);
if (process.env.GITHUB_OUTPUT) {
  appendFileSync(process.env.GITHUB_OUTPUT, `version=${version}\npre-release=${isPreRelease}\n`);
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
