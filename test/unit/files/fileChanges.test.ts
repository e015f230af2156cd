import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesCacheFile, FileChanges, type FoundChanges } from '../../../src/core/files/fileChanges.ts';
import { loggedTexts } from '../../../src/core/files/loggedTexts.ts';
import { readChanges, type LogChanges } from '../../../src/core/files/readChanges.ts';
import { newTrackedSessionLog, type TrackedLog } from '../../../src/core/log/trackedLog.ts';
import { call, copiedFrom, edited, prompt, result, written, type Entry } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home, type LogLine } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

/** The result of a call that has no `toolUseResult`, as agents of some versions log it. */
function bareResult(id: string, content: string, isError = false): Entry {
  const block = { type: 'tool_result', tool_use_id: id, content, ...(isError && { is_error: true }) };
  return { type: 'user', message: { role: 'user', content: [block] } };
}

const patch = (lines: readonly string[]) => [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines }];

function ofA(lines: readonly LogLine[]): FoundChanges {
  const home = makeHome();
  home.log(sessionA, lines);
  return new FileChanges(indexOf(home)).ofSession(sessionA);
}

const short = ({ changes }: FoundChanges): string[] => changes.map(({ kind, path: file }) => `${kind} ${file}`);

describe('a change', () => {
  it.each<[string, LogLine[], string[]]>([
    ['a Write', [written('/w/a.ts', 'x')], ['write /w/a.ts']],
    ['an Edit', [edited('/w/a.ts', 'x', 'x', 'y')], ['edit /w/a.ts']],
    [
      'a MultiEdit',
      [result('t', { filePath: '/w/a.ts', edits: [], originalFileContents: 'x', structuredPatch: [] })],
      ['multi-edit /w/a.ts'],
    ],
    [
      'a NotebookEdit',
      [result('t', { notebook_path: '/w/n.ipynb', new_source: 'x', cell_type: 'code', error: '' })],
      ['notebook-edit /w/n.ipynb'],
    ],
    ['a NotebookEdit that failed', [result('t', { notebook_path: '/w/n.ipynb', error: 'no such cell' })], []],
    [
      'a result without toolUseResult, by its call',
      [call('t', 'Write', { file_path: '/w/a.ts' }), bareResult('t', 'ok')],
      ['write /w/a.ts'],
    ],
    ['an error', [call('t', 'Write', { file_path: '/w/a.ts' }), bareResult('t', 'no', true)], []],
    ['an error in words', [call('t', 'Edit', { file_path: '/w/a.ts' }), bareResult('t', '<tool_use_error>no')], []],
    ['a call without a result', [call('t', 'Write', { file_path: '/w/a.ts' })], []],
    ['a Bash command', [call('t', 'Bash', { command: 'echo > /w/a.ts' }), bareResult('t', '')], []],
    ['a Read', [result('t', { type: 'text', file: { filePath: '/w/a.ts', content: 'x' } })], []],
    ['an approved plan', [result('t', { plan: 'x', isAgent: false, filePath: '/w/p.md' })], []],
    ['an entry of another session', [written('/w/a.ts', 'x', { sessionId: sessionB })], []],
    ['a call that is logged twice', [written('/w/a.ts', 'x'), written('/w/a.ts', 'x')], ['write /w/a.ts']],
    ['a path with ..', [written('/w/b/../a.ts', 'x')], ['write /w/a.ts']],
    ['a relative path, below the folder of the entry', [written('a.ts', 'x', { cwd: '/w' })], ['write /w/a.ts']],
    ['a path of Windows', [written('C:\\w\\b\\..\\a.ts', 'x')], ['write C:\\w\\a.ts']],
    ['a path with NUL', [written('/w/a\0.ts', 'x')], []],
    ['a path of 10 MB', [written(`/${'x'.repeat(10_000_000)}`, 'x')], []],
    ['a path with control characters, as it is', [written('/w/\u001b[2J\n', 'x')], ['write /w/\u001b[2J\n']],
    [
      'two records on one line',
      [`{"type":"x"}${JSON.stringify({ ...written('/w/a.ts', 'x'), sessionId: sessionA })}`],
      ['write /w/a.ts'],
    ],
    [
      'NUL bytes before a record',
      [`\0\0${JSON.stringify({ ...written('/w/a.ts', 'x'), sessionId: sessionA })}`],
      ['write /w/a.ts'],
    ],
    ['half a record', [JSON.stringify(written('/w/a.ts', 'x')).slice(0, -5)], []],
  ])('%s', (_what, lines, expected) => {
    expect(short(ofA([prompt('Go'), ...lines, prompt('On')]))).toEqual(expected);
  });

  it('has lines, times and the line that proves it', () => {
    const home = makeHome();
    const edit = { filePath: '/w/a.ts', oldString: 'a', newString: 'b', originalFile: 'a\n' };
    const log = home.log(sessionA, [
      prompt('Go'),
      result('t', { ...edit, structuredPatch: patch(['-a', '+b', '+c']) }),
    ]);
    const [change] = new FileChanges(indexOf(home)).ofSession(sessionA).changes;
    expect(change).toMatchObject({ added: 2, removed: 1, toolUseId: 't', hasBefore: true, hasAfter: true });
    expect(change?.evidence).toMatchObject({ file: log, line: 2 });
    const line = fs.readFileSync(log).subarray(change?.evidence.offset).toString();
    expect(JSON.parse(line)).toMatchObject({ timestamp: new Date(change?.time ?? 0).toISOString() });
    expect(change && loggedTexts(change)).toEqual({
      before: 'a\n',
      after: 'b\n',
      isNew: false,
      diff: '@@ -1,1 +1,1 @@\n-a\n+b\n+c\n',
    });
  });

  it('of an agent names it, flat and in a folder; a copy of its caller’s entries is not its own', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go'), written('/w/a.ts', 'x')]);
    home.agentLog(sessionA, 'a1b2c3d', [
      written('/w/a.ts', 'x'),
      result('t2', { filePath: '/w/b.ts', type: 'create', content: 'x' }),
    ]);
    home.agentLog(sessionB, 'deadbeef', [written('/w/c.ts', 'x')], true);
    const index = indexOf(home);
    const agents = ({ changes }: FoundChanges) => changes.map(({ path: file, agentId }) => `${file} ${agentId}`);
    expect(agents(new FileChanges(index).ofSession(sessionA))).toEqual(['/w/a.ts undefined', '/w/b.ts a1b2c3d']);
    expect(agents(new FileChanges(index).ofSession(sessionB))).toEqual(['/w/c.ts deadbeef']);
  });

  it('that a branch copied is named as a copy, and given to its own session', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go'), written('/w/a.ts', 'x')]);
    home.log(sessionB, [
      copiedFrom(sessionA, prompt('Go')),
      copiedFrom(sessionA, written('/w/a.ts', 'x')),
      prompt('On'),
    ]);
    const { changes, copies } = new FileChanges(indexOf(home)).touching(['/w/a.ts']);
    expect(changes.map(({ sessionId }) => sessionId)).toEqual([sessionA]);
    expect(copies).toMatchObject([{ sessionId: sessionB, copiedFrom: sessionA }]);
  });

  it('in a turn that /rewind took back is marked, one beside it is not', () => {
    const home = makeHome();
    const answer = (uuid: string, parentUuid: string) => ({ ...call(uuid, 'Read', {}), uuid, parentUuid });
    home.log(sessionA, [
      prompt('One', { uuid: 'p1', parentUuid: null }),
      answer('a1', 'p1'),
      prompt('Two', { uuid: 'p2', parentUuid: 'a1' }),
      answer('a2', 'p2'),
      { ...written('/w/a.ts', 'x'), uuid: 'r2', parentUuid: 'a2' },
      prompt('Three', { uuid: 'p3', parentUuid: 'a1' }),
      answer('a3', 'p3'),
      result('t3', { filePath: '/w/b.ts', type: 'create', content: 'x' }, { uuid: 'r3', parentUuid: 'a3' }),
    ]);
    const files = new FileChanges(indexOf(home));
    const marked = files.withTakenBack(files.ofSession(sessionA).changes);
    expect(marked.map(({ path: file, takenBack }) => [file, takenBack])).toEqual([
      ['/w/a.ts', true],
      ['/w/b.ts', false],
    ]);
  });
});

