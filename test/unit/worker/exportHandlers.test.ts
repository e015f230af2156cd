import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import type { LiveIndex } from '../../../src/live/liveIndex.ts';
import { exportHandlers } from '../../../src/worker/exportHandlers.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

it('an export whose file a later one takes fails, and is not told to have nothing to export', async () => {
  const home = makeHome();
  home.log(sessionA, [prompt('Mine')]);
  const live = { index: indexOf(home) } as unknown as LiveIndex;
  const { exportSession, cancelExport } = exportHandlers(live, () => ({
    tmpDirs: [],
    uid: undefined,
    taskOutputs: [],
  }));
  const file = home.path('one.zip');
  const [first, second] = await Promise.allSettled([exportSession(sessionA, file), exportSession(sessionA, file)]);
  expect(first).toMatchObject({ status: 'rejected', reason: { message: 'A later export writes this file.' } });
  expect(second).toMatchObject({ status: 'fulfilled', value: { files: 1 } });
  expect(fs.readdirSync(home.folder).filter((name) => name.startsWith('one'))).toEqual(['one.zip']);
  const cancelled = exportSession(sessionA, file);
  await cancelExport(file);
  expect(await cancelled).toBeUndefined();
  expect(await exportSession(sessionB, home.path('none.zip'))).toBeUndefined();
});
