#!/usr/bin/env node
/**
 * Runs the suites inside a real VS Code, with a fresh profile and the demo home as its data root.
 *
 *   node test/integration/run.mjs [--grep TEXT] [--vscode VERSION]
 *
 * On Linux x64 the test harness brings VS Code; elsewhere, or with --vscode, @vscode/test-electron downloads it.
 */
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeDemoHome } from '../fixtures/demo/demoHome.mjs';
import { ensureToolchain, isSupportedPlatform } from '../harness/lib/toolchain.mjs';

const { values } = parseArgs({ options: { grep: { type: 'string' }, vscode: { type: 'string' } } });
const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'session-scope-'));
const result = path.join(scratch, 'result.json');
try {
  const suites = await bundleSuites();
  const demo = makeDemoHome(path.join(scratch, 'demo'));
  const userDataDir = path.join(scratch, 'user');
  const extensionsDir = path.join(scratch, 'extensions');
  cpSync(path.join(suites, 'apiExample'), path.join(extensionsDir, 'example.session-scope-example-0.0.1'), {
    recursive: true,
  });
  writeUserSettings(userDataDir, { 'sessionScope.dataRoots': [demo.claudeDir], 'git.enabled': false });
  await runTests({
    ...chooseVSCode(),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(suites, 'index'),
    extensionTestsEnv: {
      SESSION_SCOPE_DEMO: JSON.stringify(demo),
      SESSION_SCOPE_TEST_RESULT: result,
      SESSION_SCOPE_TEST_SETTINGS: path.join(userDataDir, 'User', 'settings.json'),
      ...(values.grep ? { SESSION_SCOPE_TEST_GREP: values.grep } : {}),
    },
    launchArgs: [
      demo.shop,
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
      `--user-data-dir=${userDataDir}`,
      `--extensions-dir=${extensionsDir}`,
    ],
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
const none = { passed: 0, failed: 0, skipped: 0 };
const { passed, failed, skipped } = existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : none;
rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
// A run that ended badly without a failing test, or without a single test, is a failure too.
const lost = failed === 0 && (process.exitCode === 1 || passed === 0) ? 1 : 0;
console.log(`${passed} passed, ${failed + lost} failed, ${skipped} skipped`);
process.exitCode = failed + lost > 0 ? 1 : 0;

/** @returns {Promise<string>} the folder with the suites, one CommonJS file each; VS Code and mocha stay outside */
async function bundleSuites() {
  const outdir = path.join(root, 'dist', 'test', 'integration');
  rmSync(outdir, { recursive: true, force: true });
  const dir = path.join(root, 'test', 'integration', 'suite');
  const example = path.join(root, 'test', 'integration', 'apiExample');
  const names = readdirSync(dir).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  await esbuild.build({
    entryPoints: {
      ...Object.fromEntries(names.map((name) => [name.replace(/\.ts$/, ''), path.join(dir, name)])),
      'apiExample/extension': path.join(example, 'extension.ts'),
    },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  copyFileSync(path.join(example, 'package.json'), path.join(outdir, 'apiExample', 'package.json'));
  return outdir;
}

function chooseVSCode() {
  if (values.vscode) return { version: values.vscode };
  if (!isSupportedPlatform()) return {};
  ensureToolchain();
  return { vscodeExecutablePath: path.join(root, 'test', 'harness', 'bin', 'code') };
}

function writeUserSettings(userDataDir, settings) {
  mkdirSync(path.join(userDataDir, 'User'), { recursive: true });
  writeFileSync(path.join(userDataDir, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
}
