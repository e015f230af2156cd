// Run by `claude plugin test plugin` of Claude Code 2.1.290 on: a hook of a test stands for what is below the plugin.
import { describe, expect, test } from 'claude-code/testing';

const own = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';
const third = '33333333-3333-4333-8333-333333333333';
const answers = {
  session: {
    title: 'A \u001b]0;hostile\u0007 \u202etitle\nof a log',
    plan: {
      title: 'A cart',
      slug: 'a-cart',
      path: '/home/dev/.claude/plans/a-cart.md',
      state: 'missing',
      sharedWith: [other],
      differs: true,
    },
    scratch: [{ path: '/work/shop/.erk/scratch/sessions/x', files: 2 }],
    agents: [
      ...Array.from({ length: 7 }, (_, index) => ({ description: `side ${index}`, state: null, internal: false })),
      { description: 'warm-up', state: 'completed', internal: true },
    ],
  },
  siblings: {
    siblings: [
      { sessionId: other, title: null, state: 'waiting', waitingFor: 'permission prompt', branch: 'main', plan: null },
      {
        sessionId: third,
        title: 'Third',
        state: 'idle',
        waitingFor: null,
        branch: null,
        plan: { slug: 'b', title: 'B' },
      },
    ],
  },
  collisions: {
    collisions: [
      { path: '/work/shop/a.txt', sessions: [{ sessionId: own }, { sessionId: other }] },
      { path: '/work/shop/b.txt', sessions: [{ sessionId: other }, { sessionId: third }] },
    ],
  },
};
const nothing = {
  session: { title: null, plan: null, scratch: [], agents: [] },
  siblings: { siblings: [] },
  collisions: { collisions: [] },
};
const pane = {
  plugin: 'session-scope',
  component: 'Pane',
  requestId: 'scope',
  props: {
    title: 'Session Scope',
    isFocused: false,
    bodyColumns: 70,
    placement: 'dock',
    scroll: { offset: 0, bodyRows: 20 },
    view: {},
  },
} as const;
const json = (answer) => ({ value: { exitCode: 0, stdout: JSON.stringify(answer), stderr: '' } });
const linesOf = async (ui) => (await ui.findAll({ type: 'Text' })).map(({ text }) => text);

describe('the pane', () => {
  test('asks the command line for the session that the client names, and lists its answers on every surface', async ($, on) => {
    const asked = [];
    on('session.id', () => ({ value: own }));
    on('process.run', (_, e) => {
      asked.push([e.argv[0], ...e.argv.slice(2)].join(' '));
      return json(answers[e.argv[2]]);
    });
    for (const surface of ['terminal', 'desktop', 'vscode', 'mobile'] as const) {
      const ui = await $.ui.mount({ ...pane, surface });
      expect(await linesOf(ui)).toEqual([
        'Session  11111111 "A ]0;hostile title of a log"',
        'Plan     "A cart", missing, shared with 22222222, not as this session logged it last',
        '         /home/dev/.claude/plans/a-cart.md',
        'Scratch  /work/shop/.erk/scratch/sessions/x, 2 files',
        'Agents   "side 0", no end is recorded',
        '         "side 1", no end is recorded',
        '         "side 2", no end is recorded',
        '         "side 3", no end is recorded',
        '         "side 4", no end is recorded',
        '         and 2 more',
        'Files    /work/shop/a.txt, also by 22222222',
        'Here     22222222 (no title), waits for permission prompt, main',
        '         33333333 "Third", idle, plan "B"',
      ]);
      await ui.unmount();
    }
    expect(asked).toEqual(
      ['session', 'siblings', 'collisions'].map((name) => `node ${name} --session-id ${own} --json`),
    );
  });

  test('says what a session does not have', async ($, on) => {
    on('session.id', () => ({ value: own }));
    on('process.run', (_, e) => json(nothing[e.argv[2]]));
    const ui = await $.ui.mount({ ...pane, surface: 'terminal' });
    expect(await linesOf(ui)).toEqual([
      'Session  11111111 (no title)',
      'Plan     none that this session proves',
      'Scratch  none',
      'Agents   none',
      'Files    none that another live session changed, too',
      'Here     no other live session',
    ]);
  });

  test('says where an answer may lack what could not be read', async ($, on) => {
    on('session.id', () => ({ value: own }));
    on('process.run', (_, e) => json({ ...nothing[e.argv[2]], unread: ['/logs/a\u001b.jsonl', '/logs/b.jsonl'] }));
    const ui = await $.ui.mount({ ...pane, surface: 'terminal' });
    expect((await linesOf(ui)).filter((line) => line.includes('could not'))).toEqual(
      Array(3).fill('         this may not be all: /logs/a .jsonl could not be read'),
    );
  });

  test('shows what the command line says of an error', async ($, on) => {
    on('session.id', () => ({ value: own }));
    on('process.run', () => json({ error: 'session_not_found', message: 'No data root has this session.' }));
    const ui = await $.ui.mount({ ...pane, surface: 'terminal' });
    expect(await linesOf(ui)).toEqual([
      'Session  11111111 No data root has this session.',
      'Files    No data root has this session.',
      'Here     No data root has this session.',
    ]);
  });

  test('of another session, after /clear, shows nothing of the one before', async ($, on) => {
    let id = own;
    on('session.id', () => ({ value: id }));
    on('process.run', (_, e) => json((e.argv[4] === own ? answers : nothing)[e.argv[2]]));
    on('command.run', () => ({ text: '' }));
    const ui = await $.ui.mount({ ...pane, surface: 'terminal' });
    expect((await linesOf(ui))[0]).toContain('hostile');
    id = other;
    await $.command.run({ command: 'clear', args: '', origin: { kind: 'composer' } });
    expect((await linesOf(ui)).slice(0, 2)).toEqual([
      'Session  22222222 (no title)',
      'Plan     none that this session proves',
    ]);
  });

  test('reads anew when Refresh is pressed', async ($, on) => {
    let count = 0;
    on('session.id', () => ({ value: own }));
    on('process.run', (_, e) => (count++, json(nothing[e.argv[2]])));
    const ui = await $.ui.mount({ ...pane, surface: 'terminal' });
    await ui.press({ key: 'refresh' });
    expect((await linesOf(ui))[0]).toContain('11111111');
    expect(count).toBe(6);
  });

  test('without the command line says how to install it', async ($, on) => {
    on('session.id', () => ({ value: own }));
    const stderr = 'session-scope: the command line is not installed: npm install --global session-scope\n';
    on('process.run', () => ({ value: { exitCode: 127, stdout: '', stderr } }));
    const ui = await $.ui.mount({ ...pane, surface: 'terminal' });
    expect(await linesOf(ui)).toEqual([`Not read ${stderr.trim()}`]);
  });
});

describe('/scope', () => {
  for (const isPlaced of [true, false])
    test(`opens the pane, ${isPlaced ? 'and says so' : 'or says that it waits for room'}`, async ($, on) => {
      const opened = [];
      on('session.start', (_, e) => ({ cwd: e.cwd }));
      on('command.register', (_, e) => ({ value: { command: e.name } }));
      on('ui.open', (_, e) => (opened.push(e.id), { value: { isPlaced } }));
      await $.session.start({ surface: 'terminal', isInteractive: true, cwd: '/' });
      const { text } = await $.command.run({ command: 'scope', args: '', origin: { kind: 'composer' } });
      expect([opened, text]).toEqual([
        ['scope'],
        isPlaced ? 'The pane is open.' : 'The pane waits for a wider window.',
      ]);
    });
});
