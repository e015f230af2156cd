/** What ships: which packages are in the bundles, under which licences, and which modules of Node they can reach. */
import { builtinModules } from 'node:module';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { expect, it } from 'vitest';
import { noNetwork } from '../../../scripts/noNetwork.mjs';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly gypfile?: boolean;
}

const entryPoints = [
  'src/cli/cli.ts',
  'src/cli/commands.ts',
  'src/mcp/server.ts',
  'src/worker/sessionWorker.ts',
  'src/worker/transcriptWorker.ts',
  'src/extension.ts',
  'src/presentation/remoteContent.ts',
  'src/webview/main.ts',
  'src/webview/timeline/main.ts',
];
const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, { resolved?: string; integrity?: string; link?: boolean }>>;
};

const { metafile, outputFiles } = await build({
  ...noNetwork,
  entryPoints,
  bundle: true,
  write: false,
  outdir: 'out',
  metafile: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  logLevel: 'error',
});

/** The packages that have a file in the bundles. */
function bundledPackages({ inputs }: Metafile): Package[] {
  const folders = new Set<string>();
  for (const input of Object.keys(inputs)) {
    const [, name] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (name !== undefined) folders.add(name);
  }
  return [...folders].map(
    (folder) => JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Package,
  );
}

it('the bundles hold packages of free licences alone, without install scripts or native code', () => {
  const packages = bundledPackages(metafile);
  expect(packages.length).toBeGreaterThan(0);
  const free = new Set<unknown>(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'Python-2.0']);
  expect(packages.filter(({ license }) => !free.has(license)).map(({ name, license }) => [name, license])).toEqual([]);
  const installs = packages.filter(({ scripts = {}, gypfile }) => {
    return gypfile === true || ['preinstall', 'install', 'postinstall'].some((script) => script in scripts);
  });
  expect(installs.map(({ name }) => name)).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((input) => input.endsWith('.node'))).toEqual([]);
});

it('no bundle reaches a module of Node that opens a connection, and none calls what a browser connects with', () => {
  const network = new Set(['dgram', 'dns', 'http', 'http2', 'https', 'net', 'tls', 'inspector', 'cluster', 'repl']);
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map((one) => one.path));
  const modules = new Set(imported.map((name) => name.replace(/^node:/, '')));
  expect([...modules].filter((name) => network.has(name.split('/')[0] ?? ''))).toEqual([]);
  expect([...modules].filter((name) => name !== 'vscode' && !builtinModules.includes(name))).toEqual([]);
  const calls = /(?<![\w.$])(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(|\bnavigator\.sendBeacon\b/;
  const calling = outputFiles.filter(({ path: file }) => file.endsWith('.js')).filter(({ text }) => calls.test(text));
  expect(calling.map(({ path: file }) => path.basename(file))).toEqual([]);
});

it('the package depends on nothing when it is installed, and the lock names a checksum for all else', () => {
  const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8')) as Readonly<Record<string, unknown>>;
  expect(manifest['dependencies'] ?? {}).toEqual({});
  expect(manifest['optionalDependencies'] ?? {}).toEqual({});
  const scripts = manifest['scripts'] as Readonly<Record<string, string>>;
  // `npm ci --ignore-scripts` does all that `npm ci` does.
  expect(['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in scripts)).toEqual([]);
  const unlocked = Object.entries(lock.packages).filter(([at, { integrity, link }]) => {
    return at !== '' && link !== true && !/^sha512-/.test(integrity ?? '');
  });
  expect(unlocked.map(([at]) => at)).toEqual([]);
});
