/**
 * `owner P` names session S exactly when `session S` lists P, or a folder that P is in: of every file in recorded
 * homes.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { ownersOf } from '../../../src/core/answers/ownersOfPath.ts';
import { sessionDetails } from '../../../src/core/answers/sessionDetails.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import type { SessionDetails } from '../../../src/core/model.ts';
import { readTaskOutputs } from '../../../src/core/scratch/claudeTmp.ts';
import { ownScratch } from '../../../src/core/scratch/findScratch.ts';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';

it.each(recordings)('owners of files are the sessions that list them, in %s', (recording) => {
  const home = makeHome();
  const { roots } = restoreRecording(recording, home.folder, { moved: true });
  giveToRecorder(home.path('tmp'));
  const index = new SessionIndex({ roots, processes: { startOf: () => undefined } });
  index.refresh();
  const tmp = { tmpDirs: [home.path('tmp')], uid: 1000 };
  const host = { ...tmp, taskOutputs: readTaskOutputs(tmp) };
  const files = [...roots, home.path('tmp')].flatMap(filesBelow);
  // A session can be gone but for other files, and a job names its session inside.
  const names = files.map((file) => (slashed(file).includes('/jobs/') ? file + fs.readFileSync(file, 'utf8') : file));
  const named = names.flatMap((name) => name.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []);
  const ids = new Set([...index.rows.keys(), ...named.flatMap((one) => parseSessionId(one) ?? [])]);
  const listed = [...ids].flatMap((id) => {
    const details = sessionDetails(index, id, host);
    return details === undefined ? [] : [{ id: id, paths: pathsOf(details) }];
  });
  const listing = files.map((file) => {
    const owners = listed.filter(({ paths }) => paths.some((one) => file === one || file.startsWith(one + path.sep)));
    return [file, owners.map(({ id }) => id).sort()];
  });
  const owned = files.map((file) => [file, ownersOf(file, index, host).map(({ sessionId }) => sessionId)]);
  expect(owned).toEqual(listing);
  const unowned = listing.flatMap(([file, owners]) => (owners?.length === 0 ? [file as string] : []));
  // A client that was killed leaves outputs that no log names.
  const logs = files.filter((file) => file.endsWith('.jsonl')).map((file) => fs.readFileSync(file, 'utf8'));
  const isNamed = (file: string) =>
    // A background agent's is a link, which is not laid out on Windows.
    !file.endsWith('.output') ||
    (process.platform !== 'win32' && logs.some((text) => text.includes(path.basename(file, '.output'))));
  expect(unowned.filter((file) => isNamed(file) && !isOfNobody.some((some) => some.test(slashed(file))))).toEqual([]);
});

/**
 * What is no session's: registries, lists of teams, the client's own state, and files that two sessions cannot be told
 * apart by.
 */
const isOfNobody = [
  /\/(?:sessions|plans|plugins|shell-snapshots|paste-cache|daemon)\//,
  /\/(?:debug\/latest|sessions-index\.json|jobs\/pins\.json|tasks\/session-[0-9a-f]{8}\/[^/]+)$/,
  /\/(?:\.claude|conf)\/[^/]+$|-cwd$/,
];

/**
 * The client's temporary folders count only where they belong to the user that it ran under, whose number is in their
 * name.
 */
function giveToRecorder(tmp: string): void {
  if (process.getuid?.() !== 0 || !fs.existsSync(tmp)) return;
  for (const name of fs.readdirSync(tmp)) fs.chownSync(path.join(tmp, name), 1000, 1000);
}

function pathsOf({ logs, plans, agentPlans, agents, scratch, extras }: SessionDetails): string[] {
  const lists = [logs, plans, agentPlans, agents, ownScratch(scratch), extras.files];
  return lists.flat().map((one) => one.path);
}

function slashed(file: string): string {
  return file.replaceAll(path.sep, '/');
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
}
