#!/usr/bin/env node
/**
 * Builds the compiled sides of the scanner in src/core/log/scanner and of the finder in src/core/search: first the
 * constants of assembly/generated/ from a table, then the WebAssembly in base64. All of it is checked in, so that
 * neither a build nor a test needs the compiler.
 *
 *   node scripts/buildWasm.mjs [--check]   --check writes nothing and exits with 1 when something is out of date
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const scanner = 'src/core/log/scanner';
const search = 'src/core/search';
const tables = await loadTable(`${scanner}/tables.ts`);
const finder = await loadTable(`${search}/finderMemory.ts`);
/** Files that are made, by their paths below the root. */
const made = new Map([
  generated('flags', [
    ...constants('i32', tables.LineFlag),
    ...constants('i32', tables.ScanOption),
    `export const HEADER: usize = ${tables.reportHeader};`,
  ]),
  generated('fields', [
    ...constants('i32', tables.ReportField),
    `export const FIELD_COUNT = ${Object.keys(tables.ReportField).length};`,
  ]),
  generated('addresses', [
    ...constants('usize', tables.Address),
    `export const INPUT_SIZE: usize = ${tables.inputSize};`,
    `export const DEEPEST_NESTING: i32 = ${tables.deepestNesting};`,
  ]),
  generated(
    'names',
    Object.keys(tables.scannedNames).map((name, n) => `export const ${name} = ${n + 1};`),
  ),
  [
    `${search}/assembly/generated/addresses.ts`,
    [
      `/** From ${search}/finderMemory.ts: made by \`npm run build:wasm\`. */`,
      ...constants('usize', finder.memory),
      '',
    ].join('\n'),
  ],
]);
await compile(scanner, 'lineScanner', ['--initialMemory', '16', '--maximumMemory', '16', '--memoryBase', '1047000']);
await compile(search, 'textFinder', ['--initialMemory', '6', '--maximumMemory', '6']);

if (process.argv.includes('--check')) {
  for (const [file, text] of made) {
    if (text === (await readFile(path.join(root, file), 'utf8').catch(() => undefined))) continue;
    console.error(`${file} is not what it is made from: npm run build:wasm`);
    process.exitCode = 1;
  }
} else {
  for (const [file, text] of made) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}

/** `assembly/<name>.ts` of a folder to its `<name>Wasm.ts`. */
async function compile(folder, name, memory) {
  let binary;
  const options = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', ...memory];
  const { error, stderr } = await asc.main(
    [`${folder}/assembly/${name}.ts`, '--baseDir', root, '--outFile', `${name}.wasm`, ...options],
    {
      readFile: (file, base) => made.get(file) ?? readFile(path.join(base, file), 'utf8').catch(() => null),
      writeFile: (file, content) => {
        if (file.endsWith('.wasm')) binary = Buffer.from(content);
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const lines = binary.toString('base64').match(/.{1,110}/g);
  made.set(
    `${folder}/${name}Wasm.ts`,
    `/** ${folder}/assembly/${name}.ts, compiled: made by \`npm run build:wasm\`. */
export const ${name}Wasm =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`,
  );
  console.log(`${name}.wasm: ${binary.length} bytes`);
}

async function loadTable(file) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, file)],
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function generated(name, lines) {
  const text = [`/** From ${scanner}/tables.ts: made by \`npm run build:wasm\`. */`, ...lines, ''].join('\n');
  return [`${scanner}/assembly/generated/${name}.ts`, text];
}

/** `planPath: 128` as `export const PLAN_PATH: i32 = 128;`. */
function constants(type, values) {
  return Object.entries(values).map(
    ([name, value]) => `export const ${name.replace(/[A-Z]/g, '_$&').toUpperCase()}: ${type} = ${value};`,
  );
}
