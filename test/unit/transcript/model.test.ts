import { describe, expect, it } from 'vitest';
import { assistant, own, otherId, readForward, user, writeLog } from '../../fixtures/transcriptLogs.ts';

/** The items of these records without where they stand. */
function shown(...records: readonly object[]): readonly Record<string, unknown>[] {
  const place = new Set(['key', 'offset', 'end', 'uuid', 'time']);
  return readForward(writeLog(...records)).map((item) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => !place.has(name))),
  );
}

function call(name: string, input: object, more: object = {}): object {
  return assistant([{ type: 'tool_use', id: 't1', name, input }], more);
}

function result(content: unknown, toolUseResult?: unknown, more: object = {}): object {
  return user([{ type: 'tool_result', tool_use_id: 't1', content, ...more }], { toolUseResult });
}

const details = (label: string): object => ({ kind: 'details', count: 1, labels: [[label, 1]] });

describe('what a person says', () => {
  it('is a prompt', () => {
    expect(shown(user('hello'))).toEqual([{ kind: 'prompt', text: { text: 'hello' }, images: [] }]);
    expect(shown(user([{ type: 'text', text: 'hello' }]))).toMatchObject([{ kind: 'prompt', text: { text: 'hello' } }]);
  });

  it('is told from what the client says in its place', () => {
    const cases: readonly (readonly [object, object])[] = [
      [
        user('<command-name>/compact</command-name>\n<command-args>now</command-args>'),
        { kind: 'command', name: '/compact', args: 'now' },
      ],
      [
        user('<command-message>init is running…</command-message>\n<command-name>/init</command-name>'),
        { kind: 'command', name: '/init' },
      ],
      [user('<bash-input>ls -l</bash-input>'), { kind: 'command', name: '!', args: 'ls -l' }],
      [user('<local-command-stdout>done\n</local-command-stdout>'), { kind: 'output', text: { text: 'done\n' } }],
      [user('<bash-stdout></bash-stdout><bash-stderr>no such file</bash-stderr>'), { kind: 'output', error: true }],
      [user('<local-command-stdout></local-command-stdout>'), details('command without output')],
      [user('<local-command-caveat>Caveat: …</local-command-caveat>', { isMeta: true }), details('caveat')],
      [user('<system-reminder>\nremember\n</system-reminder>', { isMeta: true }), details('system reminder')],
      [user('[Request interrupted by user for tool use]'), { kind: 'note', level: 'warning' }],
      [user('Summary: …', { isCompactSummary: true }), { kind: 'summary', text: { text: 'Summary: …' } }],
      [user('# A skill\ntext', { isMeta: true }), { kind: 'attachment', text: 'Context: # A skill text' }],
      [user('Implement the following plan:\n\n# P', { planContent: '# P' }), { kind: 'prompt', via: 'plan' }],
      [
        user('<task-notification>\n<status>failed</status>\n<summary>Tests failed</summary>\n</task-notification>'),
        { kind: 'note', level: 'error', text: 'Tests failed' },
      ],
    ];
    for (const [record, item] of cases) expect(shown(record)).toMatchObject([item]);
  });

  it("is told from teammates' messages, which are each their sender's, queued ones too", () => {
    const ann =
      '<teammate-message teammate_id="ann" color="blue" summary="front fine">\nThe front\nis fine\n</teammate-message>';
    const idle = '<teammate-message teammate_id="bob">\n{"type":"idle_notification","from":"bob"}\n</teammate-message>';
    const fromAnn = {
      kind: 'note',
      level: 'info',
      text: 'Message from ann: front fine',
      body: [{ kind: 'markdown', text: { text: 'The front\nis fine' } }],
    };
    const fromBob = { kind: 'note', level: 'info', text: 'bob waits for a message', body: [] };
    expect(shown(user(ann))).toMatchObject([fromAnn]);
    expect(shown(user(`${ann}\n\n${idle}\n`))).toMatchObject([fromAnn, fromBob]);
    const toLead = (said: string) =>
      `Another Claude session sent a message:\n${said}\n\nThis came from another Claude session — not typed by your user.`;
    expect(shown(user(toLead(`${ann}\n\n${idle}`)))).toMatchObject([fromAnn, fromBob]);
    const attachment = { type: 'queued_command', prompt: idle, commandMode: 'prompt' };
    expect(shown({ type: 'attachment', attachment })).toMatchObject([fromBob]);
    expect(shown(user(ann.replace(' summary="front fine"', '')))).toMatchObject([{ text: 'Message from ann' }]);
  });

  it.each([
    '<teammate-message>\nx\n</teammate-message>',
    '<teammate-message teammate_id="ann">\nnever closed',
    '<teammate-message teammate_id="ann">\nx\n</teammate-message>\nand more',
  ])('is shown as context where nobody can be told as its sender: %j', (text) => {
    expect(shown(user(text))).toMatchObject([
      { kind: 'attachment', text: `Context: ${text.replaceAll('\n', ' ')}`, body: [{ text: { text } }] },
    ]);
  });

  it('may have been typed while the client was busy', () => {
    const queued = {
      type: 'attachment',
      attachment: { type: 'queued_command', prompt: 'and tests', commandMode: 'prompt' },
    };
    expect(shown(queued)).toMatchObject([{ kind: 'prompt', via: 'queued', text: { text: 'and tests' } }]);
  });
});

