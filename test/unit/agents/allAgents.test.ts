/**
 * Every agent of every recording and of the published logs: under the right session, with the call that started it
 * wherever a log has it. What to expect is read off the files line by line with `JSON.parse`, sharing no code with the
 * core.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { noSamples, samples } from '../../fixtures/samples.ts';
import { skip } from '../../fixtures/skip.ts';

const uuidLog = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.jsonl$/;
const agentLog = /^agent-[\w-]+\.jsonl$/;

/** Copies a folder of logs. */
function copyLogs(from: string, to: string): void {
  for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:jsonl|meta\.json)$/.test(entry.name)) continue;
    const source = path.join(entry.parentPath, entry.name);
    const target = path.join(to, path.relative(from, source));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(source, target);
  }
}

/** As much of an entry as is looked at. */
interface Entry {
  readonly type?: string;
  readonly sessionId?: string;
  readonly isSidechain?: boolean;
  readonly parentUuid?: string | null;
  readonly parentToolUseID?: string;
  readonly forkedFrom?: unknown;
  readonly data?: { readonly agentId?: string };
  readonly toolUseResult?: {
    readonly agentId?: string;
    readonly agent_id?: string;
    readonly status?: string;
    readonly totalToolUseCount?: number;
  };
  readonly message?: { readonly content?: unknown };
}

interface Block {
  readonly type?: string;
  readonly id?: string;
  readonly name?: string;
  readonly text?: string;
  readonly tool_use_id?: string;
  readonly input?: { readonly prompt?: string };
}

interface Line {
  readonly file: string;
  readonly line: number;
  readonly entry: Entry;
}

function linesOf(file: string): Line[] {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((text, i) => {
    try {
      const entry: unknown = JSON.parse(text);
      return typeof entry === 'object' && entry !== null ? [{ file, line: i + 1, entry: entry }] : [];
    } catch {
      return [];
    }
  });
}

function blocksOf({ message }: Entry): readonly Block[] {
  return Array.isArray(message?.content) ? (message.content as Block[]) : [];
}

function textOf(entry: Entry): string {
  const { content } = entry.message ?? {};
  return typeof content === 'string'
    ? content
    : blocksOf(entry)
        .flatMap(({ text }) => text ?? [])
        .join('\n');
}

/** `session: agent at log:line of its call`; the place is `0` where no log has the call. `+`: it completed. */
type Found = string;

