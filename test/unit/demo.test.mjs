/** What two files of the demo home say of one thing, they say alike. */
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { jsonLines } from '../client/runFolder.mjs';
import { makeDemoHome } from '../fixtures/demo/demoHome.mjs';
import { filesBelow } from '../fixtures/filesBelow.ts';
import { makeHome } from '../fixtures/indexed.ts';

const demo = makeDemoHome(makeHome().folder, { livePid: process.pid });
const projects = path.join(demo.claudeDir, 'projects');
const logs = filesBelow(projects)
  .filter((file) => file.endsWith('.jsonl') && path.basename(file) !== 'journal.jsonl')
  .map((file) => ({ file, entries: jsonLines(file) }));
const agentLogs = logs.filter(({ file }) => file.includes(`${path.sep}subagents${path.sep}`));
const calls = new Map(logs.flatMap(({ entries }) => entries.flatMap(callsOf)).map((call) => [call.id, call]));

it('an agent took as long, and made as many calls, as the result of its call says, and ended with that text', () => {
  const told = logs.flatMap(({ entries }) => entries.map(resultOf)).filter((result) => result?.agentId !== undefined);
  expect(told.length).toBeGreaterThan(5);
  for (const { agentId, totalDurationMs, totalToolUseCount, prompt, content } of told) {
    const entries = agentLogs.find(({ file }) => path.basename(file) === `agent-${agentId}.jsonl`).entries;
    const times = entries.map(timeOf);
    expect([agentId, totalDurationMs]).toEqual([agentId, Math.max(...times) - Math.min(...times)]);
    expect([agentId, totalToolUseCount]).toEqual([agentId, entries.flatMap(callsOf).length]);
    expect([agentId, prompt]).toEqual([agentId, entries[0].message.content]);
    expect([agentId, content]).toEqual([agentId, entries.at(-1).message.content]);
  }
});

it('what started an agent stands in its meta file as in the call', () => {
  const metas = agentLogs.map(({ file }) => JSON.parse(fs.readFileSync(file.replace(/jsonl$/, 'meta.json'), 'utf8')));
  for (const { toolUseId, agentType, description } of metas) {
    if (toolUseId === undefined) expect(agentType).toBe('workflow-subagent');
    else expect(calls.get(toolUseId).input).toMatchObject({ subagent_type: agentType, description });
  }
});

it('the todos file is the last list of the log', () => {
  const lists = filesBelow(path.join(demo.claudeDir, 'todos')).map((file) => {
    const id = path.basename(file).slice(0, 36);
    const last = logOf(id).entries.findLast((entry) => resultOf(entry)?.newTodos !== undefined);
    return { list: JSON.parse(fs.readFileSync(file, 'utf8')), last: resultOf(last).newTodos };
  });
  expect(lists).not.toEqual([]);
  for (const { list, last } of lists) expect(list).toEqual(last);
});

it('a task blocks those that are blocked by it', () => {
  const tasks = filesBelow(path.join(demo.claudeDir, 'tasks')).filter((file) => file.endsWith('.json'));
  const told = tasks.map((file) => {
    const task = JSON.parse(fs.readFileSync(file, 'utf8'));
    expect(path.basename(file)).toBe(`${task.id}.json`);
    return task;
  });
  const pairs = told.flatMap(({ id, blocks }) => blocks.map((other) => [id, other]));
  expect(pairs).not.toEqual([]);
  expect(told.flatMap(({ id, blockedBy }) => blockedBy.map((other) => [other, id]))).toEqual(pairs);
});

it('the checkpoints that a log names are there, called by their paths, for a prompt of that log', () => {
  const snapshots = logs.flatMap(({ entries }) => entries.flatMap((entry) => entry.snapshot ?? []));
  expect(snapshots).not.toEqual([]);
  for (const { messageId, trackedFileBackups } of snapshots) {
    const entry = logs.flatMap(({ entries }) => entries).find(({ uuid }) => uuid === messageId);
    for (const [file, { backupFileName }] of Object.entries(trackedFileBackups)) {
      const name = crypto.createHash('sha256').update(path.join(entry.cwd, file)).digest('hex').slice(0, 16);
      expect(backupFileName).toMatch(new RegExp(`^${name}@v\\d+$`));
      const copy = path.join(demo.claudeDir, 'file-history', entry.sessionId, backupFileName);
      expect(fs.existsSync(copy)).toBe(true);
    }
  }
});

