/**
 * P14: the history of a plan in a large log whose index is known, as the extension has it, and the first version alone.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cli, nothing } from './commands.mjs';
import { corpusOf } from './corpus.mjs';
import { inRounds, perRound } from './rounds.mjs';

const readAll = path.join(import.meta.dirname, 'baselines/readAll.mjs');
const versions = 20;
const slug = 'quiet-measuring-otter';

export function measurePlanHistory({ rounds }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-history-'));
  try {
    const { projects, session, megabytes } = writeHome(folder);
    const places = ['--session-id', session, '--claude-dir', folder, '--cache-dir', path.join(folder, 'cache')];
    const history = cli('plan-history', ...places);
    const first = cli('plan', '--version', '1', '--content', ...places);
    // The first call makes the cache.
    const { stdout } = spawnSync(history[0], history.slice(1), { encoding: 'utf8' });
    const found = JSON.parse(stdout).versions.length;
    if (found !== versions) throw new Error(`${found} versions in place of ${versions}`);
    const commands = { nothing, history, first, readAll: [process.execPath, readAll, projects] };
    const costs = inRounds(commands, { rounds });
    const what = (name) => `${name}, log of ${megabytes} MB`;
    return [
      {
        goal: 'P14',
        what: `${what('plan history')}, CPU over node`,
        unit: 's',
        limit: [1, 0.5],
        value: perRound(costs, ({ history, nothing }) => history.cpu - nothing.cpu),
      },
      {
        goal: 'P14',
        what: `${what('plan history')}, CPU / reading alone in Node`,
        value: perRound(costs, ({ history, readAll }) => history.cpu / readAll.cpu),
      },
      {
        goal: 'P14',
        what: `${what('plan history')}, peak memory over node`,
        unit: 'MB',
        limit: [80, 50],
        value: perRound(costs, ({ history, nothing }) => (history.peak - nothing.peak) / 2 ** 20),
      },
      {
        goal: 'P14',
        what: `${what('first version of a plan')}, CPU over node`,
        unit: 's',
        limit: [1, 0.2],
        value: perRound(costs, ({ first, nothing }) => first.cpu - nothing.cpu),
      },
    ];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A data root with one log, in which the plan is written again and again between the entries of the corpus. */
export function writeHome(folder) {
  const [{ id, path: log, cwd }] = corpusOf({
    sessions: 1,
    megabytes: 0,
    biggest: 139,
    agents: 0,
    slugged: 0,
  }).sessions;
  const file = path.join(folder, 'plans', `${slug}.md`);
  const projects = path.join(folder, 'projects');
  const target = path.join(projects, path.basename(path.dirname(log)), `${id}.jsonl`);
  fs.mkdirSync(path.dirname(file));
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const bytes = fs.readFileSync(log);
  const output = fs.openSync(target, 'w');
  let written = 0;
  for (let version = 1; version <= versions; version++) {
    const content = `# Version ${version}\n`;
    const toolUseResult = { type: 'create', filePath: file, content, structuredPatch: [] };
    const entry = { type: 'user', sessionId: id, cwd, uuid: `version-${version}`, toolUseResult };
    fs.writeSync(output, `${JSON.stringify({ ...entry, message: { role: 'user', content: [] } })}\n`);
    const end = bytes.indexOf('\n', Math.floor((bytes.length * version) / versions) - 1) + 1;
    written += fs.writeSync(output, bytes, written, end - written);
    fs.writeFileSync(file, content);
  }
  fs.closeSync(output);
  return { projects, session: id, title: `Version ${versions}`, megabytes: Math.round(fs.statSync(target).size / 1e6) };
}
