import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collisions } from '../../../src/core/answers/collisions.ts';
import { FileChanges } from '../../../src/core/files/fileChanges.ts';
import { readChanges } from '../../../src/core/files/readChanges.ts';
import { newTrackedLog } from '../../../src/core/log/trackedLog.ts';
import { logFileIn } from '../../../src/core/roots/roots.ts';
import { LogFolder } from '../../../src/core/roots/logFolder.ts';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import { walkLog } from '../../fixtures/fileWalk.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { hasSamples, noSamples, samples } from '../../fixtures/samples.ts';
import { skip } from '../../fixtures/skip.ts';

/** The client was killed before it had logged a result, or the log was cleaned away: nothing proves these. */
const withoutProof = new Set([
  '2.0.76-cleanup greedy-petting-barto.md',
  '2.1.330-cleanup please-plan-the-attic-sorted-hippo.md',
  ...['2.1.12', '2.1.40', '2.1.100', '2.1.200'].map((version) => `${version}-kill big.txt`),
]);

describe.each(recordings)('%s', (recording) => {
  const home = makeHome();
  const { roots, sessions } = restoreRecording(recording, home.folder);
  const index = indexOf(home, { roots });

  it('each session has the files that it wrote, and none that it has no call for', () => {
    for (const [named, { wrote = [], calls = [] }] of Object.entries(sessions)) {
      const id = parseSessionId(named) ?? expect.unreachable();
      const found = new FileChanges(index).ofSession(id).changes.map((change) => change.path);
      expect(
        wrote.filter((file) => !withoutProof.has(`${recording} ${path.basename(file)}`) && !found.includes(file)),
      ).toEqual([]);
      expect(found.filter((file) => !calls.some((call) => call.file_path === file))).toEqual([]);
    }
  });

  it('each log says what a walk with JSON.parse finds in it', () => {
    for (const folder of index.logs.folders) {
      for (const name of folder.names()) {
        const log = folder.logAt(folder.indexOf(name));
        if (log?.file.sessionId === undefined) continue;
        const found = readChanges(log)?.changes.filter(({ copiedFrom }) => copiedFrom === undefined);
        expect(found?.map((change) => `${change.offset} ${change.path}`)).toEqual(
          walkLog(log.file.path, log.file.sessionId),
        );
      }
    }
  });
});

it.each(recordings)('%s: answers are the same whatever the modification times are', (recording) => {
  const home = makeHome();
  const { roots } = restoreRecording(recording, home.folder);
  const answers = () => {
    const index = indexOf(home, { roots });
    const files = new FileChanges(index);
    const { changes, copies } = files.touching([home.folder, '/home/dev']);
    const perSession = [...index.rows.keys()].sort().map((id) => files.ofSession(id).changes);
    return JSON.stringify([changes, copies, perSession, collisions(index, files)]);
  };
  const before = answers();
  const seconds = fc.sample(fc.integer({ min: 1e9, max: 2e9 }), { numRuns: 97, seed: 7 });
  for (const [at, name] of fs.readdirSync(home.folder, { recursive: true, encoding: 'utf8' }).entries()) {
    const time = seconds[at % seconds.length] ?? 0;
    fs.lutimesSync(path.join(home.folder, name), time, time);
  }
  expect(answers()).toBe(before);
});

describe('logs that other people published', skip(noSamples), () => {
  const logs = hasSamples
    ? fs.readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'))
    : [];
  it.each(logs)('%s says what a walk with JSON.parse finds in it', (name) => {
    const bytes = fs.readFileSync(path.join(samples, name));
    const id = /"sessionId":\s?"([0-9a-f-]{36})"/.exec(bytes.toString())?.[1] ?? '11111111-1111-4111-8111-111111111111';
    const folder = LogFolder.ofProject(makeHome().root, 'p');
    fs.mkdirSync(folder.path, { recursive: true });
    const file = logFileIn(folder, `${id}.jsonl`) ?? expect.unreachable();
    fs.writeFileSync(file.path, bytes);
    const log = newTrackedLog(file, folder.root);
    log.readNewLines();
    const found = readChanges(log)?.changes.filter(({ copiedFrom }) => copiedFrom === undefined);
    const walked = walkLog(file.path, id);
    expect(found?.map((change) => `${change.offset} ${change.path}`)).toEqual(walked);
  });
});
