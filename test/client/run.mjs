#!/usr/bin/env node
/**
 * The plugin in real clients, with a scripted model, on loopback alone. By hand, as root, on Linux:
 *
 *   npm run test:client -- --kit DIR [--keep DIR] CLIENT...
 *
 * CLIENT is a folder in which `npm install @anthropic-ai/claude-code@VERSION` ran; DIR has sandbox.sh, which starts a
 * client in namespaces of its own. What the command line said in Bash and over MCP is held against the log that the
 * answer stands in: its entries name the session that asked.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals: clients } = parseArgs({
  options: { kit: { type: 'string' }, keep: { type: 'string' } },
  allowPositionals: true,
});
if (!values.kit || !existsSync(path.join(values.kit, 'sandbox.sh')) || clients.length === 0) {
  console.log('skipped: names neither --kit DIR with a sandbox.sh nor clients\n0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

const total = { passed: 0, failed: 0 };
// The sandbox has a /tmp of its own.
const marketplace = path.join(root, 'dist', 'marketplace');
execFileSync(process.execPath, ['scripts/packagePlugin.mjs', '--out', marketplace], { cwd: root, stdio: 'inherit' });

for (const client of clients) {
  const out = values.keep
    ? path.join(values.keep, path.basename(client))
    : mkdtempSync(path.join(os.tmpdir(), 'client-'));
  if (values.keep) rmSync(out, { recursive: true, force: true });
  else chmodSync(out, 0o755);
  const args = [
    '--client',
    client,
    '--scenario',
    'plugin',
    '--scenarios',
    path.join(root, 'test/client/scenarios'),
    '--out',
    out,
  ];
  const { status } = spawnSync(
    path.join(values.kit, 'sandbox.sh'),
    [...args, '--', '--set', `marketplace=${marketplace}`],
    {
      stdio: 'inherit',
    },
  );
  check(`${path.basename(client)}: the scenario ran to its end`, status === 0);
  checkRun(path.basename(client), out);
  if (!values.keep) rmSync(out, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed, 0 skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

function check(what, isRight, detail) {
  total[isRight ? 'passed' : 'failed']++;
  console.log(
    `${isRight ? 'ok' : 'FAILED'}  ${what}${isRight || detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`,
  );
}

function checkRun(version, out) {
  const { truth } = JSON.parse(readFileSync(path.join(out, 'rec', 'run.json'), 'utf8'));
  check(`${version}: claude plugin validate passes`, truth.validated);
  check(`${version}: the plugin is installed`, truth.installed);

  const told = linesOf(path.join(out, 'rec', 'told.jsonl'));
  const inMain = told.filter(({ label }) => label !== 'agent' && label !== 'inner agent');
  const wrong = inMain.filter(({ told: said, truth: is }) => said !== undefined && is !== undefined && said !== is);
  const right = inMain.filter(({ told: said, truth: is }) => said !== undefined && said === is);
  check(
    `${version}: no session is told another's ID at its start (${right.length} right of ${inMain.length})`,
    wrong.length === 0 && right.length > 0,
    wrong,
  );
  // Before, no registry proves who is live, and no plugin is on the PATH of Bash.
  const [, minor, patch] = version.split('.').map(Number);
  const isOld = minor === 1 && patch < 91;
  if (isOld) console.log(`skipped ${version}: Bash and warnings, which need 2.1.91`);
  else
    check(
      `${version}: who would overwrite another's plan is told so`,
      told.some(({ warned }) => warned),
    );

  const answers = answersIn(path.join(out, 'home', '.claude', 'projects'));
  for (const kind of isOld ? ['whoami over MCP'] : ['who in Bash', 'plan in Bash', 'whoami over MCP']) {
    const of = answers.filter((one) => one.kind === kind);
    const bad = of.filter((one) => one.is === 'wrong');
    const good = of.filter((one) => one.is === 'right');
    const inAgents = good.filter((one) => one.isAgent).length;
    check(
      `${version}: ${kind}: ${good.length} right (${inAgents} in agents), ${of.length - good.length - bad.length} unknown, ${bad.length} wrong`,
      bad.length === 0 && good.length > 0,
      bad,
    );
  }
  const left = existsSync(path.join(out, 'home', '.claude', 'settings.json'))
    ? Object.keys(
        JSON.parse(readFileSync(path.join(out, 'home', '.claude', 'settings.json'), 'utf8')).enabledPlugins ?? {},
      )
    : [];
  check(`${version}: nothing of the plugin is left in the settings`, left.length === 0, left);
}

/**
 * What was answered, held against the entries that hold the call: a fork copies entries without a mark, and the result of a call
 * stands in another session's log when the agent moved meanwhile.
 */
function answersIn(projects) {
  const logs = readdirSync(projects, { recursive: true }).filter((name) => name.endsWith('.jsonl'));
  const callers = new Map();
  const results = new Map();
  for (const name of logs) {
    for (const entry of linesOf(path.join(projects, name))) {
      // 2.1.332 also keeps what it sent, in entries of other types.
      if ((entry.type !== 'user' && entry.type !== 'assistant') || entry.forkedFrom) continue;
      for (const block of Array.isArray(entry.message?.content) ? entry.message.content : []) {
        const agent = /^agent-(.*)\.jsonl$/.exec(path.basename(name))?.[1];
        if (block.type === 'tool_use')
          callers.set(block.id, [...(callers.get(block.id) ?? []), { id: entry.sessionId, agent }]);
        if (block.type === 'tool_result') results.set(block.tool_use_id, block.content);
      }
    }
  }
  return [...results].flatMap(([id, content]) =>
    [...jsonIn(content)].flatMap((answer) => judge(answer, callers.get(id) ?? [])),
  );
}

function judge(answer, callers) {
  const isAgent = callers.some(({ agent }) => agent !== undefined);
  const judged = (kind, test) => [{ kind, isAgent, is: verdict(callers.some(test)), answer, callers }];
  if (answer.error === 'no_session') return [{ kind: 'who in Bash', isAgent, is: 'unknown' }];
  if (answer.proof === 'tool-call')
    return judged('whoami over MCP', ({ id, agent }) => id === answer.sessionId && agent === answer.agentId);
  if (answer.proof) return judged('who in Bash', ({ id }) => id === answer.sessionId);
  return answer.plan ? judged('plan in Bash', ({ id }) => id === answer.sessionId) : [];
}

function verdict(isRight) {
  return isRight ? 'right' : 'wrong';
}

function* jsonIn(content) {
  const text = typeof content === 'string' ? content : (content ?? []).map((one) => one.text ?? '').join('\n');
  for (const line of text.split('\n').filter((one) => one.startsWith('{'))) {
    try {
      yield JSON.parse(line);
    } catch {
      // A line that the client has cut.
    }
  }
}

function linesOf(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}