/** The log of session A as the index reads it now. */
function trackedAt(home: Home, path: string): TrackedLog {
  const log = newTrackedSessionLog({ kind: 'session', path, sessionId: sessionA }, home.root);
  log.readNewLines();
  return log;
}

describe('reading on', () => {
  it('of a log that grows at any byte says the same as reading it whole', () => {
    const home = makeHome();
    const log = home.log(sessionA, [
      prompt('Go'),
      call('t', 'Write', { file_path: '/w/c.ts' }),
      bareResult('t', 'ok'),
      written('/w/a.ts', 'x'),
    ]);
    const bytes = fs.readFileSync(log);
    const read = (known?: LogChanges) => readChanges(trackedAt(home, log), known);
    const whole = read()?.changes;
    expect(whole).toHaveLength(2);
    for (let cut = 1; cut < bytes.length; cut += 7) {
      fs.writeFileSync(log, bytes.subarray(0, cut));
      const before = JSON.parse(JSON.stringify(read())) as LogChanges;
      fs.appendFileSync(log, bytes.subarray(cut));
      expect(read(before)?.changes).toEqual(whole);
    }
  });

  it('of another file in its place reads that from its start', () => {
    const home = makeHome();
    const log = home.log(sessionA, [prompt('Go'), written('/w/a.ts', 'x')]);
    const before = readChanges(trackedAt(home, log));
    home.log(sessionA, [prompt('Other'), written('/w/b.ts', 'x'), prompt('More')]);
    expect(readChanges(trackedAt(home, log), before)?.changes.map((change) => change.path)).toEqual(['/w/b.ts']);
  });

  it('passes lines across windows, and lines of many megabytes', () => {
    const found = ofA([
      written('/w/a.ts', 'x'.repeat(3_000_000)),
      prompt('y'.repeat(5_000_000)),
      edited('/w/b.ts', 'a', 'a', 'b'),
    ]);
    expect(short(found)).toEqual(['write /w/a.ts', 'edit /w/b.ts']);
    expect(found.changes.map(({ evidence }) => evidence.line)).toEqual([1, 3]);
  });

  it('finds each of thousands of small results', () => {
    const files = Array.from({ length: 7000 }, (_, at) => `/w/${at}`);
    const found = ofA(files.map((filePath) => result(filePath, { filePath, content: '' })));
    expect(found.changes.map((change) => change.path)).toEqual(files);
  });
});

