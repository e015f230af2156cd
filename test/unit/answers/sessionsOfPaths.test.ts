import { expect, it } from 'vitest';
import { sessionsOfPaths, withTakenBack } from '../../../src/core/answers/sessionsOfPaths.ts';
import { FileChanges } from '../../../src/core/files/fileChanges.ts';
import { call, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

it('each file keeps its sessions, and each session what /rewind took back of it', () => {
  const home = makeHome();
  const answer = (uuid: string, parentUuid: string) => ({ ...call(uuid, 'Read', {}), uuid, parentUuid });
  home.log(sessionA, [
    prompt('One', { uuid: 'p1', parentUuid: null }),
    answer('a1', 'p1'),
    prompt('Two', { uuid: 'p2', parentUuid: 'a1' }),
    answer('a2', 'p2'),
    written('/w/a.ts', 'x', { uuid: 'r2', parentUuid: 'a2' }),
    prompt('Three', { uuid: 'p3', parentUuid: 'a1' }),
    answer('a3', 'p3'),
  ]);
  home.log(sessionB, [prompt('B'), written('/w/a.ts', 'y'), written('/w/b.ts', 'y')]);
  const files = new FileChanges(indexOf(home));
  const paths = ['/w/b.ts', '/w/none.ts', '/w/a.ts'];
  const found = withTakenBack(files, sessionsOfPaths(files.touching(paths).changes, paths));
  expect(
    found.map(({ path, sessions }) => [path, ...sessions.map((one) => [one.sessionId, one.last.takenBack])]),
  ).toEqual([['/w/b.ts', [sessionB, false]], ['/w/none.ts'], ['/w/a.ts', [sessionA, true], [sessionB, false]]]);
});
