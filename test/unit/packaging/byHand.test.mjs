/** The suites that run by hand build the sources by themselves: CI looks whether they would start. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bundled } from '../../bench/bundled.mjs';
import { build } from '../../faults/lib/build.mjs';
import { root } from '../../fixtures/bundle.mjs';
import { buildCore } from '../../races/bundle.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'by-hand-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** All that is said in the scripts of a folder of `test`. */
function scriptsOf(name) {
  const inside = path.join(root, 'test', name);
  const scripts = fs.readdirSync(inside, { recursive: true }).filter((file) => file.endsWith('.mjs'));
  return scripts.map((file) => fs.readFileSync(path.join(inside, file), 'utf8')).join('\n');
}

/** What the scripts of a folder take from the core. */
function takenFromCore(name) {
  return [...new Set(Array.from(scriptsOf(name).matchAll(/\bcore\.(?!mjs)(\w+)/g), ([, taken]) => taken))].sort();
}

it.each([
  ['faults', build],
  ['races', buildCore],
])('%s are built with all that their scripts take from the core', async (name, build) => {
  const inside = path.join(folder, name);
  fs.mkdirSync(inside);
  const { core } = await build(inside);
  const taken = takenFromCore(name);
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.filter((one) => !(one in core))).toEqual([]);
});

const measured = [
  ...new Set(Array.from(scriptsOf('bench').matchAll(/bundled\('(src\/[^']+)'\)/g), ([, file]) => file)),
];

it.each(measured)('the benches can build %s', async (source) => {
  expect(Object.keys(await bundled(source)).length).toBeGreaterThan(0);
});