describe('the cache', () => {
  const fixture = (): Home => {
    const home = makeHome();
    home.log(sessionA, [prompt('Go'), written('/w/a.ts', 'x')]);
    home.log(sessionB, [prompt('Go'), written('/w/a.ts', 'y')]);
    return home;
  };
  const asked = (home: Home, cached: boolean) => {
    const cache = cached ? changesCacheFile(home.path('cache'), [home.root]) : undefined;
    return new FileChanges(indexOf(home), cache).touching(['/w/a.ts', '/w/sub']);
  };

  it.each<[string, (home: Home, cache: string) => void]>([
    ['nothing', () => undefined],
    ['a log that grew', (home) => home.append(sessionA, [edited('/w/a.ts', 'x', 'x', 'z')])],
    ['a log written anew', (home) => void home.log(sessionA, [written('/w/sub/b.ts', 'x')])],
    ['a log that is gone', (home) => fs.rmSync(home.logPath(sessionA))],
    ['a new agent', (home) => void home.agentLog(sessionA, 'a1b2c3d', [edited('/w/a.ts', 'x', 'x', 'z')])],
    ['a cache of bytes', (_home, cache) => fs.writeFileSync(cache, 'session-scope files 2\nxx')],
    ['a damaged body', (_home, cache) => fs.writeFileSync(cache, fs.readFileSync(cache).fill(0x20, 60, 70))],
    ['a cut cache', (_home, cache) => fs.truncateSync(cache, fs.statSync(cache).size - 9)],
    ['a cache that others may write to', (_home, cache) => fs.chmodSync(cache, 0o666)],
  ])('gives the same answer as reading all logs: %s', (_what, change) => {
    const home = fixture();
    expect(asked(home, true).changes).toHaveLength(2);
    change(home, changesCacheFile(home.path('cache'), [home.root]));
    expect(asked(home, true)).toEqual(asked(home, false));
  });
});

describe('a file is found by', skip(noLinks), () => {
  it.each<[string, string, string]>([
    ['its folder', '/real/src/a.ts', '/real'],
    ['the real path of a folder that the log names by a link', '/link/src/a.ts', '/real/src/a.ts'],
    ['a link to the folder', '/real/src/a.ts', '/link/src'],
    ['a link that the log names', '/real/alias.ts', '/real/alias.ts'],
    ['the name of a folder that is gone', '/gone/a.ts', '/gone'],
  ])('%s', (_what, logged, named) => {
    const home = makeHome();
    home.write('real/src/a.ts', 'x');
    fs.symlinkSync(home.path('real'), home.path('link'));
    fs.symlinkSync(home.path('real/src/a.ts'), home.path('real/alias.ts'));
    home.log(sessionA, [written(path.join(home.folder, logged), 'x')]);
    const files = new FileChanges(indexOf(home));
    expect(files.touching([path.join(home.folder, named)]).changes).toHaveLength(1);
    expect(files.touching([home.path('real/src/b.ts'), home.path('other'), home.path('go')]).changes).toEqual([]);
  });
});
