import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentState, SessionId } from '../../../src/core/model.ts';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { unattributedItems } from '../../../src/core/answers/unattributed.ts';
import { answer, call, prompt, result, snapshot, type Entry } from '../../fixtures/entries.ts';
import { sessionA, sessionB, timeOfLine, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

function agents(index: SessionIndex, id: SessionId) {
  return detailsOf(index, id).agents.map(
    ({ agentId, entries, type, description, toolUseId, state, internal, spawn }) => ({
      agentId,
      entries,
      ...(type === undefined ? {} : { type }),
      ...(description === undefined ? {} : { description }),
      ...(toolUseId === undefined ? {} : { toolUseId }),
      ...(state === undefined ? {} : { state }),
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
  ])('are joined with their call by %s', (_name, record, state) => {
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
        ...(state === undefined ? {} : { state }),
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
    expect(agents(indexOf(home), sessionA)[0]?.state).toBe('failed');
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

describe('the state of an agent', () => {
  const launched = result('toolu_1', { isAsync: true, status: 'async_launched', agentId: 'a1b2c3d' });
  const notified = (status: string, more = '<tool-use-id>toolu_1</tool-use-id>\n') =>
    `<task-notification>\n<task-id>a1b2c3d</task-id>\n${more}<output-file>/tmp/x.output</output-file>\n` +
    `<status>${status}</status>\n<summary>Agent "x" finished <status>failed</status></summary>\n</task-notification>`;
  const queued = (content: string) => ({ type: 'queue-operation', operation: 'enqueue', content });

  /** The state of the one agent of a session whose log ends in these lines. */
  function stateAfter(...lines: readonly object[]): AgentState {
    const home = makeHome();
    home.log(sessionA, [spawnCall('toolu_1'), ...lines.map((line) => ({ ...line }))]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    return detailsOf(indexOf(home), sessionA).agents[0]?.state;
  }

  it.each<[string, readonly object[], AgentState]>([
    ['a launch in the background alone', [launched], undefined],
    ['a notification in the queue (2.1.100 on)', [launched, queued(notified('completed'))], 'completed'],
    ['one that names no call (2.1.12, 2.1.40)', [launched, queued(notified('completed', ''))], 'completed'],
    ['one of an agent that failed', [launched, queued(notified('failed'))], 'failed'],
    ['one of an agent that was stopped', [launched, queued(notified('killed'))], undefined],
    [
      'one as an attachment',
      [launched, { type: 'attachment', attachment: { type: 'queued_command', prompt: notified('completed') } }],
      'completed',
    ],
    [
      'a client that after a kill finds no end, when there is one (2.1.330)',
      [launched, queued(notified('completed')), queued(notified('stopped', ''))],
      'completed',
    ],
    [
      'a second end, after the agent was woken up',
      [launched, queued(notified('failed')), queued(notified('completed'))],
      'completed',
    ],
    ['text of a person that only speaks of one', [launched, queued(`See: ${notified('completed')}`)], undefined],
    [
      'the end of a background command',
      [launched, queued(notified('completed', '').replace('a1b2c3d', 'b1b2c3d'))],
      undefined,
    ],
    [
      'a notification of another session',
      [launched, { ...queued(notified('completed')), sessionId: sessionB }],
      undefined,
    ],
    ['a status that no client writes', [launched, queued(notified('toString'))], undefined],
  ])('after %s', (_name, lines, state) => {
    expect(stateAfter(...lines)).toBe(state);
  });

  it('is failed when the call failed and only the meta file joins them', () => {
    const home = makeHome();
    const failed = (id: string) => ({
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, is_error: true, content: 'no' }] },
      toolUseResult: 'Error: [Request interrupted by user for tool use]',
    });
    home.log(sessionA, [failed('toolu_0'), spawnCall('toolu_1'), failed('toolu_0'), failed('toolu_1')]);
    const log = home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    fs.writeFileSync(log.replace('.jsonl', '.meta.json'), JSON.stringify({ toolUseId: 'toolu_1', finished: true }));
    expect(detailsOf(indexOf(home), sessionA).agents.map(({ state }) => state)).toEqual(['failed']);
  });

  it('is completed when the meta file says that it finished (2.1.330)', () => {
    const home = makeHome();
    const log = home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    fs.writeFileSync(log.replace('.jsonl', '.meta.json'), JSON.stringify({ finished: true }));
    expect(detailsOf(indexOf(home), sessionA).agents[0]?.state).toBe('completed');
  });

  it('is not known when the client says that it was killed, though its meta file says that it finished', () => {
    const home = makeHome();
    home.log(
      sessionA,
      [spawnCall('toolu_1'), launched, queued(notified('killed'))].map((line) => ({ ...line })),
    );
    const log = home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    fs.writeFileSync(log.replace('.jsonl', '.meta.json'), JSON.stringify({ toolUseId: 'toolu_1', finished: true }));
    expect(detailsOf(indexOf(home), sessionA).agents.map(({ state }) => state)).toEqual([undefined]);
  });

  describe('in a session that the registry proves live', () => {
    /** `startedAt`: when the process began, as the registry says. */
    function liveState(
      lines: readonly object[],
      { startedAt = timeOfLine(0), meta }: { startedAt?: number | undefined; meta?: object } = {},
    ): AgentState {
      const home = makeHome();
      home.log(
        sessionA,
        lines.map((line) => ({ ...line })),
      );
      const log = home.agentLog(sessionA, 'a1b2c3d', [prompt('Look'), answer('On it')]);
      if (meta !== undefined) fs.writeFileSync(log.replace('.jsonl', '.meta.json'), JSON.stringify(meta));
      const entry = { pid: 77, sessionId: sessionA, procStart: '5', status: 'busy', startedAt };
      home.write('.claude/sessions/77.json', JSON.stringify(entry));
      const index = indexOf(home, { processes: { startOf: () => '5' } });
      expect(index.rows.get(sessionA)?.state).toBe('busy');
      return detailsOf(index, sessionA).agents[0]?.state;
    }

    it('is running while no end is recorded', () => {
      expect(liveState([spawnCall('toolu_1'), launched])).toBe('running');
    });

    it.each<[string, AgentState, readonly object[]]>([
      ['is idle when its turn is over, as a teammate', 'idle', [answer('Done')]],
      ['is running while its turn goes on, as a teammate', 'running', [call('toolu_9', 'Bash', {})]],
    ])('%s', (_name, state, last) => {
      const home = makeHome();
      const spawned = result('toolu_1', { status: 'teammate_spawned', agent_id: 'ann@session-11111111', name: 'ann' });
      home.log(sessionA, [call('toolu_1', 'Agent', { name: 'ann', prompt: 'Look' }), spawned]);
      const log = home.agentLog(sessionA, 'a1b2c3d', [prompt('Look'), ...last.map((line) => ({ ...line }))]);
      fs.writeFileSync(log.replace('.jsonl', '.meta.json'), JSON.stringify({ agentType: 'ann' }));
      const entry = { pid: 77, sessionId: sessionA, procStart: '5', status: 'idle', startedAt: timeOfLine(1) };
      home.write('.claude/sessions/77.json', JSON.stringify(entry));
      const index = indexOf(home, { processes: { startOf: () => '5' } });
      expect(detailsOf(index, sessionA).agents).toMatchObject([{ state, toolUseId: 'toolu_1', spawn: { line: 1 } }]);
    });

    it.each<[string, AgentState, Parameters<typeof liveState>]>([
      ['its end is recorded', 'completed', [[spawnCall('toolu_1'), launched, queued(notified('completed'))]]],
      [
        'the client says that it was stopped',
        undefined,
        [[spawnCall('toolu_1'), launched, queued(notified('stopped'))]],
      ],
      ['its meta file says finished', 'completed', [[spawnCall('toolu_1'), launched], { meta: { finished: true } }]],
      ['no call of it is known', undefined, [[prompt('Go')]]],
      [
        'its entries are from before the process',
        undefined,
        [[spawnCall('toolu_1'), launched], { startedAt: timeOfLine(3) }],
      ],
    ])('is not running when %s', (_name, state, given) => {
      expect(liveState(...given)).toBe(state);
    });
  });
});

describe('an agent of a client that was killed before any ID joined it with its call', () => {
  const twin = { subagent_type: 'Plan', description: 'Another', prompt: 'Look for tax rules.' };

  it.each<[string, readonly object[], readonly string[], readonly (number | undefined)[]]>([
    ['has the one call with its prompt', [prompt('Go'), spawnCall('toolu_1')], ['a1'], [2]],
    [
      'has none of two calls with its prompt',
      [spawnCall('toolu_1'), call('toolu_2', 'Task', twin)],
      ['a1'],
      [undefined],
    ],
    ['has none where another agent has its prompt', [spawnCall('toolu_1')], ['a1', 'a2'], [undefined, undefined]],
    [
      'has none that another agent answered',
      [spawnCall('toolu_1'), result('toolu_1', { status: 'completed', agentId: 'gone' })],
      ['a1'],
      [undefined],
    ],
  ])('%s', (_name, lines, agentIds, callLines) => {
    const home = makeHome();
    home.log(
      sessionA,
      lines.map((line) => ({ ...line })),
    );
    for (const agentId of agentIds) home.agentLog(sessionA, agentId, [prompt('Look for tax rules.'), answer('…')]);
    expect(detailsOf(indexOf(home), sessionA).agents.map(({ spawn }) => spawn?.line)).toEqual(callLines);
  });
});

describe('agents that agents started', () => {
  const inAgent = (agentId: string, more: object) => ({ isSidechain: true, agentId, ...more });
  const nested = call('toolu_2', 'Agent', { subagent_type: 'Plan', description: 'Go deeper', prompt: 'Deeper.' });

  it('are joined with the call in the log of the one that called', () => {
    const home = makeHome();
    home.log(sessionA, [spawnCall('toolu_1'), result('toolu_1', { status: 'completed', agentId: 'aaaa' })]);
    const caller = home.agentLog(sessionA, 'aaaa', [
      prompt('Look'),
      nested,
      result('toolu_2', { status: 'completed', agentId: 'bbbb' }),
    ]);
    home.agentLog(sessionA, 'bbbb', [prompt('Deeper.'), answer('Deep')]);
    const details = detailsOf(indexOf(home), sessionA);
    const offset = fs.readFileSync(caller, 'utf8').indexOf('\n') + 1;
    expect(details.agents.find(({ agentId }) => agentId === 'bbbb')).toMatchObject({
      type: 'Plan',
      description: 'Go deeper',
      toolUseId: 'toolu_2',
      state: 'completed',
      parentAgentId: 'aaaa',
      spawn: { kind: 'spawn', file: caller, line: 2, offset },
    });
  });

  describe('have the end that a notification records', () => {
    const launchedIn = (call: string, agentId: string) =>
      result(call, { isAsync: true, status: 'async_launched', agentId });
    const notification = (more: string, status = 'completed') =>
      `<task-notification>\n<task-id>bbbb</task-id>\n${more}<status>${status}</status>\n<summary>x</summary>\n`;
    const ofCall = '<tool-use-id>toolu_2</tool-use-id>\n';
    const queued = (content: string) => ({ type: 'queue-operation', operation: 'enqueue', content });
    const prefix = '[SYSTEM NOTIFICATION - NOT USER INPUT]\nThis is an automated background-task event.\n\n';
    const reminded = { type: 'attachment', attachment: { type: 'queued_command', prompt: notification(ofCall) } };

    it.each<[string, AgentState, readonly Entry[], readonly Entry[]]>([
      ['in the session log, by the call', 'completed', [queued(notification(ofCall))], []],
      ['in the session log, by the agent alone', 'completed', [queued(notification(''))], []],
      ['in the session log, as a failure', 'failed', [queued(notification(ofCall, 'failed'))], []],
      ['in the caller’s log, as a failure', 'failed', [], [prompt(notification(ofCall, 'failed'))]],
      ['in the caller’s log, by the call', 'completed', [], [prompt(notification(ofCall))]],
      [
        'in the caller’s log, by the agent alone, behind a prefix',
        'completed',
        [],
        [prompt(prefix + notification(''))],
      ],
      ['in the caller’s log, as an attachment', 'completed', [], [reminded]],
      ['nowhere', undefined, [], []],
      ['in no more than the words of a person', undefined, [prompt(`See ${notification(ofCall)}`)], []],
      [
        'after the session called the agent again',
        'completed',
        [spawnCall('toolu_3', 'Agent'), launchedIn('toolu_3', 'bbbb'), queued(notification(''))],
        [],
      ],
    ])('%s', (_where, state, inSession, inCaller) => {
      const home = makeHome();
      home.log(sessionA, [spawnCall('toolu_1', 'Agent'), launchedIn('toolu_1', 'aaaa'), ...inSession]);
      home.agentLog(sessionA, 'aaaa', [prompt('Look'), nested, launchedIn('toolu_2', 'bbbb'), ...inCaller]);
      const log = home.agentLog(sessionA, 'bbbb', [prompt('Deeper.')]);
      fs.writeFileSync(log.replace('.jsonl', '.meta.json'), JSON.stringify({ toolUseId: 'toolu_2' }));
      const found = detailsOf(indexOf(home), sessionA).agents.find(({ agentId }) => agentId === 'bbbb');
      expect([found?.state, found?.parentAgentId]).toEqual([state, 'aaaa']);
    });
  });

  it('have the parent that their meta file names, whether or not its log is there (2.1.278 on)', () => {
    const home = makeHome();
    const log = home.agentLog(sessionA, 'bbbb', [prompt('Deeper.')]);
    const meta = { agentType: 'Plan', toolUseId: 'toolu_2', spawnDepth: 2, parentAgentId: 'aaaa' };
    fs.writeFileSync(log.replace('.jsonl', '.meta.json'), JSON.stringify(meta));
    expect(detailsOf(indexOf(home), sessionA).agents).toMatchObject([
      { agentId: 'bbbb', parentAgentId: 'aaaa', spawn: undefined, state: undefined },
    ]);
  });

  it('that carry a copy of their caller’s talk are the caller’s, not their own', () => {
    const home = makeHome();
    const done = result('toolu_1', { status: 'completed', agentId: 'ffff' });
    const session = home.log(sessionA, [prompt('Go'), spawnCall('toolu_1'), done]);
    const reference = { type: 'fork-context-ref', agentId: 'ffff', parentSessionId: sessionA, contextLength: 3 };
    home.agentLog(sessionA, 'ffff', [reference, inAgent('ffff', spawnCall('toolu_1')), inAgent('ffff', done)]);
    expect(detailsOf(indexOf(home), sessionA).agents).toMatchObject([
      { agentId: 'ffff', entries: 3, parentAgentId: undefined, state: 'completed', spawn: { file: session, line: 2 } },
    ]);
  });

  it('say the same whenever their logs were read', () => {
    const home = makeHome();
    home.log(sessionA, [spawnCall('toolu_1'), result('toolu_1', { status: 'completed', agentId: 'aaaa' })]);
    const caller = home.agentLog(sessionA, 'aaaa', [
      prompt('Look'),
      nested,
      result('toolu_2', { status: 'completed', agentId: 'bbbb' }),
    ]);
    home.agentLog(sessionA, 'bbbb', [prompt('Deeper.')]);
    const bytes = fs.readFileSync(caller);
    const cold = detailsOf(indexOf(home), sessionA).agents;
    for (let cut = 0; cut <= bytes.length; cut += 13) {
      fs.writeFileSync(caller, bytes.subarray(0, cut));
      const live = indexOf(home);
      fs.writeFileSync(caller, bytes);
      live.refresh();
      expect([cut, detailsOf(live, sessionA).agents]).toEqual([cut, cold]);
    }
  });
});

describe('agents of a workflow', () => {
  function workflowHome(): Home {
    const home = makeHome();
    home.log(sessionA, [prompt('Review it')]);
    const session = path.join(home.projectDirectory(), sessionA);
    for (const id of ['aaaa', 'bbbb', 'cccc']) {
      const log = home.agentLog(sessionA, id, [prompt('Look'), answer('Ok')]);
      const nested = path.join(session, 'subagents/workflows/wf_1a2b-3c4', `agent-${id}.jsonl`);
      fs.mkdirSync(path.dirname(nested), { recursive: true });
      fs.renameSync(log, nested);
      fs.writeFileSync(nested.replace('.jsonl', '.meta.json'), JSON.stringify({ agentType: 'workflow-subagent' }));
    }
    return home;
  }

  it('name their run, and the journal says what they were and that they returned', () => {
    const home = workflowHome();
    const session = path.join(home.projectDirectory(), sessionA);
    const journal = [
      { type: 'started', key: 'k1', agentId: 'aaaa', label: 'security' },
      { type: 'started', key: 'k2', agentId: 'bbbb', label: 'speed' },
      { type: 'result', key: 'k1', agentId: 'aaaa', result: { findings: [] } },
      { type: 'result', key: 'k2', agentId: 'bbbb', result: null },
    ];
    fs.writeFileSync(
      path.join(session, 'subagents/workflows/wf_1a2b-3c4/journal.jsonl'),
      `${journal.map((line) => JSON.stringify(line)).join('\n')}\n{"type":"started","agentId":`,
    );
    fs.mkdirSync(path.join(session, 'workflows'));
    fs.writeFileSync(
      path.join(session, 'workflows/wf_1a2b-3c4.json'),
      JSON.stringify({ runId: 'wf_1a2b-3c4', workflowName: 'deep-review', logs: [] }),
    );
    const workflow = { id: 'wf_1a2b-3c4', name: 'deep-review' };
    const type = 'workflow-subagent';
    expect(detailsOf(indexOf(home), sessionA).agents).toMatchObject([
      { agentId: 'aaaa', type, description: 'security', state: 'completed', entries: 2, workflow },
      { agentId: 'bbbb', type, description: 'speed', state: undefined, entries: 2, workflow },
      { agentId: 'cccc', type, description: undefined, state: undefined, entries: 2, workflow },
    ]);
  });

  it('are there without a journal and a name, and stand in no other session', () => {
    const home = workflowHome();
    home.log(sessionB, [prompt('B')]);
    const index = indexOf(home);
    const workflow = { id: 'wf_1a2b-3c4', name: undefined };
    expect(detailsOf(index, sessionA).agents.map((agent) => agent.workflow)).toEqual([workflow, workflow, workflow]);
    expect(detailsOf(index, sessionB).agents).toEqual([]);
    expect(index.rows.get(sessionA)?.agents).toBe(3);
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
  /** A log whose entries take turns; ID-less ones belong to the session that wrote before. */
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

  it.each<[string, object, AgentState]>([
    ['a result without a status (1.0.x)', { content: [], totalToolUseCount: 2 }, 'completed'],
    [
      'a result with a status, without an agent ID (2.0.20)',
      { status: 'completed', totalToolUseCount: 0 },
      'completed',
    ],
    ['a result of another kind', { content: [] }, undefined],
  ])('end with %s', (_name, toolUseResult, state) => {
    const home = makeHome();
    home.log(sessionA, [
      spawnCall('toolu_1'),
      prompt('Look for tax rules.', { isSidechain: true, parentUuid: null }),
      result('toolu_1', toolUseResult),
    ]);
    expect(detailsOf(indexOf(home), sessionA).agents.map((agent) => agent.state)).toEqual([state]);
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

describe('of a session whose logs were copied to another project directory', () => {
  it('an agent is listed and counted once, by its log with the most entries', () => {
    const home = makeHome();
    const lines = [prompt('Look for tax rules.'), answer('Found')];
    const logs = ['shop', 'moved'].map((cwd) => {
      home.log(sessionA, [prompt('Go'), spawnCall('toolu_1')], { cwd });
      return home.agentLog(sessionA, 'a1b2c3d', cwd === 'shop' ? lines.slice(0, 1) : lines, false, { cwd });
    });
    const index = indexOf(home);
    const [agent, ...others] = detailsOf(index, sessionA).agents;
    expect([agent?.path, agent?.entries, agent?.logs.toSorted(), others]).toEqual([logs[1], 2, logs.toSorted(), []]);
    expect(index.rows.get(sessionA)?.agents).toBe(1);
  });

  it.each([
    ['a prompt', 'Look for tax rules.', [1, 1]],
    ['the prompt of a warm-up', 'Warmup', [1, 0]],
  ])('a copy of its log without an entry is no other agent: beside %s', (_, text, counts) => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go')]);
    home.agentLog(sessionA, 'a1b2c3d', [], false, { cwd: 'moved' });
    const log = home.agentLog(sessionA, 'a1b2c3d', [prompt(text)]);
    const index = indexOf(home);
    const { agents: listed } = detailsOf(index, sessionA);
    expect([listed.length, index.rows.get(sessionA)?.agents]).toEqual(counts);
    expect(listed[0]?.path).toBe(log);
  });

  it('two agents of one short ID stay two', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go')]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('One')]);
    const later = { timestamp: '2026-01-02T04:00:00.000Z' };
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Other', later)], false, { cwd: 'moved' });
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).agents).toHaveLength(2);
    expect(index.rows.get(sessionA)?.agents).toBe(2);
  });

  it('a sidechain is listed and counted once', () => {
    const home = makeHome();
    const lines = [prompt('Look', { isSidechain: true, parentUuid: null, cwd: '/work' })];
    home.log(sessionA, lines);
    home.log(sessionA, [...lines, answer('On', { isSidechain: true, parentUuid: 'u' })], { cwd: 'moved' });
    const index = indexOf(home);
    expect(agents(index, sessionA)).toEqual([{ agentId: undefined, entries: 2, spawnLine: 1 }]);
    expect(index.rows.get(sessionA)?.agents).toBe(1);
  });
});
