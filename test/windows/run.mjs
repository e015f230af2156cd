#!/usr/bin/env node
/**
 * The core and the CLI under Windows' own Node: unit tests, and every recording asked of the built CLI.
 *
 *   npm run test:windows [-- --install] [--only PART_OF_A_NAME]... [--verbose]
 *
 * Where Windows' Node can be neither found nor installed, says why, and ends well. One process of Wine's at a time. The
 * last line is `N passed, N failed, N skipped`, the one before it how many minutes that took.
 */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { notThereFor } from './notThere.mjs';
import { windowsNode, windowsPath } from './wine.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const longestFile = 1_800_000;
const { values: options } = parseArgs({
  options: { install: { type: 'boolean' }, only: { type: 'string', multiple: true }, verbose: { type: 'boolean' } },
});

/** @type {import('esbuild').Plugin} */
const ownVitest = {
  name: 'own-vitest',
  setup: (build) => build.onResolve({ filter: /^vitest$/ }, () => ({ path: './vitest.mjs', external: true })),
};

/** @type {import('esbuild').Plugin} A module's place is that of its source, as Windows calls it. */
const ownPlaces = {
  name: 'own-places',
  setup: (build) =>
    build.onLoad({ filter: /[\\/]test[\\/].*\.(ts|mjs)$/ }, ({ path: file }) => {
      const filename = windowsPath(file);
      const place = { filename, dirname: win32.dirname(filename), url: `file:///${filename.replaceAll('\\', '/')}` };
      const contents = fs
        .readFileSync(file, 'utf8')
        .replace(/\bimport\.meta\.(filename|dirname|url)\b/g, (_, name) => JSON.stringify(place[name]));
      return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' };
    }),
};

const node = windowsNode({ install: options.install });
if (typeof node === 'string') {
  console.log(`skipped: test:windows: ${node}\n0 passed, 0 failed, 1 skipped`);
  process.exit(0);
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'windows-'));
/**
 * In memory where that is possible. Here all goes that tests leave: Windows removes nothing that somebody still has
 * open.
 */
const temporary = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'windows-'));
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  const files = testFiles().filter((file) => options.only?.some((part) => file.includes(part)) ?? true);
  const waiting = files.filter((file) => notThereFor(file) === undefined);
  for (const file of files.filter((one) => !waiting.includes(one))) skip(file, notThereFor(file));
  await build(waiting);
  await Promise.all(
    Array.from({ length: node.isWine ? 1 : os.availableParallelism() }, async () => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        const start = performance.now();
        const outcome = await runFile(file);
        report(file, { ...outcome, milliseconds: performance.now() - start });
      }
    }),
  );
} finally {
  for (const folder of [work, temporary]) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`in ${Math.round(performance.now() / 60_000)} minutes`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** From the root of the repository, with slashes; those that take longest first. */
function testFiles() {
  return ['test/windows', 'test/unit'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
}

/** One bundle for each test file, as vitest gives each its own modules; what vitest is to them; the CLI as it ships. */
async function build(files) {
  /** @type {import('esbuild').BuildOptions} */
  const common = { bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'error' };
  // chai and others ask for modules of Node by `require`.
  const banner = {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  };
  const outdir = path.join(work, 'tests');
  await esbuild.build({
    ...common,
    entryPoints: { vitest: path.join(root, 'test/windows/vitest.mjs') },
    outdir,
    outExtension: { '.js': '.mjs' },
    banner,
  });
  await esbuild.build({
    ...common,
    entryPoints: files.map((file) => ({ in: path.join(root, file), out: bundleName(file) })),
    outdir,
    outExtension: { '.js': '.mjs' },
    banner,
    plugins: [ownVitest, ownPlaces],
  });
  for (const name of ['main.cjs', 'limits.cjs', 'filesForPipes.cjs'])
    fs.copyFileSync(path.join(root, 'test/windows', name), path.join(outdir, name));
  const { code } = await run(process.execPath, ['esbuild.mjs', '--cli', path.join(work, 'dist')], {});
  if (code !== 0) throw new Error('the CLI cannot be built');
}

function bundleName(file) {
  return file.replaceAll('/', '-').replace(/\.test\.ts$/, '');
}

async function runFile(file) {
  const inTests = (name) => path.join(work, 'tests', name);
  const result = inTests(`${bundleName(file)}.json`);
  const output = fs.openSync(inTests(`${bundleName(file)}.out`), 'w');
  const args = ['main.cjs', `${bundleName(file)}.mjs`].map((name) => windowsPath(inTests(name)));
  const env = {
    ...node.env,
    ...(node.isWine && { SESSION_SCOPE_WINE: '1' }),
    SESSION_SCOPE_BUILT_CLI: windowsPath(path.join(work, 'dist')),
    SESSION_SCOPE_TEMPORARY: windowsPath(temporary),
  };
  try {
    const { code } = await run(node.command, [...node.args, ...args, windowsPath(result), file], {
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    });
    if (fs.existsSync(result)) return JSON.parse(fs.readFileSync(result, 'utf8'));
    const said = fs.readFileSync(inTests(`${bundleName(file)}.out`), 'utf8').slice(-2000);
    return { results: [], errors: [`ended with ${code}: ${said}`] };
  } finally {
    fs.closeSync(output);
  }
}

function report(file, { results, errors, milliseconds }) {
  for (const error of errors) {
    const reason = notThereFor(`${file}: the file`);
    if (reason === undefined) fail(file, 'the file', error);
    else skip(`${file}: the file`, reason);
  }
  for (const { name, state, errors: problems, reason: own } of results) {
    const reason = own ?? /^not here: (.*)/.exec(problems[0])?.[1];
    if (state === 'pass') total.passed++;
    else if (state === 'fail' && reason === undefined) fail(file, name, problems.join('\n'));
    else skip(`${file}: ${name}`, reason ?? 'not asked for');
  }
  if (options.verbose) console.log(`${file}: ${results.length} in ${Math.round(milliseconds / 1000)} s`);
}

function fail(file, name, error) {
  total.failed++;
  console.log(`FAILED ${file}: ${name}\n    ${error.trim().replaceAll('\n', '\n    ')}`);
}

function skip(name, reason) {
  total.skipped++;
  console.log(`skipped: ${name}: ${reason}`);
}

function run(command, args, settings) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', timeout: longestFile, ...settings });
    child.once('error', reject).once('close', (code) => resolve({ code }));
  });
}
