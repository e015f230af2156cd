/** What erk's workflow leaves in files of a session: markers in its scratch, run states of branches that name it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ownersOf } from '../../../src/core/answers/ownersOfPath.ts';
import { sessionDetails } from '../../../src/core/answers/sessionDetails.ts';
import { erkBranches } from '../../../src/core/scratch/erkWorkflow.ts';
import { workflowDescription, workflowFacts, workflowName } from '../../../src/presentation/workflowWords.ts';
import { prompt } from '../../fixtures/entries.ts';
import { logBytes, sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { layOutSamples, noSamples, placesOfSamples } from '../../fixtures/samples.ts';
import { skip } from '../../fixtures/skip.ts';

const nobodys = { tmpDirs: [], uid: undefined, taskOutputs: [] };
const age = new Date('2026-01-02T03:00:00Z');
let home: Home;

/** A file with a modification time, so that its age is known. */
function write(name: string, text: string | Buffer): string {
  const file = home.write(name, text);
  fs.utimesSync(file, age, age);
  return file;
}

const scratch = (...names: readonly string[]) => path.join('shop', '.erk', 'scratch', 'sessions', sessionA, ...names);
const context = (...names: readonly string[]) => path.join('shop', '.erk', 'impl-context', ...names);
const runState = (sessionId: string, lastEvent: string | null = 'started') =>
  JSON.stringify(
    { last_event: lastEvent, timestamp: '2026-01-02T03:00:00Z', session_id: sessionId, user: 'dev' },
    undefined,
    2,
  );
/** `name: value`, in the order of the answer. */
const listed = () =>
  detailsOf(indexOf(home), sessionA).workflow.map((file) => `${workflowName(file)}: ${file.value ?? '-'}`);

beforeEach(() => {
  home = makeHome();
  home.repository();
  home.log(sessionA, [prompt('Add a cart', { gitBranch: 'feature/cart' })]);
  home.log(sessionB, [prompt('Count')]);
});

