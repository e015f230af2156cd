/**
 * Every agent of every recording and of the published logs: under the right session, with the call that started it wherever a
 * log has it. What to expect is read off the files line by line with `JSON.parse`, sharing no code with the core.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

const shared = path.resolve('../shared');
const hasShared = fs.existsSync(path.join(shared, 'realclient')) && fs.existsSync(path.join(shared, 'samples'));
if (!hasShared) console.warn('skipped: ../shared with recordings and published logs is missing');

const uuidLog = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.jsonl$/;
const agentLog = /^agent-[\w-]+\.jsonl$/;

/** Copies a folder of logs, packed ones unpacked. */
function copyLogs(from: string, to: string): void {
  for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:jsonl|jsonl\.gz|meta\.json)$/.test(entry.name)) continue;
    const source = path.join(entry.parentPath, entry.name);
    const target = path.join(to, path.relative(from, source)).replace(/\.gz$/, '');
    const bytes = fs.readFileSync(source);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, source.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes);
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
  readonly toolUseResult?: { readonly agentId?: string };
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

/** `session: agent at line of its call`; the line is 0 where no log has the call. */
type Found = string;

/** What the files of a root say, with nothing but `JSON.parse`. */
function naiveAgents(root: string): Found[] {
  const files = fs
    .readdirSync(path.join(root, 'projects'), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(root, 'projects', name));
  const lines = new Map(files.filter((file) => file.endsWith('.jsonl')).map((file) => [file, linesOf(file)]));
  const sessionLogs = [...lines.keys()].filter((file) => uuidLog.test(path.basename(file)));
  const own = (id: string): Line[] =>
    sessionLogs
      .filter((file) => path.basename(file) === `${id}.jsonl`)
      .flatMap((file) => lines.get(file) ?? [])
      .filter(({ entry }) => entry.forkedFrom === undefined && (entry.sessionId ?? id) === id);

  const found: Found[] = [];
  for (const [file, all] of lines) {
    const name = path.basename(file);
    if (uuidLog.test(name)) {
      const id = name.slice(0, 36);
      for (const { entry } of own(id)) {
        if (entry.isSidechain !== true || entry.parentUuid !== null) continue;
        const call = own(id).find((line) => startsAgent(line, ({ input }) => input?.prompt === textOf(entry)));
        found.push(`${id}: sidechain at ${call?.line ?? 'its start'}`);
      }
    }
    if (!agentLog.test(name)) continue;
    const agentId = name.slice('agent-'.length, -'.jsonl'.length);
    const nested = /([0-9a-f-]{36})[\\/]subagents[\\/]/.exec(file)?.[1];
    const owners = nested === undefined ? new Set(all.flatMap(({ entry }) => entry.sessionId ?? [])) : [nested];
    for (const id of owners) {
      const toolUseId = metaCall(file) ?? resultCall(own(id), agentId);
      const call = own(id).find((line) =>
        startsAgent(line, (block) =>
          toolUseId === undefined ? isCutOff(own(id), block, all) : block.id === toolUseId,
        ),
      );
      found.push(`${id}: ${agentId} at ${call?.line ?? 0}`);
    }
  }
  return found.sort();
}

function startsAgent({ entry }: Line, fits: (block: Block) => boolean): boolean {
  if (entry.type !== 'assistant' || entry.isSidechain === true) return false;
  return blocksOf(entry).some(
    (block) => block.type === 'tool_use' && /^(Task|Agent)$/.test(block.name ?? '') && fits(block),
  );
}

/** Whether a call has no result, and its prompt is the one that the agent was given. */
function isCutOff(lines: readonly Line[], call: Block, agent: readonly Line[]): boolean {
  const answered = lines.some(({ entry }) => blocksOf(entry).some((block) => block.tool_use_id === call.id));
  return !answered && call.input?.prompt !== undefined && call.input.prompt === textOf(agent[0]?.entry ?? {});
}

function metaCall(file: string): string | undefined {
  const meta = file.replace(/\.jsonl$/, '.meta.json');
  return fs.existsSync(meta)
    ? (JSON.parse(fs.readFileSync(meta, 'utf8')) as { toolUseId?: string }).toolUseId
    : undefined;
}

function resultCall(lines: readonly Line[], agentId: string): string | undefined {
  for (const { entry } of lines) {
    if (entry.type === 'progress' && entry.data?.agentId === agentId) return entry.parentToolUseID;
    if (entry.type !== 'user' || entry.toolUseResult?.agentId !== agentId) continue;
    return blocksOf(entry).find(({ type }) => type === 'tool_result')?.tool_use_id;
  }
  return undefined;
}

/** What the core says of the same root. */
function coreAgents(home: ReturnType<typeof makeHome>): { found: Found[]; states: string[] } {
  const index = indexOf(home);
  const agents = [...index.rows.keys()].flatMap((id: SessionId) =>
    detailsOf(index, id).agents.map((agent) => ({ id, agent })),
  );
  return {
    found: agents
      .map(({ id, agent }) => {
        if (agent.agentId !== undefined) return `${id}: ${agent.agentId} at ${agent.spawn?.line ?? 0}`;
        return `${id}: sidechain at ${agent.toolUseId === undefined ? 'its start' : (agent.spawn?.line ?? 0)}`;
      })
      .sort(),
    states: agents.map(({ agent }) => agent.state ?? 'no result'),
  };
}