describe('answers', () => {
  it('keep their blocks in order and leave out empty ones', () => {
    const items = shown(
      assistant([
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: '' },
        { type: 'text', text: 'so' },
        { type: 'tool_use', id: 't', name: 'Bash', input: { command: 'ls' } },
      ]),
    );
    expect(items.map((item) => item['kind'])).toEqual(['thinking', 'answer', 'call']);
  });

  it('carry the model, and are errors when the client wrote them for a failed request', () => {
    const record = { ...assistant([{ type: 'text', text: 'API Error: 529' }]), isApiErrorMessage: true };
    expect(shown(record)).toMatchObject([{ kind: 'answer', error: true }]);
  });

  it('that hold only a signature of thinking are folded', () => {
    expect(shown(assistant([{ type: 'thinking', thinking: '', signature: 'x' }]))).toMatchObject([
      details('thinking without text'),
    ]);
  });
});

describe('a tool call', () => {
  const cases: readonly (readonly [name: string, input: object, summary: string, note?: string])[] = [
    ['Bash', { command: 'npm test\n', description: 'Run tests' }, 'npm test', 'Run tests'],
    ['Read', { file_path: '/home/dev/app/src/a.ts', offset: 10, limit: 50 }, 'src/a.ts:10–59'],
    ['Read', { file_path: '/home/dev/application/a.ts' }, '/home/dev/application/a.ts'],
    ['Write', { file_path: '/home/dev/app/b.md', content: 'one\ntwo\n' }, 'b.md', '2 lines'],
    ['Edit', { file_path: 'a', old_string: 'one\ntwo\nthree', new_string: 'one\n2\n2b\nthree' }, 'a', '+2 −1'],
    [
      'MultiEdit',
      {
        file_path: 'a',
        edits: [
          { old_string: 'x', new_string: '' },
          { old_string: '', new_string: 'y' },
        ],
      },
      'a',
      '+1 −1',
    ],
    ['Task', { subagent_type: 'Explore', description: 'tax rules', prompt: 'p' }, 'tax rules', 'Explore'],
    [
      'TodoWrite',
      {
        todos: [
          { content: 'a', status: 'completed' },
          { content: 'b', status: 'in_progress', activeForm: 'Doing b' },
        ],
      },
      '1 of 2 done · Doing b',
    ],
    ['TaskUpdate', { taskId: '3', status: 'in_progress' }, '#3', 'in progress'],
    ['Grep', { pattern: 'x+', path: '/home/dev/app/src' }, 'x+', 'src'],
    ['ExitPlanMode', { plan: 'Intro\n\n# Login page\ntext' }, 'Login page'],
    ['AskUserQuestion', { questions: [{ question: 'Which?' }] }, 'Which?'],
    ['SomethingNew', { count: 3, text: ' do \n it ' }, 'do it'],
  ];

  it('says on one line what it does', () => {
    for (const [name, input, summary, note] of cases) {
      const [item] = shown(call(name, input, { cwd: '/home/dev/app' })) as unknown as readonly {
        summary: string;
        note?: string;
      }[];
      expect([name, item?.summary, item?.note]).toEqual([name, summary, note]);
    }
  });

  it('names the tools of a server by both', () => {
    expect(shown(call('mcp__my_server__query-docs', { q: 'x' }))).toMatchObject([{ tool: 'my_server › query-docs' }]);
  });

  it('shows an edit as lines that go and come', () => {
    expect(shown(call('Edit', { file_path: 'a', old_string: 'one\ntwo', new_string: 'one\n2' }))).toMatchObject([
      { body: [{ kind: 'diff', text: { text: ' one\n-two\n+2' } }] },
    ]);
  });

  it('that writes a plan is marked, by the plans folder or the slug; a repository’s own plans folder is none', () => {
    const write = (path: string, slug?: string): object => call('Write', { file_path: path, content: '' }, { slug });
    expect(shown(write('/home/dev/.claude/plans/a-b-c.md'))).toMatchObject([
      { plan: { event: 'written', slug: 'a-b-c' } },
    ]);
    expect(shown(write('/home/dev/app/my-plans/a-b-c.md', 'a-b-c'))).toMatchObject([{ plan: { slug: 'a-b-c' } }]);
    expect(shown(write('/home/dev/app/docs/plans/a-b-c.md', 'x-y-z'))[0]).not.toHaveProperty('plan');
    expect(shown(write('C:\\Users\\x\\.claude\\plans\\a-b-c.md'))).toMatchObject([{ plan: { slug: 'a-b-c' } }]);
  });
});