describe('a marker in the scratch of a session', () => {
  it('is listed with its first line, its age and the directory whose name is the session', () => {
    write(scratch('exit-plan-mode-hook.plan-saved.marker'), '42\nCreated by: /erk:plan-save\nEffect: blocked\n');
    write(scratch('objective-context.marker'), '5503');
    write(scratch('incremental-plan.marker'), '');
    const [first, ...rest] = detailsOf(indexOf(home), sessionA).workflow;
    expect(first).toEqual({
      kind: 'marker',
      name: 'exit-plan-mode-hook.plan-saved',
      branch: undefined,
      value: '42',
      path: home.path(scratch('exit-plan-mode-hook.plan-saved.marker')),
      modified: age.getTime(),
      evidence: { kind: 'folder-name', file: home.path(scratch()), line: 0, offset: 0 },
    });
    expect(rest.map(({ name, value }) => [name, value])).toEqual([
      ['incremental-plan', undefined],
      ['objective-context', '5503'],
    ]);
    expect(first && [workflowName(first), workflowDescription(first, age.getTime() + 7_200_000)]).toEqual([
      'Plan saved',
      '42 · 2 h',
    ]);
    expect(first && workflowFacts(first, (file) => path.basename(file))).toEqual([
      { name: 'Plan saved', value: '42' },
      { name: 'File', value: 'exit-plan-mode-hook.plan-saved.marker' },
      { name: 'Proved by', value: `the session’s ID in the name of ${sessionA}` },
    ]);
  });

  it('that erk does not know has its own name; links, folders, other files and other sessions’ markers are none', () => {
    write(scratch('selected-branch.marker'), 'x'.repeat(300));
    write(scratch('notes.md'), 'no marker');
    write(scratch('folder.marker', 'inner'), 'x');
    write(path.join('shop', '.erk', 'scratch', 'sessions', sessionB, 'roadmap-step.marker'), '1B.4');
    if (process.platform !== 'win32') fs.symlinkSync('/etc/passwd', home.path(scratch('link.marker')));
    expect(listed()).toEqual([`selected-branch: ${'x'.repeat(200)}`]);
  });

  it('with bytes and characters that a terminal obeys is one line of words', () => {
    write(scratch('objective-context.marker'), Buffer.from('\u001b[31m12\u202e\u0007\n\xff', 'latin1'));
    const [file] = detailsOf(indexOf(home), sessionA).workflow;
    expect(file && workflowDescription(file, age.getTime())).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe('the run state of a branch', () => {
  it('belongs to the session that it names, by the line that names it', () => {
    const file = write(context('main', 'local-run-state.json'), runState(sessionA));
    write(context('other', 'local-run-state.json'), runState(sessionB));
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).workflow).toEqual([
      {
        kind: 'branch',
        name: 'main',
        branch: 'main',
        value: 'started',
        path: file,
        modified: age.getTime(),
        evidence: { kind: 'run-state', file, line: 4, offset: 68 },
      },
    ]);
    expect(fs.readFileSync(file, 'utf8').slice(68)).toMatch(/^ {2}"session_id"/);
    expect(ownersOf(file, index, nobodys)).toEqual([
      { sessionId: sessionA, kind: 'run-state', evidence: [{ kind: 'run-state', file, line: 4, offset: 68 }] },
    ]);
  });

  it('is of a branch with a slash only where the session names that branch; else its folder is named', () => {
    write(context('feature--cart', 'local-run-state.json'), runState(sessionA, 'submitted'));
    write(context('fix--a--b', 'local-run-state.json'), runState(sessionA, null));
    write(context('local-run-state.json'), runState(sessionA));
    const { workflow } = detailsOf(indexOf(home), sessionA);
    expect(workflow.map(({ name, branch }) => [name, branch])).toEqual([
      ['', undefined],
      ['feature--cart', 'feature/cart'],
      ['fix--a--b', undefined],
    ]);
    expect(listed()).toEqual(['Branch: started', 'Branch feature/cart: submitted', 'Branch fix--a--b: -']);
  });

  it('is of no branch where the session names two that its folder may stand for', () => {
    write(context('feature--cart', 'local-run-state.json'), runState(sessionA));
    const of = (...branches: string[]) =>
      erkBranches(home.path('shop'), sessionA, branches).map(({ branch }) => branch);
    expect(of('feature/cart', 'feature/cart')).toEqual(['feature/cart']);
    expect(of('feature--cart')).toEqual(['feature--cart']);
    expect(of('feature--cart', 'feature/cart')).toEqual([undefined]);
  });

  it('that is broken, too large, a link or of no session is nobody’s', () => {
    write(context('broken', 'local-run-state.json'), '{"session_id": "');
    write(context('none', 'local-run-state.json'), runState('../../etc/passwd'));
    write(context('large', 'local-run-state.json'), runState(sessionA) + ' '.repeat(70_000));
    const elsewhere = write(path.join('elsewhere', 'local-run-state.json'), runState(sessionA));
    if (process.platform !== 'win32') {
      fs.symlinkSync(path.dirname(elsewhere), home.path(context('linked')));
      fs.mkdirSync(home.path(context('file')));
      fs.symlinkSync(elsewhere, home.path(context('file', 'local-run-state.json')));
    }
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).workflow).toEqual([]);
    expect(ownersOf(elsewhere, index, nobodys)).toEqual([]);
  });
});

it('sessions that other people published have the markers beside them, and no others', skip(noSamples), () => {
  layOutSamples(home);
  home.repository('work');
  const { logs } = placesOfSamples(home);
  for (const { file, id } of logs) {
    fs.appendFileSync(file, logBytes([prompt('Go on')], { sessionId: id, cwd: home.path('work') }));
    write(path.join('work', '.erk', 'scratch', 'sessions', id, 'objective-context.marker'), id);
  }
  const index = indexOf(home);
  for (const { id } of logs) {
    const workflow = sessionDetails(index, id, nobodys)?.workflow;
    expect(workflow?.map(({ name, value }) => [name, value])).toEqual([['objective-context', id]]);
  }
  expect(logs.length).toBeGreaterThan(10);
});
