#!/usr/bin/env node
/**
 * Builds dist/: the extension, its worker, the web view's script and style, and the CLI.
 * The CLI and the worker are built without `vscode` as an external, so that a use of it in the core breaks the build.
 *
 *   node esbuild.mjs [--watch] [--production] [--cli DIR]   --cli builds the CLI alone, in a place of its own for tests
 */
import { chmod, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';

const { values: args } = parseArgs({
  options: { watch: { type: 'boolean' }, production: { type: 'boolean' }, cli: { type: 'string' } },
});
const production = args.production || !args.watch;
const outdir = args.cli ?? 'dist';

/**
 * An entry point that another one imports when it needs it stays a file beside that one.
 *
 * @type {import('esbuild').Plugin}
 */
const entryPointsApart = {
  name: 'entry-points-apart',
  setup(build) {
    const names = Object.entries(build.initialOptions.entryPoints).map(([name, file]) => [path.resolve(file), name]);
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path: imported, resolveDir }) => {
      const name = kind === 'dynamic-import' && new Map(names).get(path.resolve(resolveDir, imported));
      return name ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};
/**
 * `import * as fs from 'node:fs'` as one `require`: esbuild copies all that is in a module, once for each file that
 * imports it. A slug is looked up in 1.5 ms less, of some 6 that are not Node's own start. `node:crypto`, which takes 2 ms, is
 * loaded where something is hashed.
 *
 * @type {import('esbuild').Plugin}
 */
const plainRequire = {
  name: 'plain-require',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = source
        .replace(/^import \* as (\w+) from ('node:[\w/]+');$/gm, 'import $1 = require($2);')
        .replace(
          /^import \{ (\w+) \} from 'node:crypto';$/gm,
          "const $1 = (...args) => require('node:crypto').$1(...args);",
        );
      return { contents, loader: 'ts' };
    });
  },
};
/**
 * Half of what the SDK and zod bring along the MCP server never runs: error messages in fifty languages, and a validator of
 * what it would ask clients for.
 *
 * @type {import('esbuild').Plugin}
 */
const partsOfSdk = {
  name: 'parts-of-sdk',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: '' }));
    build.onLoad({ filter: /[\\/]shimsNode\.mjs$/ }, () => ({
      contents: "export { default as process } from 'node:process'; export class DefaultJsonSchemaValidator {}",
    }));
  },
};
/** @type {import('esbuild').Plugin} Prints what the problem matcher of .vscode/tasks.json waits for. */
const announce = {
  name: 'announce',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(() => console.log('[watch] build finished'));
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  outdir,
  plugins: [entryPointsApart, ...(args.watch ? [announce] : [])],
};
/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // `import()` as a `require`: the loader of ES modules takes 3 ms with Node 20.
  supported: { 'dynamic-import': false },
  plugins: [...common.plugins, plainRequire],
};

const cli = {
  ...node,
  entryPoints: {
    cli: 'src/cli/cli.ts',
    commands: 'src/cli/commands.ts',
    hook: 'src/cli/hook.ts',
    mcp: 'src/mcp/server.ts',
  },
  plugins: [...node.plugins, partsOfSdk],
};
const workers = {
  ...node,
  entryPoints: { worker: 'src/worker/sessionWorker.ts', transcriptWorker: 'src/worker/transcriptWorker.ts' },
};
const extension = {
  ...node,
  entryPoints: {
    extension: 'src/extension.ts',
    messageSchema: 'src/views/transcript/messageSchema.ts',
    remoteContent: 'src/presentation/remoteContent.ts',
  },
  target: 'node22',
  external: ['vscode'],
};
const page = {
  ...common,
  entryPoints: {
    transcript: 'src/webview/main.ts',
    'transcript-style': 'src/webview/style.css',
    highlight: 'src/webview/highlight.ts',
    timeline: 'src/webview/timeline/main.ts',
    'timeline-style': 'src/webview/timeline/timeline.css',
  },
  platform: 'browser',
  format: 'esm',
  target: 'chrome130',
};
const builds = args.cli === undefined ? [cli, workers, extension, page] : [cli];

if (args.watch) {
  for (const options of builds) await (await esbuild.context(options)).watch();
} else {
  if (args.cli === undefined) await rm(outdir, { recursive: true, force: true });
  await Promise.all(builds.map((options) => esbuild.build(options)));
  await chmod(`${outdir}/cli.js`, 0o755);
}