describe('a tool result', () => {
  it('names its call and whether it failed', () => {
    expect(shown(result('<tool_use_error>not read yet</tool_use_error>', 'Error: …', { is_error: true }))).toEqual([
      { kind: 'result', toolUseId: 't1', error: true, body: [{ kind: 'code', text: { text: 'not read yet' } }] },
    ]);
  });

  it('of an edit shows the hunks that the client recorded', () => {
    const structuredPatch = [{ oldStart: 3, oldLines: 1, newStart: 3, newLines: 1, lines: ['-a', '+b'] }];
    expect(shown(result('The file has been updated', { filePath: '/x/a.ts', structuredPatch }))).toMatchObject([
      { body: [{ kind: 'diff', path: '/x/a.ts', text: { text: '@@ -3,1 +3,1 @@\n-a\n+b' } }] },
    ]);
  });

  it('of a subagent is its report, with its figures and its ID', () => {
    const outcome = {
      agentId: 'a1b2c3d',
      totalTokens: 41466,
      totalToolUseCount: 33,
      totalDurationMs: 174655,
      content: [],
    };
    expect(shown(result([{ type: 'text', text: '## Summary' }], outcome))).toMatchObject([
      {
        spawned: 'a1b2c3d',
        note: '41,466 tokens · 33 tool uses · 2 min 55 s',
        body: [{ kind: 'markdown', text: { text: '## Summary' } }],
      },
    ]);
  });

  it('approves a plan when the client recorded its file; the prompt of a refusal does not', () => {
    expect(shown(result('User has approved', { plan: '# P', filePath: '/r/plans/a-b.md' }))).toMatchObject([
      { plan: { event: 'approved', slug: 'a-b' } },
    ]);
    expect(shown(result('rejected', 'Error: rejected', { is_error: true }))[0]).not.toHaveProperty('plan');
  });

  it('is cut, and says by how much', () => {
    const [item] = shown(result('x'.repeat(10_000))) as unknown as readonly { body: readonly { text: object }[] }[];
    expect(item?.body[0]?.text).toEqual({ text: 'x'.repeat(4000), more: 6000 });
  });
});

describe('marks', () => {
  it('of plan mode stand where it is entered and left, not at each reminder', () => {
    const mode = (type: string, more: object = {}): object => ({
      type: 'attachment',
      attachment: { type, planFilePath: '/p/plans/a-b.md', ...more },
    });
    expect(
      shown(
        mode('plan_mode', { reminderType: 'full' }),
        mode('plan_mode', { reminderType: 'sparse' }),
        mode('plan_mode_exit'),
        mode('plan_file_reference', { planContent: '# P' }),
      ),
    ).toMatchObject([
      { kind: 'plan', event: 'entered', slug: 'a-b' },
      details('plan mode'),
      { kind: 'plan', event: 'left' },
      { kind: 'plan', event: 'referenced', text: { text: '# P' } },
    ]);
  });

  it('of a compaction say what set it off', () => {
    const record = {
      type: 'system',
      subtype: 'compact_boundary',
      compactMetadata: { trigger: 'auto', preTokens: 120_000, postTokens: 9000 },
    };
    expect(shown(record)).toEqual([{ kind: 'compaction', note: 'automatic · 120,000 tokens → 9,000' }]);
  });

  it('tell entries of other sessions, copies and sidechains', () => {
    expect(shown(user('a', { sessionId: otherId }))).toMatchObject([{ foreign: otherId }]);
    expect(shown(user('a', { sessionId: own.ownId?.toUpperCase() }))[0]).not.toHaveProperty('foreign');
    expect(shown(user('a', { forkedFrom: { sessionId: otherId } }))).toMatchObject([{ copied: true }]);
    expect(shown(user('a', { isSidechain: true }))).toMatchObject([{ sidechain: true }]);
    const [item] = readForward(writeLog(user('a', { isSidechain: true, agentId: 'x' })), {
      ownId: undefined,
      agentLog: true,
    });
    expect(item).not.toHaveProperty('sidechain');
    expect(item).toMatchObject({ agentId: 'x' });
  });

  it('keep runs of another session’s records apart', () => {
    const hook = (sessionId: string | undefined): object => ({
      type: 'progress',
      data: { type: 'hook_progress' },
      sessionId,
    });
    expect(shown(hook(own.ownId), hook(otherId), hook(otherId), hook(own.ownId))).toMatchObject([
      { count: 1 },
      { count: 2, foreign: otherId },
      { count: 1 },
    ]);
  });
});

describe('errors of the service', () => {
  it('are notes', () => {
    const record = {
      type: 'system',
      subtype: 'api_error',
      error: { formatted: '529 overloaded' },
      retryAttempt: 2,
      retryInMs: 1200,
    };
    expect(shown(record)).toEqual([
      { kind: 'note', level: 'error', text: '529 overloaded · attempt 2, again in 1 s', body: [] },
    ]);
  });
});
