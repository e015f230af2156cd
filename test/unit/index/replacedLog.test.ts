import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { answer, prompt } from '../../fixtures/entries.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

it('a file in the place of a log is read anew, though it begins and goes on as that log did', () => {
  const home = makeHome();
  const entries = (title: string) => [
    prompt('The first prompt '.repeat(30)),
    { type: 'custom-title', customTitle: title },
    answer('The end that both have '.repeat(10)),
  ];
  const file = home.log(sessionA, entries('One'));
  const index = indexOf(home);
  expect(index.rows.get(sessionA)?.title).toBe('One');
  const before = fs.readFileSync(file);
  // Kept, so that its inode is not given to the next file.
  fs.renameSync(file, `${file}.kept`);
  home.log(sessionA, [...entries('Two'), answer('One more')]);
  const now = fs.readFileSync(file);
  expect(now.subarray(0, 256)).toEqual(before.subarray(0, 256));
  expect(now.subarray(before.length - 32, before.length)).toEqual(before.subarray(-32));
  index.refresh();
  expect(index.rows.get(sessionA)?.title).toBe('Two');
});

it('a log that is written over without growing is read anew', () => {
  const home = makeHome();
  const entries = (title: string) => [
    prompt('The first prompt '.repeat(30)),
    { type: 'custom-title', customTitle: title },
    answer('The end that both have '.repeat(10)),
  ];
  const file = home.log(sessionA, entries('One'));
  const index = indexOf(home);
  expect(index.rows.get(sessionA)?.title).toBe('One');
  const before = fs.statSync(file);
  home.log(sessionA, entries('Two'));
  expect(fs.statSync(file)).toMatchObject({ ino: before.ino, size: before.size });
  index.refresh();
  expect(index.rows.get(sessionA)?.title).toBe('Two');
});
