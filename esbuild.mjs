#!/usr/bin/env node
/**
 * Builds dist/: the extension, its worker, the web view's script and style, and the CLI.
 * The CLI and the worker are built without `vscode` as an external, so that a use of it in the core breaks the build.
 *
 *   node esbuild.mjs [--watch] [--production] [--cli DIR]   --cli builds the CLI alone, in a place of its own for tests
 */
import { existsSync } from 'node:fs';
import { chmod, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production') || !watch;
const cliOnly = process.argv.includes('--cli') ? process.argv[process.argv.indexOf('--cli') + 1] : undefined;
const outdir = cliOnly ?? 'dist';

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  outdir,
};
/** @type {import('esbuild').Plugin} `import * as fs from 'node:fs'` as one `require`, not as a copy of all that is in it. */
const plainRequire = {
  name: 'plain-require',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = source.replace(/^import \* as (\w+) from ('node:[\w/]+');$/gm, 'import $1 = require($2);');
      return { contents, loader: 'ts' };
    });
  },
};
/**
 * `node:crypto` takes as long to load as all of the CLI's own, and few calls need it: the first one that does loads it. What is
 * used of it stands here; anything else is an error of the build.
 *
 * @type {import('esbuild').Plugin}
 */
const lazyCrypto = {
  name: 'lazy-crypto',
  setup(build) {
    const lazily = (name) => `export const ${name} = (...given) => require('crypto').${name}(...given);`;
    build.onResolve({ filter: /^node:crypto$/ }, () => ({ path: 'node:crypto', namespace: 'lazy' }));
    build.onLoad({ filter: /^node:crypto$/, namespace: 'lazy' }, () => ({
      contents: ['createHash', 'randomBytes'].map(lazily).join('\n'),
    }));
  },
};
/**
 * @type {import('esbuild').Plugin} An entry point that another one imports only when it needs it stays in a file of its own beside
 * that one.
 */
const importedApart = {
  name: 'imported-apart',
  setup(build) {
    const entryPoints = Object.entries(build.initialOptions.entryPoints);
    const names = new Map(entryPoints.map(([name, source]) => [path.resolve(source), name]));
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path: imported, resolveDir }) => {
      const name = kind === 'dynamic-import' ? names.get(path.resolve(resolveDir, imported)) : undefined;
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};
/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // As a `require`: the loader of ES modules takes its time.
  supported: { 'dynamic-import': false },
  plugins: [plainRequire, lazyCrypto, importedApart],
  logOverride: { 'import-is-undefined': 'error' },
};

const builds = [
  {
    ...node,
    entryPoints: {
      cli: 'src/cli/cli.ts',
      cliCommands: 'src/cli/commands.ts',
      cliListCommands: 'src/cli/listCommands.ts',
    },
  },
  {
    ...node,
    entryPoints: { worker: 'src/worker/sessionWorker.ts', transcriptWorker: 'src/worker/transcriptWorker.ts' },
  },
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts', messageSchema: 'src/views/transcript/messageSchema.ts' },
    target: 'node22',
    external: ['vscode'],
  },
  {
    ...common,
    entryPoints: {
      transcript: 'src/webview/main.ts',
      'transcript-style': 'src/webview/style.css',
    },
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
  },
]
  .filter(({ entryPoints }) => cliOnly === undefined || 'cli' in entryPoints)
  .filter(({ entryPoints }) => Object.values(entryPoints).every((file) => existsSync(file)));

/** Prints what the problem matcher of .vscode/tasks.json waits for. */
const announce = {
  name: 'announce',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(() => console.log('[watch] build finished'));
  },
};

if (watch) {
  for (const options of builds)
    await (await esbuild.context({ ...options, plugins: [...(options.plugins ?? []), announce] })).watch();
} else {
  if (cliOnly === undefined) await rm(outdir, { recursive: true, force: true });
  await Promise.all(builds.map((options) => esbuild.build(options)));
  await chmod(`${outdir}/cli.js`, 0o755);
}
