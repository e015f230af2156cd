/** `owner P` names session S exactly when `session S` lists P, or a folder that P is in: of every file in recorded homes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { ownersOf } from '../../../src/core/answers/ownersOfPath.ts';
import { sessionDetails } from '../../../src/core/answers/sessionDetails.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import type { SessionDetails } from '../../../src/core/model.ts';
import { readTaskOutputs } from '../../../src/core/scratch/claudeTmp.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';

it.each(recordings)('owners of files are the sessions that list them, in %s', (recording) => {
  const home = makeHome();
  const { roots } = restoreRecording(recording, home.folder, { moved: true });
  const index = new SessionIndex({ roots, processes: { startOf: () => undefined } });
  index.refresh();
  const tmp = { tmpDirs: [home.path('tmp')], uid: 1000 };
  const host = { ...tmp, taskOutputs: readTaskOutputs(tmp) };
  const listed = [...index.rows.keys()].map((id) => {
    const details = sessionDetails(index, id, host) ?? expect.unreachable();
    return { id: id, paths: pathsOf(details) };
  });
  const files = [...roots, home.path('tmp')].flatMap(filesBelow);
  const listing = files.map((file) => {
    const owners = listed.filter(({ paths }) => paths.some((one) => file === one || file.startsWith(one + path.sep)));
    return [file, owners.map(({ id }) => id).sort()];
  });
  // A file that has an ID in its name is owned by that session, though it left no log and so lists nothing.
  const owned = files.map((file) => {
    const ids = ownersOf(file, index).map(({ sessionId }) => sessionId);
    return [file, ids.filter((id) => index.rows.has(id))];
  });
  expect(owned).toEqual(listing);
  expect(listing.flatMap(([, owners]) => owners)).not.toEqual([]);
});

function pathsOf({ logs, plans, agents, scratch, extras }: SessionDetails): string[] {
  return [...logs, ...plans, ...agents, ...scratch, ...extras.files].map((one) => one.path);
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
}
