import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { statFields } from '../../../src/core/disk/processes.ts';
import { answer, approved, call, prompt, result, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noProc, skip } from '../../fixtures/skip.ts';
import { cli } from './cliProcess.ts';

/**
 * Two sessions that share a plan. A also has an agent, a damaged line and an entry of B; B has a title and scratch. C
 * has a slug and no plan.
 */
let home: Home;

beforeAll(() => {
  home = makeHome();
  home.repository();
  const plan = home.plan('calm-painting-otter', '# Cart\n');
  home.log(sessionA, [
    prompt('Plan the cart', { slug: 'calm-painting-otter', gitBranch: 'main' }),
    written(plan, '# Cart\n'),
    approved(plan, '# Cart'),
    call('toolu_1', 'Task', { subagent_type: 'Explore', description: 'Tax rules', prompt: 'Look' }),
    result('toolu_1', { agentId: 'a1b2c3d', status: 'completed' }),
    prompt('Of another', { sessionId: sessionB }),
    '{"cut":"',
  ]);
  home.agentLog(sessionA, 'a1b2c3d', [prompt('Look'), answer('Found')]);
  home.log(sessionB, [
    prompt('Go on', { slug: 'calm-painting-otter' }),
    { type: 'custom-title', customTitle: 'The cart, again' },
  ]);
  home.write(`shop/.erk/scratch/sessions/${sessionB}/notes.md`, 'notes\n');
  home.write(`.claude/tasks/${sessionA}/1.json`, '{ "subject": "Tax rules", "status": "pending" }');
  home.log(sessionC, [prompt('No plan', { slug: 'bare-slug-here' })], { cwd: 'search' });
});

const run = (...args: string[]) => cli(home, args, { cwd: home.path('shop') });
const time = (line: number) => `2026-01-02T03:00:${String(line).padStart(2, '0')}.000Z`;

