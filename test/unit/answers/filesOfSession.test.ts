/** The files of a session as rows, and what it wrote in them, over real logs and files. */
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeRuns, loggedSide } from '../../../src/core/answers/changeRuns.ts';
import { filesOfSession, type SessionFile } from '../../../src/core/answers/filesOfSession.ts';
import { FileChanges } from '../../../src/core/files/fileChanges.ts';
import { copiedFrom, edited, prompt, result, written, type Entry } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

/** An Edit of the whole text, with its own call. */
function edit(id: string, filePath: string, before: string, after: string): Entry {
  return result(id, { filePath, oldString: before, newString: after, originalFile: before, replaceAll: false });
}

function filesOf(home: Home, question: { agentId?: string } = {}): readonly SessionFile[] {
  const known = new FileChanges(indexOf(home));
  return filesOfSession(known, sessionA, { ...question, folders: [home.path('shop')], limit: 100 }).files;
}

describe('a file that a session changed', () => {
  it('is as it was left, changed since, gone, or a link, and is looked at in the opened folders alone', () => {
    const home = makeHome();
    const same = home.write('shop/same.js', 'x\r\n');
    const changed = home.write('shop/changed.js', 'y\n');
    const outside = home.write('elsewhere/a.js', 'y\n');
    const link = home.path('shop/link.js');
    fs.symlinkSync(outside, link);
    const gone = home.path('shop/gone.js');
    const through = `${home.path('shop')}/linked/a.js`;
    fs.symlinkSync(home.path('elsewhere'), home.path('shop/linked'));
    const lines = [same, changed, outside, link, gone, through].map((file, at) =>
      result(`t${at}`, { type: 'create', filePath: file, content: 'x\n', structuredPatch: [] }),
    );
    home.log(sessionA, [prompt('Go'), ...lines]);
    expect(Object.fromEntries(filesOf(home).map(({ path, now }) => [path, now]))).toEqual({
      [same]: 'as-logged',
      [changed]: 'changed',
      [outside]: 'not-looked-at',
      [link]: 'not-a-regular-file',
      [gone]: 'gone',
      [through]: 'not-a-regular-file',
    });
  });

  it('names the other sessions that changed it, and not those that changed another one', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A'), written('/w/a.js', 'x')]);
    home.log(sessionB, [prompt('B'), edited('/w/a.js', 'x', 'x', 'y'), written('/w/b.js', 'x')]);
    expect(filesOf(home).map(({ path, alsoBy, changes }) => [path, alsoBy, changes])).toEqual([
      ['/w/a.js', [sessionB], 1],
    ]);
  });

  it('is told as a copy where only copied entries have it', () => {
    const home = makeHome();
    home.log(sessionB, [prompt('B'), written('/w/a.js', 'x')]);
    home.log(sessionA, [copiedFrom(sessionB, written('/w/a.js', 'x')), prompt('A'), edit('own', '/w/b.js', 'x', 'y')]);
    expect(filesOf(home).map((file) => [file.path, file.copiedFrom, file.alsoBy])).toEqual([
      ['/w/a.js', sessionB, [sessionB]],
      ['/w/b.js', undefined, []],
    ]);
  });

  it('of an agent is listed for the agent and for its session', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A'), written('/w/a.js', 'x')]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look'), edit('t2', '/w/b.js', 'x', 'y')]);
    expect(filesOf(home).map(({ path, agents }) => [path, agents])).toEqual([
      ['/w/a.js', []],
      ['/w/b.js', ['a1b2c3d']],
    ]);
    expect(filesOf(home, { agentId: 'a1b2c3d' }).map(({ path }) => path)).toEqual(['/w/b.js']);
  });
});

describe('what a session wrote in a file', () => {
  function runsOf(lines: readonly Entry[]) {
    const home = makeHome();
    home.log(sessionA, [prompt('Go'), ...lines]);
    const index = indexOf(home);
    const [file] = changeRuns(new FileChanges(index), sessionA, {});
    const sides = (file?.runs ?? []).map(({ first, last: end }) => [
      loggedSide(index, sessionA, first, 'before'),
      loggedSide(index, sessionA, end, 'after'),
    ]);
    return { sides, without: file?.withoutText, runs: file?.runs ?? [], index };
  }

  it('is one difference while nothing else happened in between', () => {
    const { sides, runs } = runsOf([edit('1', '/w/a.js', 'a', 'b'), edit('2', '/w/a.js', 'b', 'c')]);
    expect(sides).toEqual([['a', 'c']]);
    expect(runs[0]?.changes).toBe(2);
  });

  it('is cut where something else changed the file in between', () => {
    expect(runsOf([edit('1', '/w/a.js', 'a', 'b'), edit('2', '/w/a.js', 'B', 'c')]).sides).toEqual([
      ['a', 'b'],
      ['B', 'c'],
    ]);
  });

  it('is the changed lines alone where the log does not hold the whole text', () => {
    const structuredPatch = [{ oldStart: 7, oldLines: 2, newStart: 7, newLines: 2, lines: [' x', '-old', '+new'] }];
    const change = result('1', { filePath: '/w/a.js', oldString: 'old', newString: 'new', structuredPatch });
    expect(runsOf([change]).sides).toEqual([
      ['… line 7 of the file before …\nx\nold', '… line 7 of the file before …\nx\nnew'],
    ]);
  });

  it('is said to be unknown where the log holds nothing of it', () => {
    const change = result('1', { filePath: '/w/a.js', oldString: 'old', newString: 'new' });
    expect(runsOf([change])).toMatchObject({ sides: [], without: 1 });
  });

  it('is told in numbers where it is more than an editor shows', () => {
    const home = makeHome();
    const lines = Array.from({ length: 502 }, (_, at) => edit(`t${at}`, '/w/a.js', `a${at}`, `b${at}`));
    home.log(sessionA, [prompt('Go'), ...lines, edit('last', '/w/b.js', 'a', 'b')]);
    const found = changeRuns(new FileChanges(indexOf(home)), sessionA, {});
    expect(found.map(({ runs, withoutText, beyond }) => [runs.length, withoutText, beyond])).toEqual([
      [500, 0, 2],
      [0, 0, 1],
    ]);
  });

  it('is read from no file but a log of the session', () => {
    const { index, runs } = runsOf([edit('1', '/w/a.js', 'a', 'b')]);
    const place = runs[0]!.first;
    expect(loggedSide(index, sessionB, place, 'after')).toBe(undefined);
    expect(loggedSide(index, sessionA, { ...place, log: '/etc/passwd' }, 'after')).toBe(undefined);
    expect(loggedSide(index, sessionA, { ...place, toolUseId: 'other' }, 'after')).toBe(undefined);
    expect(loggedSide(index, sessionA, { ...place, offset: 10_000_000 }, 'after')).toBe(undefined);
  });
});
