#!/usr/bin/env node
/**
 * The plugin and the command line in real clients, with a scripted model, on loopback alone. As root, on Linux:
 *
 *   npm run test:client -- [--client-version V]... [--scenario NAME]... [--kit DIR] [--keep DIR] [CLIENT]...
 *
 * Each version is installed once, below the user's cache folder; CLIENT is a folder in which `npm install
 * @anthropic-ai/claude-code@V` ran. DIR has sandbox.sh, which starts a client in namespaces of its own. --judge judges
 * runs anew that --keep kept. A wrong answer fails; one that is "unknown" fails where that client gives a proof.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defaultVersions, installedClient } from './clients.mjs';
import { judgeLiveSessionsRun } from './liveSessionsRun.mjs';
import { judgeOneFileRun } from './oneFileRun.mjs';
import { judgePaneRun } from './paneRun.mjs';
import { judgePluginRun } from './pluginRun.mjs';
import { isAtLeast } from './runFolder.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({
  options: {
    'client-version': { type: 'string', multiple: true },
    scenario: { type: 'string', multiple: true },
    kit: { type: 'string' },
    keep: { type: 'string' },
    judge: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
/** What judges a run of each scenario. */
const judges = {
  plugin: judgePluginRun,
  oneFile: judgeOneFileRun,
  liveSessions: judgeLiveSessionsRun,
  pane: judgePaneRun,
};
const scenarios = values.scenario ?? Object.keys(judges);
/** The first client that has `claude agents --json`, that draws panes of plugins. */
const firstOf = { liveSessions: '2.1.145', pane: '2.1.290' };

const sandbox = path.join(values.kit ?? '', 'sandbox.sh');
const missing = [
  process.getuid?.() !== 0 && 'root',
  (values.kit === undefined || !existsSync(sandbox)) && '--kit DIR with a sandbox.sh',
].filter(Boolean);
if (!values.judge && missing.length > 0) {
  console.log(`skipped: needs ${missing.join(' and ')}\n0 passed, 0 failed, 1 skipped`);
  process.exit(0);
}

const versions = values['client-version'] ?? (positionals.length > 0 ? [] : defaultVersions);
const clients = [
  ...positionals.map((folder) => ({ version: versionIn(folder), folder })),
  ...versions.map((version) => installedClient(version)),
];
// The sandbox has a /tmp of its own.
const marketplace = path.join(root, 'dist', 'marketplace');
if (!values.judge)
  execFileSync(process.execPath, ['scripts/packagePlugin.mjs', '--out', marketplace], { cwd: root, stdio: 'inherit' });

const total = { passed: 0, failed: 0, skipped: 0 };
/** Question -> version -> how many answers were right, unknown, wrong. */
const table = new Map();
for (const { version, folder } of clients)
  for (const scenario of scenarios)
    if (isAtLeast(version, firstOf[scenario] ?? '0.0.0')) runScenario(scenario, version, folder);
    else skip(scenario, version);

printTable();
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

function skip(scenario, version) {
  total.skipped++;
  console.log(`skipped: ${scenario} with ${version}: needs ${firstOf[scenario]}`);
}

function versionIn(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'node_modules/@anthropic-ai/claude-code/package.json'), 'utf8'))
    .version;
}

function runScenario(scenario, version, client) {
  const out = values.keep
    ? path.join(values.keep, `${version}-${scenario}`)
    : mkdtempSync(path.join(os.tmpdir(), 'client-'));
  if (!values.judge) {
    if (values.keep) rmSync(out, { recursive: true, force: true });
    else chmodSync(out, 0o755);
    console.log(`\n── ${version}, ${scenario}`);
    const where = ['--scenarios', path.join(root, 'test/client/scenarios'), '--out', out];
    const set = ['--', '--set', `marketplace=${marketplace}`, '--set', `plugin=${path.join(root, 'plugin')}`];
    spawnSync(sandbox, ['--client', client, '--scenario', scenario, ...where, ...set], { stdio: 'inherit' });
  }
  const { checks, answers } = judges[scenario](version, out);
  for (const { what, isRight, detail } of checks) check(`${version}: ${what}`, isRight, detail);
  for (const door of new Set(answers.map((one) => one.door))) {
    const of = answers.filter((one) => one.door === door);
    const count = Object.fromEntries(
      ['right', 'unknown', 'wrong'].map((is) => [is, of.filter((one) => one.is === is).length]),
    );
    table.set(door, { ...table.get(door), [version]: `${count.right} / ${count.unknown} / ${count.wrong}` });
    const bad = of.filter(({ is, mayBeUnknown }) => is === 'wrong' || (is === 'unknown' && !mayBeUnknown));
    const words = `${count.right} right, ${count.unknown} unknown, ${count.wrong} wrong`;
    check(`${version}: ${door}: ${words}`, bad.length === 0 && of.length > 0, bad);
  }
  if (!values.keep) rmSync(out, { recursive: true, force: true });
}

function check(what, isRight, detail) {
  total[isRight ? 'passed' : 'failed']++;
  const more = isRight || detail === undefined ? '' : `: ${JSON.stringify(detail)}`;
  console.log(`${isRight ? 'ok' : 'FAILED'}  ${what}${more}`);
}

/** As Markdown. */
function printTable() {
  const columns = [...new Set(clients.map(({ version }) => version))];
  console.log(
    `\nright / unknown / wrong\n\n| question | ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length + 1)}`,
  );
  for (const [door, of] of table) console.log(`| ${door} | ${columns.map((one) => of[one] ?? '').join(' | ')} |`);
}
