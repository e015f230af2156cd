#!/usr/bin/env node
/**
 * Collects the texts that the sources give to `t` of `@vscode/l10n` into l10n/bundle.l10n.json, from which they are
 * translated.
 *
 *   node scripts/l10n.mjs [--check]   --check writes nothing, and fails where the file is not what the sources say
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { getL10nJson } from '@vscode/l10n-dev';
import prettier from 'prettier';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const file = 'l10n/bundle.l10n.json';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((source) => source.endsWith('.ts'))
  .map((source) => readFileSync(path.join('src', source), 'utf8'))
  .filter((source) => source.includes("import { t } from '@vscode/l10n'"));
const texts = await getL10nJson(sources.map((source) => ({ extension: '.ts', contents: withNamespace(source) })));
const sorted = Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
const options = { ...(await prettier.resolveConfig(file)), filepath: file };
const bundle = await prettier.format(JSON.stringify(sorted), options);
if (!values.check) {
  writeFileSync(file, bundle);
} else if (readFileSync(file, 'utf8') !== bundle) {
  console.error(`${file} is not what the sources say: npm run l10n writes it anew.`);
  process.exitCode = 1;
}

/** The tool finds `l10n.t(...)` alone. */
function withNamespace(source) {
  return source.replace('import { t }', 'import * as l10n').replaceAll(/(?<![\w.])t\(/g, 'l10n.t(');
}
