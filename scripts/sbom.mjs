#!/usr/bin/env node
/**
 * Writes dist/session-scope.cdx.json: what is in the packed extension, as CycloneDX. `npm sbom` lists all that the lock
 * file has; of these remain the packages that the last build has bundled, which are in the product.
 *
 *   npm run build && npm run sbom
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledOf } from './bundled.mjs';
import { npm } from './npm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = path.join(root, 'dist', 'session-scope.cdx.json');
const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
const all = JSON.parse(npm(args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }));
const packages = JSON.parse(readFileSync(path.join(root, 'dist', 'packages.json'), 'utf8'));
const { name } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
// In package.json itself there is the key of this text.
all.metadata.component.description = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')).description;
const sbom = bundledOf(all, packages, name);
writeFileSync(file, `${JSON.stringify(sbom, undefined, 2)}\n`);
console.log(`${file}  ${sbom.components.length} components`);
