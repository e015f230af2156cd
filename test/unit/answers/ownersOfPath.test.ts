import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownersOf } from '../../../src/core/answers/ownersOfPath.ts';
import { readExtra } from '../../../src/core/extras/extraText.ts';
import { readTaskOutputs } from '../../../src/core/scratch/claudeTmp.ts';
import { planMode, prompt, result, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { unattributedItems } from '../../../src/core/answers/unattributed.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

function owners(home: Home, file: string): [string, string, string[]][] {
  const host = { tmpDirs: [home.path('tmp')], uid: process.getuid?.() };
  const scratchHost = { ...host, taskOutputs: readTaskOutputs(host) };
  return ownersOf(file, indexOf(home), scratchHost).map(({ sessionId, kind, evidence }) => [
    sessionId,
    kind,
    evidence.map((one) => `${one.kind}@${one.line}`),
  ]);
}

describe('the owner of a path', () => {
  it('of a plan: every session whose own entries prove it, with the proof', () => {
    const home = makeHome();
    const plan = home.plan('calm-painting-otter');
    home.log(sessionB, [written(plan, '# P\n'), planMode(plan, true)]);
    home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' }), prompt('y', { slug: 'calm-painting-otter' })]);
    expect(owners(home, plan)).toEqual([
      [sessionA, 'plan', ['slug@2']],
      [sessionB, 'plan', ['plan-mode@2', 'plan-written@1']],
    ]);
  });

  it('of a plan that is gone: who proves that it was there', () => {
    const home = makeHome();
    home.log(sessionA, [planMode(home.planPath('calm-painting-otter'), true)]);
    expect(owners(home, home.planPath('calm-painting-otter'))).toEqual([[sessionA, 'plan', ['plan-mode@1']]]);
  });

  it('of a plan of nobody: none', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x', { slug: 'another-plan-here' })]);
    expect(owners(home, home.plan('calm-painting-otter'))).toEqual([]);
  });

  it('of a log: the session it is named after, whoever else writes in it', () => {
    const home = makeHome();
    const log = home.log(sessionA, [prompt('x'), prompt('y', { sessionId: sessionB })]);
    expect(owners(home, log)).toEqual([[sessionA, 'session-log', ['file-name@0']]]);
  });

  it('of an agent log: the folder, or every session that a flat one names', () => {
    const home = makeHome();
    const nested = home.agentLog(sessionA, 'a1b2c3d', [prompt('x', { sessionId: sessionB })]);
    const flat = home.agentLog(sessionA, 'a9b8c7d', [prompt('x'), prompt('y', { sessionId: sessionB })], true);
    expect(owners(home, nested)).toEqual([[sessionA, 'agent-log', ['session-folder@0']]]);
    expect(owners(home, flat)).toEqual([
      [sessionA, 'agent-log', ['entries@1']],
      [sessionB, 'agent-log', ['entries@2']],
    ]);
  });

  it("of erk's scratch: the session that the folder is named after, known or not", () => {
    const home = makeHome();
    const scratch = home.path('shop/.erk/scratch');
    home.log(sessionA, [prompt('x', { cwd: home.path('shop') })]);
    fs.mkdirSync(home.path('shop/.git'), { recursive: true });
    fs.mkdirSync(`${scratch}/${sessionA}`, { recursive: true });
    fs.mkdirSync(`${scratch}/${sessionA}x`, { recursive: true });
    fs.mkdirSync(`${scratch}/not-a-session`, { recursive: true });
    fs.mkdirSync(`${scratch}/sessions/${sessionB}/deep`, { recursive: true });
    expect(owners(home, `${scratch}/${sessionA}`)).toEqual([[sessionA, 'scratch', ['folder-name@0']]]);
    expect(owners(home, `${scratch}/sessions/${sessionB}/deep/notes.md`)).toEqual([
      [sessionB, 'scratch', ['folder-name@0']],
    ]);
    expect(owners(home, `${scratch}/not-a-session/notes.md`)).toEqual([]);
    expect(owners(home, `${scratch}/${sessionA}x/notes.md`)).toEqual([]);
  });

  it("of the client's scratch: the session whose log names it, not the one in the path", () => {
    const home = makeHome();
    const client = home.path(
      'tmp',
      process.getuid ? `claude-${process.getuid()}` : 'claude',
      '-home-dev-shop',
      sessionB,
    );
    const scratchpad = path.join(client, 'scratchpad');
    for (const folder of [scratchpad, `${scratchpad}-of-another`, path.join(client, 'tasks')])
      fs.mkdirSync(folder, { recursive: true });
    const output = path.join(client, 'tasks', 'b1.output');
    fs.writeFileSync(output, 'x');
    home.log(sessionA, [
      result('toolu_1', { outputFile: output, agentId: 'a1b2c3d' }),
      { type: 'attachment', attachment: { type: 'environment', snapshot: { scratchpadDirectory: scratchpad } } },
    ]);
    home.log(sessionB, [prompt('x')]);
    expect(owners(home, output)).toEqual([[sessionA, 'scratch', ['named-in-log@1']]]);
    expect(owners(home, `${scratchpad}/notes.md`)).toEqual([[sessionA, 'scratch', ['named-in-log@2']]]);
    expect(owners(home, `${scratchpad}-of-another/notes.md`)).toEqual([]);
  });

  it('of todos, a task, a checkpoint, a tool result, a debug log: the session whose whole ID is in the path', () => {
    const home = makeHome();
    const below = (...names: string[]) => home.path('.claude', ...names);
    const other = (...names: string[]) => {
      fs.mkdirSync(path.dirname(below(...names)), { recursive: true });
      fs.writeFileSync(below(...names), '');
      return owners(home, below(...names));
    };
    expect(other('todos', `${sessionA}-agent-${sessionB}.json`)).toEqual([[sessionA, 'todos', ['file-name@0']]]);
    expect(other('tasks', sessionA, '1.json')).toEqual([[sessionA, 'task', ['folder-name@0']]]);
    expect(other('file-history', sessionA, '0123456789abcdef@v2')).toEqual([
      [sessionA, 'checkpoint', ['folder-name@0']],
    ]);
    expect(other('projects', 'p', sessionA, 'tool-results', 'toolu_1.txt')).toEqual([
      [sessionA, 'tool-result', ['folder-name@0']],
    ]);
    expect(other('debug', `${sessionA}.txt`)).toEqual([[sessionA, 'debug-log', ['file-name@0']]]);
    for (const names of [
      ['tasks', sessionA, '.lock'],
      ['file-history', sessionA, 'deep', '0123456789abcdef@v2'],
      ['session-env', sessionA, 'sessionstart-hook-0.sh'],
      ['projects', 'p', sessionA, 'custom-title.json'],
      ['projects', 'p', sessionA, 'workflows', 'wf_1.json'],
      ['projects', 'p', sessionA, 'subagents', 'agent-a1b2c3d.meta.json'],
      ['projects', 'p', sessionA, 'subagents', 'workflows', 'wf_1', 'journal.jsonl'],
    ])
      expect([names, other(...names)]).toEqual([names, [[sessionA, 'session-file', ['folder-name@0']]]]);
    for (const names of [
      ['todos', `${sessionA}.json`],
      ['tasks', `session-${sessionA.slice(0, 8)}`, '1.json'],
      ['tasks', sessionA.toUpperCase().replaceAll('1', 'A'), '1.json'],
      ['projects', sessionA, 'tool-results', 'toolu_1.txt'],
      ['debug', 'latest'],
      ['debug', `${sessionA}x.txt`],
    ])
      expect([names, other(...names)]).toEqual([names, []]);
    expect(owners(home, home.path('todos', `${sessionA}-agent-${sessionA}.json`))).toEqual([]);
  });

  // Elsewhere most file systems take both spellings for one.
  it(
    'in letters of another case: nobody, where that is another path',
    skip(process.platform !== 'linux' && 'names that differ in case alone are two on Linux'),
    () => {
      const home = makeHome();
      const plan = home.plan('calm-painting-otter');
      const log = home.log(sessionA, [planMode(plan, true)]);
      for (const other of [plan.replace('otter', 'OTTER'), plan.replace('plans', 'Plans'), log.replace('shop', 'Shop')])
        expect([other, owners(home, other)]).toEqual([other, []]);
    },
  );

  it("of an agent's plan in a working tree in which the agent alone ran, where its settings keep plans", () => {
    const home = makeHome();
    home.repository();
    home.repository('tree');
    home.write('tree/.claude/settings.json', '{"plansDirectory":"docs/plans"}');
    const drafted = home.write('tree/docs/plans/calm-blue-river-agent-a77.md', '# Draft\n');
    home.log(sessionA, [prompt('Go')]);
    const inTree = { cwd: home.path('tree') };
    home.agentLog(sessionA, 'a77', [prompt('Draft', inTree), written(drafted, '# Draft\n', inTree)]);
    expect(owners(home, drafted)).toEqual([[sessionA, 'plan', ['agent-plan@2']]]);
    expect(detailsOf(indexOf(home), sessionA).agentPlans).toMatchObject([{ agentId: 'a77', path: drafted }]);
  });

  it('in a folder of the session that is named in capitals: that session, with a log or without', () => {
    const home = makeHome();
    const id = 'abcdef12-3456-4789-8abc-def012345678' as typeof sessionA;
    const log = home.log(id, [prompt('x')]);
    home.agentLog(id, 'a1b2c3d', [prompt('Look')]);
    const project = path.dirname(log);
    const shouted = path.join(project, id.toUpperCase());
    fs.renameSync(log, `${shouted}.jsonl`);
    fs.renameSync(path.join(project, id), shouted);
    const spilled = home.write(path.join(path.relative(home.folder, shouted), 'tool-results/toolu_1.txt'), 'long\n');
    const agent = path.join(shouted, 'subagents', 'agent-a1b2c3d.jsonl');
    const expected = (withLog: boolean) => {
      const details = detailsOf(indexOf(home), id);
      expect(details.logs.map((one) => one.path)).toEqual(withLog ? [`${shouted}.jsonl`] : []);
      expect(details.agents.map((one) => one.path)).toEqual([agent]);
      expect(details.extras.files.map((one) => one.path)).toEqual([spilled]);
      expect(owners(home, spilled)).toEqual([[id, 'tool-result', ['folder-name@0']]]);
      expect(owners(home, agent)).toEqual([[id, 'agent-log', ['session-folder@0']]]);
      expect(readExtra([home.root], id, spilled)).toEqual({ text: 'long\n' });
    };
    expected(true);
    fs.rmSync(`${shouted}.jsonl`);
    expected(false);
  });

  it("of an agent's plan: the session whose agent wrote it, which keeps its own plan", () => {
    const home = makeHome();
    const own = home.plan('calm-blue-river');
    const drafted = home.plan('calm-blue-river-agent-a77');
    const ofNobody = home.plan('calm-blue-river-agent-a78');
    home.log(sessionA, [planMode(own, true)]);
    home.agentLog(sessionA, 'a77', [prompt('Draft'), written(drafted, '# Draft\n')]);
    expect(owners(home, drafted)).toEqual([[sessionA, 'plan', ['agent-plan@2']]]);
    expect(owners(home, ofNobody)).toEqual([]);
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).plan?.path).toBe(own);
    expect(unattributedItems(index).map((item) => item.path)).toEqual([ofNobody]);
  });

  it('by a link on the way, or by the real path of a root that is one', skip(noLinks), () => {
    const home = makeHome();
    const log = home.log(sessionA, [prompt('x')]);
    const plan = home.plan('calm-blue-river');
    home.log(sessionB, [planMode(plan, true)]);
    fs.symlinkSync(home.root, home.path('linked'));
    const spelled = (file: string) => path.join(home.path('linked'), path.relative(home.root, file));
    expect(owners(home, spelled(log))).toEqual([[sessionA, 'session-log', ['file-name@0']]]);
    expect(owners(home, spelled(plan))).toEqual([[sessionB, 'plan', ['plan-mode@1']]]);
    const index = indexOf(home, { roots: [home.path('linked')] });
    const noTmp = { tmpDirs: [], uid: undefined, taskOutputs: [] };
    expect(ownersOf(log, index, noTmp).map((owner) => owner.sessionId)).toEqual([sessionA]);
    fs.symlinkSync(log, home.path('planted'));
    expect(owners(home, home.path('planted'))).toEqual([]);
  });

  it('in a working tree that only an agent ran in: the session of the agent', () => {
    const home = makeHome();
    home.repository('shop');
    const tree = home.repository('elsewhere');
    const notes = home.write(`elsewhere/.erk/scratch/${sessionA}/notes.md`, 'x');
    home.log(sessionA, [prompt('x')]);
    home.agentLog(sessionA, 'a9', [{ ...prompt('Iso'), cwd: tree }]);
    const directory = path.dirname(notes);
    expect(detailsOf(indexOf(home), sessionA).scratch).toMatchObject([{ kind: 'erk', path: directory }]);
    expect(owners(home, notes)).toEqual([[sessionA, 'scratch', ['folder-name@0']]]);
  });

  it('of a session that is a teammate: its lead is named by the team that its entries name', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Fan out')]);
    home.log(sessionB, [{ ...prompt('Clean the docs'), teamName: 'session-11111111' }]);
    home.write('.claude/teams/session-11111111/config.json', JSON.stringify({ leadSessionId: sessionA }));
    const index = indexOf(home);
    expect(detailsOf(index, sessionB).relations).toMatchObject([
      { kind: 'teammate-of', sessionId: sessionA, evidence: { file: home.logPath(sessionB), line: 1 } },
    ]);
    expect(detailsOf(index, sessionA).relations).toEqual([]);
  });

  it('of anything else: none', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    for (const file of ['/', '/etc/passwd', home.root, home.projectDirectory(), home.path('shop')]) {
      expect(owners(home, file)).toEqual([]);
    }
  });
});