describe('answers are what the contract says', () => {
  it('find-plan-slug: one JSON string', () => {
    expect(run('find-plan-slug', '--session-id', sessionA)).toMatchObject({
      code: 0,
      stdout: '"calm-painting-otter"\n',
      stderr: '',
    });
  });

  it('find-plan-slug: the last slug where no plan file exists, and a line on stderr that says so', () => {
    const { code, stdout, stderr } = run('find-plan-slug', '--session-id', sessionC);
    expect([code, stdout]).toEqual([0, '"bare-slug-here"\n']);
    expect(stderr).toMatch(/^session-scope: .*no plan file bare-slug-here\.md.*\n$/);
  });

  it('plan', () => {
    const log = home.logPath(sessionA);
    const offsets = lineOffsets(log);
    const evidence = [
      { kind: 'plan-approved', file: log, line: 3, offset: offsets[2] },
      { kind: 'plan-written', file: log, line: 2, offset: offsets[1] },
      { kind: 'slug', file: log, line: 1, offset: 0 },
    ];
    const plan = {
      slug: 'calm-painting-otter',
      path: home.planPath('calm-painting-otter'),
      state: 'found',
      sharedWith: [sessionB],
      differs: false,
      isEarlier: false,
      copied: false,
      evidence,
    };
    expect(run('plan', '--session-id', sessionA)).toMatchObject({
      code: 0,
      json: { sessionId: sessionA, plan, plans: [plan] },
    });
  });

  it('session', () => {
    const { code, json } = run('session', '--session-id', sessionA);
    const { plan, plans, ...rest } = json as Record<string, unknown>;
    expect(code).toBe(0);
    expect(plans).toEqual([plan]);
    expect(rest).toEqual({
      sessionId: sessionA,
      title: 'Plan the cart',
      cwds: [home.path('shop')],
      branch: 'main',
      entrypoints: [],
      names: [],
      firstActivity: time(1),
      lastActivity: time(5),
      state: null,
      waitingFor: null,
      processes: [],
      slugs: ['calm-painting-otter'],
      logs: [
        {
          path: home.logPath(sessionA),
          entries: 6,
          foreignEntries: 1,
          badLines: 1,
          repairedLines: 0,
          leftOut: 0,
          incompleteBytes: 0,
        },
      ],
      agents: [agentOfA()],
      agentPlans: [],
      scratch: [],
      extras: {
        files: [
          {
            kind: 'task',
            number: 1,
            path: home.path('.claude/tasks', sessionA, '1.json'),
            state: 'found',
            bytes: 47,
            evidence: { kind: 'folder-name', file: home.path('.claude/tasks', sessionA), line: 0, offset: 0 },
            subject: 'Tax rules',
            status: 'pending',
          },
        ],
        omitted: { todos: 0, task: 0, checkpoint: 0, 'tool-result': 0, 'debug-log': 0, 'session-file': 0 },
        unlisted: [],
      },
      workflow: [],
      relations: [
        {
          kind: 'foreign-entries',
          sessionId: sessionB,
          evidence: {
            kind: 'foreign-entries',
            file: home.logPath(sessionA),
            line: 6,
            offset: lineOffsets(home.logPath(sessionA))[5],
          },
        },
      ],
      reverseRelations: [],
      teleportedFrom: null,
      cleaning: null,
    });
  });

  it('session, sessions: times of a live one are ISO 8601, or null where none can be', skip(noProc), () => {
    const live = makeHome();
    live.log(sessionB, [prompt('B')]);
    const register = (sessionId: string, startedAt: number) =>
      live.write(
        `.claude/sessions/${process.pid}.json`,
        JSON.stringify({ pid: process.pid, sessionId, procStart: statFields(process.pid)?.[19], startedAt }),
      );
    const startOf = (id: string) => {
      const { processes } = cli(live, ['session', id]).json as { processes: { startedAt: unknown }[] };
      return processes[0]?.startedAt;
    };
    register(sessionB, Date.UTC(2026, 2, 1));
    expect(startOf(sessionB)).toBe('2026-03-01T00:00:00.000Z');
    // Without a log, the start of the process is all that is known.
    register(sessionC, 1e300);
    expect(startOf(sessionC)).toBe(null);
    expect(cli(live, ['sessions', '--all']).json).toMatchObject([{}, { sessionId: sessionC, lastActivity: null }]);
  });

  it('session: scratch with its kind, files and bytes', () => {
    const { json } = run('session', '--session-id', sessionB);
    expect((json as { scratch: unknown }).scratch).toEqual([
      {
        path: home.path('shop/.erk/scratch/sessions', sessionB),
        kind: 'erk',
        files: 1,
        bytes: 6,
        evidence: [
          { kind: 'folder-name', file: home.path('shop/.erk/scratch/sessions', sessionB), line: 0, offset: 0 },
        ],
      },
    ]);
  });

  it('sessions: those of the project, by last activity', () => {
    expect(run('sessions')).toMatchObject({
      code: 0,
      json: [
        {
          sessionId: sessionA,
          title: 'Plan the cart',
          cwd: home.path('shop'),
          branch: 'main',
          firstActivity: time(1),
          lastActivity: time(5),
          state: null,
          slugs: ['calm-painting-otter'],
          plans: 1,
          agents: 1,
          scratch: 0,
        },
        {
          sessionId: sessionB,
          title: 'The cart, again',
          cwd: home.path('shop'),
          branch: null,
          firstActivity: time(1),
          lastActivity: time(2),
          state: null,
          slugs: ['calm-painting-otter'],
          plans: 1,
          agents: 0,
          scratch: 1,
        },
      ],
    });
  });

  it('sessions: of all projects, of another one, so many', () => {
    const ids = (...args: string[]) =>
      (run('sessions', ...args).json as { sessionId: string }[]).map((row) => row.sessionId);
    expect(ids('--all')).toEqual([sessionA, sessionB, sessionC]);
    expect(ids('--cwd', home.path('search'))).toEqual([sessionC]);
    expect(ids('--cwd', home.path('search'), '--cwd', home.path('shop'))).toEqual([sessionA, sessionB, sessionC]);
    expect(ids('--all', '--limit', '1')).toEqual([sessionA]);
    expect(ids('--all', '--limit', '0')).toEqual([]);
    expect(ids('--cwd', home.path('elsewhere'))).toEqual([]);
  });

  it('agents', () => {
    expect(run('agents', '--session-id', sessionA)).toMatchObject({ code: 0, json: [agentOfA()] });
    expect(run('agents', '--session-id', sessionB)).toMatchObject({ code: 0, json: [] });
  });

  it('agent-entries: JSON Lines', () => {
    const { code, stdout } = run('agent-entries', '--session-id', sessionA);
    const entries = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([code, entries.map(({ type, agentId }) => [type, agentId])]).toEqual([
      0,
      [
        ['user', 'a1b2c3d'],
        ['assistant', 'a1b2c3d'],
      ],
    ]);
    const ofType = run('agent-entries', '--session-id', sessionA, '--agent', 'a1b2c3d', '--type', 'assistant');
    expect(ofType.stdout).toBe(`${stdout.trimEnd().split('\n')[1]}\n`);
  });

  it('owner: of a plan, a session log, an agent log, scratch', () => {
    const owners = (file: string) => {
      const { owners: found } = run('owner', file).json as {
        owners: { sessionId: string; kind: string; evidence: object[] }[];
      };
      return found.map(({ sessionId, kind, evidence }) => [sessionId, kind, evidence.map((one) => Object.keys(one))]);
    };
    const keys = ['kind', 'file', 'line', 'offset'];
    expect(owners(home.planPath('calm-painting-otter'))).toEqual([
      [sessionA, 'plan', [keys, keys, keys]],
      [sessionB, 'plan', [keys]],
    ]);
    expect(owners(home.logPath(sessionA))).toEqual([[sessionA, 'session-log', [keys]]]);
    expect(owners(path.join(home.projectDirectory(), sessionA, 'subagents', 'agent-a1b2c3d.jsonl'))).toEqual([
      [sessionA, 'agent-log', [keys]],
    ]);
    expect(owners(`.erk/scratch/sessions/${sessionB}/notes.md`)).toEqual([[sessionB, 'scratch', [keys]]]);
  });

  it('scratch-dir: the path, made on demand', () => {
    const place = home.path('shop/.erk/scratch/sessions', sessionA);
    expect(run('scratch-dir', '--session-id', sessionA).json).toEqual({ path: place, exists: false });
    expect(fs.existsSync(place)).toBe(false);
    expect(run('scratch-dir', '--session-id', sessionA, '--create').json).toEqual({ path: place, exists: true });
    fs.rmdirSync(place);
  });

  it('clean-scratch and restore-scratch: what is there and what was moved', () => {
    expect(run('clean-scratch', '--dry-run').json).toMatchObject({ offered: [], moved: [] });
    expect(run('restore-scratch', '--list').json).toEqual([]);
  });

  it('index: figures, always of a cold reading', () => {
    const { json } = run('index');
    const bytes = [home.logPath(sessionA), home.logPath(sessionB), home.logPath(sessionC, { cwd: 'search' })]
      .concat(path.join(home.projectDirectory(), sessionA, 'subagents', 'agent-a1b2c3d.jsonl'))
      .reduce((sum, file) => sum + fs.statSync(file).size, 0);
    expect(json).toEqual({
      sessions: 3,
      logs: 3,
      agentLogs: 1,
      bytes,
      bytesRead: bytes,
      badLines: 1,
      repairedLines: 0,
      ms: expect.any(Number) as unknown,
    });
    expect((run('index', '--no-cache').json as { bytesRead: number }).bytesRead).toBe(bytes);
  });

  it('a session ID as a word, in upper case, or its start', () => {
    for (const id of [sessionA, sessionA.toUpperCase(), '11111111', '11111111-1111-4', sessionA.slice(0, 35)]) {
      expect(run('find-plan-slug', id).stdout).toBe('"calm-painting-otter"\n');
    }
  });

  it('every answer is one line of JSON', () => {
    for (const command of ['plan', 'session', 'agents', 'find-plan-slug']) {
      expect(run(command, sessionA).stdout).toMatch(/^[^\n]+\n$/);
    }
  });
});

function agentOfA() {
  return {
    agentId: 'a1b2c3d',
    path: path.join(home.projectDirectory(), sessionA, 'subagents', 'agent-a1b2c3d.jsonl'),
    logs: [path.join(home.projectDirectory(), sessionA, 'subagents', 'agent-a1b2c3d.jsonl')],
    type: 'Explore',
    description: 'Tax rules',
    toolUseId: 'toolu_1',
    entries: 2,
    firstActivity: time(1),
    lastActivity: time(2),
    internal: false,
    state: 'completed',
    parentAgentId: null,
    workflow: null,
  };
}

function lineOffsets(file: string): number[] {
  const bytes = fs.readFileSync(file);
  const offsets = [0];
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) offsets.push(at + 1);
  return offsets;
}
