/** What happens to files under a following index: each time it says what a cold one says. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { answer, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';

const isLinux = process.platform === 'linux';

function rows(index: SessionIndex) {
  return [...index.rows.values()].sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
}

/** Titles after a refresh, which a cold index has to say, too. */
function titlesNow(index: SessionIndex, home: Home): (string | undefined)[] {
  index.refresh();
  expect(rows(index)).toEqual(rows(indexOf(home)));
  return rows(index).map(({ title }) => title);
}

describe('a following index', () => {
  it('reads a log anew that was replaced by one of the same size and time', () => {
    const home = makeHome();
    const file = home.log(sessionA, [prompt('One')]);
    const index = indexOf(home);
    const { atime, mtime } = fs.statSync(file);
    const bytes = fs.readFileSync(file, 'utf8').replace('One', 'Two');
    fs.writeFileSync(`${file}.new`, bytes);
    fs.utimesSync(`${file}.new`, atime, mtime);
    fs.renameSync(`${file}.new`, file);
    expect(fs.statSync(file)).toMatchObject({ size: bytes.length, mtime });
    expect(titlesNow(index, home)).toEqual(['Two']);
  });

  it('gets back the record of a writer that goes on at its old offset after the log was emptied', () => {
    const home = makeHome();
    const file = home.log(sessionA, [prompt('Before'), answer('x')]);
    const index = indexOf(home);
    const { size } = fs.statSync(file);
    const line = home.log(sessionB, [prompt('Behind the hole', { sessionId: sessionA })]);
    const record = fs.readFileSync(line);
    fs.rmSync(line);
    fs.truncateSync(file, 0);
    const fd = fs.openSync(file, 'r+');
    fs.writeSync(fd, record, 0, record.length, size);
    fs.closeSync(fd);
    expect(titlesNow(index, home)).toEqual(['Behind the hole']);
    expect(index.logs.damaged().map(({ badLines, repairedLines }) => [badLines, repairedLines])).toEqual([[0, 1]]);
  });

  it(
    'enters no link that leads in a circle, to its parent or to the root, and shows each log once',
    skip(!isLinux && 'the links are those of Linux'),
    () => {
      const home = makeHome();
      const file = home.log(sessionA, [prompt('Only')]);
      const projects = path.dirname(path.dirname(file));
      const folder = path.join(path.dirname(file), sessionA);
      fs.mkdirSync(folder);
      fs.symlinkSync('.', path.join(folder, 'subagents'));
      fs.symlinkSync(projects, path.join(projects, 'circle'));
      fs.symlinkSync('/', path.join(projects, 'root'));
      fs.symlinkSync('loop', path.join(projects, 'loop'));
      const index = indexOf(home);
      expect(titlesNow(index, home)).toEqual(['Only']);
      expect(rows(index)[0]?.logs).toEqual([file]);
    },
  );

  it(
    'takes names by their exact bytes: those that differ in case or normal form alone are two',
    skip(!isLinux && 'names are bytes on Linux alone'),
    () => {
      const home = makeHome();
      home.log(sessionA, [prompt('Composed')], { cwd: 'caf\u00e9' });
      home.log(sessionB, [prompt('Lower')], { cwd: 'shop' });
      const projects = path.dirname(home.projectDirectory());
      fs.renameSync(home.projectDirectory({ cwd: 'caf\u00e9' }), path.join(projects, '-caf\u00e9'));
      const index = indexOf(home);
      fs.renameSync(home.projectDirectory(), path.join(projects, path.basename(home.projectDirectory()).toUpperCase()));
      fs.renameSync(path.join(projects, '-caf\u00e9'), path.join(projects, '-cafe\u0301'));
      expect(titlesNow(index, home)).toEqual(['Composed', 'Lower']);
      expect(rows(index).map(({ logs }) => logs.map((log) => path.basename(path.dirname(log))))).toEqual([
        ['-cafe\u0301'],
        [path.basename(home.projectDirectory()).toUpperCase()],
      ]);
    },
  );
});
