#!/usr/bin/env node
/**
 * Builds dist/: the extension, its workers, the web views' scripts and styles, and the CLI.
 * The CLI and the workers are built without `vscode` as an external, so that a use of it in the core breaks the build.
 * The CLI's commands and the workers are one file, core.js, since they have nearly all in common; cli.js alone has all that
 * a slug takes. The packed extension has terminal.js in its place, which is in core.js, too: 30 KB less for a slug 15 ms later.
 * ThirdPartyNotices.txt has the licences of the packages that are bundled, packages.json their names.
 *
 *   node esbuild.mjs [--watch] [--production] [--cli DIR]   --cli builds the CLI alone, in a place of its own for tests
 */
import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { bundledPackages, noticesOf } from './scripts/bundled.mjs';
import { noNetwork } from './scripts/noNetwork.mjs';

// Packages have the modes of what is built.
process.umask(0o022);
const { values: args } = parseArgs({
  options: { watch: { type: 'boolean' }, production: { type: 'boolean' }, cli: { type: 'string' } },
});
const production = args.production || !args.watch;
const outdir = args.cli ?? 'dist';

/**
 * A script that another one imports when it needs it stays a file beside that one.
 *
 * @type {import('esbuild').Plugin}
 */
const scriptsApart = {
  name: 'scripts-apart',
  setup(build) {
    const scripts = [cli, core, extension, page].flatMap(({ entryPoints }) => Object.entries(entryPoints));
    const names = new Map(scripts.map(([name, file]) => [path.resolve(file), name]));
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path: imported, resolveDir }) => {
      const name = kind === 'dynamic-import' && names.get(path.resolve(resolveDir, imported));
      return name ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};
/**
 * Modules of Node as files that name what they export: of an `import * as fs from 'node:fs'` esbuild else copies all that is in the
 * module, once for each file that has it. A slug is looked up in 1.5 ms less, of some 6 that are not Node's own start.
 *
 * @type {import('esbuild').Plugin}
 */
const namedBuiltins = {
  name: 'named-builtins',
  setup(build) {
    build.onResolve({ filter: /^node:(?:fs|path|os)$/ }, ({ path: name }) => ({ path: name, namespace: 'builtin' }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path: name }) => {
      const names = Object.keys(await import(name)).filter((one) => one !== 'default');
      return { contents: `export { ${names} } from '${name.slice('node:'.length)}';` };
    });
  },
};
/**
 * core.js has all entry points, each run when the file of its name, which is nothing else, requires it.
 *
 * @type {import('esbuild').Plugin}
 */
const inOneFile = {
  name: 'in-one-file',
  setup(build) {
    const scripts = Object.entries(build.initialOptions.entryPoints);
    const files = Object.fromEntries(
      scripts.map(([name]) => [name, `module.exports = require('./core.js').${name}();`]),
    );
    files.core = scripts.map(([name, file]) => `exports.${name} = () => require('./${file}');`).join('\n');
    build.initialOptions.entryPoints = Object.keys(files);
    build.onResolve({ filter: /^\w+$/ }, ({ kind, path: name }) =>
      kind === 'entry-point' ? { path: name, namespace: 'one-file' } : undefined,
    );
    build.onResolve({ filter: /^\.\/core\.js$/ }, ({ path: file }) => ({ path: file, external: true }));
    build.onLoad({ filter: /.*/, namespace: 'one-file' }, ({ path: name }) => ({
      contents: files[name],
      resolveDir: '.',
    }));
  },
};
/**
 * The Markdown parser, for the page and for the extension, once: in a page `markdown-it.js` is a script before the page's own,
 * in the extension a module.
 *
 * @type {(to: 'page' | 'module') => import('esbuild').Plugin}
 */
