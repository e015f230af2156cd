import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import type { SessionIndex } from '../../../src/core/sessionIndex.ts';
import { unattributedItems } from '../../../src/core/unattributed.ts';
import { answer, call, prompt, result, snapshot } from '../../fixtures/entries.ts';
import { sessionA, sessionB, timeOfLine, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from './indexed.ts';

function agents(index: SessionIndex, id: SessionId) {
  return detailsOf(index, id).agents.map(
    ({ agentId, entries, type, description, toolUseId, outcome, internal, spawn }) => ({
      agentId,
      entries,
      ...(type === undefined ? {} : { type }),
      ...(description === undefined ? {} : { description }),
      ...(toolUseId === undefined ? {} : { toolUseId }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(internal ? { internal } : {}),
      ...(spawn === undefined ? {} : { spawnLine: spawn.line }),
    }),
  );
}

const spawnCall = (id: string, name = 'Task') =>
  call(id, name, { subagent_type: 'Explore', description: 'Find the tax rules', prompt: 'Look for tax rules.' });

describe('agent logs in the folder of their session (2.1.x)', () => {
  it('are joined with their call by the meta file', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go'), spawnCall('toolu_1', 'Agent'), spawnCall('toolu_2', 'Agent')]);
    const log = home.agentLog(sessionA, 'a1b2c3d4e5f6a7b8c', [prompt('Look for tax rules.'), answer('Found')]);
    fs.writeFileSync(
      log.replace('.jsonl', '.meta.json'),
      JSON.stringify({ agentType: 'general-purpose', description: 'From the meta file', toolUseId: 'toolu_2' }),
    );
    expect(agents(indexOf(home), sessionA)).toEqual([
      {
        agentId: 'a1b2c3d4e5f6a7b8c',
        entries: 2,
        type: 'general-purpose',
        description: 'From the meta file',
        toolUseId: 'toolu_2',
        spawnLine: 3,
      },
    ]);
  });

  it.each([
    [
      'the result of the call',
      result('toolu_1', { status: 'completed', agentId: 'a1b2c3d', totalTokens: 7 }),
      'completed',
    ],
    ['the result of a team spawn', result('toolu_1', { agent_id: 'a1b2c3d' }), undefined],
    [
      'a progress record',
      { type: 'progress', parentToolUseID: 'toolu_1', data: { type: 'agent_progress', agentId: 'a1b2c3d' } },
      undefined,
    ],
  ])('are joined with their call by %s', (_name, record, outcome) => {
    const home = makeHome();
    home.log(sessionA, [spawnCall('toolu_0'), spawnCall('toolu_1'), record]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look for tax rules.')]);
    expect(agents(indexOf(home), sessionA)).toEqual([
      {
        agentId: 'a1b2c3d',
        entries: 1,
        type: 'Explore',
        description: 'Find the tax rules',
        toolUseId: 'toolu_1',
        ...(outcome === undefined ? {} : { outcome }),
        spawnLine: 2,
      },
    ]);
  });

  it('whose call failed say so', () => {
    const home = makeHome();
    const content = [{ type: 'tool_result', tool_use_id: 'toolu_1', is_error: true, content: 'aborted' }];
    home.log(sessionA, [
      spawnCall('toolu_1'),
      { type: 'user', message: { role: 'user', content }, toolUseResult: { agentId: 'a1b2c3d' } },
    ]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    expect(agents(indexOf(home), sessionA)[0]?.outcome).toBe('failed');
  });

  it('without a call or a meta file are listed all the same', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go')]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look'), answer('Found')]);
    expect(agents(indexOf(home), sessionA)).toEqual([{ agentId: 'a1b2c3d', entries: 2 }]);
  });

  it.each(['{', '[]', '{"toolUseId":7}', '', 'null'])('beside a meta file that says %j are listed', (meta) => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go')]);
    const log = home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    fs.writeFileSync(log.replace('.jsonl', '.meta.json'), meta);
    expect(agents(indexOf(home), sessionA)).toEqual([{ agentId: 'a1b2c3d', entries: 1 }]);
  });

  it('keep a session whose log is gone', () => {
    const home = makeHome();
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look'), answer('Found')]);
    const index = indexOf(home);
    expect(index.rows.get(sessionA)).toMatchObject({
      logs: [],
      agents: 1,
      title: undefined,
      lastActivity: timeOfLine(2),
    });
    expect(detailsOf(index, sessionA).agents).toHaveLength(1);
  });

  it("that hold entries of another session are the folder's, and nothing of the other", () => {
    const home = makeHome();
    home.log(sessionB, [prompt('B')]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Mine'), prompt('Not mine', { sessionId: sessionB })]);
    const index = indexOf(home);
    expect(agents(index, sessionA)).toEqual([{ agentId: 'a1b2c3d', entries: 1 }]);
    expect(agents(index, sessionB)).toEqual([]);
  });
});