/** Agents, those of them whose call a log has, and those that are known to have completed. */
type Totals = readonly [agents: number, withCall: number, completed: number];

function totalsOf(found: readonly Found[], states: readonly string[]): Totals {
  const withCall = found.filter((one) => !/ at (?:0|its start)$/.test(one));
  return [found.length, withCall.length, states.filter((state) => state === 'completed').length];
}

const recordings: Readonly<Record<string, Totals>> = {
  '1.0.128/kill': [0, 0, 0],
  '1.0.128/parallel': [4, 4, 4],
  '1.0.128/plan': [0, 0, 0],
  '1.0.128/tour': [1, 1, 1],
  '1.0.128/tui': [1, 1, 1],
  '2.0.20/kill': [4, 0, 0],
  '2.0.20/parallel': [7, 4, 4],
  '2.0.20/plan': [7, 0, 0],
  '2.0.20/settings': [2, 0, 0],
  '2.0.20/tour': [3, 2, 2],
  '2.0.20/tui': [2, 1, 1],
  '2.0.60/kill': [9, 0, 0],
  '2.0.60/parallel': [10, 4, 4],
  '2.0.60/paths': [18, 6, 6],
  '2.0.60/plan': [14, 0, 0],
  '2.0.60/settings': [4, 0, 0],
  '2.0.60/tour': [4, 2, 2],
  '2.0.60/tui': [3, 1, 1],
  '2.0.76/cleanup': [3, 1, 1],
  '2.0.76/kill': [11, 1, 0],
  '2.0.76/parallel': [10, 4, 4],
  '2.0.76/paths': [18, 6, 6],
  '2.0.76/plan': [18, 0, 0],
  '2.0.76/settings': [4, 0, 0],
  '2.0.76/tour': [4, 2, 2],
  '2.0.76/tui': [3, 1, 1],
  '2.1.12/kill': [1, 1, 0],
  '2.1.12/parallel': [4, 4, 4],
  '2.1.12/plan': [0, 0, 0],
  '2.1.12/settings': [0, 0, 0],
  '2.1.12/tour': [2, 2, 2],
  '2.1.12/tui': [1, 1, 1],
  '2.1.40/kill': [1, 1, 0],
  '2.1.40/parallel': [4, 4, 4],
  '2.1.40/paths': [6, 6, 6],
  '2.1.40/plan': [0, 0, 0],
  '2.1.40/settings': [0, 0, 0],
  '2.1.40/tour': [2, 2, 2],
  '2.1.40/tui': [1, 1, 1],
  '2.1.100/kill': [1, 1, 0],
  '2.1.100/parallel': [4, 4, 4],
  '2.1.100/plan': [0, 0, 0],
  '2.1.100/tour': [2, 2, 2],
  '2.1.100/tui': [1, 1, 1],
  '2.1.200/kill': [1, 1, 0],
  '2.1.200/parallel': [4, 4, 4],
  '2.1.200/plan': [0, 0, 0],
  '2.1.200/tour': [2, 2, 2],
  '2.1.200/tui': [1, 1, 1],
  '2.1.330/cleanup': [1, 1, 1],
  '2.1.330/kill': [1, 1, 1],
  '2.1.330/parallel': [4, 4, 4],
  '2.1.330/paths': [6, 6, 6],
  '2.1.330/plan': [0, 0, 0],
  '2.1.330/settings': [0, 0, 0],
  '2.1.330/tour': [2, 2, 2],
  '2.1.330/tui': [1, 1, 1],
};

describe.skipIf(!hasShared)('the agents of', () => {
  it.each(Object.entries(recordings))('the recording %s', (name, totals) => {
    const home = makeHome();
    copyLogs(path.join(shared, 'realclient', name, 'home/.claude/projects'), path.join(home.root, 'projects'));
    const expected = naiveAgents(home.root);
    const { found, states } = coreAgents(home);
    expect(found).toEqual(expected);
    expect(totalsOf(expected, states)).toEqual(totals);
  });

  it('all recordings are looked at', () => {
    const folder = path.join(shared, 'realclient');
    const names = fs
      .readdirSync(folder)
      .filter((version) => fs.statSync(path.join(folder, version)).isDirectory())
      .flatMap((version) => fs.readdirSync(path.join(folder, version)).map((scenario) => `${version}/${scenario}`));
    expect(Object.keys(recordings).sort()).toEqual(names.sort());
  });

  it('the published logs', () => {
    const folder = path.join(shared, 'samples');
    const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const projects = new Set(
      files
        .filter(
          (file) =>
            !file.includes('/subagents/') && (uuidLog.test(path.basename(file)) || agentLog.test(path.basename(file))),
        )
        .map((file) => path.dirname(file)),
    );
    const home = makeHome();
    for (const project of projects) {
      copyLogs(path.join(folder, project), path.join(home.root, 'projects', project.replace(/[^A-Za-z0-9]/g, '-')));
    }
    const expected = naiveAgents(home.root);
    const { found, states } = coreAgents(home);
    expect(found).toEqual(expected);
    expect(totalsOf(expected, states)).toEqual([18, 10, 10]);
  });
});