/** What the files of a root say, with nothing but `JSON.parse`. */
function naiveAgents(root: string): Found[] {
  const files = fs
    .readdirSync(path.join(root, 'projects'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => path.join(root, 'projects', name));
  const logs = files.map((file) => ({ file, name: path.basename(file), lines: linesOf(file) }));
  const agents = logs.filter(({ name }) => agentLog.test(name));
  /** Entries of a session: in its own logs, then in those of its agents. */
  const own = (id: string): Line[] =>
    [...logs.filter(({ name }) => name === `${id}.jsonl`), ...agents]
      .flatMap(({ lines }) => lines)
      .filter(({ entry }) => entry.forkedFrom === undefined && (entry.sessionId ?? id) === id);

  const found: Found[] = [];
  for (const { name, file } of logs.filter((log) => uuidLog.test(log.name))) {
    const id = name.slice(0, 36);
    const entries = own(id).filter((line) => line.file === file);
    for (const { entry } of entries) {
      if (entry.isSidechain !== true || entry.parentUuid !== null) continue;
      const prompt = textOf(entry);
      found.push(
        `${id}: sidechain${ending(
          entries,
          callOf(entries, ({ input }) => input?.prompt === prompt),
        )}`,
      );
    }
  }
  for (const { name, file, lines } of agents) {
    const agentId = name.slice('agent-'.length, -'.jsonl'.length);
    const nested = /([0-9a-f-]{36})[\\/]subagents[\\/]/.exec(file)?.[1];
    const owners = nested === undefined ? new Set(lines.flatMap(({ entry }) => entry.sessionId ?? [])) : [nested];
    for (const id of owners) {
      // Of an agent that went on in another session, that one's entries too.
      const parts = agents.filter((log) => log.name === name && nested !== undefined);
      const others = parts.flatMap((log) => /([0-9a-f-]{36})[\\/]subagents[\\/]/.exec(log.file)?.[1] ?? []);
      const isOwnLog = (line: Line): boolean => line.file === file || parts.some((log) => log.file === line.file);
      const entries = [...new Set([id, ...others])].flatMap(own).filter((line) => !isOwnLog(line));
      const meta = parts.map((log) => metaOf(log.file)).find((one) => one.toolUseId !== undefined) ?? metaOf(file);
      const toolUseId = meta.toolUseId ?? resultCall(entries, agentId) ?? teammateCall(entries, meta.agentType);
      const call = callOf(entries, (block) =>
        toolUseId === undefined ? isCutOff(entries, block, lines) : block.id === toolUseId,
      );
      found.push(`${id}: ${agentId}${ending(entries, call, { file, agentId })}`);
    }
  }
  return found.sort();
}

interface Call {
  readonly line: Line;
  readonly block: Block;
}

/** The first call of an agent that fits; in a session log none that stands in a sidechain. */
function callOf(lines: readonly Line[], fits: (block: Block) => boolean): Call | undefined {
  for (const line of lines) {
    const { type, isSidechain } = line.entry;
    if (type !== 'assistant' || (isSidechain === true && uuidLog.test(path.basename(line.file)))) continue;
    const block = blocksOf(line.entry).find(
      (one) => one.type === 'tool_use' && /^(Task|Agent)$/.test(one.name ?? '') && fits(one),
    );
    if (block !== undefined) return { line, block };
  }
  return undefined;
}

/**
 * Where the call stands, and whether anything says that the agent completed: the call's result, with or without a
 * `toolUseResult`, or a notification in any log.
 */
function ending(lines: readonly Line[], call: Call | undefined, agent?: { file: string; agentId: string }): string {
  const place = call === undefined ? '0' : `${path.basename(call.line.file)}:${call.line.line}`;
  const nearby = lines.filter(({ file }) => file === call?.line.file);
  const answered = nearby.some(({ entry }) => {
    const { status, totalToolUseCount } = entry.toolUseResult ?? {};
    const isInText = entry.toolUseResult === undefined && !/"(?:Async agent|Fork) /.test(JSON.stringify(entry.message));
    const completed = status === 'completed' || (status === undefined && totalToolUseCount !== undefined);
    return (
      (completed || (isInText && call?.line.file.includes('subagents'))) &&
      blocksOf(entry).some(({ tool_use_id }) => tool_use_id === call?.block.id)
    );
  });
  const ends = lines.flatMap(({ entry }) => endsToldIn(entry, agent?.agentId));
  const isKilled = ends.includes('killed');
  const finished = agent !== undefined && metaOf(agent.file).finished === true && !isKilled;
  const completed = answered || ends.includes('completed') || finished || hasReturned(agent);
  return ` at ${place}${completed ? ' +' : ''}`;
}

/**
 * The states that task notifications give to an agent, wherever in the entry one stands: an assistant's words are none.
 */
function endsToldIn(entry: Entry, agentId: string | undefined): string[] {
  if (entry.type === 'assistant' || agentId === undefined) return [];
  return stringsOf(entry).flatMap((text) =>
    [...text.matchAll(/<task-notification>(.*?)<summary>/gs)].flatMap(([, head = '']) =>
      head.includes(`<task-id>${agentId}</task-id>`) ? (/<status>(\w+)<\/status>/.exec(head)?.[1] ?? []) : [],
    ),
  );
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** Whether the journal of a workflow run has the agent's result. */
function hasReturned(agent: { file: string; agentId: string } | undefined): boolean {
  const journal = path.join(path.dirname(agent?.file ?? ''), 'journal.jsonl');
  if (agent === undefined || !fs.existsSync(journal)) return false;
  const records = linesOf(journal).map(({ entry }) => entry as { type?: string; agentId?: string });
  return records.some(({ type, agentId }) => type === 'result' && agentId === agent.agentId);
}

/** Whether a call has no result, and its prompt is the one that the agent was given. */
function isCutOff(lines: readonly Line[], call: Block, agent: readonly Line[]): boolean {
  const answered = lines.some(({ entry }) => blocksOf(entry).some((block) => block.tool_use_id === call.id));
  return !answered && call.input?.prompt !== undefined && call.input.prompt === textOf(agent[0]?.entry ?? {});
}

interface Meta {
  readonly toolUseId?: string;
  readonly agentType?: string;
  readonly finished?: boolean;
}

function metaOf(file: string): Meta {
  const meta = file.replace(/\.jsonl$/, '.meta.json');
  return fs.existsSync(meta) ? (JSON.parse(fs.readFileSync(meta, 'utf8')) as Meta) : {};
}

/** The call that made a teammate of this name. */
function teammateCall(lines: readonly Line[], name: string | undefined): string | undefined {
  const made = lines.find(({ entry }) => name !== undefined && entry.toolUseResult?.agent_id?.startsWith(`${name}@`));
  return made && blocksOf(made.entry).find(({ type }) => type === 'tool_result')?.tool_use_id;
}

function resultCall(lines: readonly Line[], agentId: string): string | undefined {
  for (const { entry } of lines) {
    if (entry.type === 'progress' && entry.data?.agentId === agentId) return entry.parentToolUseID;
    const { agentId: started, agent_id: teammate } = entry.toolUseResult ?? {};
    if (entry.type !== 'user' || (started ?? teammate) !== agentId) continue;
    return blocksOf(entry).find(({ type }) => type === 'tool_result')?.tool_use_id;
  }
  return undefined;
}

/** What the core says of the same root. */
function coreAgents(root: string): Found[] {
  const index = indexOf({ root });
  return [...index.rows.keys()]
    .flatMap((id: SessionId) =>
      detailsOf(index, id).agents.map(({ agentId, toolUseId, spawn, state }) => {
        const isCalled = spawn !== undefined && (agentId ?? toolUseId) !== undefined;
        const place = isCalled ? `${path.basename(spawn.file)}:${spawn.line}` : '0';
        return `${id}: ${agentId ?? 'sidechain'} at ${place}${state === 'completed' ? ' +' : ''}`;
      }),
    )
    .sort();
}

describe('the agents of', () => {
  it.each(recordings)('the recording %s', (name) => {
    for (const root of restoreRecording(name, makeHome().folder).roots) {
      expect(coreAgents(root)).toEqual(naiveAgents(root));
    }
  });

  it('the published logs', skip(noSamples), () => {
    const files = fs.readdirSync(samples, { recursive: true, encoding: 'utf8' });
    const projects = new Set(
      files
        .filter(
          (file) =>
            !file.includes(`${path.sep}subagents${path.sep}`) &&
            (uuidLog.test(path.basename(file)) || agentLog.test(path.basename(file))),
        )
        .map((file) => path.dirname(file)),
    );
    const { root } = makeHome();
    for (const project of projects) {
      copyLogs(path.join(samples, project), path.join(root, 'projects', project.replace(/[^A-Za-z0-9]/g, '-')));
    }
    const expected = naiveAgents(root);
    expect(expected).not.toEqual([]);
    expect(coreAgents(root)).toEqual(expected);
  });
});