const sharedMarkdown = (to) => ({
  name: 'shared-markdown',
  setup(build) {
    build.onResolve({ filter: /^markdown-it$/ }, () =>
      to === 'module' ? { path: './markdown-it.js', external: true } : { path: 'markdown-it', namespace: 'script' },
    );
    build.onLoad({ filter: /.*/, namespace: 'script' }, () => ({ contents: 'export default markdownIt.default;' }));
  },
});
/**
 * Bare addresses are never made links: what looks for them is 4 KB of the package. Which characters are punctuation, every
 * engine knows by itself.
 *
 * @type {import('esbuild').Plugin}
 */
const partsOfMarkdown = {
  name: 'parts-of-markdown',
  setup(build) {
    build.onResolve({ filter: /^linkify-it$/ }, ({ path: name }) => ({ path: name, namespace: 'linkify' }));
    build.onLoad({ filter: /.*/, namespace: 'linkify' }, () => ({ contents: 'export class LinkifyIt {}' }));
    build.onLoad({ filter: /[\\/]uc\.micro[\\/]build[\\/]index\.mjs$/ }, () => ({
      contents: 'export const P = /\\p{P}/u, S = /\\p{S}/u;',
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
  ...noNetwork,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  outdir,
  plugins: [scriptsApart, ...(args.watch ? [announce] : [])],
};
/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // `import()` as a `require`: the loader of ES modules takes 3 ms with Node 20.
  supported: { 'dynamic-import': false },
  plugins: [...common.plugins, namedBuiltins],
};

const cli = {
  ...node,
  entryPoints: { cli: 'src/cli/cli.ts', mcp: 'src/mcp/server.ts' },
  // The SDK's own file has a validator of 155 KB.
  alias: { ...noNetwork.alias, '@modelcontextprotocol/server/_shims': './src/mcp/sdkShims.ts' },
};
const core = {
  ...node,
  entryPoints: {
    terminal: 'src/cli/cli.ts',
    commands: 'src/cli/commands.ts',
    hook: 'src/cli/hook.ts',
    worker: 'src/worker/sessionWorker.ts',
    transcriptWorker: 'src/worker/transcriptWorker.ts',
  },
  plugins: [...node.plugins, inOneFile],
};
const extension = {
  ...node,
  entryPoints: {
    extension: 'src/extension.ts',
    remoteContent: 'src/presentation/remoteContent.ts',
  },
  target: 'node22',
  external: ['vscode'],
  plugins: [...node.plugins, sharedMarkdown('module')],
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
  plugins: [...common.plugins, sharedMarkdown('page')],
};
/** @type {import('esbuild').BuildOptions} */
const markdown = {
  ...common,
  entryPoints: ['markdown-it'],
  format: 'iife',
  globalName: 'markdownIt',
  footer: { js: "if (typeof module === 'object') module.exports = markdownIt;" },
  target: 'chrome130',
  plugins: [...common.plugins, partsOfMarkdown],
};
/**
 * By itself the command line has its hook apart, which saves each start of a session 15 ms; the extension, whose CLI no hook
 * calls, has it in core.js, which saves 59 KB.
 */
const { commands, hook } = core.entryPoints;
const clientHook = 'src/cli/clientHook.ts';
const commandLine = { ...cli, entryPoints: { ...cli.entryPoints, commands, hook, clientHook } };
const builds = args.cli === undefined ? [cli, core, extension, page, markdown] : [commandLine];

if (args.watch) {
  for (const options of builds) await (await esbuild.context(options)).watch();
} else {
  if (args.cli === undefined) await rm(outdir, { recursive: true, force: true });
  const results = await Promise.all(builds.map((options) => esbuild.build({ ...options, metafile: true })));
  const packages = bundledPackages(results.map(({ metafile }) => metafile));
  if (args.cli === undefined) await writeFile(`${outdir}/packages.json`, JSON.stringify(packages));
  await writeFile(`${outdir}/ThirdPartyNotices.txt`, noticesOf(packages));
  await chmod(`${outdir}/cli.js`, 0o755);
}
