#!/usr/bin/env node
/**
 * Builds the compiled side of the scanner in src/core/log/scanner: first the constants of assembly/generated/ from
 * tables.ts, then lineScannerWasm.ts, which is assembly/lineScanner.ts as WebAssembly in base64. All of it is checked
 * in, so that neither a build nor a test needs the compiler.
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
const tables = await loadTables();
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
]);
const options = [
  '-O3',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--noAssert',
  '--initialMemory',
  '16',
  '--maximumMemory',
  '16',
  '--memoryBase',
  '1047000',
];

let binary;
const { error, stderr } = await asc.main(
  [`${scanner}/assembly/lineScanner.ts`, '--baseDir', root, '--outFile', 'lineScanner.wasm', ...options],
  {
    readFile: (name, base) => made.get(name) ?? readFile(path.join(base, name), 'utf8').catch(() => null),
    writeFile: (name, content) => {
      if (name.endsWith('.wasm')) binary = Buffer.from(content);
    },
    listFiles: () => [],
  },
);
if (error) throw new Error(`${error.message}\n${stderr.toString()}`);

const lines = binary.toString('base64').match(/.{1,110}/g);
made.set(
  `${scanner}/lineScannerWasm.ts`,
  `/** ${scanner}/assembly/lineScanner.ts, compiled: made by \`npm run build:wasm\`. */
export const lineScannerWasm =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`,
);

if (process.argv.includes('--check')) {
  for (const [file, text] of made) {
    if (text === (await readFile(path.join(root, file), 'utf8').catch(() => undefined))) continue;
    console.error(`${file} is not what it is made from: npm run build:wasm`);
    process.exitCode = 1;
  }
} else {
  await mkdir(path.join(root, scanner, 'assembly/generated'), { recursive: true });
  for (const [file, text] of made) await writeFile(path.join(root, file), text);
  console.log(`lineScanner.wasm: ${binary.length} bytes`);
}

async function loadTables() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, scanner, 'tables.ts')],
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