describe('agents of the client itself', () => {
  it('are internal: compaction, prompt suggestions, warm-ups; the count of a row leaves them out', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go')]);
    home.agentLog(sessionA, 'acompact-f46190', [prompt('Sum it up')]);
    home.agentLog(sessionA, 'aprompt_suggestion-12', [prompt('Suggest')]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Warmup'), answer('Ready')], true);
    home.agentLog(sessionA, 'a9b8c7d', [prompt('Warm up the cache'), answer('Done')], true);
    const index = indexOf(home);
    const internal = detailsOf(index, sessionA).agents.map((agent) => [agent.agentId, agent.internal]);
    expect(Object.fromEntries(internal)).toEqual({
      'acompact-f46190': true,
      'aprompt_suggestion-12': true,
      a1b2c3d: true,
      a9b8c7d: false,
    });
    expect(index.rows.get(sessionA)?.agents).toBe(1);
  });
});

describe('flat agent logs (2.0.60, 2.0.76)', () => {
  /** A log whose entries take turns; ID-less ones belong to whoever wrote before. */
  const turns = [
    snapshot,
    prompt('Warmup', { sessionId: sessionA }),
    answer('a', { sessionId: sessionA }),
    prompt('b', { sessionId: sessionB }),
    snapshot,
    answer('b', { sessionId: sessionB }),
    answer('a', { sessionId: sessionA }),
  ];
  const entriesOf = (index: SessionIndex) =>
    [sessionA, sessionB].map((id) => detailsOf(index, id).agents.map((agent) => agent.entries));

  function flat(home: Home, lines: typeof turns): string {
    return home.agentLog(sessionA, 'a1b2c3d', lines, true);
  }

  it('are listed under every session that their entries name, each with its own', () => {
    const home = makeHome();
    flat(home, turns);
    const index = indexOf(home);
    expect(entriesOf(index)).toEqual([[3], [3]]);
    const [agent] = detailsOf(index, sessionB).agents;
    expect(agent).toMatchObject({ firstActivity: timeOfLine(4), lastActivity: timeOfLine(6) });
  });

  it('say the same whenever they were read', () => {
    const home = makeHome();
    const file = flat(home, turns);
    const bytes = fs.readFileSync(file);
    for (let cut = 0; cut <= bytes.length; cut += 11) {
      fs.writeFileSync(file, bytes.subarray(0, cut));
      const live = indexOf(home);
      fs.writeFileSync(file, bytes);
      live.refresh();
      expect([cut, ...entriesOf(live)]).toEqual([cut, [3], [3]]);
    }
  });

  it('whose last line lacks its newline, or was got back from damage, name their session too', () => {
    const home = makeHome();
    const file = flat(home, [prompt('a', { sessionId: sessionA })]);
    const line = JSON.stringify({ type: 'user', uuid: 'u', sessionId: sessionB, message: { content: 'b' } });
    fs.appendFileSync(file, line);
    expect(entriesOf(indexOf(home))).toEqual([[1], [1]]);
    fs.appendFileSync(file, `\n\0\0${line}\n${line.replaceAll(sessionB, sessionA)}\n`);
    expect(entriesOf(indexOf(home))).toEqual([[2], [2]]);
  });

  it('with an ID in upper case, or spelled with escapes, are read to their end', () => {
    const home = makeHome();
    const spelled = JSON.stringify(prompt('escaped', { sessionId: sessionA })).replace(
      '"1111',
      '"\\u00311111'.slice(0, 10),
    );
    const file = flat(home, [prompt('upper', { sessionId: 'ABCDEF12-3456-4789-8ABC-DEF012345678' })]);
    fs.appendFileSync(file, `${spelled}\n${spelled}\n`);
    const index = indexOf(home);
    expect([...index.rows.keys()].sort()).toEqual([sessionA, 'abcdef12-3456-4789-8abc-def012345678']);
    expect(index.logs.get(file)?.facts).toMatchObject({ entries: 3, foreignEntries: 2 });
  });

  it("whose entries name no session are nobody's", () => {
    const home = makeHome();
    const file = flat(home, [snapshot, prompt('x', { sessionId: undefined }), prompt('x', { sessionId: '../../x' })]);
    const index = indexOf(home);
    expect(index.rows.size).toBe(0);
    expect(unattributedItems(index)).toEqual([
      { kind: 'agent-log', path: file, reason: 'No entry of this agent log names a session.' },
    ]);
  });
});

describe('sidechains inside of a session log (1.0.x to 2.0.2x)', () => {
  it('are agents without an ID, joined with their call by the prompt', () => {
    const home = makeHome();
    const sidechain = { isSidechain: true };
    home.log(sessionA, [
      prompt('Go'),
      spawnCall('toolu_1'),
      prompt('Look for tax rules.', { ...sidechain, parentUuid: null }),
      answer('Found', sidechain),
      prompt('Another one', { ...sidechain, parentUuid: null }),
    ]);
    const index = indexOf(home);
    expect(agents(index, sessionA)).toEqual([
      {
        agentId: undefined,
        entries: 0,
        type: 'Explore',
        description: 'Find the tax rules',
        toolUseId: 'toolu_1',
        spawnLine: 2,
      },
      { agentId: undefined, entries: 0, spawnLine: 5 },
    ]);
    expect(index.rows.get(sessionA)?.agents).toBe(2);
  });

  it('the only one has all sidechain entries', () => {
    const home = makeHome();
    home.log(sessionA, [
      prompt('Look', { isSidechain: true, parentUuid: null }),
      answer('Found', { isSidechain: true, parentUuid: 'u' }),
    ]);
    expect(agents(indexOf(home), sessionA)).toEqual([{ agentId: undefined, entries: 2, spawnLine: 1 }]);
  });
});
