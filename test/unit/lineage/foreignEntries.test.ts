import { afterAll, expect, it } from 'vitest';
import { foreignLogs } from '../../../src/core/answers/foreignEntries.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { foreignReport } from '../../../src/presentation/foreignReport.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';

const counts = { logs: 0, foreign: 0, copied: 0 };
afterAll(() => {
  console.log(`entries of other sessions in recordings: ${JSON.stringify(counts)}`);
  expect(Object.values(counts).every((count) => count > 0)).toBe(true);
});

it('a log with entries of another session says how many, and what they would have suggested', () => {
  const home = makeHome();
  home.log(sessionA, [prompt('Mine')]);
  home.log(sessionB, [
    { ...prompt('Not mine'), sessionId: sessionA, slug: 'calm-painting-otter' },
    { type: 'custom-title', customTitle: '`[click](command:x)`<b>', sessionId: sessionA },
    { ...prompt('Copied'), forkedFrom: { sessionId: sessionA, messageUuid: 'uuid-1' } },
    prompt(`A text that names ${sessionA}`),
  ]);
  const logs = foreignLogs(indexOf(home));
  expect(logs).toMatchObject([
    {
      sessionId: sessionB,
      entries: 4,
      foreignEntries: 2,
      copiedEntries: 1,
      sessions: [
        {
          sessionId: sessionA,
          title: 'Mine',
          foreign: 2,
          copied: 1,
          slugs: ['calm-painting-otter'],
          titles: ['`[click](command:x)`<b>'],
          evidence: { line: 1, offset: 0 },
        },
      ],
    },
  ]);
  const report = foreignReport(logs, '/home/dev');
  expect(report).toContain('would suggest slug `calm-painting-otter` and title `’[click](command:x)’<b>`\n');
});

it('the report says so when no log holds any', () => {
  expect(foreignReport(foreignLogs(indexOf(makeHome())), '')).toBe(
    '# Foreign entries\n\nNo log holds entries of another session.\n',
  );
});

it.each(recordings)('the counts of %s are those of its logs', (recording) => {
  const home = makeHome();
  const { roots } = restoreRecording(recording, home.folder, { moved: true });
  const index = new SessionIndex({ roots, processes: { startOf: () => undefined } });
  index.refresh();
  const logs = foreignLogs(index);
  for (const { sessionId, foreignEntries, copiedEntries, sessions } of logs) {
    const log = index.sessionLogs(sessionId)?.logs[0];
    expect([foreignEntries, copiedEntries]).toEqual([log?.facts.foreignEntries, log?.facts.copiedEntries]);
    expect(sessions.reduce((sum, { foreign }) => sum + foreign, 0)).toBe(foreignEntries);
    const isMarked = log?.facts.forkedFrom !== undefined && log.facts.forkedFrom.copiedUpTo === undefined;
    expect(sessions.reduce((sum, { copied }) => sum + copied, 0)).toBe(isMarked ? copiedEntries : 0);
    counts.logs++;
    counts.foreign += foreignEntries;
    counts.copied += copiedEntries;
  }
  for (const [id] of index.rows.entries()) {
    const isListed = logs.some(({ sessionId }) => sessionId === id);
    const has = index.sessionLogs(id)?.logs.some(({ facts }) => facts.foreignEntries + facts.copiedEntries > 0);
    expect(isListed).toBe(has === true);
  }
});