it('a file that a log writes, reads or prints is on the disk with that text, as old as the entry that wrote it', () => {
  const writes = logs.flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      const result = resultOf(entry);
      return result?.type === 'create' && entry.forkedFrom === undefined
        ? [{ file: result.filePath, text: result.content, time: timeOf(entry) }]
        : [];
    }),
  );
  expect(writes.filter(({ file }) => !fs.existsSync(file)).map(({ file }) => path.basename(file))).toEqual([
    'please-plan-a-faster-list-amber-finch.md',
  ]);
  for (const { file, text, time } of writes.filter((one) => fs.existsSync(one.file))) {
    expect([file, fs.readFileSync(file, 'utf8'), Math.round(fs.statSync(file).mtimeMs)]).toEqual([file, text, time]);
  }
  const reads = logs.flatMap(({ entries }) => entries.flatMap((entry) => resultOf(entry)?.file ?? []));
  expect(reads).not.toEqual([]);
  for (const { filePath, content } of reads) expect(fs.readFileSync(filePath, 'utf8')).toBe(content);
  const printed = logs.flatMap(({ entries }) => entries.flatMap(printsOf));
  expect(printed).not.toEqual([]);
  for (const { file, text } of printed) expect(fs.readFileSync(file, 'utf8').trimEnd()).toBe(text);
});

it('the branch of an entry is the one that its working directory has checked out', () => {
  const branches = new Set(logs.flatMap(({ entries }) => entries.map(({ cwd, gitBranch }) => `${cwd} ${gitBranch}`)));
  const told = [demo.shop, demo.checkout, demo.wordtool].map((folder) => {
    const git = path.join(folder, '.git');
    const head = path.join(
      fs.statSync(git).isFile() ? fs.readFileSync(git, 'utf8').slice('gitdir: '.length).trim() : git,
      'HEAD',
    );
    return `${folder} ${fs.readFileSync(head, 'utf8').replace('ref: refs/heads/', '').trim()}`;
  });
  expect([...branches].filter((one) => !one.startsWith('undefined')).sort()).toEqual(told.sort());
});

it('a log is as old as its newest entry, and its process as the registry has it started before the first', () => {
  for (const { file, entries } of logs) {
    const times = entries.filter(({ timestamp }) => timestamp !== undefined).map(timeOf);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    // The newest entry of the hostile session is cut off.
    if (!file.includes(demo.sessionIds.hostile))
      expect([file, Math.round(fs.statSync(file).mtimeMs)]).toEqual([file, times.at(-1)]);
  }
  const registered = process.platform === 'linux' ? filesBelow(path.join(demo.claudeDir, 'sessions')) : [];
  for (const file of registered) {
    const entry = JSON.parse(fs.readFileSync(file, 'utf8'));
    const [first] = logOf(entry.sessionId).entries.filter(({ timestamp }) => timestamp !== undefined);
    expect(entry.startedAt).toBeLessThan(timeOf(first));
    expect(entry).toMatchObject({ version: first.version, cwd: first.cwd });
  }
});

it('a run of a workflow has the agents of its journal, and its name', () => {
  const journals = filesBelow(projects).filter((file) => path.basename(file) === 'journal.jsonl');
  expect(journals).not.toEqual([]);
  for (const journal of journals) {
    const run = path.dirname(journal);
    const started = jsonLines(journal).filter(({ type }) => type === 'started');
    const inFolder = fs.readdirSync(run).filter((name) => name.startsWith('agent-') && name.endsWith('.jsonl'));
    expect(inFolder.sort()).toEqual(started.map(({ agentId }) => `agent-${agentId}.jsonl`).sort());
    const told = path.join(run, '..', '..', '..', 'workflows', `${path.basename(run)}.json`);
    expect(JSON.parse(fs.readFileSync(told, 'utf8'))).toMatchObject({ runId: path.basename(run) });
  }
});

function logOf(id) {
  const log = logs.find(({ file }) => path.basename(file) === `${id}.jsonl`);
  if (log === undefined) throw new Error(`the demo has no log of ${id}`);
  return log;
}

function timeOf({ timestamp }) {
  return Date.parse(timestamp ?? '');
}

function blocksOf({ message }) {
  return typeof message?.content === 'object' ? message.content : [];
}

function callsOf(entry) {
  return blocksOf(entry).filter(({ type }) => type === 'tool_use');
}

/** What the client noted of a call for itself, where that is more than a text. */
function resultOf({ toolUseResult }) {
  return typeof toolUseResult === 'object' ? toolUseResult : undefined;
}

/** Of `cat FILE`: the file, and what it printed. */
function printsOf(entry) {
  const stdout = resultOf(entry)?.stdout;
  const command = calls.get(blocksOf(entry)[0]?.tool_use_id)?.input?.command;
  const name = /^cat (src\/\S+)$/.exec(command)?.[1];
  return name === undefined || stdout === undefined ? [] : [{ file: path.join(entry.cwd, name), text: stdout }];
}
