#!/usr/bin/env node
/**
 * Compiles src/core/log/scanner/assembly/lineScanner.ts and writes it, in base64, to src/core/log/scanner/lineScannerWasm.ts.
 * The result is checked in, so that neither a build nor a test needs the compiler; a test compares the two.
 *
 *   node scripts/buildWasm.mjs [--check]   --check writes nothing and exits with 1 when they differ
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const target = path.join(root, 'src/core/log/scanner/lineScannerWasm.ts');
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
  ['src/core/log/scanner/assembly/lineScanner.ts', '--baseDir', root, '--outFile', 'lineScanner.wasm', ...options],
  {
    readFile: (name, base) => readFile(path.join(base, name), 'utf8').catch(() => null),
    writeFile: (name, content) => {
      if (name.endsWith('.wasm')) binary = Buffer.from(content);
    },
    listFiles: () => [],
  },
);
if (error) throw new Error(`${error.message}\n${stderr.toString()}`);

const lines = binary.toString('base64').match(/.{1,110}/g);
const text = `/** src/core/log/scanner/assembly/lineScanner.ts, compiled: made by \`npm run build:wasm\`. */
export const lineScannerWasm =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;
if (process.argv.includes('--check')) {
  if (text !== (await readFile(target, 'utf8'))) {
    console.error(
      'src/core/log/scanner/lineScannerWasm.ts is not what src/core/log/scanner/assembly/lineScanner.ts compiles to: npm run build:wasm',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
  console.log(`lineScanner.wasm: ${binary.length} bytes`);
}
